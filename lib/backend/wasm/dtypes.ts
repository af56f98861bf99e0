import { cast, type KernelFunc, type Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { fallback_kernel } from '../kernels/fallback'

/** Select on wasm, for branches of different dtypes and for booleans too: wasm's own writes past its memory for them. */
export function wasm_select_kernel(original: KernelFunc): KernelFunc {
  const plain = fallback_kernel('Select', 'wasm')
  return (args) => {
    const { t, e } = args.inputs as unknown as { t: TensorInfo; e: TensorInfo }
    return t.dtype === e.dtype && t.dtype !== 'bool' ? original(args) : plain(args)
  }
}

/** A reduction or running sum or product on wasm, which counts booleans as the other backends do. */
export function bool_as_int_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as unknown as Tensor
    if (x.dtype !== 'bool') return original(args)
    return tidy(() => engine().makeTensorFromTensorInfo(original({ ...args, inputs: { x: cast(x, 'int32') } }) as TensorInfo))
  }
}
