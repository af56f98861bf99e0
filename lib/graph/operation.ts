import { AttributeError, KerasError, NotImplementedError, TypeError, ValueError } from '../common/errors'
import { auto_name, check_name } from '../common/names'
import { repr } from '../common/text'
import { is_plain_object } from '../common/tree'
import { Callable } from './callable'
import { infer_output_spec } from './infer'
import { any_symbolic, type KerasTensor } from './keras_tensor'
import { Node } from './node'

/** The name of a class: its own `class_name`, else the name of the constructor. */
export function class_name_of(constructor: object): string {
  return Object.hasOwn(constructor, 'class_name')
    ? (constructor as { class_name: string }).class_name
    : (constructor as { name: string }).name
}

/** The name of Keras's class, where it is exported under another one. */
export function keras_name_of(constructor: object): string {
  return Object.hasOwn(constructor, 'keras_name')
    ? (constructor as { keras_name: string }).keras_name
    : class_name_of(constructor)
}

/** The trailing plain object of a call, at index 1 or later, apart from what stands before it. */
export function split_options(args: readonly unknown[]): [unknown[], Record<string, unknown>] {
  const last = args[args.length - 1]
  if (args.length > 1 && is_plain_object(last)) return [args.slice(0, -1), last]
  return [args.slice(), {}]
}

/**
 * Something that is called on tensors: with values it computes, with symbolic tensors it records a node in a graph. Layers are operations, and so is each op of `ops` in a
 * graph. Source: keras.Operation.
 */
export abstract class Operation extends Callable {
  /** @internal */ declare _inbound_nodes: Node[]
  /** @internal */ declare _outbound_nodes: Node[]

  /** @throws ValueError when the name is not a string or holds a slash. */
  constructor({ name = null }: { name?: string | null } = {}) {
    if (name !== null && name !== undefined) check_name(name)
    super(name ?? auto_name(class_name_of(new.target)))
    Object.defineProperty(this, '_inbound_nodes', { value: [], writable: true, configurable: true })
    Object.defineProperty(this, '_outbound_nodes', { value: [], writable: true, configurable: true })
  }

  override __call__(...args: unknown[]): unknown {
    const [positional, options] = split_options(args)
    if (any_symbolic(args)) return this.symbolic_call(positional, options)
    return this.call(...positional, options)
  }

  /** Records one node; nothing is computed. */
  symbolic_call(args: readonly unknown[], options: Record<string, unknown>): unknown {
    const outputs = this.compute_output_spec(...args, options)
    new Node(this, { call_args: args, call_kwargs: options, outputs })
    return outputs
  }

  /** What the operation computes. @throws NotImplementedError unless a subclass writes it. */
  call(..._args: any[]): any {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`call\` is not implemented.`)
  }

  /** Symbolic tensors in, symbolic tensors out: shape and dtype of what `call` would answer. */
  compute_output_spec(...args: any[]): any {
    try {
      return infer_output_spec(args, (filled) => this.call(...filled))
    } catch (error) {
      throw explain_inference(error, this)
    }
  }

  /** The input of the first symbolic call. @throws AttributeError before that. */
  get input(): any {
    return unwrap(this._first_node('input').input_tensors)
  }

  /** The output of the first symbolic call. @throws AttributeError before that. */
  get output(): any {
    return unwrap(this._first_node('output').output_tensors)
  }

  /** @internal */
  _first_node(what: string): Node {
    const node = this._inbound_nodes[0]
    if (node === undefined) {
      throw new AttributeError(`The layer ${this.name} has never been called and thus has no defined ${what}.`)
    }
    return node
  }

  get_config(): Record<string, unknown> {
    return { name: this.name }
  }

  /** @throws TypeError that quotes class and config when the constructor fails. */
  static from_config(this: new (config: any) => any, config: Record<string, unknown>): any {
    return revive(this, config)
  }

  to_text(): string {
    return `<Operation name=${this.name}>`
  }

  override toString(): string {
    return this.to_text()
  }
}

/** Makes an instance; a failure becomes a TypeError that quotes class and config. */
export function revive<T>(constructor: new (config: any) => T, config: Record<string, unknown>): T {
  try {
    return new constructor(config)
  } catch (error) {
    const explained = new TypeError(
      `Error when deserializing class '${class_name_of(constructor)}' using config=${repr(config)}.\n\nException encountered: ${(error as Error).message}`,
    )
    throw Object.assign(explained, { cause: error })
  }
}

function unwrap(tensors: KerasTensor[]): KerasTensor | KerasTensor[] {
  return tensors.length === 1 ? tensors[0]! : tensors
}

/** The same kind of error from the same place (a ValueError where it is none of this library), with what to do about a shape that cannot be inferred. */
export function explain_inference(error: unknown, operation: Operation): unknown {
  if (!(error instanceof Error)) return error
  const marker = 'Could not automatically infer the output shape'
  if (error.message.includes(marker)) return error
  const text = `${marker} / dtype of '${operation.name}' (of type ${class_name_of(operation.constructor)}). Either the \`${class_name_of(operation.constructor)}.call()\` method is incorrect, or you need to implement the \`${class_name_of(operation.constructor)}.compute_output_spec() / compute_output_shape()\` method.\n\nError encountered: ${error.message}`
  const known = error instanceof KerasError
  const same: Error = known ? Object.create(Object.getPrototypeOf(error)) : new ValueError(text)
  const fields = { message: text, stack: error.stack, name: known ? error.name : same.name }
  for (const [key, value] of Object.entries(fields))
    Object.defineProperty(same, key, { value, configurable: true, writable: true })
  return same
}
