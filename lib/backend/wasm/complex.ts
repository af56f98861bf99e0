import { type DataType, type KernelBackend, type KernelFunc, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { fallback_kernel } from '../kernels/fallback'

/** The wasm backend, which stores complex tensors (pairs of floats) but has no way to read them. */
interface WasmBackend {
  readSync(id: object, start?: number, end?: number): TypedArray
  dataIdMap: { get(id: object): { dtype: DataType; shape: number[]; memoryOffset: number } }
  wasm: { HEAPU8: Uint8Array }
  write(values: TypedArray | null, shape: number[], dtype: DataType): object
}

/** Teaches a wasm backend to read complex tensors. */
export function read_complex_in_wasm(backend: KernelBackend): void {
  const wasm = backend as unknown as WasmBackend & { reads_complex?: boolean }
  if (wasm.reads_complex) return
  wasm.reads_complex = true
  const read = wasm.readSync.bind(wasm)
  wasm.readSync = (id, start, end) => {
    const { dtype } = wasm.dataIdMap.get(id)
    return dtype === 'complex64'
      ? pairs(wasm, id).slice(2 * (start ?? 0), end === undefined ? undefined : 2 * end)
      : read(id, start, end)
  }
}

function pairs(wasm: WasmBackend, id: object): Float32Array {
  const { memoryOffset, shape } = wasm.dataIdMap.get(id)
  return new Float32Array(wasm.wasm.HEAPU8.buffer, memoryOffset, 2 * util.sizeFromShape(shape))
}

function output(wasm: WasmBackend, shape: number[], dtype: DataType): { info: TensorInfo; values: Float32Array } {
  const info = { dataId: wasm.write(null, shape, dtype), shape, dtype }
  const { memoryOffset } = wasm.dataIdMap.get(info.dataId)
  return {
    info,
    values: new Float32Array(wasm.wasm.HEAPU8.buffer, memoryOffset, (dtype === 'complex64' ? 2 : 1) * util.sizeFromShape(shape)),
  }
}

function floats(wasm: WasmBackend, info: TensorInfo): Float32Array {
  return new Float32Array(wasm.wasm.HEAPU8.buffer, wasm.dataIdMap.get(info.dataId).memoryOffset, util.sizeFromShape(info.shape))
}

const complex_kernel: KernelFunc = ({ inputs, backend }) => {
  const wasm = backend as unknown as WasmBackend
  const { real, imag } = inputs as unknown as { real: TensorInfo; imag: TensorInfo }
  const { info, values } = output(wasm, real.shape, 'complex64')
  const re = floats(wasm, real)
  const im = floats(wasm, imag)
  for (let i = 0; i < re.length; i++) {
    values[2 * i] = re[i]!
    values[2 * i + 1] = im[i]!
  }
  return info
}

/** A kernel from each pair of a complex tensor to a float. */
function from_pairs(part: (re: number, im: number) => number): KernelFunc {
  return ({ inputs, backend }) => {
    const wasm = backend as unknown as WasmBackend
    const x = (inputs.input ?? inputs.x) as TensorInfo
    const { info, values } = output(wasm, x.shape, 'float32')
    const from = pairs(wasm, x.dataId)
    for (let i = 0; i < values.length; i++) values[i] = part(from[2 * i]!, from[2 * i + 1]!)
    return info
  }
}

/** Complex kernels that wasm lacks. */
export const wasm_complex_kernels: Record<string, KernelFunc> = {
  Complex: complex_kernel,
  Real: from_pairs((re) => re),
  Imag: from_pairs((_, im) => im),
  ComplexAbs: from_pairs((re, im) => Math.hypot(re, im)),
}

/** Kernels that wasm has for real tensors and the plain backend for complex ones as well. */
export const kernels_with_complex_form = ['Add', 'Sub', 'Multiply', 'Cast', 'Concat', 'ZerosLike', 'OnesLike']

/** The wasm kernel for real inputs, the plain one where a complex tensor goes in or comes out. */
export function with_complex_form(kernel_name: string, original: KernelFunc): KernelFunc {
  const plain = fallback_kernel(kernel_name, 'wasm')
  return (args) => {
    if (args.attrs?.dtype === 'complex64') return plain(args)
    for (const name in args.inputs) {
      if ((args.inputs as Record<string, TensorInfo>)[name]?.dtype === 'complex64') return plain(args)
    }
    return original(args)
  }
}
