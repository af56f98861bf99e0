import type { Tensor } from '@tensorflow/tfjs-core'
import { is_float_dtype } from '../../common/dtypes'
import { TypeError, ValueError } from '../../common/errors'
import { repr, suggestion, type_text } from '../../common/text'
import { flatten, is_nested, is_plain_object, map_structure } from '../../common/tree'
import { KerasTensor } from '../../graph/keras_tensor'
import { get_keras_mask, set_keras_mask } from '../../graph/masking'
import { class_name_of, split_options } from '../../graph/operation'
import { cast_tensor, is_tensor, tensor_dtype, to_tensor } from '../../variables/to_tensor'
import type { LayerLike } from './reflection'

/** What a layer class says about its `call`. */
export interface CallStatics {
  call_arguments?: readonly string[]
  call_options?: Readonly<Record<string, unknown>>
}

/** The arguments of one call, in their places. */
export interface BoundCall {
  /** Values of the data arguments, by place. */
  positional: unknown[]
  /** The keyword arguments that are no data arguments. */
  options: Record<string, unknown>
}

/** The names of the data arguments. */
export function argument_names(constructor: object): readonly string[] {
  return (constructor as CallStatics).call_arguments ?? ['inputs']
}

/**
 * Puts the arguments of a call in their places.
 * @throws TypeError for an unknown keyword, a missing first argument, or too many arguments.
 */
export function bind_call(layer: LayerLike & { constructor: object }, args: readonly unknown[]): BoundCall {
  const [positional, options] = split_options(args)
  return place(layer, positional, options)
}

/** `bind_call` for arguments that were all given by name. */
export function bind_named(layer: LayerLike & { constructor: object }, values: Record<string, unknown>): BoundCall {
  return place(layer, [], values)
}

function place(layer: LayerLike & { constructor: object }, positional: unknown[], options: Record<string, unknown>): BoundCall {
  const { constructor } = layer
  const statics = constructor as CallStatics
  const names = argument_names(constructor)
  const declared = statics.call_options ?? {}
  const bound: BoundCall = { positional, options: {} }
  const fail = (what: string): never => {
    throw new TypeError(`${class_name_of(constructor)}.call() ${what}`)
  }
  if (statics.call_arguments !== undefined && positional.length > names.length) {
    const keys = Object.keys(declared)
    const most = names.length + keys.length
    if (positional.length > most) fail(`takes from 1 to ${most} positional arguments. Received: ${positional.length} arguments`)
    positional.splice(names.length).forEach((value, i) => {
      if (value !== undefined) bound.options[keys[i]!] = value
    })
  }
  for (const key of Object.keys(options)) {
    const value = options[key]
    if (value === undefined) continue
    const index = names.indexOf(key)
    if (index >= 0) {
      if (positional[index] !== undefined) fail(`got multiple values for argument '${key}'. Received: ${key}=${repr(value)}`)
      while (positional.length < index) positional.push(undefined)
      positional[index] = value
    } else if (key in declared || key === 'training' || layer._state.context_arguments.includes(key)) {
      bound.options[key] = value
    } else {
      const hint = suggestion(key, [...names, ...Object.keys(declared), 'training', 'mask'])
      fail(`got an unexpected keyword argument '${key}'.${hint} Received: ${key}=${repr(value)}`)
    }
  }
  if (positional.length === 0 || (positional[0] === undefined && names.length > 0)) {
    fail(`missing 1 required positional argument: '${names[0]}'. Received: no value for it`)
  }
  return bound
}

function is_structure(list: readonly unknown[]): boolean {
  return (
    list.length === 0 ||
    list.some(
      (item) =>
        item === null ||
        item === undefined ||
        is_tensor(item) ||
        item instanceof KerasTensor ||
        is_plain_object(item) ||
        (Array.isArray(item) && item.length > 0 && is_structure(item)),
    )
  )
}

function not_a_tensor(value: unknown): never {
  throw new ValueError(
    `Only input tensors may be passed as positional arguments. The following argument value should be passed as a keyword argument: ${repr(value)} (of type <class '${type_text(value)}'>)`,
  )
}

/** A floating tensor in the dtype of the layer's inputs; others as they are. The mask goes along. */
export function cast_input(value: Tensor | KerasTensor, dtype: string | null): Tensor | KerasTensor {
  if (value instanceof KerasTensor) {
    if (dtype === null || value.dtype === dtype || !is_float_dtype(value.dtype)) return value
    const cast = new KerasTensor(value.shape, { dtype, name: value.name, sparse: value.sparse, ragged: value.ragged })
    set_keras_mask(cast, get_keras_mask(value))
    return cast
  }
  const tensor = to_tensor(value)
  if (dtype === null) return tensor
  const present = tensor_dtype(tensor)
  if (present === dtype || !is_float_dtype(present)) return tensor
  const cast = cast_tensor(tensor, dtype)
  const mask = get_keras_mask(value)
  if (mask !== null) set_keras_mask(cast, mask)
  return cast
}

/**
 * A positional argument as tensors: arrays become tensors, floats get the dtype of the layer's inputs (null: they keep theirs).
 * @throws ValueError for what is no tensor.
 */
export function convert_positional(value: unknown, dtype: string | null): unknown {
  if (value === null || value === undefined) return value
  if (is_tensor(value) || value instanceof KerasTensor) return cast_input(value, dtype)
  if (Array.isArray(value)) {
    if (!is_structure(value)) return cast_input(to_tensor(value), dtype)
    return value.map((item) => convert_positional(item, dtype))
  }
  if (ArrayBuffer.isView(value)) return cast_input(to_tensor(value), dtype)
  if (is_plain_object(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert_positional(item, dtype)]))
  return not_a_tensor(value)
}

/** Keyword arguments with their tensors cast; a mask may be an array. */
export function convert_options(options: Record<string, unknown>, dtype: string | null): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(options)) {
    const value = options[key]
    if ((key === 'mask' || key.endsWith('_mask')) && Array.isArray(value) && !is_structure(value))
      result[key] = to_tensor(value, 'bool')
    else if (is_tensor(value) || value instanceof KerasTensor) result[key] = cast_input(value, dtype)
    else if (is_nested(value) && flatten(value).some((leaf) => is_tensor(leaf) || leaf instanceof KerasTensor)) {
      result[key] = map_structure(
        (leaf) => (is_tensor(leaf) || leaf instanceof KerasTensor ? cast_input(leaf, dtype) : leaf),
        value,
      )
    } else result[key] = value
  }
  return result
}

/** True for a tensor, a symbolic tensor, or a nest that holds one. */
export function is_tensor_argument(value: unknown): boolean {
  if (is_tensor(value) || value instanceof KerasTensor) return true
  return is_nested(value) && flatten(value).some((leaf) => is_tensor(leaf) || leaf instanceof KerasTensor)
}
