import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { unfilled_shape } from '../backend/meta'
import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { repr } from '../common/text'
import { flatten, flatten_with_path, is_plain_object, map_structure, same_structure } from '../common/tree'
import type { Graph } from '../graph/graph'
import { KerasTensor } from '../graph/keras_tensor'
import { get_keras_mask, set_keras_mask } from '../graph/masking'
import { convert_positional } from '../layers/base/call_arguments'
import { InputLayer } from '../layers/core/input_layer'
import { cast_tensor, is_tensor, nested_shape, tensor_dtype, to_tensor } from '../variables/to_tensor'

type Value = Tensor | KerasTensor | null

function is_value(value: unknown): boolean {
  return is_tensor(value) || value instanceof KerasTensor
}

/** True when a structure of arguments holds something that first has to become a tensor. */
export function needs_conversion(value: unknown): boolean {
  if (value === null || value === undefined || is_value(value)) return false
  if (Array.isArray(value)) return value.some(needs_conversion)
  return is_plain_object(value) ? Object.values(value).some(needs_conversion) : true
}

/** Arrays at the places of a graph's inputs, as tensors. */
export function convert_inputs(struct: unknown, value: unknown): unknown {
  if (Array.isArray(struct) && Array.isArray(value) && struct.length === value.length && !is_whole(struct, value)) {
    return value.map((item, i) => convert_inputs(struct[i], item))
  }
  if (is_plain_object(value)) {
    const own = is_plain_object(struct) ? struct : {}
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert_inputs(own[key], item)]))
  }
  return convert_positional(value, null)
}

/** Whether a list of one is itself the array for the one input: that is told by its rank. */
function is_whole(struct: unknown[], value: unknown[]): boolean {
  const [input] = struct
  return struct.length === 1 && input instanceof KerasTensor && nested_shape(value).length === input.shape.length
}

/** @throws ValueError when null stands for an input that is not optional. */
export function check_required(graph: Graph, inputs: unknown): void {
  const flat = flatten(inputs)
  graph.inputs.forEach((input, i) => {
    if (i >= flat.length || (flat[i] !== null && flat[i] !== undefined)) return
    const source = input._keras_history?.operation
    if (source instanceof InputLayer && !source.optional) {
      throw new ValueError(`The input '${input.name}' is not optional, but None was passed. Please provide a valid tensor.`)
    }
  })
}

const warned = new WeakSet<Graph>()

/**
 * The flat inputs of a graph for an argument in another, reconcilable form: a dict for a list by names, a tensor for a list of one, an axis of size one more or less, another dtype.
 * @throws ValueError when the structure or a shape does not fit.
 */
export function adapt_inputs(graph: Graph, inputs: unknown): Value[] {
  const flat = flatten(reconcile(graph, inputs))
  return graph.inputs.map((input, i) => fit_rank(graph, i, convert(flat[i], input)))
}

function reconcile(graph: Graph, inputs: unknown): unknown {
  const struct = graph.inputs_struct
  if (is_value(inputs) && (struct instanceof KerasTensor || (Array.isArray(struct) && struct.length === 1))) {
    return Array.isArray(struct) ? [inputs] : inputs
  }
  let value = inputs
  let refused = false
  if (is_plain_object(inputs)) {
    const wanted = wanted_keys(struct)
    if (wanted?.every((name) => name in inputs)) {
      if (Object.keys(inputs).length > wanted.length) warn_extra(graph, Object.keys(inputs), wanted)
      const chosen = wanted.map((name) => inputs[name])
      if (is_plain_object(struct)) value = Object.fromEntries(wanted.map((name, i) => [name, chosen[i]]))
      else value = Array.isArray(struct) ? chosen : chosen[0]
    } else refused = !is_plain_object(struct)
  } else if (is_plain_object(struct)) {
    const keys = Object.keys(struct)
    refused = keys.join() !== keys.slice().sort().join()
  }
  if (!same_structure(value, struct)) refuse_structure(struct, inputs, refused)
  return value
}

