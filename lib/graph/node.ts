import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { flatten, is_nested, map_structure } from '../common/tree'
import { KerasTensor } from './keras_tensor'
import type { Operation } from './operation'

/** The arguments of one symbolic call, with the symbolic tensors among them. */
export class SymbolicArguments {
  readonly args: readonly unknown[]
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly keras_tensors: KerasTensor[]

  constructor(args: readonly unknown[], kwargs: Record<string, unknown>) {
    this.args = args
    this.kwargs = kwargs
    this.keras_tensors = flatten([args, kwargs]).filter((leaf) => leaf instanceof KerasTensor) as KerasTensor[]
  }

  /** The arguments with other values for the symbolic tensors. */
  fill_in(values: Map<KerasTensor, unknown>): [unknown[], Record<string, unknown>] {
    const replace = (leaf: unknown): unknown => {
      if (!(leaf instanceof KerasTensor)) return leaf
      const value = values.get(leaf)
      return value === undefined ? leaf : value
    }
    const fill = (value: unknown): unknown => (is_nested(value) ? map_structure(replace, value) : replace(value))
    const kwargs: Record<string, unknown> = {}
    for (const key of Object.keys(this.kwargs)) kwargs[key] = fill(this.kwargs[key])
    return [this.args.map(fill), kwargs]
  }
}

/**
 * One symbolic call of an operation: it links the tensors that went in with those that came out. Source: keras Node.
 */
export class Node {
  readonly operation: Operation
  readonly arguments: SymbolicArguments
  readonly outputs: KerasTensor[]
  /** The result in its structure. */
  readonly output_structure: unknown

  /** @throws ValueError when an output is not symbolic. */
  constructor(
    operation: Operation,
    {
      call_args = [],
      call_kwargs = {},
      outputs = null,
    }: { call_args?: readonly unknown[]; call_kwargs?: Record<string, unknown>; outputs?: unknown } = {},
  ) {
    this.operation = operation
    this.arguments = new SymbolicArguments(call_args, call_kwargs)
    this.output_structure = outputs
    this.outputs = outputs === null ? [] : flatten(outputs)
    for (const output of this.outputs) {
      if (!(output instanceof KerasTensor)) {
        throw new ValueError(
          `All operation outputs must be tensors. Operation ${operation.name} returned a non-tensor. Non-tensor received: ${repr(output)}`,
        )
      }
    }
    if (
      this.arguments.keras_tensors.every((tensor) => tensor.record_history) &&
      this.outputs.every((tensor) => tensor.record_history)
    ) {
      for (const tensor of this.arguments.keras_tensors) {
        tensor._keras_history ??= { operation: null, node_index: 0, tensor_index: 0 }
      }
      const node_index = operation._inbound_nodes.length
      this.outputs.forEach((tensor, tensor_index) => {
        tensor._keras_history = { operation, node_index, tensor_index }
      })
      operation._inbound_nodes.push(this)
      for (const tensor of this.arguments.keras_tensors) {
        const source = tensor._keras_history!.operation
        if (source !== null) source._outbound_nodes.push(this)
      }
    }
  }

  /** The symbolic tensors among the arguments, flat. */
  get input_tensors(): KerasTensor[] {
    return this.arguments.keras_tensors
  }

  /** The tensors that came out, flat. */
  get output_tensors(): KerasTensor[] {
    return this.outputs
  }

  /** True when nothing symbolic went in. */
  get is_input(): boolean {
    return this.arguments.keras_tensors.length === 0
  }

  /** The nodes that made the inputs. */
  get parent_nodes(): Node[] {
    const parents: Node[] = []
    for (const tensor of this.arguments.keras_tensors) {
      const { operation, node_index } = tensor._keras_history!
      if (operation !== null && !parents.includes(operation._inbound_nodes[node_index]!))
        parents.push(operation._inbound_nodes[node_index]!)
    }
    return parents
  }

  to_text(): string {
    return `<Node operation=${this.operation.name}, id=${this.operation._inbound_nodes.indexOf(this)}>`
  }
}
