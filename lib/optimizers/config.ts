import { TypeError, ValueError } from '../common/errors'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'
import { class_name_of } from '../graph/operation'

export interface OptimizerConfig {
  /** A number, a schedule, or a function without arguments. */
  learning_rate?: any
  /** Share of the learning rate by which variables shrink each step. */
  weight_decay?: number | null
  /** Largest norm of each gradient. */
  clipnorm?: number | null
  /** Largest absolute value in gradients. */
  clipvalue?: number | null
  /** Largest norm of all gradients together. */
  global_clipnorm?: number | null
  /** Whether averages of the variables are kept. Default false. */
  use_ema?: boolean
  /** How slowly the averages move. Default 0.99. */
  ema_momentum?: number
  /** After how many iterations the variables become their averages; null is never. */
  ema_overwrite_frequency?: number | null
  /** What the loss was multiplied by before gradients were taken. */
  loss_scale_factor?: number | null
  /** How many steps add their gradients up before one update. */
  gradient_accumulation_steps?: number | null
  name?: string | null
}

const base_defaults = {
  name: null as string | null,
  learning_rate: 0.001 as unknown,
  weight_decay: null as number | null,
  clipnorm: null as number | null,
  global_clipnorm: null as number | null,
  clipvalue: null as number | null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null as number | null,
  loss_scale_factor: null as number | null,
  gradient_accumulation_steps: null as number | null,
}

type FullConfig = typeof base_defaults & Record<string, unknown>

/**
 * The arguments over the defaults of the class and of the base.
 * @throws TypeError when it is not one plain object, ValueError for unknown arguments.
 */
export function take_optimizer_config(constructor: object & { defaults?: Record<string, unknown> }, config: unknown): FullConfig {
  const name = class_name_of(constructor)
  if (!is_plain_object(config)) {
    throw new TypeError(
      `${name}: takes one object of arguments.\n  new ${name}({ learning_rate: ${repr(config)} })\nReceived: ${repr(config)}`,
    )
  }
  const result: Record<string, unknown> = { ...base_defaults, ...constructor.defaults }
  const unknown_keys = Object.keys(config).filter((key) => config[key] !== undefined && !(key in result))
  if (unknown_keys.length > 0) {
    const received = Object.fromEntries(unknown_keys.map((key) => [key, config[key]]))
    throw new ValueError(`Argument(s) not recognized: ${repr(received)}.${suggestion(unknown_keys[0]!, Object.keys(result))}`)
  }
  for (const key of Object.keys(config)) if (config[key] !== undefined) result[key] = config[key]
  return result as FullConfig
}

/** @throws ValueError for values that the base does not allow. */
export function check_optimizer_config(config: FullConfig): void {
  const {
    clipnorm,
    clipvalue,
    global_clipnorm,
    use_ema,
    ema_momentum,
    ema_overwrite_frequency,
    gradient_accumulation_steps,
    learning_rate,
  } = config
  if ([clipnorm, clipvalue, global_clipnorm].filter((value) => value !== null).length > 1) {
    throw new ValueError(
      `Only one of \`clipnorm\`, \`clipvalue\` and \`global_clipnorm\` can be set. Received: clipnorm=${repr(clipnorm)}, clipvalue=${repr(clipvalue)}, global_clipnorm=${repr(global_clipnorm)}`,
    )
  }
  if (use_ema && !(ema_momentum >= 0 && ema_momentum <= 1)) {
    throw new ValueError(`\`ema_momentum\` must be in the range [0, 1]. Received: ema_momentum=${repr(ema_momentum)}`)
  }
  if (
    use_ema &&
    ema_overwrite_frequency !== null &&
    !(Number.isInteger(ema_overwrite_frequency) && ema_overwrite_frequency >= 1)
  ) {
    throw new ValueError(
      `\`ema_overwrite_frequency\` must be an integer >= 1 or None. Received: ema_overwrite_frequency=${repr(ema_overwrite_frequency)}`,
    )
  }
  if (gradient_accumulation_steps !== null && !(gradient_accumulation_steps >= 2)) {
    throw new ValueError(
      `\`gradient_accumulation_steps\` must be an integer >= 2. Received: gradient_accumulation_steps=${repr(gradient_accumulation_steps)}`,
    )
  }
  if (typeof learning_rate !== 'number' && typeof learning_rate !== 'function') {
    throw new ValueError(
      `Argument \`learning_rate\` should be float, or an instance of LearningRateSchedule, or a callable (that takes in the current iteration value and returns the corresponding learning rate value). Received instead: learning_rate=${repr(learning_rate)}`,
    )
  }
}
