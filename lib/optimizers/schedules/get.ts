import { deserialize_object, type ObjectTable, type SerializedObject, serialize_object } from '../../common/objects'
import type { LearningRateSchedule } from './schedule'
import * as schedules from './schedules'

/** Every schedule by class name. */
export const schedule_table: ObjectTable = {
  ExponentialDecay: schedules.ExponentialDecay,
  InverseTimeDecay: schedules.InverseTimeDecay,
  PiecewiseConstantDecay: schedules.PiecewiseConstantDecay,
  PolynomialDecay: schedules.PolynomialDecay,
  CosineDecay: schedules.CosineDecay,
  CosineDecayRestarts: schedules.CosineDecayRestarts,
}

/** The serialised form of a schedule. Source: keras.optimizers.schedules.serialize. */
export function serialize(learning_rate_schedule: LearningRateSchedule): SerializedObject {
  return serialize_object(learning_rate_schedule)!
}

/** The schedule of a serialised form. Source: keras.optimizers.schedules.deserialize. @throws TypeError, ValueError */
export function deserialize(
  form: unknown,
  { custom_objects = null }: { custom_objects?: ObjectTable | null } = {},
): LearningRateSchedule {
  return deserialize_object(form, schedule_table, custom_objects)
}
