import type { Tensor } from '@tensorflow/tfjs-core'
import { run_update } from '../backend/kernels/update'
import { tracing } from '../backend/meta'
import { scoped } from '../backend/scope'
import { NotImplementedError, ValueError } from '../common/errors'
import { auto_name } from '../common/names'
import { serialize_object } from '../common/objects'
import { repr } from '../common/text'
import { class_name_of } from '../graph/operation'
import { add, divide, maximum, multiply, zeros_like } from '../ops/numpy'
import { NumberVariable } from '../variables/number_variable'
import { scopes } from '../variables/scopes'
import { StatelessScope } from '../variables/stateless_scope'
import { cast_tensor, tensor_dtype, to_tensor } from '../variables/to_tensor'
import type { Variable } from '../variables/variable'
import { clip_gradients } from './clip'
import { check_optimizer_config, type OptimizerConfig, take_optimizer_config } from './config'
import { OptimizerVariables } from './optimizer_variables'
import { deserialize as deserialize_schedule, serialize as serialize_schedule } from './schedules/get'
import { LearningRateSchedule } from './schedules/schedule'

/** A gradient, or null for a variable that the loss does not depend on. */
export type Gradient = Tensor | null | undefined

/**
 * Base of optimizers. A subclass makes its slots in `build(variables)` and writes `update_step(gradient, variable, learning_rate)`.
 * Source: keras.optimizers.Optimizer.
 *
 * ```ts
 * const optimizer = new SGD({ learning_rate: 0.1 })
 * const v = new Variable(3)
 * const { grads } = value_and_grads(() => ops.square(v), [v])
 * optimizer.apply(grads, [v])
 * v.arraySync() // 2.4
 * ```
 */
export abstract class Optimizer extends OptimizerVariables {
  static class_name = 'Optimizer'
  static module = 'keras.optimizers'
  /** Own arguments of a class with their defaults; Keras's order. */
  static defaults: Record<string, unknown> = {}

  weight_decay: number | null
  clipnorm: number | null
  global_clipnorm: number | null
  clipvalue: number | null
  use_ema: boolean
  ema_momentum: number
  ema_overwrite_frequency: number | null
  loss_scale_factor: number | null
  /** @internal */ _accumulated_gradients: Variable[] = []
  /** @internal */ _averages: (Variable | null)[] = []
  private excluded = new Set<Variable>()
  private excluded_names: RegExp | null = null

  /** @throws ValueError for a bad or unknown argument. */
  constructor(config: OptimizerConfig & Record<string, unknown> = {}) {
    const own = take_optimizer_config(new.target, config)
    check_optimizer_config(own)
    super({ ...own, name: own.name ?? auto_name(class_name_of(new.target)) })
    this.weight_decay = own.weight_decay
    this.clipnorm = own.clipnorm
    this.global_clipnorm = own.global_clipnorm
    this.clipvalue = own.clipvalue
    this.use_ema = own.use_ema
    this.ema_momentum = own.ema_momentum
    this.ema_overwrite_frequency = own.ema_overwrite_frequency
    this.loss_scale_factor = own.loss_scale_factor
    for (const key of Object.keys((new.target as typeof Optimizer).defaults)) {
      if (!(key in this)) (this as Record<string, unknown>)[key] = own[key]
    }
  }

  /** Makes the slots for `variables`. */
  build(variables: readonly Variable[]): void {
    if (this.use_ema) this._averages = this.add_optimizer_variables(variables, 'average')
    variables.forEach((variable, i) => {
      this._indices.set(variable, i)
      if (this.gradient_accumulation_steps !== null)
        this._accumulated_gradients.push(this.add_variable_from_reference(variable, { name: 'gradient_accumulator' }))
    })
    this._trainable_variables = [...variables]
    this.built = true
  }

