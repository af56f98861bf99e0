import type { Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { type Attribute, attributes_of, type Made, type NativeBackend, type_attribute } from './backend'

/** What a chain of TensorFlow's ops is made with: floats in, floats out. */
export interface Chain {
  of(tensor: TensorInfo): number
  scalar(value: number): number
  run(op: string, inputs: number[], more?: Attribute[]): number
  /** The mean over axes, which are kept as 1. */
  mean(x: number, axes: number[]): number
  reshape(x: number, shape: number[]): number
}

/** The result of TensorFlow's ops one after the other, without the engine between them; all else that they make is freed. */
export const chained = (backend: NativeBackend, fn: (chain: Chain) => number): Tensor =>
  backend.createOutputTensor(chained_result(backend, fn))

/** `chained`, as the addon tells of it. */
export function chained_result(backend: NativeBackend, fn: (chain: Chain) => number): Made {
  const { binding } = backend
  const made = new Map<number, Made | null>()
  const type = type_attribute(backend, 'T')
  const created = (shape: number[], dtype: 'float32' | 'int32', values: TypedArray): number => {
    const id = binding.createTensor(shape, backend.getDTypeInteger(dtype), values)
    made.set(id, null)
    return id
  }
  const run = (op: string, inputs: number[], more: Attribute[] = []): number => {
    const result = binding.executeOp(op, [type, ...more], inputs, 1)[0]!
    made.set(result.id, result)
    return result.id
  }
  const whole = (values: number[]): number => created([values.length], 'int32', Int32Array.from(values))
  const mean = (x: number, axes: number[]): number =>
    run('Mean', [x, whole(axes)], [type_attribute(backend, 'Tidx', 'int32'), ...attributes_of(backend, { keep_dims: true })])
  const chain: Chain = {
    of: (tensor) => backend.getInputTensorIds([tensor])[0]!,
    scalar: (value) => created([], 'float32', Float32Array.of(value)),
    run,
    mean,
    reshape: (x, shape) => run('Reshape', [x, whole(shape)], [type_attribute(backend, 'Tshape', 'int32')]),
  }
  try {
    const last = fn(chain)
    const result = made.get(last)!
    made.delete(last)
    return result
  } finally {
    for (const id of made.keys()) binding.deleteTensor(id)
  }
}
