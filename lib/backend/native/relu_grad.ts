import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { fallback_kernel } from '../kernels/fallback'
import { type NativeBackend, native_name, type_attribute } from './backend'

/** TensorFlow's ops by where the relu ends. */
const ops = new Map<number | null, string>([
  [null, 'ReluGrad'],
  [6, 'Relu6Grad'],
])

/** KerasReluGrad by TensorFlow's op, where it has one. */
export function native_relu_grad_kernel(): KernelFunc {
  const plain = fallback_kernel('KerasReluGrad', native_name)
  return (args) => {
    const { dy, y } = args.inputs as unknown as Record<'dy' | 'y', TensorInfo>
    const op = ops.get(args.attrs!.top as unknown as number | null)
    if (op === undefined) return plain(args)
    const backend = args.backend as unknown as NativeBackend
    return backend.executeSingleOutput(op, [type_attribute(backend, 'T')], [dy, y])
  }
}
