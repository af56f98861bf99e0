import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { fallback_kernel } from '../kernels/fallback'

/** Unary kernels that wasm has for floats alone. */
export const float_kernels_of_wasm =
  'Acos Acosh Asin Asinh Atan Atanh Cosh Erf Expm1 Log1p Reciprocal Selu Sinh Softplus Tan'.split(' ')

/** A kernel of wasm that leaves its result empty for integers. */
export function integers_in_plain(name: string, original: KernelFunc): KernelFunc {
  const plain = fallback_kernel(name, 'wasm')
  return (args) => ((args.inputs.x as TensorInfo).dtype === 'float32' ? original(args) : plain(args))
}

/** Convolutions of wasm, which refuses images with the channels first. */
export const channels_last_of_wasm = ['Conv2D', 'FusedConv2D', 'Conv2DBackpropInput']

export function channels_first_in_plain(name: string, original: KernelFunc): KernelFunc {
  const plain = fallback_kernel(name, 'wasm')
  return (args) => ((args.attrs as { dataFormat?: string } | undefined)?.dataFormat === 'NCHW' ? plain(args) : original(args))
}

/** Softmax of wasm, which leaves its result empty for a negative axis. */
export function wasm_softmax_kernel(original: KernelFunc): KernelFunc {
  return (args) => original({ ...args, attrs: { ...args.attrs, dim: (args.inputs.logits as TensorInfo).shape.length - 1 } })
}
