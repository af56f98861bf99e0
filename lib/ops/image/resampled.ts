import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { run_resize } from '../../backend/kernels/images/resize'
import type { ResizeSettings } from '../../backend/kernels/images/resize_kernel'
import { resize_matrix } from '../../backend/kernels/images/resize_weights'
import { inverse_permutation, range, size_of } from '../axes'
import { as_tensor, reshaped } from '../convert'
import { gathered, permuted } from '../numpy/shape'

/** Products of float32 values along some axes with matrices `[to, from]`. */
export function along_axes(x: Tensor, products: readonly (readonly [axis: number, matrix: Tensor])[]): Tensor {
  let result = x
  let order = range(x.shape.length)
  for (const [axis, matrix] of products) {
    const next = [...order.filter((a) => a !== axis), axis]
    const moved = permuted(
      result,
      next.map((a) => order.indexOf(a)),
    )
    const rows = moved.shape.slice(0, -1)
    const [to, from] = matrix.shape as [number, number]
    const product = run_kernel(
      'BatchMatMul',
      { a: reshaped(moved, [size_of(rows), from]), b: matrix },
      { transposeA: false, transposeB: true },
    )
    result = reshaped(product, [...rows, to])
    order = next
  }
  return permuted(result, inverse_permutation(order))
}

/** The rows and columns, the axes `rows` and `rows + 1` of float32 images, as two products with constant matrices. */
export function resized_by_products(x: Tensor, rows: number, size: readonly number[], settings: ResizeSettings): Tensor {
  const products = size.flatMap((to, i): [number, Tensor][] => {
    const from = x.shape[rows + i]!
    if (from === to) return []
    return [[rows + i, reshaped(as_tensor(resize_matrix(settings.method, from, to, settings.antialias)), [to, from])]]
  })
  return along_axes(x, products)
}

/** Float32 images whose rows are the axis `rows` and whose columns are the next one, in another size. */
export function resized(x: Tensor, rows: number, size: readonly [number, number], settings: ResizeSettings): Tensor {
  const [height, width] = x.shape.slice(rows) as [number, number]
  if (height === size[0] && width === size[1]) return run_kernel('Identity', { x })
  const lead = x.shape.slice(0, rows)
  const rest = x.shape.slice(rows + 2)
  if (x.size === 0) return run_kernel('Fill', {}, { shape: [...lead, ...size, ...rest], value: 0, dtype: 'float32' })
  const images = reshaped(x, [size_of(lead), height, width, size_of(rest)])
  const result = run_resize(images, size, settings)
  return result === null ? resized_by_products(x, rows, size, settings) : reshaped(result, [...lead, ...size, ...rest])
}

/** Images of any dtype with the nearest pixel at each place. */
export function nearest(x: Tensor, rows: number, size: readonly [number, number]): Tensor {
  let result = x
  size.forEach((to, i) => {
    const from = x.shape[rows + i]!
    if (from === to) return
    const places = Int32Array.from({ length: to }, (_, at) => Math.floor(Math.fround(Math.fround((at + 0.5) * from) / to)))
    result = gathered(result, as_tensor(places), rows + i)
  })
  return result === x ? gathered(x, as_tensor(Int32Array.from(range(x.shape[0]!))), 0) : result
}