/** The keys by which a dict gives the inputs, or null when it cannot. */
function wanted_keys(struct: unknown): string[] | null {
  if (struct instanceof KerasTensor) return [struct.name]
  if (Array.isArray(struct)) return struct.every((item) => item instanceof KerasTensor) ? struct.map((item) => item.name) : null
  const flat_dict = is_plain_object(struct) && Object.values(struct).every((item) => item instanceof KerasTensor)
  return flat_dict ? Object.keys(struct) : null
}

function warn_extra(graph: Graph, given: string[], wanted: string[]): void {
  if (warned.has(graph)) return
  warned.add(graph)
  const extra = given.filter((key) => !wanted.includes(key))
  console.warn(`The keys ${repr(extra)} of the inputs name no input of the model and are ignored. Expected: ${repr(wanted)}`)
}

function refuse_structure(struct: unknown, inputs: unknown, raise: boolean): void {
  const expected = map_structure((tensor: KerasTensor) => tensor.name, struct)
  const received = map_structure(
    (leaf: { shape?: number[] } | null) =>
      leaf === null || leaf === undefined
        ? 'None'
        : `Tensor(shape=${Array.isArray(leaf.shape) ? shape_text(unfilled_shape(leaf.shape)) : '?'})`,
    inputs,
  )
  const text = `The structure of \`inputs\` doesn't match the expected structure.\nExpected: ${repr(expected)}\nReceived: inputs=${repr(received)}`
  if (raise || flatten(struct).length !== flatten(inputs).length) throw new ValueError(text)
  console.warn(text)
}

function convert(value: unknown, input: KerasTensor): Value {
  if (value === null || value === undefined) return null
  if (value instanceof KerasTensor) return value
  const tensor = to_tensor(value)
  if (tensor_dtype(tensor) === input.dtype) return tensor
  return with_mask(cast_tensor(tensor, input.dtype), value)
}

function with_mask<T extends Value>(result: T, source: unknown): T {
  const mask = get_keras_mask(source)
  if (mask !== null) set_keras_mask(result, mask)
  return result
}

/** Adds or takes away a last axis of size one. */
function fit_rank(graph: Graph, index: number, value: Value): Value {
  const input = graph.inputs[index]!
  const wanted = input.shape
  if (value === null || value.shape.length === wanted.length) return value
  const { shape } = value
  if (shape.length === wanted.length + 1 && shape[shape.length - 1] === 1) return reshaped(value, shape.slice(0, -1))
  if (shape.length === wanted.length - 1 && wanted[wanted.length - 1] === 1) return reshaped(value, [...shape, 1])
  const path = flatten_with_path(graph.inputs_struct)[index]![0].join('.')
  const found = shape_text(unfilled_shape(shape as number[]))
  throw new ValueError(
    `Invalid input shape for input ${repr(value)} with name '${input.name}' and path '${path}'. Expected shape ${shape_text(wanted)}, but input has incompatible shape ${found}`,
  )
}

function reshaped(value: Tensor | KerasTensor, shape: (number | null)[]): Value {
  if (!(value instanceof KerasTensor)) return with_mask(run_kernel('Reshape', { x: value }, { shape }) as Tensor, value)
  const result = new KerasTensor(shape, { dtype: value.dtype, sparse: value.sparse, name: value.name })
  result._keras_history = value._keras_history
  return with_mask(result, value)
}

/** A dict of values in the order of the inputs of a graph that takes no dict; anything else as it is. */
export function by_input_order({ inputs_struct }: Graph, value: unknown): unknown {
  if (!is_plain_object(value) || is_plain_object(inputs_struct)) return value
  return (wanted_keys(inputs_struct) ?? Object.keys(value).sort()).map((key) => value[key])
}

/** Gives the inputs their masks. A tensor that had another mask, or none, is not touched: a copy that shares its data takes its place. */
export function mask_inputs(graph: Graph, inputs: Value[], mask: unknown): Value[] {
  const masks = flatten(by_input_order(graph, mask))
  return inputs.map((value, i) => {
    const own = masks[i]
    if (value === null || own === null || own === undefined || get_keras_mask(value) === own) return value
    if (value instanceof KerasTensor) return value
    const copy = run_kernel('Identity', { x: value }) as Tensor
    set_keras_mask(copy, is_tensor(own) ? own : to_tensor(own, 'bool'))
    return copy
  })
}
