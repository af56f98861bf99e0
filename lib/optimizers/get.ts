import {
  deserialize_object,
  is_class,
  type ObjectTable,
  type SerializedObject,
  serialize_object,
  unknown_identifier,
} from '../common/objects'
import { get_registered_object } from '../common/registry'
import { is_plain_object } from '../common/tree'
import { Adafactor } from './adafactor'
import { Adadelta, Adagrad } from './adagrad'
import { Adam, AdamW } from './adam'
import { Adamax, Nadam } from './adam_family'
import { Ftrl } from './ftrl'
import { Lamb, Lion } from './lamb'
import { LossScaleOptimizer } from './loss_scale_optimizer'
import { Optimizer } from './optimizer'
import { RMSprop } from './rmsprop'
import { ScheduleFreeAdamW } from './schedule_free_adamw'
import { SGD } from './sgd'

/** What stands for an optimizer: an optimizer, a name, a serialised optimizer. */
export type OptimizerLike = Optimizer | string | SerializedObject | Record<string, unknown>

/** Every optimizer by class name. */
export const optimizer_table: ObjectTable = {
  Optimizer,
  SGD,
  RMSprop,
  Adam,
  AdamW,
  Adadelta,
  Adagrad,
  Adamax,
  Nadam,
  Ftrl,
  Lion,
  Lamb,
  Adafactor,
  LossScaleOptimizer,
  ScheduleFreeAdamW,
}

const lower_case: ObjectTable = Object.fromEntries(
  Object.entries(optimizer_table).map(([name, value]) => [name.toLowerCase(), value]),
)

/** The serialised form of an optimizer. Source: keras.optimizers.serialize. */
export function serialize(optimizer: Optimizer): SerializedObject {
  return serialize_object(optimizer)!
}

/** The optimizer of a serialised form; the case of its class name does not matter. Source: keras.optimizers.deserialize. @throws TypeError, ValueError */
export function deserialize(form: unknown, { custom_objects = null }: { custom_objects?: ObjectTable | null } = {}): Optimizer {
  return deserialize_object(form, { ...lower_case, ...optimizer_table }, custom_objects)
}

/** The optimizer that a name (in any case), a serialised optimizer or a class stands for; null stays null. Source: keras.optimizers.get. @throws ValueError, TypeError */
export function get(identifier: unknown): any {
  if (identifier === null || identifier === undefined) return null
  if (identifier instanceof Optimizer) return identifier
  if (is_plain_object(identifier)) return deserialize(identifier)
  const found =
    typeof identifier === 'string' ? (get_registered_object(identifier) ?? lower_case[identifier.toLowerCase()]) : identifier
  if (is_class(found)) {
    const made = new found()
    if (made instanceof Optimizer) return made
  }
  throw unknown_identifier(identifier, optimizer_table, 'optimizer')
}
