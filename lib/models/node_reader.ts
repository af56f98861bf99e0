import { ValueError } from '../common/errors'
import { is_serialized, type RevivalOptions, revive_nested } from '../common/serialized'
import { repr } from '../common/text'
import { is_plain_object } from '../common/tree'
import type { KerasTensor } from '../graph/keras_tensor'
import type { Operation } from '../graph/operation'
import type { HasOwnNode } from './functional_config'

/** Name of the operation, number of the call, number of the output. */
export type TensorPlace = [string, number, number]

/** One output of one call. */
export interface Place {
  operation: Operation
  index: number
  tensor_index: number
}

/** What is done with the tensors and the objects that stand in the arguments of a call. */
interface Visitor {
  tensor(place: Place): unknown
  object(form: Record<string, unknown>): unknown
}

const invalid = (data: unknown): never => {
  throw new ValueError(`Cannot deserialize the model (invalid config data?). Received: ${repr(data)}`)
}

/** Reads the arguments of calls in a graph config: those of Keras 3, `{ args, kwargs }`, and those of tf.keras, `[[name, node, tensor, kwargs], ...]`. */
export class NodeReader {
  constructor(
    private readonly operations: ReadonlyMap<string, Operation>,
    private readonly options: RevivalOptions,
    private readonly has_own_node: HasOwnNode,
  ) {}

  /** The tensors that a call takes. @throws ValueError */
  places(data: unknown): Place[] {
    const places: Place[] = []
    this.visit(data, {
      tensor: (place) => places.push(place),
      object: () => null,
    })
    return places
  }

  /** The arguments of a call whose tensors are all there. @throws ValueError */
  read(data: unknown): [unknown[], Record<string, unknown>] {
    return this.visit(data, {
      tensor: (place) => this.tensor(place),
      object: (form) => revive_nested(form, this.options),
    })
  }

  /** The place of an output. With `shifted`, the first call of a model in the graph is its own graph. @throws ValueError */
  place([name, index, tensor_index]: TensorPlace, shifted: boolean | null): Place {
    const operation = this.operations.get(name)
    if (operation === undefined) throw new ValueError(`Missing node: there is no layer '${name}'.`)
    if (!is_index(index) || !is_index(tensor_index)) {
      throw new ValueError(
        `The number of a call or of its output must be a whole number. Received: ${repr([name, index, tensor_index])}`,
      )
    }
    const own = shifted !== null && index > 0 && this.has_own_node(operation, shifted)
    return { operation, index: own ? index - 1 : index, tensor_index }
  }

  /** @throws ValueError when the call or its output does not exist. */
  tensor({ operation, index, tensor_index }: Place): KerasTensor {
    const tensor = operation._inbound_nodes[index]?.outputs[tensor_index]
    if (tensor === undefined) {
      throw new ValueError(`Missing node: layer '${operation.name}' has no output ${tensor_index} of call ${index}.`)
    }
    return tensor
  }

  private visit(data: unknown, visitor: Visitor): [unknown[], Record<string, unknown>] {
    if (Array.isArray(data)) return this.visit_old(data, visitor)
    if (!is_plain_object(data) || !Array.isArray(data.args)) return invalid(data)
    const args = data.args.map((arg) => (is_serialized(arg) && arg.class_name === '__slice__' ? [arg] : arg))
    const kwargs = data.kwargs ?? {}
    if (!is_plain_object(kwargs)) return invalid(data)
    return [this.values(args, visitor) as unknown[], this.values(kwargs, visitor) as Record<string, unknown>]
  }

  private values(value: unknown, visitor: Visitor): unknown {
    if (Array.isArray(value)) return value.map((item) => this.values(item, visitor))
    if (!is_plain_object(value)) return value
    if (value.class_name === '__keras_tensor__') {
      const history = (value.config as { keras_history?: unknown } | null)?.keras_history
      if (history === null || history === undefined) return visitor.object(value)
      return visitor.tensor(this.place(checked_place(history), null))
    }
    if (is_serialized(value)) return visitor.object(value)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.values(item, visitor)]))
  }

  private visit_old(data: unknown[], visitor: Visitor): [unknown[], Record<string, unknown>] {
    const values: unknown[] = []
    let kwargs: Record<string, unknown> = {}
    for (const entry of typeof data[0] === 'string' ? [data] : data) {
      if (!Array.isArray(entry) || (entry.length !== 3 && entry.length !== 4)) return invalid(data)
      values.push(entry[0] === '_CONSTANT_VALUE' ? entry[2] : visitor.tensor(this.place(checked_place(entry.slice(0, 3)), true)))
      if (is_plain_object(entry[3])) kwargs = this.old_values(entry[3], visitor) as Record<string, unknown>
    }
    return [[values.length === 1 ? values[0] : values], kwargs]
  }

  /** Values in which `[name, node, tensor]` stands for a tensor. */
  private old_values(value: unknown, visitor: Visitor): unknown {
    if (Array.isArray(value)) {
      const [name, index, tensor_index] = value
      const is_tensor = value.length === 3 && typeof name === 'string' && is_index(index) && is_index(tensor_index)
      if (is_tensor && this.operations.has(name)) return visitor.tensor(this.place(value as TensorPlace, true))
      return value.map((item) => this.old_values(item, visitor))
    }
    if (!is_plain_object(value)) return value
    if (is_serialized(value)) return visitor.object(value)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.old_values(item, visitor)]))
  }
}

function is_index(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function checked_place(value: unknown): TensorPlace {
  if (!Array.isArray(value) || value.length !== 3 || typeof value[0] !== 'string') return invalid(value)
  return value as TensorPlace
}
