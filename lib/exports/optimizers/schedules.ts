export { deserialize, serialize } from '../../optimizers/schedules/get'
export { LearningRateSchedule } from '../../optimizers/schedules/schedule'
export {
  CosineDecay,
  CosineDecayRestarts,
  ExponentialDecay,
  InverseTimeDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
} from '../../optimizers/schedules/schedules'
