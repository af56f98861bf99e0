import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { attributes_of, type Made, type NativeBackend, type_attribute } from './backend'
import { has_native_activation, with_bias_and_activation } from './bias'

interface Transposed {
  transposeA?: boolean
  transposeB?: boolean
}

function matrix_product(backend: NativeBackend, a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Transposed): Made {
  const switches = attributes_of(backend, { transpose_a: transposeA ?? false, transpose_b: transposeB ?? false })
  const ids = backend.getInputTensorIds([a, b])
  return backend.binding.executeOp('MatMul', [type_attribute(backend, 'T', a.dtype), ...switches], ids, 1)[0]!
}

const are_matrices = (a: TensorInfo, b: TensorInfo): boolean => a.shape.length === 2 && b.shape.length === 2

/** BatchMatMul: of two matrices by TensorFlow's op for them, which is several times as fast for small ones as the op for batches. */
export function native_matmul_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { a, b } = args.inputs as unknown as { a: TensorInfo; b: TensorInfo }
    if (!are_matrices(a, b)) return original(args)
    const backend = args.backend as unknown as NativeBackend
    return backend.createOutputTensor(matrix_product(backend, a, b, args.attrs as Transposed))
  }
}

/** _FusedMatMul of two matrices as TensorFlow's ops one after the other, without tfjs's way between them. */
export function native_fused_matmul_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { a, b, bias = null } = args.inputs as unknown as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo }
    const attrs = args.attrs as unknown as Transposed & { activation?: string }
    const plain_bias = bias === null || bias.shape.length === 1
    const known = has_native_activation(attrs.activation) && plain_bias && are_matrices(a, b) && a.dtype === 'float32'
    if (!known) return original(args)
    const backend = args.backend as unknown as NativeBackend
    return with_bias_and_activation(backend, matrix_product(backend, a, b, attrs), bias, attrs.activation)
  }
}
