import type { DataType, Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { engine } from '../engine'

/** An attribute of a TensorFlow op, as the addon takes it. */
export interface Attribute {
  name: string
  type: number
  value: unknown
}

/** What the addon tells about a result. */
export interface Made {
  id: number
  shape: number[]
  dtype: number
}

/** What tfjs-node 4.22.0 has and these kernels use. */
export interface NativeBackend {
  binding: Record<
    'TF_ATTR_INT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_ATTR_TYPE' | 'TF_ATTR_SHAPE',
    number
  > & {
    executeOp(name: string, attributes: Attribute[], ids: number[], outputs: number): Made[]
    createTensor(shape: number[], dtype: number, values: TypedArray): number
    deleteTensor(id: number): void
    tensorDataSync(id: number): TypedArray
  }
  tensorMap: { get(data_id: object): { id: number } }
  refCount(data_id: object): number
  incRef(data_id: object): void
  getDTypeInteger(dtype: DataType): number
  getInputTensorIds(tensors: TensorInfo[]): number[]
  createOutputTensor(made: Made): Tensor
  executeSingleOutput(name: string, attributes: Attribute[], inputs: TensorInfo[]): Tensor
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: TensorInfo[], outputs: number): Tensor[]
}

/** The name under which tfjs-node registers its backend. */
export const native_name = 'tensorflow'

/** Up to how many values a plain loop is faster on the native backend than its kernels one by one, reading and uploading included. */
export const largest_native_loop = 10_000

/** True while the native backend is the current one; false in traces. */
export const on_native = (): boolean => engine().backendName === native_name

/** The attributes of an op from plain values: whole numbers, or lists of them, texts, booleans. */
export function attributes_of(
  { binding }: NativeBackend,
  values: Record<string, number | number[] | string | boolean>,
): Attribute[] {
  return Object.entries(values).map(([name, value]) => {
    const kind = typeof value === 'string' ? 'STRING' : typeof value === 'boolean' ? 'BOOL' : 'INT'
    return { name, type: binding[`TF_ATTR_${kind}`], value }
  })
}

/** An attribute that names a dtype. */
export const type_attribute = (backend: NativeBackend, name: string, dtype: DataType = 'float32'): Attribute => ({
  name,
  type: backend.binding.TF_ATTR_TYPE,
  value: backend.getDTypeInteger(dtype),
})
