import { Tensor } from '@tensorflow/tfjs-core'
import { is_plain_object } from '../../lib/common/tree'
import { get as get_constraint } from '../../lib/constraints/get'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { Node } from '../../lib/graph/node'
import { class_name_of } from '../../lib/graph/operation'
import { get as get_initializer } from '../../lib/initializers/get'
import { InputSpec } from '../../lib/layers/base/input_spec'
import type { NameScope } from '../../lib/layers/base/legacy_scopes'
import { is_layer, is_metric } from '../../lib/layers/base/reflection'
import { Layer } from '../../lib/layers/layer'
import { zeros } from '../../lib/ops/numpy/creation'
import { square } from '../../lib/ops/numpy/elementwise'
import { max, mean, sum } from '../../lib/ops/numpy/reduce'
import { get as get_regularizer } from '../../lib/regularizers/get'
import { DTypePolicy, DTypePolicyMap } from '../../lib/variables/dtype_policy'
import { tensor_dtype } from '../../lib/variables/to_tensor'
import { is_variable, type Variable } from '../../lib/variables/variable'
import { make_recorded, type RecordedTensor } from '../conformance/values'
import { construct } from './construct'
import { class_named } from './custom_layers'

/** The objects of a transcript, by name. */
export type Names = Map<string, unknown>

/** What a dotted path leads to: attributes, keys, indices. */
export function follow(names: Names, path: string): unknown {
  const [first, ...rest] = path.split('.')
  if (!names.has(first!)) throw new Error(`no object is called ${first}`)
  return rest.reduce((value, key) => read(value, key), names.get(first!))
}

/** One attribute of a value. A variable's name is the one that it was given, a tensor's dtype its Keras dtype. */
export function read(value: unknown, key: string): unknown {
  if (is_variable(value) && key === 'name') return value.local_name
  if (value instanceof Tensor && key === 'dtype') return tensor_dtype(value)
  return (value as Record<string, unknown>)[key]
}

const functions: Record<string, (value: any) => unknown> = {
  mean,
  sum,
  max,
  none: () => null,
  identity: (value) => value,
  add_one: (variable: Variable) => variable.assign_add(1),
}

function of_class(value: unknown): { class_name: string; config: Record<string, unknown> } {
  return value as { class_name: string; config: Record<string, unknown> }
}

/** A tensor; complex data may be given as real numbers. */
function make_tensor(recorded: RecordedTensor): Tensor {
  const { dtype, data } = recorded
  return make_recorded(dtype === 'complex64' ? { ...recorded, data: data!.flatMap((real) => [real, 0]) } : recorded)
}

/** A recorded argument as a value of the library. */
export function decode(value: unknown, names: Names): any {
  if (Array.isArray(value)) return value.map((item) => decode(item, names))
  if (!is_plain_object(value)) return value
  if (Array.isArray(value.shape) && 'data' in value) return make_tensor(value as unknown as RecordedTensor)
  if ('callable' in value) return () => functions[value.callable as string]!(decode(value.of, names))
  const keys = Object.keys(value)
  const [form] = keys
  if (keys.length !== 1 || form === undefined) return decode_dict(value, names)
  const inner = value[form]
  switch (form) {
    case 'ref':
      return follow(names, inner as string)
    case 'tuple':
      return decode(inner, names)
    case 'dict':
      return decode_dict(inner as Record<string, unknown>, names)
    case 'array':
      return make_tensor(inner as RecordedTensor)
    case 'tensor_shape':
    case 'dtype_object':
      return inner
    case 'enum':
      return (inner as string).split('.').pop()!.toLowerCase()
    case 'tensor_spec':
      return decode_dict(inner as Record<string, unknown>, names)
    case 'policy':
      return new DTypePolicy(inner as string)
    case 'input_spec':
      return new InputSpec(decode_dict(inner as Record<string, unknown>, names))
    case 'layer_object':
    case 'metric':
      return construct(of_class(inner).class_name, decode_dict(of_class(inner).config ?? {}, names), [])
    case 'regularizer':
      return get_regularizer(inner as never)
    case 'initializer':
      return get_initializer(inner as never)
    case 'constraint':
      return get_constraint(inner as never)
    case 'class':
      return class_named(inner as string)
    case 'function':
      return inner === 'square_sum' ? (x: Tensor) => sum(square(x)) : (shape: number[]) => zeros(shape)
    default:
      return decode_dict(value, names)
  }
}

/** Recorded keyword arguments. */
export function decode_dict(dict: Record<string, unknown>, names: Names): Record<string, any> {
  return Object.fromEntries(Object.entries(dict).map(([key, item]) => [key, decode(item, names)]))
}

function tensor_form(tensor: Tensor): RecordedTensor {
  const data = Array.from(tensor.dataSync() as unknown as ArrayLike<number>)
  return { shape: tensor.shape, dtype: tensor_dtype(tensor), data }
}

/** A value of the library in the form in which answers are recorded. */
export function encode(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map(encode)
  if (is_variable(value)) {
    const { local_name: name, path, keras_dtype: dtype, trainable } = value
    return { variable: { name, path, dtype, trainable, value: { ...tensor_form(value), dtype } } }
  }
  if (value instanceof Tensor) return tensor_form(value)
  if (value instanceof KerasTensor) return { symbolic: { shape: value.shape, dtype: value.dtype } }
  if (is_layer(value) || value instanceof Layer)
    return { layer: { class_name: class_name_of((value as object).constructor), name: value.name ?? null } }
  if (value instanceof DTypePolicy || value instanceof DTypePolicyMap) {
    const { name, compute_dtype, variable_dtype } = value as DTypePolicy
    return { policy: { name, compute_dtype, variable_dtype } }
  }
  if (value instanceof InputSpec) return { input_spec: spec_form(value) }
  if (value instanceof Node) {
    const shapes = (tensors: KerasTensor[]): unknown =>
      tensors.length === 1 ? tensors[0]!.shape : tensors.map((one) => one.shape)
    return {
      node: { layer: value.operation.name, input_shapes: shapes(value.input_tensors), output_shapes: shapes(value.outputs) },
    }
  }
  if (is_metric(value)) {
    const metric = value as { name: string; result(): Tensor; constructor: object }
    return { metric: { class_name: class_name_of(metric.constructor), name: metric.name, result: tensor_form(metric.result()) } }
  }
  if (is_scope(value)) return { name_scope: value.name }
  if (is_plain_object(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]))
  if (typeof value === 'object' || typeof value === 'function') return object_form(value)
  return value
}

function is_scope(value: unknown): value is NameScope {
  return is_plain_object(value) && typeof value.enter === 'function' && typeof value.exit === 'function'
}

function spec_form(spec: InputSpec): Record<string, unknown> {
  const { dtype, shape, ndim, max_ndim, min_ndim, axes } = spec
  const fields: Record<string, unknown> = { dtype, shape, ndim: shape === null ? ndim : null, max_ndim, min_ndim }
  if (axes.size > 0) fields.axes = Object.fromEntries(axes)
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== null))
}

function object_form(value: object): unknown {
  const name = class_name_of(value.constructor)
  const { get_config } = value as { get_config?: () => unknown }
  if (/Regularizer|^L1|^L2|^L1L2$|Orthogonal/.test(name) && get_config !== undefined)
    return { regularizer: { class_name: name, config: encode(get_config.call(value)) } }
  return { function: name === 'Function' ? (value as { name?: string }).name : name }
}
