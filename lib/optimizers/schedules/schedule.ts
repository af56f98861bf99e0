import { Tensor } from '@tensorflow/tfjs-core'
import { NotImplementedError } from '../../common/errors'
import { Callable } from '../../graph/callable'
import { class_name_of } from '../../graph/operation'
import { NumberVariable } from '../../variables/number_variable'

/** How a schedule is called: it answers the learning rate of a step. */
export interface LearningRateSchedule {
  (step: number | Tensor): number
}

/**
 * Base of learning rates that change with the step. A subclass writes `call(step)`, which answers a number.
 * Source: keras.optimizers.schedules.LearningRateSchedule.
 *
 * ```ts
 * const schedule = new ExponentialDecay({ initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 })
 * schedule(10) // 0.05
 * ```
 */
export abstract class LearningRateSchedule extends Callable {
  static class_name = 'LearningRateSchedule'
  static module = 'keras.optimizers.schedules'
  /** The arguments. */
  declare readonly config: Record<string, any>

  constructor(config: { name?: string | null } & Record<string, unknown> = {}) {
    super(config.name ?? class_name_of(new.target))
    Object.defineProperty(this, 'config', { value: config, enumerable: false })
    for (const key of Object.keys(config)) {
      if (key !== 'name') Object.defineProperty(this, key, { value: config[key], enumerable: true, configurable: true })
    }
  }

  /** The learning rate of a step. @throws NotImplementedError unless a subclass writes it. */
  call(_step: number): number {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`call\` is not implemented.`)
  }

  override __call__(step: unknown): number {
    const count = step instanceof NumberVariable ? step.number : step instanceof Tensor ? step.dataSync()[0]! : Number(step)
    return Math.fround(this.call(count))
  }

  get_config(): Record<string, unknown> {
    return { ...this.config }
  }

  static from_config(this: new (config: any) => any, config: Record<string, unknown>): any {
    return new this(config)
  }
}
