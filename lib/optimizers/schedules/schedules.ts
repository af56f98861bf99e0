import { ValueError } from '../../common/errors'
import { take_config } from '../../common/objects'
import { repr } from '../../common/text'
import { LearningRateSchedule } from './schedule'

const f = Math.fround

function positive(name: string, value: number): void {
  if (!(value > 0)) throw new ValueError(`Argument \`${name}\` must be > 0. Received: ${name}=${repr(value)}`)
}

export interface ExponentialDecayConfig {
  initial_learning_rate: number
  /** Steps after which the rate is multiplied by `decay_rate`. */
  decay_steps: number
  decay_rate: number
  /** Whether it falls in steps. Default false. */
  staircase?: boolean
  name?: string
}

/** `initial_learning_rate * decay_rate^(step / decay_steps)`. Source: keras.optimizers.schedules.ExponentialDecay. */
export class ExponentialDecay extends LearningRateSchedule {
  static override class_name = 'ExponentialDecay'
  declare readonly config: Required<ExponentialDecayConfig>

  /** @throws ValueError when `decay_steps` is not positive. */
  constructor(config: ExponentialDecayConfig) {
    super(
      take_config(new.target, config, {
        initial_learning_rate: 0,
        decay_steps: 1,
        decay_rate: 1,
        staircase: false,
        name: 'ExponentialDecay',
      }),
    )
    positive('decay_steps', this.config.decay_steps)
  }

  override call(step: number): number {
    const { initial_learning_rate, decay_steps, decay_rate, staircase } = this.config
    const p = f(step / decay_steps)
    return initial_learning_rate * decay_rate ** (staircase ? Math.floor(p) : p)
  }
}

/** `initial_learning_rate / (1 + decay_rate * step / decay_steps)`. Source: keras.optimizers.schedules.InverseTimeDecay. */
export class InverseTimeDecay extends LearningRateSchedule {
  static override class_name = 'InverseTimeDecay'
  declare readonly config: Required<ExponentialDecayConfig>

  /** @throws ValueError when `decay_steps` is not positive. */
  constructor(config: ExponentialDecayConfig) {
    super(
      take_config(new.target, config, {
        initial_learning_rate: 0,
        decay_steps: 1,
        decay_rate: 1,
        staircase: false,
        name: 'InverseTimeDecay',
      }),
    )
    positive('decay_steps', this.config.decay_steps)
  }

  override call(step: number): number {
    const { initial_learning_rate, decay_steps, decay_rate, staircase } = this.config
    const p = f(step / decay_steps)
    return initial_learning_rate / (1 + decay_rate * (staircase ? Math.floor(p) : p))
  }
}

export interface PiecewiseConstantDecayConfig {
  /** The last steps of all values but the last. */
  boundaries: number[]
  values: number[]
  name?: string
}

/** `values[i]` up to step `boundaries[i]`. Source: keras.optimizers.schedules.PiecewiseConstantDecay. */
export class PiecewiseConstantDecay extends LearningRateSchedule {
  static override class_name = 'PiecewiseConstantDecay'
  declare readonly config: Required<PiecewiseConstantDecayConfig>

  /** @throws ValueError when there is not one value more than boundaries. */
  constructor(config: PiecewiseConstantDecayConfig) {
    super(take_config(new.target, config, { boundaries: [] as number[], values: [] as number[], name: 'PiecewiseConstant' }))
    const { boundaries, values } = this.config
    if (boundaries.length !== values.length - 1) {
      throw new ValueError(
        `The length of boundaries should be 1 less than the length of values. Received: boundaries=${repr(boundaries)} of length ${boundaries.length}, and values=${repr(values)} of length ${values.length}.`,
      )
    }
  }

  override call(step: number): number {
    const { boundaries, values } = this.config
    const place = boundaries.findIndex((boundary) => step <= boundary)
    return values[place < 0 ? values.length - 1 : place]!
  }
}

export interface PolynomialDecayConfig {
  initial_learning_rate: number
  decay_steps: number
  /** Default 0.0001. */
  end_learning_rate?: number
  /** Default 1: a line. */
  power?: number
  /** Whether it starts again beyond `decay_steps`. Default false. */
  cycle?: boolean
  name?: string
}

/** A polynomial from `initial_learning_rate` down to `end_learning_rate`. Source: keras.optimizers.schedules.PolynomialDecay. */
export class PolynomialDecay extends LearningRateSchedule {
  static override class_name = 'PolynomialDecay'
  declare readonly config: Required<PolynomialDecayConfig>

