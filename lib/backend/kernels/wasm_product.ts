import type { WasmBackend } from './wasm_memory'

/** Writes the product of two batches of matrices into a third tensor. Tensors go by their ids, shapes as the bytes of their int32 sizes. */
type Product = (
  a: number,
  a_shape: Uint8Array,
  a_rank: number,
  b: number,
  b_shape: Uint8Array,
  b_rank: number,
  transpose_a: boolean,
  transpose_b: boolean,
  out: number,
) => void

const products = new WeakMap<object, Product>()

/** wasm's own BatchMatMul, looked up once for each backend. */
export function product_of(backend: WasmBackend): Product {
  let product = products.get(backend)
  if (product === undefined) {
    const types = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number']
    product = backend.wasm.cwrap('BatchMatMul', null, types) as Product
    products.set(backend, product)
  }
  return product
}
