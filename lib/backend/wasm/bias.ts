import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmBackend } from './memory'

/** Kernels of wasm that refuse a bias whose data were made in another shape, as those of a reshaped tensor were. */
export const biased_in_wasm = ['FusedConv2D', 'FusedDepthwiseConv2D']

/** Such a kernel, told that the data of the bias are a vector. */
export function vector_bias(original: KernelFunc): KernelFunc {
  return (args) => {
    const bias = args.inputs.bias as TensorInfo | undefined
    if (bias?.shape.length === 1) {
      const data = (args.backend as WasmBackend).dataIdMap.get(bias.dataId)
      if (data.shape.length !== 1) data.shape = bias.shape
    }
    return original(args)
  }
}
