import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from './engine'
import { values_at_hand } from './values_at_hand'

/**
 * The data of a tensor under another shape, without a kernel. Null where that needs one: something is recorded or profiled, the sizes differ, or the memory of the backend
 * depends on the shape.
 */
export function shaped_view(tensor: Tensor, shape: readonly number[]): Tensor | null {
  const core = engine()
  if (!values_at_hand() || core.isTapeOn() || core.state.profiling) return null
  const { dataId, dtype } = tensor
  if (dtype === 'complex64' || dtype === 'string') return null
  const info = core.state.tensorInfo.get(dataId)
  if (info === undefined || info.backend !== core.backendInstance) return null
  let size = 1
  for (const d of shape) size *= d < 0 ? Number.NaN : d
  if (size !== tensor.size) return null
  const view = core.makeTensorFromDataId(dataId, [...shape], dtype, info.backend)
  info.backend.incRef(dataId)
  return view
}
