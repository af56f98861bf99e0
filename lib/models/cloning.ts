import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { assert_same_structure, flatten, map_structure } from '../common/tree'
import { KerasTensor } from '../graph/keras_tensor'
import { OpOperation } from '../graph/op'
import { class_name_of, type Operation } from '../graph/operation'
import { is_layer } from '../layers/base/reflection'
import { Input } from '../layers/core/input'
import { InputLayer } from '../layers/core/input_layer'
import type { Layer } from '../layers/layer'
import { call_operation } from './functional_config'
import { connect_side_layer, is_side_layer } from './graph_losses'
import { Functional, type Model } from './model'
import { Sequential } from './sequential'

/** Makes a layer for the clone out of one of the model. */
export type CloneFunction = (layer: any) => any

export interface CloneOptions {
  /** Symbolic tensors to build the clone on, in the structure of the model's inputs. Default: new inputs. */
  input_tensors?: any
  /** How a layer is cloned. Default: a new one of its class from its config. */
  clone_function?: CloneFunction | null
  /** How a cloned layer of a functional model is called: `(layer, ...args)`, where the last may be the options. */
  call_function?: ((layer: any, ...args: any[]) => any) | null
  /** Whether models inside the model are cloned by this function too. Default false. */
  recursive?: boolean
}

/**
 * A model of the same layers with new weights. Source: keras.models.clone_model.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * const twin = clone_model(model)
 * twin.set_weights(model.get_weights())
 * ```
 * @throws ValueError for options that the kind of model does not allow, and for input tensors that do not fit.
 */
export function clone_model(model: any, options: CloneOptions = {}): any {
  return clone(model, options, new Map())
}

function clone(model: unknown, options: CloneOptions, cache: Map<unknown, unknown>): any {
  const { input_tensors = null, clone_function = null, call_function = null, recursive = false } = options
  const clone_layer = (layer: Operation): any => {
    if (!cache.has(layer)) {
      const inner = recursive && (layer instanceof Sequential || layer instanceof Functional)
      const nested = { clone_function, recursive, call_function: layer instanceof Sequential ? null : call_function }
      cache.set(layer, inner ? clone(layer, nested, cache) : clone_one(layer, clone_function))
    }
    return cache.get(layer)
  }
  if (model instanceof Sequential) {
    if (call_function !== null) {
      throw new ValueError(
        `\`call_function\` argument is not supported with Sequential models. In a Sequential model, layers aren't called at model-construction time (they're merely listed). Use \`call_function\` with Functional models only. Received model of type '${class_name_of(model.constructor)}', with call_function=${repr(call_function)}`,
      )
    }
    return clone_sequential(model, clone_layer, input_tensors)
  }
  if (model instanceof Functional) return clone_functional(model as Model, clone_layer, call_function, input_tensors)
  const name = class_name_of((model as object).constructor)
  if (clone_function !== null || input_tensors !== null) {
    throw new ValueError(
      `Arguments \`clone_function\` and \`input_tensors\` are only supported for Sequential models or Functional models. Received model of type '${name}', with clone_function=${repr(clone_function)} and input_tensors=${repr(input_tensors)}`,
    )
  }
  if (call_function !== null) {
    throw new ValueError(
      `Argument \`call_function\` is only supported for Functional models. Received model of type '${name}', with call_function=${repr(call_function)}`,
    )
  }
  return from_own_config(model as Model)
}

function clone_one(layer: Operation, clone_function: CloneFunction | null): unknown {
  if (layer instanceof OpOperation) return layer.copy()
  return clone_function === null ? from_own_config(layer as Layer) : clone_function(layer)
}

