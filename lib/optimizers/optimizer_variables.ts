import { Tensor } from '@tensorflow/tfjs-core'
import { floatx } from '../common/config'
import { TypeError } from '../common/errors'
import { check_name } from '../common/names'
import type { Shape } from '../common/shape'
import { get as get_initializer } from '../initializers/get'
import { add, multiply } from '../ops/numpy'
import { close_name_scope, open_name_scope } from '../variables/name_scope'
import { NumberVariable } from '../variables/number_variable'
import { Variable } from '../variables/variable'
import { variables_for } from './saved_state'
import { LearningRateSchedule } from './schedules/schedule'

/** A learning rate: a number, a schedule, or a function without arguments. */
export type LearningRate = number | LearningRateSchedule | (() => number)

interface VariablesConfig {
  name: string
  learning_rate: unknown
  gradient_accumulation_steps: number | null
}

/** What an optimizer keeps: the iteration count, the learning rate, and the slots of the variables that it was built on. */
export abstract class OptimizerVariables {
  readonly name: string
  gradient_accumulation_steps: number | null
  built = false
  /** @internal */ _iterations: NumberVariable
  /** @internal */ _learning_rate: NumberVariable | LearningRateSchedule | (() => number)
  /** @internal */ _variables: Variable[] = []
  /** @internal */ _trainable_variables: Variable[] = []
  /** @internal */ _indices = new Map<Variable, number>()

  /** @throws ValueError for a name that none may have. */
  constructor({ name, learning_rate: rate, gradient_accumulation_steps }: VariablesConfig) {
    check_name(name)
    this.name = name
    this.gradient_accumulation_steps = gradient_accumulation_steps
    this._iterations = this._track(
      () => new NumberVariable(0, { name: 'iteration', dtype: 'int32', trainable: false, aggregation: 'only_first_replica' }),
    )
    if (typeof rate === 'number') {
      this._learning_rate = this._track(
        () =>
          new NumberVariable(rate, {
            name: 'learning_rate',
            dtype: floatx(),
            trainable: false,
            aggregation: 'only_first_replica',
          }),
      )
    } else {
      this._learning_rate = rate as LearningRateSchedule
    }
  }

  /** @internal */
  _track<V extends Variable>(make: () => V): V {
    const opened = open_name_scope(this.name, this)
    try {
      const variable = make()
      this._variables.push(variable)
      return variable
    } finally {
      close_name_scope(opened)
    }
  }

  /** How often it has updated the variables. */
  get iterations(): NumberVariable | number {
    return this.gradient_accumulation_steps === null ? this._iterations : this._step
  }

  /** `iterations` as a number. @internal */
  get _step(): number {
    return Math.floor(this._iterations.number / (this.gradient_accumulation_steps ?? 1))
  }

  /** The iteration count, the learning rate, then the slots in the order in which they were made. */
  get variables(): Variable[] {
    return [...this._variables]
  }

  /** The variable of the learning rate; with a schedule, its present value. */
  get learning_rate(): any {
    return this._learning_rate instanceof NumberVariable ? this._learning_rate : this._rate
  }

  /** @throws TypeError when there is a schedule or a function in its place. */
  set learning_rate(value: unknown) {
    const current = this._learning_rate
    if (!(current instanceof NumberVariable)) {
      throw new TypeError(
        'This optimizer was created with a `LearningRateSchedule` object as its `learning_rate` constructor argument, hence its learning rate is not settable. If you need the learning rate to be settable, you should instantiate the optimizer with a float `learning_rate` argument.',
      )
    }
    if (typeof value === 'number' || value instanceof Tensor) current.assign(value)
    else this._learning_rate = value as LearningRateSchedule
  }

  /** The present learning rate as a number. @internal */
  get _rate(): number {
    const rate = this._learning_rate
    if (rate instanceof NumberVariable) return rate.number
    return Math.fround(rate instanceof LearningRateSchedule ? rate(this._step) : Number(rate()))
  }

  /** Makes a slot. */
  add_variable({
    shape,
    initializer = 'zeros',
    dtype = null,
    aggregation = 'none',
    name = null,
  }: {
    shape: Shape
    initializer?: unknown
    dtype?: string | null
    aggregation?: string
    name?: string | null
  }): Variable {
    return this._track(
      () => new Variable(get_initializer(initializer as never) as never, { shape, dtype, trainable: false, aggregation, name }),
    )
  }

  /** Makes a slot of the shape and dtype of a variable. */
  add_variable_from_reference(
    reference_variable: Variable,
    { name = null, initializer = 'zeros' }: { name?: string | null; initializer?: unknown } = {},
  ): Variable {
    return this.add_variable({
      shape: reference_variable.shape,
      initializer,
      dtype: reference_variable.keras_dtype,
      name: `${reference_variable.path.replaceAll('/', '_')}_${name ?? 'var'}`,
    })
  }

  /** Makes one slot a variable, or for several names one list of slots a name. Variables that are overwritten by their gradient have null. */
  add_optimizer_variables(trainable_variables: readonly Variable[], name: string, initializer?: unknown): Variable[]
  add_optimizer_variables(trainable_variables: readonly Variable[], name: readonly string[], initializer?: unknown): Variable[][]
  add_optimizer_variables(
    trainable_variables: readonly Variable[],
    name: string | readonly string[],
    initializer: unknown = 'zeros',
  ): any {
    const names = typeof name === 'string' ? [name] : name
    const slots: (Variable | null)[][] = names.map(() => [])
    for (const variable of trainable_variables) {
      names.forEach((slot_name, i) => {
        const start = Array.isArray(initializer) ? initializer[i] : initializer
        slots[i]!.push(
          variable.overwrite_with_gradient
            ? null
            : this.add_variable_from_reference(variable, { name: slot_name, initializer: start }),
        )
      })
    }
    return typeof name === 'string' ? slots[0] : slots
  }

  /** The place of a variable among those that it was built on. @internal */
  _index(variable: Variable): number {
    return this._indices.get(variable)!
  }

  /** Sets a variable. */
  assign(variable: Variable, value: unknown): void {
    variable.assign(value as Tensor)
  }

  /** Adds to a variable. */
  assign_add(variable: Variable, value: unknown): void {
    variable.assign(add(variable, value as Tensor) as Tensor)
  }

  /** Subtracts from a variable. */
  assign_sub(variable: Variable, value: unknown): void {
    variable.assign(add(variable, multiply(value as Tensor, -1)) as Tensor)
  }

  /** @internal What the optimizer itself keeps in a file. */
  _own_weights(): { stored: { variable: Variable }[]; cleared: Variable[] } {
    return { stored: this._variables.map((variable) => ({ variable })), cleared: [] }
  }

  /** Puts the variables into a store under `0`, `1`, ... */
  save_own_variables(store: Record<string, unknown>): void {
    this.variables.forEach((variable, i) => {
      store[String(i)] = variable
    })
  }

  /** @internal The variables that the values of a file are for; warns and answers null when there is no telling. */
  _weights_for(shapes: readonly (readonly number[])[]): Variable[] | null {
    return variables_for(this, shapes)
  }

  /** Takes the variables from a store; warns and takes none when it has another number of them. */
  load_own_variables(store: Record<string, any>): void {
    const values = Object.keys(store).map((_, i) => store[String(i)] as Tensor)
    this._weights_for(values.map((value) => value.shape))?.forEach((variable, i) => void variable.assign(values[i]!))
  }

  /** Frees the variables. */
  dispose(): void {
    for (const variable of this.variables) variable.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
