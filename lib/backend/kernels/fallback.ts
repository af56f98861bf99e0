import {
  complex,
  engine as core_engine,
  type DataType,
  type DataValues,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  type NamedTensorInfoMap,
  type TensorInfo,
  type TypedArray,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core'
import { RuntimeError } from '../../common/errors'

interface ValueBackend {
  readSync(id: object): DataValues
  write(values: DataValues, shape: number[], dtype: DataType): object
  firstUse?: boolean
}

function plain_backend(kernel_name: string, backend_name: string): KernelBackend {
  const factory = core_engine().findBackendFactory('cpu')
  if (!factory) {
    throw new RuntimeError(
      `The backend \`${backend_name}\` has no kernel \`${kernel_name}\`, and the plain one that would stand in for it is not loaded. Write this line first: await keras.ready()`,
    )
  }
  const plain = factory() as KernelBackend
  ;(plain as unknown as ValueBackend).firstUse = false
  return plain
}

function halves(values: TypedArray): [Float32Array, Float32Array] {
  const size = values.length / 2
  return [
    Float32Array.from({ length: size }, (_, i) => values[2 * i]!),
    Float32Array.from({ length: size }, (_, i) => values[2 * i + 1]!),
  ]
}

function copy_in(info: TensorInfo, from: ValueBackend, plain: KernelBackend): TensorInfo {
  const values = from.readSync(info.dataId)
  const to = plain as unknown as ValueBackend
  if (info.dtype !== 'complex64') {
    const copy = {
      dataId: to.write(values, info.shape, info.dtype),
      shape: info.shape,
      dtype: info.dtype,
      rank: info.shape.length,
    }
    return copy
  }
  const [real, imag] = halves(values as TypedArray).map((part) => ({
    dataId: to.write(part, info.shape, 'float32'),
    shape: info.shape,
    dtype: 'float32',
  }))
  return getKernel('Complex', 'cpu')!.kernelFunc({ inputs: { real, imag } as NamedTensorInfoMap, backend: plain }) as TensorInfo
}

function copy_out(info: TensorInfo, plain: ValueBackend, to: ValueBackend, backend_name: string): TensorInfo {
  const read = plain.readSync(info.dataId)
  const values = info.dtype === 'int32' && !(read instanceof Int32Array) ? Int32Array.from(read as TypedArray) : read
  if (info.dtype !== 'complex64' || backend_name === 'wasm') {
    return { dataId: to.write(values, info.shape, info.dtype), shape: info.shape, dtype: info.dtype }
  }
  const [real, imag] = halves(values as TypedArray)
  return tidy(() => complex(tensor(real, info.shape), tensor(imag, info.shape)))
}

/** A kernel that reads its inputs back, runs the plain-JS kernel of the same name, and uploads what it gives. */
export function fallback_kernel(kernel_name: string, backend_name: string): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const plain = plain_backend(kernel_name, backend_name)
    const here = backend as unknown as ValueBackend
    const copies: Record<string, unknown> | unknown[] = Array.isArray(inputs) ? [] : {}
    for (const [name, info] of Object.entries(inputs as Record<string, TensorInfo | TensorInfo[] | null | undefined>)) {
      if (info == null) continue
      const copy = Array.isArray(info) ? info.map((one) => copy_in(one, here, plain)) : copy_in(info, here, plain)
      ;(copies as Record<string, unknown>)[name] = copy
    }
    const kernel = getKernel(kernel_name, 'cpu')!
    const result = kernel.kernelFunc({ inputs: copies as NamedTensorInfoMap, attrs, backend: plain })
    const out = (info: TensorInfo) => copy_out(info, plain as unknown as ValueBackend, here, backend_name)
    return Array.isArray(result) ? result.map(out) : out(result as TensorInfo)
  }
}
