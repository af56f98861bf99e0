import { type KernelFunc, type Tensor, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { attributes_of, type Made, type NativeBackend, type_attribute } from './backend'

/** The ops of activations that take no attribute of their own. */
const activations: Record<string, string | null> = { linear: null, relu: 'Relu', relu6: 'Relu6', elu: 'Elu', sigmoid: 'Sigmoid' }

/** True for activations that `with_bias_and_activation` knows. */
export const has_native_activation = (activation: string | undefined): boolean => (activation ?? 'linear') in activations

/** A result with a bias along its last axis and an activation, by TensorFlow's ops one after the other; what lies between is freed. */
export function with_bias_and_activation(
  backend: NativeBackend,
  first: Made,
  bias: TensorInfo | null,
  activation: string | undefined,
): Tensor {
  const { binding } = backend
  const type = [type_attribute(backend, 'T')]
  let made = first
  const step = (op: string, more: number[]): void => {
    const before = made.id
    try {
      made = binding.executeOp(op, type, [before, ...more], 1)[0]!
    } finally {
      binding.deleteTensor(before)
    }
  }
  if (bias !== null) step('BiasAdd', backend.getInputTensorIds([bias]))
  const op = activations[activation ?? 'linear']!
  if (op !== null) step(op, [])
  return backend.createOutputTensor(made)
}

/** Sum: over all axes but the last, as gradients of biases are, by the op for these. */
export function native_sum_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { shape, dtype } = args.inputs.x as TensorInfo
    const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims?: boolean }
    const last = shape.length - 1
    const small = dtype !== 'float32' || keepDims || last < 1 || !Array.isArray(axis) || axis.length !== last
    const axes = small ? [] : util.parseAxisParam(axis as number[], shape)
    if (small || axes.includes(last) || shape.includes(0)) return original(args)
    const backend = args.backend as unknown as NativeBackend
    const given = [type_attribute(backend, 'T'), ...attributes_of(backend, { data_format: 'NHWC' })]
    return backend.executeSingleOutput('BiasAddGrad', given, [args.inputs.x as TensorInfo])
  }
}
