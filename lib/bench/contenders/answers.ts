import { getBackend, type Tensor } from '@tensorflow/tfjs-core'

/** Reads a tensor and frees it. WebGPU alone can only be waited for. */
export function read_and_free(y: Tensor): ArrayLike<number> | Promise<ArrayLike<number>> {
  if (getBackend() === 'webgpu') return y.data().finally(() => y.dispose())
  const values = y.dataSync()
  y.dispose()
  return values
}
