import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { tracing } from '../../backend/meta'
import { scoped } from '../../backend/scope'
import { is_float_dtype, is_half_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { flatten, is_nested, map_structure } from '../../common/tree'
import { any_symbolic, KerasTensor } from '../../graph/keras_tensor'
import { get_keras_mask, mask_state, own_mask, set_keras_mask } from '../../graph/masking'
import { Node } from '../../graph/node'
import { class_name_of } from '../../graph/operation'
import { dtype_label, label_dtype } from '../../variables/half'
import { close_name_scope, open_name_scope } from '../../variables/name_scope'
import { scopes, swap_autocast } from '../../variables/scopes'
import { cast_tensor, is_tensor, tensor_dtype } from '../../variables/to_tensor'
import { initialize_pending, is_variable, swap_creation_guard } from '../../variables/variable'
import type { Layer } from '../layer'
import {
  argument_names,
  type BoundCall,
  bind_call,
  bind_named,
  type CallStatics,
  convert_options,
  convert_positional,
  is_tensor_argument,
} from './call_arguments'
import { type CallContext, calls, no_values } from './call_context'
import { clear_losses_below } from './clear_losses'
import { run_in_remat_scope } from './remat'
import { is_traceback_filtering_enabled } from './traceback'

/** Errors that already carry the arguments of the layer in which they happened. */
const explained = new WeakSet<object>()
/** A call with arguments by position and one options object. */
export function run_call(layer: Layer, args: readonly unknown[]): unknown {
  return run_bound(layer, bind_call(layer, args))
}

/** A call with all arguments by name. */
export function run_named(layer: Layer, values: Record<string, unknown>): unknown {
  return run_bound(layer, bind_named(layer, values))
}

function run_bound(layer: Layer, bound: BoundCall): unknown {
  if (calls.current !== null) return inside(layer, bound, calls.current)
  initialize_pending()
  const result = scoped(() => {
    const context: CallContext = { entry: layer, training: undefined, values: no_values, frozen: false }
    return release(inside(layer, bound, context), bound)
  })
  initialize_pending()
  return result
}

/** What leaves the outermost call belongs to the caller: results that are arguments or variables are copied (they share their data), masks get copies that die with them. */
function release(outputs: unknown, bound: BoundCall): unknown {
  if (outputs instanceof KerasTensor || outputs === null || outputs === undefined || tracing()) return outputs
  let given: unknown[] | null = null
  const own = (leaf: unknown): unknown => {
    if (!is_tensor(leaf)) return leaf
    given ??= flatten([bound.positional, Object.values(bound.options)])
    let result: Tensor = leaf
    if (is_variable(leaf) || given.includes(leaf)) {
      result = label_dtype(engine().runKernel('Identity', { x: leaf }) as Tensor, tensor_dtype(leaf))
      if (mask_state.any) set_keras_mask(result, get_keras_mask(leaf))
    }
    if (mask_state.any) own_mask(result)
    return result
  }
  return is_nested(outputs) ? map_structure(own, outputs) : own(outputs)
}

function inside(layer: Layer, bound: BoundCall, context: CallContext): unknown {
  const state = layer._state
  const outermost = calls.current === null
  const dtype = state.autocast ? layer.input_dtype : null
  const allow_any = layer._allow_non_tensor_positional_args
  const positional = bound.positional.map((value) => (allow_any ? value : convert_positional(value, dtype)))
  const options = convert_options(bound.options, dtype)
  const symbolic = any_symbolic(positional) || any_symbolic(options)
  layer._check_inputs(positional[0])
  const opened = open_layer_scope(layer)
  const outer_training = context.training
  const outer_values = context.values
  const outer_frozen = context.frozen
  const outer_guard = swap_creation_guard(null)
  const outer_autocast = scopes.autocast
  try {
    if (!layer.built) {
      layer._build_for_call(positional, options, symbolic)
      layer._check_inputs(positional[0])
    }
    calls.current = context
    if (outermost && calls.live_losses > 0) clear_losses_below(layer)
    state.called = true
    context.frozen ||= !state.trainable
    resolve_context(layer, options, context)
    const call_options = fill_options(layer, positional, options, context)
    const previous = previous_mask(positional[0], options.mask)
    enter_autocast(layer)
    if (state.locked) swap_creation_guard(layer._refuse_state)
    let outputs: unknown
    try {
      outputs = symbolic
        ? layer._symbolic_outputs(positional, call_options)
        : state.remat === null
          ? layer._run(positional, call_options)
          : run_in_remat_scope(layer, state.remat, positional, call_options)
    } catch (error) {
      throw explain_call_error(error, layer, positional, call_options)
    }
    swap_creation_guard(null)
    if (!state.built) layer.built = true
    if (state.autocast) outputs = half_outputs(outputs, layer.compute_dtype)
    if (state.activity_regularizer !== null && !symbolic) regularize_activity(layer, outputs)
    pass_masks(layer, positional[0], outputs, previous)
    if (symbolic)
      new Node(layer, { call_args: trim(bound.positional), call_kwargs: bound.options, outputs: symbolic_only(outputs) })
    return outputs
  } finally {
    if (scopes.autocast !== outer_autocast) swap_autocast(outer_autocast)
    swap_creation_guard(outer_guard)
    context.training = outer_training
    context.values = outer_values
    context.frozen = outer_frozen
    if (outermost) calls.current = null
    close_name_scope(opened)
  }
}

/** Runs `call` alone, with arrays made tensors and the context arguments of a call: nothing is cast, built, filled in from masks, or regularized. */
export function run_direct(layer: Layer, args: readonly unknown[]): unknown {
  const bound = bind_call(layer, args)
  if (any_symbolic(bound.positional)) return run_bound(layer, bound)
  const context: CallContext = calls.current ?? { entry: layer, training: undefined, values: no_values, frozen: false }
  const { training, values, frozen } = context
  const outer = calls.current
  const opened = open_layer_scope(layer)
  calls.current = context
  try {
    resolve_context(layer, bound.options, context)
    const positional = bound.positional.map((value) =>
      layer._allow_non_tensor_positional_args ? value : convert_positional(value, null),
    )
    const outputs = layer._run(positional, fill_context(layer, bound.options, context))
    return outer === null ? release(outputs, bound) : outputs
  } finally {
    Object.assign(context, { training, values, frozen })
    calls.current = outer
    close_name_scope(opened)
  }
}

function trim(positional: unknown[]): unknown[] {
  let count = positional.length
  while (count > 0 && positional[count - 1] === undefined) count--
  return positional.slice(0, count)
}

function symbolic_only(outputs: unknown): unknown {
  return outputs === null || outputs === undefined ? null : outputs
}

/** Opens the layer's name scope. The scopes around its first use stay its prefix. */
export function open_layer_scope(layer: Layer): boolean {
  const state = layer._state
  if (state.parent_path === null) state.parent_path = layer._current_path()
  return open_name_scope(layer.name, layer, state.parent_path === '' ? null : state.parent_path)
}

/** Takes the explicit context arguments of this call into the context of the layers below. */
function resolve_context(layer: Layer, options: Record<string, unknown>, context: CallContext): void {
  if ('training' in options) context.training = options.training as boolean | null
  for (const name of layer._state.context_arguments) {
    if (name in options) context.values = { ...context.values, [name]: options[name] }
  }
}

/** The options object that `call` receives: what was given, else the context, else the declared default. */
function fill_context(layer: Layer, options: Record<string, unknown>, context: CallContext): Record<string, unknown> {
  const declared = (layer.constructor as CallStatics).call_options!
  const filled: Record<string, unknown> = { ...declared, ...options }
  if ('training' in declared) {
    if (!('training' in options) && context.training !== undefined && context.training !== null)
      filled.training = context.training
  } else delete filled.training
  for (const name of layer._state.context_arguments) {
    const value = context.values[name]
    if (!(name in options) && name in declared && value !== undefined && value !== null) filled[name] = value
  }
  return filled
}

/** `fill_context`, with masks from the inputs. */
function fill_options(
  layer: Layer,
  positional: unknown[],
  options: Record<string, unknown>,
  context: CallContext,
): Record<string, unknown> {
  const declared = (layer.constructor as CallStatics).call_options!
  const filled = fill_context(layer, options, context)
  const tensors = positional.map((value, i) => [i, value] as const).filter(([, value]) => is_tensor_argument(value))
  if (tensors.length === 1) {
    if ('mask' in declared && (filled.mask === null || filled.mask === undefined)) {
      const value = tensors[0]![1]
      filled.mask = is_nested(value) ? map_structure(get_keras_mask, value) : get_keras_mask(value)
    }
  } else {
    const names = argument_names(layer.constructor)
    for (const [i, value] of tensors) {
      const key = `${names[i]}_mask`
      if (key in declared && (filled[key] === null || filled[key] === undefined)) {
        filled[key] = is_nested(value) ? map_structure(get_keras_mask, value) : get_keras_mask(value)
      }
    }
  }
  return filled
}

/** Float variables read in the compute dtype inside the call, where that differs. */
function enter_autocast(layer: Layer): void {
  const compute = layer.compute_dtype
  if (!layer._state.autocast || !is_float_dtype(compute)) {
    if (scopes.autocast !== undefined && scopes.autocast !== null) swap_autocast(null)
  } else if (scopes.autocast !== undefined && scopes.autocast !== null) {
    if (scopes.autocast !== compute) swap_autocast(compute)
  } else if (compute !== layer.variable_dtype) swap_autocast(compute)
}

/** Floating results of a half-precision layer lie on the half grid and say so. */
export function half_outputs(outputs: unknown, dtype: string): unknown {
  if (!is_half_dtype(dtype)) return outputs
  const round = (leaf: unknown): unknown => {
    if (!is_tensor(leaf) || leaf.dtype !== 'float32' || dtype_label(leaf) !== undefined || is_variable(leaf)) return leaf
    const rounded = cast_tensor(leaf, dtype)
    const mask = get_keras_mask(leaf)
    if (mask !== null) set_keras_mask(rounded, mask)
    return rounded
  }
  return is_nested(outputs) ? map_structure(round, outputs) : round(outputs)
}

function regularize_activity(layer: Layer, outputs: unknown): void {
  for (const output of flatten(outputs)) if (is_tensor(output)) layer._add_activity_loss(output)
}

/** The mask that goes on to the outputs: the explicit one, else that of the first argument. Known before `call`, which may take it away. */
function previous_mask(first: unknown, explicit: unknown): unknown {
  if (explicit !== undefined && explicit !== null) return explicit
  return is_nested(first) ? map_structure(get_keras_mask, first) : get_keras_mask(first)
}

/** The mask of the first argument goes to the outputs that have none, through `compute_mask`. */
function pass_masks(layer: Layer, first: unknown, outputs: unknown, previous: unknown): void {
  const computes = layer._computes_mask
  if (!computes && previous === null) return
  const any_previous = flatten(previous).some((mask) => mask !== null && mask !== undefined)
  if (!layer.supports_masking) {
    if (any_previous) layer._warn_mask_lost()
    return
  }
  if (!computes && !any_previous) return
  const flat = flatten(outputs)
  if (flat.length === 0 || flat.every((output) => get_keras_mask(output) !== null)) return
  const masks = layer.compute_mask(first, previous)
  if (masks === null || masks === undefined) return
  const flat_masks = flatten(masks)
  flat.forEach((output, i) => {
    if (get_keras_mask(output) === null && flat_masks[i] !== null && flat_masks[i] !== undefined)
      set_keras_mask(output, flat_masks[i])
  })
}

function describe(value: unknown): string {
  if (is_tensor(value))
    return `Tensor(shape=(${value.shape.join(', ')}${value.shape.length === 1 ? ',' : ''}), dtype=${tensor_dtype(value)})`
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`
  return repr(value)
}

/** Adds the arguments of the call to the message of an error, once. */
export function explain_call_error(
  error: unknown,
  layer: Layer,
  positional: unknown[],
  options: Record<string, unknown>,
): unknown {
  if (!is_traceback_filtering_enabled() || tracing() || !(error instanceof Error) || explained.has(error)) return error
  explained.add(error)
  const names = argument_names(layer.constructor)
  const lines = positional.map((value, i) => `  • ${names[i] ?? `args[${i}]`}=${describe(value)}`)
  for (const key of Object.keys(options)) lines.push(`  • ${key}=${describe(options[key])}`)
  const name = class_name_of(layer.constructor)
  const text = `Exception encountered when calling ${name}.call().\n\n${error.message}\n\nArguments received by ${name}.call():\n${lines.join('\n')}`
  try {
    Object.defineProperty(error, 'message', { value: text, configurable: true, writable: true })
  } catch {
    return new ValueError(text)
  }
  return error
}