/** A new layer of the same class from the config; classes of what stands inside are those of the layers below. */
function from_own_config(layer: Layer): unknown {
  const classes = new Map<string, any>()
  const ops = new Map<string, OpOperation>()
  const note = (item: Layer): void => {
    classes.set(class_name_of(item.constructor), item.constructor)
    for (const operation of (item as { operations?: Operation[] }).operations ?? []) {
      if (operation instanceof OpOperation) ops.set(operation.name, operation)
    }
    const functional = item instanceof Sequential ? item._functional : null
    if (functional !== null) note(functional)
  }
  for (const item of layer._flatten_layers()) note(item)
  const deserialize = (form: any): unknown => {
    const found = classes.get(form.class_name)
    if (found !== undefined) return found.from_config(form.config, { deserialize })
    const op = ops.get(form.config?.name)
    if (op !== undefined && op.declaration.class_name === form.class_name) return op.copy()
    throw new ValueError(`clone_model: no layer of this class is in the model. Received: ${repr(form)}`)
  }
  return (layer.constructor as any).from_config(layer.get_config(), { deserialize })
}

function clone_sequential(model: Sequential, clone_layer: CloneFunction, input_tensors: unknown): Sequential {
  const layers: unknown[] = model.layers.map(clone_layer)
  const given = Array.isArray(input_tensors) ? input_tensors : input_tensors === null ? [] : [input_tensors]
  if (given.length > 1) {
    throw new ValueError(
      `Argument \`input_tensors\` must contain a single tensor. Received: input_tensors=${repr(input_tensors)}`,
    )
  }
  const first = model._stack[0]
  const name = first instanceof InputLayer ? first.name : null
  if (given.length === 1) {
    if (!(given[0] instanceof KerasTensor)) {
      throw new ValueError(
        `Argument \`input_tensors\` must be a KerasTensor. Received invalid value: input_tensors=${repr(input_tensors)}`,
      )
    }
    layers.unshift(Input({ tensor: given[0], name }))
  } else if (first instanceof InputLayer) layers.unshift(Input({ batch_shape: first.batch_shape, dtype: first.dtype, name }))
  return new Sequential(layers as Layer[], { name: model.name, trainable: model.trainable })
}

function clone_functional(
  model: Model,
  clone_layer: CloneFunction,
  call_function: CloneOptions['call_function'],
  input_tensors: unknown,
): Model {
  const inputs = input_tensors === null ? fresh_inputs(model) : checked_inputs(model, input_tensors)
  const call = (operation: Operation, args: unknown[], kwargs: Record<string, unknown>): unknown => {
    const twin = clone_layer(operation)
    if (!call_function || !is_layer(operation)) return call_operation(twin, args, kwargs)
    return Object.keys(kwargs).length > 0 ? call_function(twin, ...args, kwargs) : call_function(twin, ...args)
  }
  const outputs = model._graph!.run_with(flatten(inputs), call)
  const { constructor } = model as unknown as { constructor: new (config: object) => Model }
  const same = constructor.length === 0
  const twin = new (same ? constructor : Functional)({ inputs, outputs, name: model.name, trainable: model.trainable })
  for (const side of model._graph!.side_operations) {
    const layer = clone_layer(side)
    if (is_side_layer(layer)) connect_side_layer(twin._graph!, layer, layer._inbound_nodes[0]!.outputs[0]!)
  }
  return twin
}

function fresh_inputs(model: Model): unknown {
  return map_structure(({ shape, dtype, sparse, name, _keras_history }: KerasTensor) => {
    const source = _keras_history?.operation
    const optional = source instanceof InputLayer && source.optional
    return Input({ batch_shape: shape, dtype, sparse, name: source?.name ?? name, optional })
  }, model.input)
}

function checked_inputs(model: Model, input_tensors: unknown): unknown {
  if (!flatten(input_tensors).every((tensor) => tensor instanceof KerasTensor)) {
    throw new ValueError(
      `All entries in \`input_tensors\` must be KerasTensors. Received invalid values: inputs_tensors=${repr(input_tensors)}`,
    )
  }
  try {
    assert_same_structure(input_tensors, model.input)
  } catch {
    throw new ValueError(
      `\`input_tensors\` must have the same structure as model.input\nReference structure: ${repr(model.input)}\nReceived structure: ${repr(input_tensors)}`,
    )
  }
  return input_tensors
}
