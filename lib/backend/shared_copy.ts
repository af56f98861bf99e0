import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from './engine'

/**
 * Another tensor with the same data, kept from being freed by scopes. No kernel runs and nothing is recorded; while gradients of gradients are taken, it is a recorded copy.
 */
export function kept_copy<T extends Tensor>(tensor: T): T {
  const core = engine()
  const info = core.state.tensorInfo.get(tensor.dataId)
  if (core.state.gradientDepth > 1 || info === undefined || tensor.dtype === 'complex64' || tensor.dtype === 'string') {
    return core.keep(core.clone(tensor))
  }
  const copy = core.makeTensorFromDataId(tensor.dataId, tensor.shape, tensor.dtype, info.backend)
  info.backend.incRef(tensor.dataId)
  return core.keep(copy) as T
}

/** What a rule names: an input that is not given is missing, one that is a list is an array. */
type Saved = (Tensor | Tensor[] | undefined)[]

interface Saver {
  saveTensorsForBackwardMode(tensors: Saved): Tensor[]
}

/** Lets the engine's tape save what gradients need without running kernels. */
export function save_without_kernels(): void {
  const core = engine() as unknown as Saver
  if (Object.hasOwn(core, 'saveTensorsForBackwardMode')) return
  core.saveTensorsForBackwardMode = (tensors) =>
    tensors.flatMap((tensor) => (tensor === undefined ? [] : [tensor].flat().map(kept_copy)))
}
