import { ValueError } from '../common/errors'
import { type RevivalOptions, revive_nested } from '../common/serialized'
import { repr, type_text } from '../common/text'
import { flatten, is_plain_object } from '../common/tree'
import type { KerasTensor } from '../graph/keras_tensor'
import { Operation } from '../graph/operation'
import { call_operation, type HasOwnNode } from './functional_config'
import { NodeReader, type TensorPlace } from './node_reader'

/** The operations and tensors that a graph config stands for. */
export interface RevivedGraph {
  operations: Operation[]
  inputs: any
  outputs: any
}

/** An operation with the calls that are still to be made of it. */
interface Task {
  operation: Operation
  nodes: readonly unknown[]
  next: number
  /** How many tensors the next call still waits for. */
  missing: number
}

/**
 * Makes the operations of a graph config and calls them as it says, in whatever order they stand. Takes time in proportion to the config.
 * @throws ValueError for calls that never become possible, for names that the config does not define or defines twice, and for places that do not exist.
 */
export function revive_graph(config: Record<string, any>, options: RevivalOptions, has_own_node: HasOwnNode): RevivedGraph {
  if (!Array.isArray(config.layers)) throw new ValueError(`\`layers\` must be a list. Received: layers=${repr(config.layers)}`)
  const old = (config.layers as Record<string, any>[]).some((form) => list_of_nodes(form).some(Array.isArray))
  const operations = new Map<string, Operation>()
  const tasks: Task[] = []
  for (const form of config.layers as Record<string, any>[]) {
    const operation = revive_nested(with_name(form), options)
    if (!(operation instanceof Operation)) {
      throw new ValueError(
        `Unexpected object from deserialization, expected a layer or operation, got a ${type_text(operation)}. Received: ${repr(form)}`,
      )
    }
    const name = typeof form.name === 'string' ? form.name : operation.name
    if (operations.has(name)) throw new ValueError(`Two layers of the graph have the name '${name}'.`)
    operations.set(name, operation)
    tasks.push({ operation, nodes: list_of_nodes(form), next: 0, missing: 0 })
  }
  const reader = new NodeReader(operations, options, has_own_node)
  make_calls(tasks, reader)
  const tensor_at = (place: TensorPlace): KerasTensor => reader.tensor(reader.place(place, old))
  const places = (structure: unknown): unknown => {
    if (Array.isArray(structure)) {
      const [name, index] = structure
      if (structure.length === 3 && typeof name === 'string' && !Array.isArray(index)) return tensor_at(structure as TensorPlace)
      return structure.map(places)
    }
    if (!is_plain_object(structure)) throw new ValueError(`Expected the places of tensors. Received: ${repr(structure)}`)
    return Object.fromEntries(Object.entries(structure).map(([key, item]) => [key, places(item)]))
  }
  const graph = {
    operations: [...operations.values()],
    inputs: places(config.input_layers),
    outputs: places(config.output_layers),
  }
  warn_of_lost_calls(tasks, graph)
  return graph
}

/** Keras 3.2 and earlier wrote the first call of a layer wherever a later one was meant. What such a file computes is not what its author saved: the later calls lead nowhere. */
function warn_of_lost_calls(tasks: readonly Task[], { operations, outputs }: RevivedGraph): void {
  const repeated = tasks.filter(({ nodes }) => nodes.length > 1)
  if (repeated.length === 0) return
  const used = new Set<unknown>(flatten(outputs))
  for (const operation of operations)
    for (const { input_tensors } of operation._inbound_nodes) for (const tensor of input_tensors) used.add(tensor)
  for (const { operation, nodes } of repeated) {
    const calls = operation._inbound_nodes.slice(-nodes.length)
    if (calls.every((node) => node.outputs.some((tensor) => used.has(tensor)))) continue
    console.warn(
      `keras-tfjs: The layer '${operation.name}' is called more than once, and what a call of it gives is used nowhere. Keras 3.2 and earlier wrote such models wrongly: this one may compute something else than the model that was saved.`,
    )
  }
}

/** Ops are written without their names where older versions do not take them. */
function with_name(form: Record<string, any>): Record<string, any> {
  const { module, name, config } = form
  if (typeof module !== 'string' || !module.startsWith('keras.src.ops.') || !is_plain_object(config) || 'name' in config)
    return form
  return { ...form, config: { ...config, name } }
}

function list_of_nodes(form: Record<string, any> | null): unknown[] {
  const nodes = form?.inbound_nodes ?? []
  if (!Array.isArray(nodes)) throw new ValueError(`\`inbound_nodes\` must be a list. Received: inbound_nodes=${repr(nodes)}`)
  return nodes
}

/** Makes each call once all tensors that it takes are there. */
function make_calls(tasks: readonly Task[], reader: NodeReader): void {
  const waiting = new Map<Operation, Map<number, Task[]>>()
  /** Whether the next call of the task can be made now; if not, it waits. */
  const is_ready = (task: Task): boolean => {
    task.missing = 0
    for (const { operation, index } of reader.places(task.nodes[task.next])) {
      if (index < operation._inbound_nodes.length) continue
      task.missing++
      const calls = waiting.get(operation) ?? new Map<number, Task[]>()
      const others = calls.get(index)
      if (others === undefined) waiting.set(operation, calls.set(index, [task]))
      else others.push(task)
    }
    return task.missing === 0
  }
  const ready: Task[] = []
  /** The tasks that waited for the latest call of an operation. */
  const wake = (operation: Operation): void => {
    const calls = waiting.get(operation)
    const index = operation._inbound_nodes.length - 1
    for (const task of calls?.get(index) ?? []) if (--task.missing === 0) ready.push(task)
    calls?.delete(index)
  }
  for (const task of tasks) {
    if (task.next < task.nodes.length && is_ready(task)) ready.push(task)
    while (ready.length > 0) {
      const present = ready.pop()!
      const [args, kwargs] = reader.read(present.nodes[present.next++])
      const count = present.operation._inbound_nodes.length
      call_operation(present.operation, args, kwargs)
      if (present.operation._inbound_nodes.length === count)
        throw new ValueError(`A call of '${present.operation.name}' takes no tensor.`)
      wake(present.operation)
      if (present.next < present.nodes.length && is_ready(present)) ready.push(present)
    }
  }
  const stuck = tasks.filter(({ nodes, next }) => next < nodes.length).map(({ operation }) => operation.name)
  if (stuck.length > 0) {
    throw new ValueError(
      `Missing node: the calls of these layers wait for one another or for a call that is not there. Received: ${repr(stuck.slice(0, 10))}`,
    )
  }
}
