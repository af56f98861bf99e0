import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { NotImplementedError, ValueError } from '../common/errors'
import { auto_name } from '../common/names'
import type { Shape } from '../common/shape'
import { flatten, is_nested } from '../common/tree'
import { Callable } from '../graph/callable'
import { class_name_of } from '../graph/operation'
import { get as get_initializer } from '../initializers/get'
import { zeros } from '../ops/numpy'
import { type DTypePolicyLike, get_dtype_policy } from '../variables/dtype_policy'
import { close_name_scope, open_name_scope } from '../variables/name_scope'
import { NumberVariable } from '../variables/number_variable'
import { StatelessScope } from '../variables/stateless_scope'
import { Variable } from '../variables/variable'
import { tag_result } from './metric_results'

export interface MetricConfig {
  name?: string | null
  /** Default: floatx. */
  dtype?: DTypePolicyLike | null
}

export interface MetricVariableConfig {
  shape?: Shape | number
  /** Default `zeros`. */
  initializer?: unknown
  dtype?: string | null
  aggregation?: string
  name?: string | null
}

/** How a metric is called: it takes the values into account and answers the result so far. */
export interface Metric {
  (...args: any[]): any
}

const tagged = new WeakSet<object>()

/** Lets every `result` of a class and of those it extends note which metric its answer came from. Done once a class. */
function tag_results(prototype: object): void {
  for (let current = prototype; current !== Metric.prototype && !tagged.has(current); current = Object.getPrototypeOf(current)) {
    tagged.add(current)
    if (!Object.hasOwn(current, 'result')) continue
    const raw = (current as Metric).result
    const result = function result(this: Metric): unknown {
      return tag_result(raw.call(this), this)
    }
    Object.defineProperty(current, 'result', { value: result, writable: true, configurable: true })
  }
}

/**
 * Base of metrics: state in variables, `update_state` adds to it, `result` answers what it amounts to, `reset_state` empties it.
 * Source: keras.metrics.Metric.
 *
 * ```ts
 * const metric = new Mean()
 * metric.update_state([1, 3])
 * metric.result() // 2
 * ```
 */
export abstract class Metric extends Callable {
  static class_name = 'Metric'
  static module = 'keras.metrics'
  /** The dtype in which it computes. */
  declare readonly dtype: string
  /** @internal */ declare _own_variables: Variable[]

  constructor({ name = null, dtype = null }: MetricConfig = {}) {
    super(name ?? auto_name(class_name_of(new.target)))
    const policy = get_dtype_policy(dtype)
    Object.defineProperty(this, 'dtype', { value: policy.compute_dtype, enumerable: true })
    Object.defineProperty(this, '_own_variables', { value: [], enumerable: false })
    tag_results(new.target.prototype)
  }

  /** Own variables, then those of metrics that it holds. */
  get variables(): Variable[] {
    const variables = [...this._own_variables]
    for (const value of Object.values(this)) {
      for (const leaf of is_nested(value) ? flatten(value) : [value]) {
        if (leaf instanceof Metric) variables.push(...leaf.variables)
      }
    }
    return [...new Set(variables)]
  }

  get non_trainable_variables(): Variable[] {
    return this.variables
  }

  get trainable_variables(): Variable[] {
    return []
  }

  /** Makes a variable of the state. */
  add_variable({
    shape = [],
    initializer = 'zeros',
    dtype = null,
    aggregation = 'sum',
    name = null,
  }: MetricVariableConfig = {}): Variable {
    return this._add(
      () =>
        new Variable(get_initializer(initializer as never) as never, {
          shape,
          dtype: dtype ?? this.dtype,
          trainable: false,
          aggregation,
          name,
        }),
    )
  }

  /** Makes a variable of the state. */
  add_weight({ shape = [], initializer = 'zeros', dtype = null, name = null }: MetricVariableConfig = {}): Variable {
    return this.add_variable({ shape, initializer, dtype, name })
  }

  /** A scalar of the state that is also known in JavaScript. @internal */
  _add_number(name: string, dtype: string = this.dtype): NumberVariable {
    return this._add(() => new NumberVariable(0, { dtype, trainable: false, aggregation: 'sum', name }))
  }

  private _add<V extends Variable>(make: () => V): V {
    const opened = open_name_scope(this.name.replaceAll('/', '>'), this)
    try {
      const variable = make()
      this._own_variables.push(variable)
      return variable
    } finally {
      close_name_scope(opened)
    }
  }

  /** Takes values into account. @throws NotImplementedError unless a subclass writes it. */
  update_state(..._args: any[]): unknown {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`update_state\` is not implemented.`)
  }

  /** What the state amounts to. @throws NotImplementedError unless a subclass writes it. */
  result(): any {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`result\` is not implemented.`)
  }

  /** Empties the state. */
  reset_state(): void {
    for (const variable of this.variables) {
      if (variable instanceof NumberVariable) variable.assign(0)
      else scoped(() => void variable.assign(zeros(variable.shape, { dtype: variable.keras_dtype })))
    }
  }

  override __call__(...args: unknown[]): any {
    this.update_state(...args)
    return this.result()
  }

  /** `update_state` on given values of the variables: answers the new ones. @throws ValueError on another number of values. */
  stateless_update_state(metric_variables: readonly unknown[], ...args: unknown[]): Tensor[] {
    const scope = this._stateless(metric_variables, 'metric_variables')
    return scoped(() => {
      scope.run(() => this.update_state(...args))
      return this.variables.map((variable) => scope.get_current_value(variable)!)
    })
  }

  /** `result` of given values of the variables. @throws ValueError on another number of values. */
  stateless_result(metric_variables: readonly unknown[]): any {
    const scope = this._stateless(metric_variables, 'metric_variables')
    return scoped(() => scope.run(() => this.result()))
  }

  /** The values of an empty state. */
  stateless_reset_state(): Tensor[] {
    const scope = this._stateless(this.variables, 'metric_variables')
    return scoped(() => {
      scope.run(() => this.reset_state())
      return this.variables.map((variable) => scope.get_current_value(variable)!)
    })
  }

  private _stateless(values: readonly unknown[], argument: string): StatelessScope {
    const variables = this.variables
    if (values.length !== variables.length) {
      throw new ValueError(
        `Argument \`${argument}\` must be a list of tensors corresponding 1:1 to ${class_name_of(this.constructor)}().variables. Received list with length ${values.length}, but expected ${variables.length} variables.`,
      )
    }
    return new StatelessScope({ state_mapping: variables.map((variable, i) => [variable, values[i]]) })
  }

  /** Frees the variables. */
  dispose(): void {
    for (const variable of this.variables) variable.dispose()
  }

  get_config(): Record<string, unknown> {
    return { name: this.name, dtype: this.dtype }
  }

  static from_config(this: new (config: any) => any, config: Record<string, unknown>): any {
    return new this(config)
  }

  to_text(): string {
    return `<${class_name_of(this.constructor)} name=${this.name}>`
  }
}