  /**
   * Changes the variables by their gradients, and counts one iteration. A null gradient leaves its variable.
   * @throws ValueError when it is not built and got no variables, for unknown variables, and when all gradients are null.
   */
  apply(grads: readonly Gradient[], trainable_variables: readonly Variable[] | null = null): void {
    if (grads.length === 0) return
    let variables = this._trainable_variables as readonly Variable[]
    if (trainable_variables === null) {
      if (!this.built) {
        throw new ValueError(
          'When passing `grads` without `variables`, the optimizer must already be built on a list of variables. Call `optimizer.build(trainable_variables)` first. ',
        )
      }
      if (grads.length !== variables.length) {
        throw new ValueError(
          `When passing \`grads\` as a list of gradient tensors, the gradients must match \`optimizer.variables\` one-to-on. Received a list of ${grads.length} gradients, but the optimizer is tracking ${variables.length} trainable variables.`,
        )
      }
    } else {
      variables = trainable_variables
      if (!this.built) {
        this.build(variables)
        this.built = true
      }
      for (const variable of variables) {
        if (!this._indices.has(variable)) {
          throw new ValueError(
            `Unknown variable: ${repr(variable)}. This optimizer can only be called for the variables it was originally built with. When working with a new set of variables, you should recreate a new optimizer instance.`,
          )
        }
      }
    }
    scoped(() => {
      const pairs = this._filter(grads, variables)
      if (pairs.length > 0) {
        const own = pairs.map(([, variable]) => variable)
        this._apply(this._unscale(pairs.map(([gradient]) => gradient)), own)
        for (const variable of own) {
          if (variable.constraint !== null) variable.assign(variable.constraint(variable) as Tensor)
        }
      }
      this._iterations.assign_add(1)
    })
  }

  /** `apply` on pairs of gradient and variable; answers the iteration count. */
  apply_gradients(grads_and_vars: Iterable<readonly [Gradient, Variable]>): NumberVariable {
    const pairs = [...grads_and_vars]
    this.apply(
      pairs.map(([gradient]) => gradient),
      pairs.map(([, variable]) => variable),
    )
    return this._iterations
  }

  private _unscale(grads: Tensor[]): Tensor[] {
    const scale = this.loss_scale_factor
    return scale === null ? grads : grads.map((gradient) => divide(gradient, scale) as Tensor)
  }

  /** The pairs that an update is for; variables that their gradient overwrites are done. */
  private _filter(grads: readonly Gradient[], variables: readonly Variable[]): [Tensor, Variable][] {
    const pairs: [Tensor, Variable][] = []
    const missing: string[] = []
    variables.forEach((variable, i) => {
      const gradient = grads[i]
      if (variable.overwrite_with_gradient) {
        if (gradient) this._overwrite(variable, gradient)
      } else if (gradient === null || gradient === undefined) missing.push(variable.path)
      else pairs.push([gradient, variable])
    })
    if (pairs.length === 0 && missing.length > 0) throw new ValueError('No gradients provided for any variable.')
    if (missing.length > 0) {
      console.warn(
        `keras-tfjs: Gradients do not exist for variables ${repr(missing)} when minimizing the loss. If using \`model.compile()\`, did you forget to provide a \`loss\` argument?`,
      )
    }
    return pairs
  }

  private _overwrite(variable: Variable, gradient: Tensor): void {
    if (this.gradient_accumulation_steps === null) {
      variable.assign(gradient)
      return
    }
    const accumulator = this._accumulated_gradients[this._index(variable)]!
    const largest = maximum(gradient, accumulator) as Tensor
    if (this._is_update_step()) {
      variable.assign(largest)
      accumulator.assign(zeros_like(accumulator))
    } else {
      accumulator.assign(largest)
    }
  }

  private _is_update_step(): boolean {
    return (this._iterations.number + 1) % this.gradient_accumulation_steps! === 0
  }

