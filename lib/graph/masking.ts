import { keep, type Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../backend/engine'
import { on_clear_session } from '../common/state'
import { KerasTensor } from './keras_tensor'

const masks = new WeakMap<object, Tensor>()

/** `any` is false until a mask was ever attached, so that calls without masks look nothing up. */
export const mask_state = { any: false }

/** The mask attached to a tensor, or null. */
export function get_keras_mask(tensor: unknown): any {
  if (tensor instanceof KerasTensor) return tensor._keras_mask
  if (!mask_state.any || typeof tensor !== 'object' || tensor === null) return null
  const mask = masks.get(tensor)
  return mask === undefined || mask.isDisposed ? null : mask
}

/** Attaches a mask to a tensor, or takes it away with null. The tensor does not own it. */
export function set_keras_mask(tensor: unknown, mask: unknown): void {
  if (tensor instanceof KerasTensor) {
    tensor._keras_mask = (mask as KerasTensor | null) ?? null
    return
  }
  if (typeof tensor !== 'object' || tensor === null) return
  if (mask === null || mask === undefined) masks.delete(tensor)
  else {
    mask_state.any = true
    masks.set(tensor, mask as Tensor)
  }
}

/** Gives a tensor that leaves the outermost call a mask of its own, which is freed with the tensor. */
export function own_mask(tensor: Tensor): void {
  const mask = get_keras_mask(tensor) as Tensor | null
  if (mask === null || tensor.kerasMask !== undefined) return
  const core = engine()
  const tape = core.state.activeTape
  core.state.activeTape = null as never
  try {
    const own = keep(core.runKernel('Identity', { x: mask as never }) as unknown as Tensor)
    masks.set(tensor, own)
    tensor.kerasMask = own
  } finally {
    core.state.activeTape = tape
  }
}

on_clear_session(() => {
  mask_state.any = false
})
