import { ValueError } from '../common/errors'
import { is_serialized, type RevivalOptions, revive_nested } from '../common/serialized'
import { repr, type_text } from '../common/text'
import { is_plain_object, map_structure } from '../common/tree'
import type { Graph } from '../graph/graph'
import { KerasTensor } from '../graph/keras_tensor'
import type { Node } from '../graph/node'
import { OpOperation } from '../graph/op'
import { Operation } from '../graph/operation'
import { serialize_keras_object } from '../saving/serialize'

/** Whether the calls of an operation are counted from one, its own graph being the first: so with models made of a graph, and in files of tf.keras with built stacks too. */
type HasOwnNode = (operation: Operation, old: boolean) => boolean

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

/** The operations and tensors that a graph config stands for. */
export interface RevivedGraph {
  operations: Operation[]
  inputs: any
  outputs: any
}

/** Stands for a tensor whose node does not exist yet. */
const not_yet = Symbol('not yet')

/**
 * Makes the operations of a graph config and calls them as it says.
 * @throws ValueError for calls that never become possible, and for names that the config does not define.
 */
export function revive_graph(config: Record<string, any>, options: RevivalOptions, has_own_node: HasOwnNode): RevivedGraph {
  const operations = new Map<string, Operation>()
  const old = (config.layers as Record<string, any>[]).some((form) => form.inbound_nodes?.some(Array.isArray))
  const waiting: { operation: Operation; nodes: unknown[] }[] = []
  for (const form of config.layers as Record<string, any>[]) {
    const operation = revive_nested(form, options)
    if (!(operation instanceof Operation)) {
      throw new ValueError(
        `Unexpected object from deserialization, expected a layer or operation, got a ${type_text(operation)}. Received: ${repr(form)}`,
      )
    }
    operations.set(form.name, operation)
    waiting.push({ operation, nodes: [...(form.inbound_nodes ?? [])] })
  }
  const find = (name: string): Operation => {
    const operation = operations.get(name)
    if (operation === undefined)
      throw new ValueError(`Missing node: there is no layer '${name}'. Known layers: ${repr([...operations.keys()])}`)
    return operation
  }
  const reader = new NodeReader(operations, find, options, has_own_node)
  let left = waiting.reduce((sum, { nodes }) => sum + nodes.length, 0)
  while (left > 0) {
    const before = left
    for (const { operation, nodes } of waiting) {
      while (nodes.length > 0) {
        const call = reader.read(nodes[0])
        if (call === not_yet) break
        call_operation(operation, ...(call as [unknown[], Record<string, unknown>]))
        nodes.shift()
        left--
      }
    }
    if (left === before) {
      const stuck = waiting.filter(({ nodes }) => nodes.length > 0).map(({ operation }) => operation.name)
      throw new ValueError(
        `Missing node: the calls of these layers wait for one another or for a call that is not there. Received: ${repr(stuck)}`,
      )
    }
  }
  const tensor_at = ([name, index, tensor_index]: [string, number, number]): KerasTensor => {
    const operation = find(name)
    const nodes = operation._inbound_nodes
    const node = nodes[has_own_node(operation, old) && index > 0 ? index - 1 : index]
    const tensor = node?.outputs[tensor_index]
    if (tensor === undefined)
      throw new ValueError(`Missing node: layer '${name}' has no output ${tensor_index} of call ${index}.`)
    return tensor
  }
  const places = (structure: any): unknown => {
    if (Array.isArray(structure) && structure.length === 3 && typeof structure[0] === 'string')
      return tensor_at(structure as never)
    if (Array.isArray(structure)) return structure.map(places)
    return Object.fromEntries(Object.entries(structure).map(([key, item]) => [key, places(item)]))
  }
  return { operations: [...operations.values()], inputs: places(config.input_layers), outputs: places(config.output_layers) }
}

class NodeReader {
  constructor(
    private readonly operations: Map<string, Operation>,
    private readonly find: (name: string) => Operation,
    private readonly options: RevivalOptions,
    private readonly has_own_node: HasOwnNode,
  ) {}

