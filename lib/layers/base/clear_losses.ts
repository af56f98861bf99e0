import { calls } from './call_context'
import { flatten_layers, type LayerLike } from './reflection'

/** Frees the loss tensors of a layer itself. */
export function clear_own_losses(layer: LayerLike): void {
  const state = layer._state
  for (const loss of state.losses) (loss as { dispose?: () => void }).dispose?.()
  calls.live_losses -= state.losses.length
  state.losses = []
}

/** Frees the loss tensors of a layer and of all layers below it. */
export function clear_losses_below(layer: LayerLike): void {
  for (const each of flatten_layers(layer)) if (each._state.losses.length > 0) clear_own_losses(each)
}
