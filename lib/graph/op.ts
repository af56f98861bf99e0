import { Tensor } from '@tensorflow/tfjs-core'
import { in_scope, scoped } from '../backend/scope'
import { KerasError, TypeError } from '../common/errors'
import { auto_name } from '../common/names'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'
import type { TensorLike } from '../variables/to_tensor'
import { infer_output_spec } from './infer'
import { any_symbolic, type KerasTensor } from './keras_tensor'
import { explain_inference, Operation } from './operation'

/** How an op is called, saved and found again in a file. */
export interface OpDeclaration<C extends object> {
  /** Keras's class, e.g. `Mean`. */
  class_name: string
  /** Keras's module, e.g. `keras.src.ops.numpy`. */
  module: string
  /** The data arguments, in order. */
  inputs: readonly string[]
  /** The other arguments with their defaults, in Keras's positional order. */
  config?: C
  /** Whether the op takes any number of data arguments as one list that Keras spreads. */
  variadic?: boolean
}

type SymbolicResult<R> = R extends Tensor
  ? KerasTensor
  : R extends (infer U)[]
    ? SymbolicResult<U>[]
    : R extends object
      ? { [K in keyof R]: SymbolicResult<R[K]> }
      : R

/** An op of `ops`: data arguments, then either one options object or the options in Keras's positional order. */
export interface Op<I extends unknown[], C extends object, R> {
  (...args: [...I, ...([Partial<C>?] | unknown[])]): R
  (
    ...args: [...{ [K in keyof I]: I[K] | KerasTensor | (TensorLike | KerasTensor)[] }, ...([Partial<C>?] | unknown[])]
  ): SymbolicResult<R>
  declaration: OpDeclaration<C>
}

/** One use of an op in a graph. Its config names it in a file. */
export class OpOperation extends Operation {
  declare readonly declaration: OpDeclaration<object>
  declare readonly config: Record<string, unknown>
  declare private readonly run: (...args: any[]) => unknown

  constructor(
    declaration: OpDeclaration<object>,
    run: (...args: any[]) => unknown,
    config: Record<string, unknown>,
    name: string | null = null,
  ) {
    super({ name: name ?? auto_name(declaration.class_name) })
    this.declaration = declaration
    this.run = run
    this.config = config
  }

  /** @internal The function, and the values of the arguments that are no data. */
  compiled(): { run: (...args: any[]) => unknown; settings: unknown[] } {
    return { run: this.run, settings: Object.values(this.config) }
  }

  /** The same use of the op, for another graph. */
  copy(): OpOperation {
    return new OpOperation(this.declaration, this.run, this.config, this.name)
  }

  /** The inputs, then the tensors of this one call that stand in the place of settings. */
  private split(args: readonly unknown[]): [inputs: unknown[], options: Record<string, unknown>] {
    const count = this.declaration.inputs.length
    const inputs = Array.from({ length: count }, (_, i) => args[i])
    const last = args.length > count ? args[args.length - 1] : null
    return [inputs, is_plain_object(last) ? last : {}]
  }

  override call(...args: unknown[]): unknown {
    const [inputs, options] = this.split(args)
    return this.run(...inputs, ...Object.values({ ...this.config, ...options }))
  }

  /** An error of the op itself comes through as it is: Keras's ops say by themselves what they answer. */
  override compute_output_spec(...args: unknown[]): any {
    try {
      return infer_output_spec(args, (filled) => this.call(...filled))
    } catch (error) {
      throw error instanceof KerasError ? error : explain_inference(error, this)
    }
  }

  override __call__(...args: unknown[]): unknown {
    if (any_symbolic(args)) return this.symbolic_call(...this.split(args))
    return scoped(() => this.call(...args))
  }

  override get_config(): Record<string, unknown> {
    return { name: this.name, ...this.config }
  }
}

/**
 * Declares an op. From the one declaration come the eager form, the symbolic form and the saved form.
 *
 * ```
 * export const square = op({ class_name: 'Square', module: 'keras.src.ops.numpy', inputs: ['x'] }, (x: TensorLike) => ...)
 * ```
 */
export function op<I extends unknown[], C extends object, R>(
  declaration: OpDeclaration<C>,
  run: (...args: any[]) => R,
): Op<I, C, R> {
  const { inputs, config = {} as C } = declaration
  const keys = Object.keys(config)
  const defaults = Object.values(config)
  const count = inputs.length
  const plain = defaults.length === 0
  const call = (...args: any[]): any => {
    const eager = bind_tensors(count, keys, defaults, args)
    if (eager !== null) return in_scope() ? run(...eager) : scoped(() => run(...eager))
    const values = bind(declaration.class_name, inputs, keys, defaults, args)
    if (values.some(any_symbolic)) {
      const settings: Record<string, unknown> = {}
      const symbolic: Record<string, unknown> = {}
      keys.forEach((key, i) => {
        const value = values[count + i]
        if (any_symbolic(value)) symbolic[key] = value
        settings[key] = key in symbolic ? defaults[i] : value
      })
      return new OpOperation(declaration, run, plain ? {} : settings).__call__(...values.slice(0, count), symbolic)
    }
    return scoped(() => run(...values))
  }
  Object.defineProperty(call, 'declaration', { value: declaration })
  Object.defineProperty(call, 'run', { value: run })
  return call as unknown as Op<I, C, R>
}

/** The values of all arguments when the data are tensors and nothing is symbolic or wrong; else null, and `bind` has to say. */
function bind_tensors(
  count: number,
  keys: readonly string[],
  defaults: readonly unknown[],
  args: readonly unknown[],
): unknown[] | null {
  const given = args.length
  if (given < count || given > count + keys.length || count === 0) return null
  for (let i = 0; i < count; i++) if (!(args[i] instanceof Tensor)) return null
  const last = args[given - 1]
  const options = given > count && is_plain_object(last) ? last : null
  const positional = options === null ? given : given - 1
  const values = args.slice(0, positional)
  let unread = 0
  if (options !== null) {
    for (const key in options) {
      if (options[key] === undefined) return null
      unread++
    }
  }
  for (let i = 0; i < keys.length; i++) {
    let value = i + count < positional ? args[i + count] : undefined
    if (options !== null && options[keys[i]!] !== undefined) {
      value = options[keys[i]!]
      unread--
    }
    if (any_symbolic(value)) return null
    values[count + i] = value === undefined ? defaults[i] : value
  }
  return unread === 0 ? values : null
}

function bind(class_name: string, inputs: readonly string[], keys: string[], defaults: unknown[], args: unknown[]): unknown[] {
  const count = inputs.length
  const last = args[args.length - 1]
  const options = args.length > 1 && is_plain_object(last) ? last : null
  const positional = options === null ? args : args.slice(0, -1)
  if (positional.length > count + keys.length) {
    throw new TypeError(`${class_name}: takes at most ${count + keys.length} arguments. Received: ${positional.length} arguments`)
  }
  const values: unknown[] = [...new Array(count).fill(undefined), ...defaults]
  for (let i = 0; i < positional.length; i++) if (positional[i] !== undefined) values[i] = positional[i]
  if (options !== null) {
    for (const key of Object.keys(options)) {
      const place = inputs.includes(key) ? inputs.indexOf(key) : count + keys.indexOf(key)
      if (place < count && !inputs.includes(key)) {
        throw new TypeError(
          `${class_name}: unknown argument \`${key}\`.${suggestion(key, [...inputs, ...keys])} Received: ${key}=${repr(options[key])}`,
        )
      }
      if (options[key] !== undefined) values[place] = options[key]
    }
  }
  return values
}
