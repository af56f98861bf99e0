import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { scoped } from '../../backend/scope'
import { flatten, is_nested, map_structure } from '../../common/tree'
import { get_keras_mask, mask_state, own_mask } from '../../graph/masking'
import { dtype_label } from '../../variables/half'
import { close_name_scope } from '../../variables/name_scope'
import { scopes } from '../../variables/scopes'
import { is_tensor } from '../../variables/to_tensor'
import { initialize_pending, is_variable, swap_creation_guard } from '../../variables/variable'
import type { CallOptions, Layer } from '../layer'
import { explain_call_error, open_layer_scope } from './call'
import type { CallStatics } from './call_arguments'
import { type CallContext, calls, no_values } from './call_context'
import { assert_input_compatibility } from './input_spec'
import type { LayerState } from './layer_state'

/** True when neither masks, half-precision labels, losses nor scopes concern a call on this tensor. */
export function is_quiet(x: Tensor): boolean {
  return (
    !scopes.active &&
    (scopes.autocast === undefined || scopes.autocast === null) &&
    calls.live_losses === 0 &&
    dtype_label(x) === undefined &&
    (!mask_state.any || get_keras_mask(x) === null) &&
    !is_variable(x)
  )
}

interface PlainOptions {
  unset: CallOptions
  yes: CallOptions
  no: CallOptions
}

const plain_options = new WeakMap<object, PlainOptions>()

/** The options object of a call that was given none. */
function options_for(constructor: CallStatics, training: boolean | null | undefined): CallOptions {
  let options = plain_options.get(constructor)
  if (options === undefined) {
    const declared = constructor.call_options as CallOptions
    const flag = (value: boolean): CallOptions =>
      Object.freeze('training' in declared ? { ...declared, training: value } : declared)
    options = { unset: Object.freeze({ ...declared }), yes: flag(true), no: flag(false) }
    plain_options.set(constructor, options)
  }
  return training === true ? options.yes : training === false ? options.no : options.unset
}

/** A call of a built layer on one float32 tensor, with nothing else to do. */
export function plain_call(layer: Layer, state: LayerState, x: Tensor): unknown {
  const outer = calls.current
  if (outer !== null) return plain_inside(layer, state, x, outer)
  initialize_pending()
  return scoped(() => {
    const context: CallContext = { entry: layer, training: undefined, values: no_values, frozen: false }
    calls.current = context
    try {
      return plain_release(plain_inside(layer, state, x, context), x)
    } finally {
      calls.current = null
    }
  })
}

function plain_inside(layer: Layer, state: LayerState, x: Tensor, context: CallContext): unknown {
  if (state.input_spec !== null) assert_input_compatibility(state.input_spec, x, layer.name)
  const outer_frozen = context.frozen
  const opened = open_layer_scope(layer)
  const guard = swap_creation_guard(state.locked ? layer._refuse_state : null)
  if (!state.trainable) context.frozen = true
  try {
    return layer.call(x, options_for(layer.constructor as CallStatics, context.training))
  } catch (error) {
    throw explain_call_error(error, layer, [x], options_for(layer.constructor as CallStatics, context.training))
  } finally {
    context.frozen = outer_frozen
    swap_creation_guard(guard)
    close_name_scope(opened)
  }
}

/** Results belong to the caller: the argument itself, or a variable, is copied; the copy shares its data. */
function plain_release(outputs: unknown, x: Tensor): unknown {
  const own = (leaf: unknown): unknown => (leaf === x || is_variable(leaf) ? engine().runKernel('Identity', { x: leaf }) : leaf)
  const copied = is_tensor(outputs) ? own(outputs) : is_nested(outputs) ? map_structure(own, outputs) : outputs
  if (mask_state.any) for (const leaf of flatten(copied)) if (is_tensor(leaf)) own_mask_of(leaf)
  return copied
}

function own_mask_of(tensor: Tensor): void {
  if (get_keras_mask(tensor) !== null) own_mask(tensor)
}