  /** The arguments of a call, or `not_yet`. */
  read(data: unknown): [unknown[], Record<string, unknown>] | typeof not_yet {
    if (Array.isArray(data)) return this.read_list(data)
    if (!is_plain_object(data) || !Array.isArray(data.args)) {
      throw new ValueError(`Cannot deserialize the model (invalid config data?). Received: ${repr(data)}`)
    }
    const args = this.revive(data.args.map((arg) => (is_serialized(arg) && arg.class_name === '__slice__' ? [arg] : arg)))
    const kwargs = this.revive(data.kwargs ?? {})
    return args === not_yet || kwargs === not_yet ? not_yet : [args as unknown[], kwargs as Record<string, unknown>]
  }

  /** The form of tf.keras: `[[name, node, tensor, kwargs], ...]`, or one such entry. */
  private read_list(data: unknown[]): [unknown[], Record<string, unknown>] | typeof not_yet {
    const entries = (typeof data[0] === 'string' ? [data] : data) as unknown[][]
    const values: unknown[] = []
    let kwargs: unknown = {}
    for (const entry of entries) {
      if (!Array.isArray(entry) || (entry.length !== 3 && entry.length !== 4)) {
        throw new ValueError(`Cannot deserialize the model (invalid config data?). Received: ${repr(data)}`)
      }
      values.push(entry[0] === '_CONSTANT_VALUE' ? entry[2] : this.old_tensor(entry as [string, number, number]))
      if (is_plain_object(entry[3])) kwargs = this.old_kwargs(entry[3])
    }
    if (values.includes(not_yet) || kwargs === not_yet) return not_yet
    return [[values.length === 1 ? values[0] : values], kwargs as Record<string, unknown>]
  }

  private old_tensor([name, index, tensor_index]: [string, number, number]): unknown {
    const operation = this.find(name)
    return this.tensor(operation, this.has_own_node(operation, true) && index > 0 ? index - 1 : index, tensor_index)
  }

  /** Keyword arguments in which `[name, node, tensor]` stands for a tensor. */
  private old_kwargs(value: unknown): unknown {
    if (Array.isArray(value)) {
      const [name, index, tensor_index] = value
      const is_tensor =
        value.length === 3 && typeof name === 'string' && Number.isInteger(index) && Number.isInteger(tensor_index)
      if (is_tensor && this.operations.has(name)) return this.old_tensor(value as [string, number, number])
      const items = value.map((item) => this.old_kwargs(item))
      return items.includes(not_yet) ? not_yet : items
    }
    if (!is_plain_object(value)) return value
    const items = Object.entries(value).map(([key, item]) => [key, this.old_kwargs(item)] as const)
    return items.some(([, item]) => item === not_yet) ? not_yet : Object.fromEntries(items)
  }

  private tensor(operation: Operation, index: number, tensor_index: number): unknown {
    return operation._inbound_nodes[index]?.outputs[tensor_index] ?? not_yet
  }

  private revive(value: unknown): unknown {
    if (Array.isArray(value)) {
      const items = value.map((item) => this.revive(item))
      return items.includes(not_yet) ? not_yet : items
    }
    if (!is_plain_object(value)) return value
    if (value.class_name === '__keras_tensor__') {
      const history = (value.config as Record<string, any>).keras_history
      if (!Array.isArray(history)) return revive_nested(value, this.options)
      return this.tensor(this.find(history[0]), history[1], history[2])
    }
    if (is_serialized(value)) return revive_nested(value, this.options)
    const items = Object.entries(value).map(([key, item]) => [key, this.revive(item)] as const)
    return items.some(([, item]) => item === not_yet) ? not_yet : Object.fromEntries(items)
  }
}

/** Calls an operation with arguments by position and by name. */
export function call_operation(operation: Operation, args: unknown[], kwargs: Record<string, unknown>): unknown {
  if (operation instanceof OpOperation) return operation.__call__(...op_arguments(operation, args, kwargs))
  const ambiguous = args.length > 1 && is_plain_object(args[args.length - 1])
  return Object.keys(kwargs).length > 0 || ambiguous ? operation.__call__(...args, kwargs) : operation.__call__(...args)
}

function op_arguments({ declaration }: OpOperation, args: unknown[], kwargs: Record<string, unknown>): unknown[] {
  const { inputs, variadic } = declaration
  const last = inputs.length - 1
  const positional = variadic ? [...args.slice(0, last), args.slice(last)] : args.slice()
  for (const [key, value] of Object.entries(kwargs)) {
    const index = inputs.indexOf(key)
    if (index < 0) continue
    while (positional.length < index) positional.push(undefined)
    positional[index] = value
  }
  return positional
}
