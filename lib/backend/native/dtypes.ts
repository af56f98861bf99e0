import { cast, type DataType, type KernelFunc, type Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core'
import { fallback_kernel } from '../kernels/fallback'
import { native_name } from './backend'

/** Kernels that TensorFlow has for floats only. */
export const float_kernels =
  'Acos Acosh Asin Asinh Atan Atan2 Atanh Ceil Cos Cosh Elu Erf Expm1 Floor IsFinite IsInf IsNan LeakyRelu Log Log1p RealDiv Reciprocal Rsqrt Selu Sigmoid Sin Sinh Softmax Softplus Sqrt Step Tan Tanh'.split(
    ' ',
  )

/** Kernels that TensorFlow has for numbers only. */
export const number_kernels = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Max', 'Min']

/** Reductions and running ones that count booleans. */
export const counting_kernels = ['Cumprod', 'Cumsum', 'Prod', 'Sum']

/** Kernels that TensorFlow refuses for some of what the plain backend takes: integers divided by zero, one part to join, indices out of order, strides that differ without oneDNN. */
export const stricter_kernels = [
  'Concat',
  'DepthToSpace',
  'DepthwiseConv2dNative',
  'Diag',
  'FloorDiv',
  'Mod',
  'Range',
  'SparseToDense',
]

/** The native kernel, and the plain one for inputs of some dtypes. */
export function plain_for(kernel_name: string, dtypes: DataType[], original: KernelFunc): KernelFunc {
  const plain = fallback_kernel(kernel_name, native_name)
  return (args) => {
    for (const name in args.inputs) {
      if (dtypes.includes((args.inputs as Record<string, TensorInfo | undefined>)[name]?.dtype as DataType)) return plain(args)
    }
    return original(args)
  }
}

/** A reduction or running one that counts booleans as the other backends do. */
export function native_counting_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as Tensor
    if (x.dtype !== 'bool') return original(args)
    return tidy(() => original({ ...args, inputs: { x: cast(x, 'int32') } }) as Tensor)
  }
}

/** Select, for branches of different dtypes too. */
export function native_select_kernel(original: KernelFunc): KernelFunc {
  const plain = fallback_kernel('Select', native_name)
  return (args) => {
    const { t, e } = args.inputs as unknown as { t: TensorInfo; e: TensorInfo }
    return t.dtype === e.dtype ? original(args) : plain(args)
  }
}

/** The native kernel, and the plain one for what that refuses. */
export function plain_where_refused(kernel_name: string, original: KernelFunc): KernelFunc {
  const plain = fallback_kernel(kernel_name, native_name)
  return (args) => {
    try {
      return original(args)
    } catch {
      return plain(args)
    }
  }
}
