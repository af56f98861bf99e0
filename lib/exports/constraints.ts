export { Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm } from '../constraints/constraints'
export { type ConstraintLike, deserialize, get, serialize } from '../constraints/get'