  /** @internal */
  _apply(given: Tensor[], variables: Variable[]): void {
    let grads = given
    const steps = this.gradient_accumulation_steps
    let updates = true
    if (steps !== null) {
      updates = this._is_update_step()
      const sums = variables.map((variable, i) => add(grads[i]!, this._accumulated_gradients[this._index(variable)]!) as Tensor)
      variables.forEach((variable, i) => {
        this._accumulated_gradients[this._index(variable)]!.assign(updates ? zeros_like(sums[i]!) : sums[i]!)
      })
      if (updates) grads = sums.map((sum) => divide(sum, steps) as Tensor)
    }
    if (updates) {
      grads = clip_gradients(grads, this)
      const rate = this._rate
      this._apply_weight_decay(variables, rate)
      this._update(grads, variables, rate)
    }
    if (this.use_ema) this._update_averages()
  }

  /** @internal */
  _update(grads: readonly Tensor[], variables: readonly Variable[], learning_rate: number): void {
    variables.forEach((variable, i) => {
      const gradient = grads[i]!
      const dtype = variable.keras_dtype
      this.update_step(tensor_dtype(gradient) === dtype ? gradient : cast_tensor(gradient, dtype), variable, learning_rate)
    })
  }

  /** Changes one variable. @throws NotImplementedError unless a subclass writes it. */
  update_step(_gradient: Tensor, _variable: Variable, _learning_rate: number): void {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`update_step\` is not implemented.`)
  }

  /**
   * Runs an update of a variable and its slots in one kernel; false where that is not possible and the composed form has to run.
   * @internal
   */
  _fused(
    kernel: string,
    state: readonly (Variable | null | undefined)[],
    gradient: Tensor,
    attrs: Record<string, number>,
  ): boolean {
    if (scopes.stateless !== null || tracing()) return false
    const variables = state.filter((variable) => variable != null) as Variable[]
    if (gradient.dtype !== 'float32' || variables.some((variable) => variable.keras_dtype !== 'float32')) return false
    const results = run_update(kernel, variables, gradient, attrs)
    if (results === null) return false
    results.forEach((result, i) => {
      const variable = variables[i]!
      if (result.dataId !== variable.dataId) variable.assign(result)
      result.dispose()
    })
    return true
  }

  private _apply_weight_decay(variables: readonly Variable[], rate: number): void {
    const decay = this.weight_decay
    if (decay === null) return
    for (const variable of variables) {
      if (this._use_weight_decay(variable)) variable.assign(multiply(variable, 1 - Math.fround(decay) * rate) as Tensor)
    }
  }

  private _use_weight_decay(variable: Variable): boolean {
    return !this.excluded.has(variable) && !(this.excluded_names?.test(variable.local_name) ?? false)
  }

  /**
   * Keeps variables from weight decay: those given, and those whose name holds one of `var_names` (regular expressions).
   * @throws ValueError when it is built already.
   */
  exclude_from_weight_decay({
    var_list = null,
    var_names = null,
  }: {
    var_list?: readonly Variable[] | null
    var_names?: readonly string[] | null
  } = {}): void {
    if (this.built) throw new ValueError('`exclude_from_weight_decay()` can only be configured before the optimizer is built.')
    this.excluded = new Set(var_list ?? [])
    this.excluded_names = var_names && var_names.length > 0 ? new RegExp(var_names.join('|')) : null
  }

  /** The loss to take gradients of. */
  scale_loss(loss: Tensor): Tensor {
    return this.loss_scale_factor === null ? loss : scoped(() => multiply(loss, this.loss_scale_factor!) as Tensor)
  }

  private _update_averages(): void {
    const momentum = this._step === 0 ? 0 : this.ema_momentum
    this._trainable_variables.forEach((variable, i) => {
      const average = this._averages[i]
      if (average) average.assign(add(multiply(average, momentum), multiply(variable, 1 - momentum)) as Tensor)
    })
    const frequency = this.ema_overwrite_frequency
    if (frequency !== null && (this._step + 1) % frequency === 0) this._overwrite_with_averages(this._trainable_variables)
  }

  private _overwrite_with_averages(variables: readonly Variable[]): void {
    if (variables.length !== this._averages.length) {
      throw new ValueError(
        `The length of model variables (${variables.length}) to override does not match the length of model variables stored in the optimizer (${this._averages.length}). Please check if the optimizer was called on your model.`,
      )
    }
    variables.forEach((variable, i) => {
      const average = this._averages[i]
      if (average) variable.assign(average.clone())
    })
  }

  /** What is left to do with the variables when training ends: with `use_ema` they become their averages. */
  finalize_variable_values(var_list: readonly Variable[]): void {
    if (this.use_ema) scoped(() => this._overwrite_with_averages(var_list))
  }

  /**
   * `apply` on given values: answers the new values of the trainable variables and of the optimizer's own.
   * @throws ValueError when it is not built, or the lists have other lengths.
   */
  stateless_apply(
    optimizer_variables: readonly unknown[],
    grads: readonly Gradient[],
    trainable_variables: readonly unknown[],
  ): [Tensor[], Tensor[]] {
    if (!this.built) {
      throw new ValueError(
        `To call \`stateless_apply\`, ${class_name_of(this.constructor)} must be built (i.e. its variables must have been created). You can build it via \`optimizer.build(trainable_variables)\`.`,
      )
    }
    const own = this.variables
    if (optimizer_variables.length !== own.length) {
      throw new ValueError(
        `Argument \`optimizer_variables\` must be a list of tensors corresponding 1:1 to ${class_name_of(this.constructor)}().variables. Received list with length ${optimizer_variables.length}, but expected ${own.length} variables.`,
      )
    }
    if (trainable_variables.length !== this._trainable_variables.length) {
      throw new ValueError(
        `Argument \`trainable_variables\` must be a list of tensors corresponding 1:1 to the trainable variables list that the optimizer was built with. Received len(trainable_variables) == ${trainable_variables.length} whereas the optimizer was built with ${this._trainable_variables.length} variables.`,
      )
    }
    return scoped(() => {
      const all = [...this._trainable_variables, ...own]
      const values = [...trainable_variables, ...optimizer_variables]
      const scope = new StatelessScope({
        state_mapping: all.map((variable, i) => [variable, to_tensor(values[i], variable.keras_dtype)]),
      })
      scope.run(() => this.apply(grads))
      const read = (variable: Variable): Tensor => scope.get_current_value(variable)!
      return [this._trainable_variables.map(read), own.map(read)] as [Tensor[], Tensor[]]
    })
  }

  get_config(): Record<string, unknown> {
    const rate = this._learning_rate
    let learning_rate: unknown
    if (rate instanceof NumberVariable) learning_rate = rate.number
    else learning_rate = rate instanceof LearningRateSchedule ? serialize_schedule(rate) : serialize_object(rate)
    const config: Record<string, unknown> = {
      name: this.name,
      learning_rate,
      weight_decay: this.weight_decay,
      clipnorm: this.clipnorm,
      global_clipnorm: this.global_clipnorm,
      clipvalue: this.clipvalue,
      use_ema: this.use_ema,
      ema_momentum: this.ema_momentum,
      ema_overwrite_frequency: this.ema_overwrite_frequency,
      loss_scale_factor: this.loss_scale_factor,
      gradient_accumulation_steps: this.gradient_accumulation_steps,
    }
    for (const key of Object.keys((this.constructor as typeof Optimizer).defaults)) {
      if (!(key in config)) config[key] = (this as Record<string, unknown>)[key]
    }
    return config
  }

  static from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    { custom_objects = null }: { custom_objects?: Record<string, unknown> | null } = {},
  ): any {
    const rate = config.learning_rate
    if (typeof rate !== 'object' || rate === null || rate instanceof LearningRateSchedule) return new this(config)
    return new this({ ...config, learning_rate: deserialize_schedule(rate, { custom_objects }) })
  }

  to_text(): string {
    return `<${class_name_of(this.constructor)} name=${this.name}>`
  }
}