  /** @throws ValueError when `decay_steps` is not positive. */
  constructor(config: PolynomialDecayConfig) {
    super(
      take_config(new.target, config, {
        initial_learning_rate: 0,
        decay_steps: 1,
        end_learning_rate: 0.0001,
        power: 1,
        cycle: false,
        name: 'PolynomialDecay',
      }),
    )
    positive('decay_steps', this.config.decay_steps)
  }

  override call(step: number): number {
    const { initial_learning_rate, decay_steps, end_learning_rate, power, cycle } = this.config
    const length = cycle && step > 0 ? decay_steps * Math.ceil(f(step / decay_steps)) : decay_steps
    const p = f((cycle ? step : Math.min(step, decay_steps)) / length)
    return (initial_learning_rate - end_learning_rate) * f(1 - p) ** power + end_learning_rate
  }
}

export interface CosineDecayConfig {
  initial_learning_rate: number
  decay_steps: number
  /** The share of the rate that stays. Default 0. */
  alpha?: number
  name?: string
  /** The rate after the warm-up; null for no warm-up. */
  warmup_target?: number | null
  warmup_steps?: number
}

/** Half a cosine down to `alpha`, after an optional linear warm-up. Source: keras.optimizers.schedules.CosineDecay. */
export class CosineDecay extends LearningRateSchedule {
  static override class_name = 'CosineDecay'
  declare readonly config: Required<CosineDecayConfig>

  /** @throws ValueError when `decay_steps` is not positive. */
  constructor(config: CosineDecayConfig) {
    super(
      take_config(new.target, config, {
        initial_learning_rate: 0,
        decay_steps: 1,
        alpha: 0,
        name: 'CosineDecay',
        warmup_target: null as number | null,
        warmup_steps: 0,
      }),
    )
    positive('decay_steps', this.config.decay_steps)
  }

  private decayed(step: number, from: number): number {
    const { decay_steps, alpha } = this.config
    return from * ((1 - alpha) * 0.5 * (1 + Math.cos((Math.PI * step) / decay_steps)) + alpha)
  }

  override call(step: number): number {
    const { initial_learning_rate, decay_steps, warmup_target, warmup_steps } = this.config
    if (warmup_target === null) return this.decayed(Math.min(step, decay_steps), initial_learning_rate)
    const now = Math.min(step, decay_steps + warmup_steps)
    if (now < warmup_steps) return ((warmup_target - initial_learning_rate) * now) / warmup_steps + initial_learning_rate
    return this.decayed(now - warmup_steps, warmup_target)
  }
}

export interface CosineDecayRestartsConfig {
  initial_learning_rate: number
  /** Steps of the first period. */
  first_decay_steps: number
  /** How much longer each period is. Default 2. */
  t_mul?: number
  /** What the rate is multiplied by at each restart. Default 1. */
  m_mul?: number
  /** The share of the rate that stays. Default 0. */
  alpha?: number
  name?: string
}

/** Cosine decay that starts again. Source: keras.optimizers.schedules.CosineDecayRestarts. */
export class CosineDecayRestarts extends LearningRateSchedule {
  static override class_name = 'CosineDecayRestarts'
  declare readonly config: Required<CosineDecayRestartsConfig>

  /** @throws ValueError when `first_decay_steps` is not positive. */
  constructor(config: CosineDecayRestartsConfig) {
    super(
      take_config(new.target, config, {
        initial_learning_rate: 0,
        first_decay_steps: 1,
        t_mul: 2,
        m_mul: 1,
        alpha: 0,
        name: 'SGDRDecay',
      }),
    )
    positive('first_decay_steps', this.config.first_decay_steps)
  }

  override call(step: number): number {
    const { initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha } = this.config
    let done = f(step / first_decay_steps)
    let restart: number
    if (t_mul === 1) {
      restart = Math.floor(done)
      done -= restart
    } else {
      const growth = f(t_mul)
      restart = Math.floor(f(f(Math.log(f(1 - f(done * f(1 - growth))))) / f(Math.log(growth))))
      const before = f(f(1 - f(growth ** restart)) / f(1 - growth))
      done = f(f(done - before) / f(growth ** restart))
    }
    const cosine = 0.5 * m_mul ** restart * (1 + Math.cos(Math.PI * done))
    return initial_learning_rate * ((1 - alpha) * cosine + alpha)
  }
}
