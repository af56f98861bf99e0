import { backend_util, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WasmBackend } from '../wasm/memory'
import { simd_of } from './load'

/** MaxPoolGrad on wasm, four channels at a time. */
export function simd_max_pool_gradient_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { dy, input } = args.inputs as unknown as { dy: TensorInfo; input: TensorInfo }
    const { filterSize, strides, pad, dimRoundingMode } = args.attrs as unknown as Record<string, never>
    const simd = input.dtype === 'float32' ? simd_of(args.backend as object) : null
    if (simd === null) return original(args)
    const shape = input.shape as [number, number, number, number]
    const info = backend_util.computePool2DInfo(shape, filterSize!, strides!, 1, pad!, dimRoundingMode)
    if (!util.arraysEqual(dy.shape, info.outShape)) return original(args)
    const backend = args.backend as WasmBackend
    const out = backend.makeOutput(shape, 'float32')
    const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
    const image = 4 * inHeight * inWidth * inChannels
    const slope = 4 * outHeight * outWidth * inChannels
    const [x, dx, slopes] = [simd.at(input), simd.at(out), simd.at(dy)]
    backend.wasm.HEAPU8.fill(0, dx, dx + info.batchSize * image)
    const window = [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth, padInfo.top, padInfo.left]
    for (let i = 0; i < info.batchSize; i++) {
      const sizes = [inHeight, inWidth, inChannels, outHeight, outWidth]
      simd.max_pool_gradient(x + i * image, slopes + i * slope, dx + i * image, ...sizes, ...window)
    }
    return out
  }
}
