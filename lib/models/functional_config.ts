import { is_plain_object, map_structure } from '../common/tree'
import type { Graph } from '../graph/graph'
import { KerasTensor } from '../graph/keras_tensor'
import type { Node } from '../graph/node'
import { OpOperation } from '../graph/op'
import type { Operation } from '../graph/operation'
import { serialize_keras_object } from '../saving/serialize'

/** Whether the calls of an operation are counted from one, its own graph being the first: so with models made of a graph, and in files of tf.keras with built stacks too. */
export type HasOwnNode = (operation: Operation, old: boolean) => boolean

/** The config of a model made of a graph: its operations with their calls, and where its inputs and outputs are. */
export function graph_config(graph: Graph, has_own_node: HasOwnNode): Record<string, unknown> {
  const index_in_model = (tensor: KerasTensor): number => {
    const { operation, node_index } = tensor._keras_history!
    return operation!._inbound_nodes.slice(0, node_index).filter((node) => graph.nodes.has(node)).length
  }
  const dump_tensor = (tensor: KerasTensor): unknown => ({
    class_name: '__keras_tensor__',
    config: {
      shape: tensor.shape,
      dtype: tensor.dtype,
      keras_history: [tensor._keras_history!.operation!.name, index_in_model(tensor), tensor._keras_history!.tensor_index],
    },
  })
  const dump = (value: unknown): unknown => {
    if (value instanceof KerasTensor) return dump_tensor(value)
    if (Array.isArray(value)) return value.map(dump)
    if (is_plain_object(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, dump(item)]))
    return serialize_keras_object(value)
  }
  const layers = graph.operations.map((operation) => ({
    ...serialize_keras_object(operation),
    name: operation.name,
    inbound_nodes: operation._inbound_nodes
      .filter((node) => graph.nodes.has(node) && !node.is_input)
      .map((node) => ({ args: dump(saved_arguments(node)), kwargs: dump({ ...node.arguments.kwargs }) })),
  }))
  const place = (tensor: KerasTensor): unknown => {
    const operation = tensor._keras_history!.operation!
    return [
      operation.name,
      index_in_model(tensor) + (has_own_node(operation, false) ? 1 : 0),
      tensor._keras_history!.tensor_index,
    ]
  }
  return {
    layers,
    input_layers: map_structure(place, graph.inputs_struct),
    output_layers: map_structure(place, graph.outputs_struct),
  }
}

/** The arguments of a node as files hold them: an op that takes a list which Keras spreads has it spread. */
function saved_arguments({ operation, arguments: { args } }: Node): unknown[] {
  const positional = args.slice()
  while (positional.length > 0 && positional[positional.length - 1] === undefined) positional.pop()
  if (!(operation instanceof OpOperation)) return positional
  if (operation.declaration.class_name === 'GetItem') return [positional[0], saved_key(positional[1])]
  if (!operation.declaration.variadic) return positional
  return positional.flatMap((arg, i) => (i === operation.declaration.inputs.length - 1 && Array.isArray(arg) ? arg : [arg]))
}

/** An index as files hold it: `...` and slices have forms of their own. */
function saved_key(key: unknown): unknown {
  if (key === '...') return { class_name: '__ellipsis__', config: {} }
  if (!Array.isArray(key)) return key
  return key.map((part) => {
    if (!Array.isArray(part)) return saved_key(part)
    const [start = null, stop = null, step = null] = part
    return { class_name: '__slice__', config: { start, stop, step } }
  })
}

/** Calls an operation with arguments by position and by name. */
export function call_operation(operation: Operation, args: unknown[], kwargs: Record<string, unknown>): unknown {
  if (operation instanceof OpOperation) return operation.__call__(...op_arguments(operation, args, kwargs))
  const ambiguous = args.length > 1 && is_plain_object(args[args.length - 1])
  return Object.keys(kwargs).length > 0 || ambiguous ? operation.__call__(...args, kwargs) : operation.__call__(...args)
}

/** The inputs in order, then the tensors that stand in the place of settings. */
function op_arguments({ declaration }: OpOperation, args: unknown[], kwargs: Record<string, unknown>): unknown[] {
  const { inputs, config = {}, variadic } = declaration
  const last = inputs.length - 1
  const positional = variadic ? [...args.slice(0, last), args.slice(last)] : args.slice()
  const options: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(kwargs)) {
    const index = inputs.indexOf(key)
    if (index < 0) {
      if (Object.hasOwn(config, key)) options[key] = value
      continue
    }
    while (positional.length < index) positional.push(undefined)
    positional[index] = value
  }
  if (Object.keys(options).length === 0) return positional
  return [...inputs.map((_, i) => positional[i]), options]
}
