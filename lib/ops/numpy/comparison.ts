import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { broadcast_shapes } from '../../common/shape'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { size_of } from '../axes'
import { as_tensor, binary, finish, float_scalar, like, promote, promote_float, reshaped, store_as, unary } from '../convert'
import { in_numpy, op1, op2, op3 } from '../declare'
import { complex_equal, is_complex } from './complex'

/** The operands in a dtype in which they can be compared. */
function comparable(x1: TensorLike, x2: TensorLike): [Tensor, Tensor] {
  const [[a, b], dtype] = promote(x1, x2)
  return dtype === 'bool' ? [store_as(a!, 'int32'), store_as(b!, 'int32')] : [a!, b!]
}

function comparison(class_name: string, kernel: string) {
  return op2({ class_name, module: in_numpy, inputs: ['x1', 'x2'] }, (x1: TensorLike, x2: TensorLike) => {
    const [a, b] = comparable(x1, x2)
    if (is_complex(a) && kernel === 'Equal') return complex_equal(a, b)
    if (is_complex(a) && kernel === 'NotEqual') return unary('LogicalNot', complex_equal(a, b))
    return binary(kernel, a, b)
  })
}

/** Source: keras.ops.equal. */
export const equal = /*#__PURE__*/ comparison('Equal', 'Equal')
/** Source: keras.ops.not_equal. */
export const not_equal = /*#__PURE__*/ comparison('NotEqual', 'NotEqual')
/** Source: keras.ops.greater. */
export const greater = /*#__PURE__*/ comparison('Greater', 'Greater')
/** Source: keras.ops.greater_equal. */
export const greater_equal = /*#__PURE__*/ comparison('GreaterEqual', 'GreaterEqual')
/** Source: keras.ops.less. */
export const less = /*#__PURE__*/ comparison('Less', 'Less')
/** Source: keras.ops.less_equal. */
export const less_equal = /*#__PURE__*/ comparison('LessEqual', 'LessEqual')

function truth(x: TensorLike): Tensor {
  return store_as(as_tensor(x), 'bool')
}

/** Source: keras.ops.logical_and. */
export const logical_and = /*#__PURE__*/ op2(
  { class_name: 'LogicalAnd', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => binary('LogicalAnd', truth(x1), truth(x2)),
)
/** Source: keras.ops.logical_or. */
export const logical_or = /*#__PURE__*/ op2(
  { class_name: 'LogicalOr', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => binary('LogicalOr', truth(x1), truth(x2)),
)
/** Source: keras.ops.logical_xor. */
export const logical_xor = /*#__PURE__*/ op2(
  { class_name: 'LogicalXor', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => binary('NotEqual', store_as(truth(x1), 'int32'), store_as(truth(x2), 'int32')),
)
/** Source: keras.ops.logical_not. */
export const logical_not = /*#__PURE__*/ op1({ class_name: 'LogicalNot', module: in_numpy, inputs: ['x'] }, (x: TensorLike) =>
  unary('LogicalNot', truth(x)),
)

/** True where the values differ by at most `atol + rtol * |x2|`. Source: keras.ops.isclose. */
export const isclose = /*#__PURE__*/ op2(
  { class_name: 'IsClose', module: in_numpy, inputs: ['x1', 'x2'], config: { rtol: 1e-5, atol: 1e-8, equal_nan: false } },
  (x1: TensorLike, x2: TensorLike, rtol: number, atol: number, equal_nan: boolean) => close(x1, x2, rtol, atol, equal_nan),
)

function close(x1: TensorLike, x2: TensorLike, rtol: number, atol: number, equal_nan: boolean): Tensor {
  const [[a, b]] = promote_float(x1, x2)
  const bound = binary('Add', binary('Multiply', unary('Abs', b!), float_scalar(rtol)), float_scalar(atol))
  const near = binary('LessEqual', unary('Abs', binary('Sub', a!, b!)), bound)
  const finite = binary('LogicalAnd', store_as(unary('IsFinite', a!), 'bool'), store_as(unary('IsFinite', b!), 'bool'))
  const result = binary('LogicalOr', binary('LogicalAnd', near, finite), binary('Equal', a!, b!))
  if (!equal_nan) return result
  return binary(
    'LogicalOr',
    result,
    binary('LogicalAnd', store_as(unary('IsNan', a!), 'bool'), store_as(unary('IsNan', b!), 'bool')),
  )
}

/** True when all values are close; a boolean tensor. Source: keras.ops.allclose. */
export const allclose = /*#__PURE__*/ op2(
  { class_name: 'AllClose', module: in_numpy, inputs: ['x1', 'x2'], config: { rtol: 1e-5, atol: 1e-8, equal_nan: false } },
  (x1: TensorLike, x2: TensorLike, rtol: number, atol: number, equal_nan: boolean) => {
    const each = close(x1, x2, rtol, atol, equal_nan)
    return run_kernel('All', { x: each }, { axis: each.shape.map((_, i) => i), keepDims: false })
  },
)

/** The tensor repeated to a shape. */
export function broadcasted(x: Tensor, shape: readonly number[]): Tensor {
  if (x.shape.length === shape.length && x.shape.every((d, i) => d === shape[i])) return x
  const padded = [...new Array(shape.length - x.shape.length).fill(1), ...x.shape]
  const reps = shape.map((d, i) => (padded[i] === d ? 1 : d))
  return run_kernel('Tile', { x: padded.length === x.shape.length ? x : reshaped(x, padded) }, { reps })
}

/** `x1` where the condition holds, else `x2`. With the condition alone: the indices where it holds, one list for each axis (values must be known). Source: keras.ops.where. */
export const where = /*#__PURE__*/ op3(
  { class_name: 'Where', module: in_numpy, inputs: ['condition', 'x1', 'x2'] },
  (condition: TensorLike, x1: TensorLike | null | undefined, x2: TensorLike | null | undefined): Tensor => {
    const first = x1 === null || x1 === undefined
    if (first !== (x2 === null || x2 === undefined))
      throw new ValueError('`x1` and `x2` either both should be `None` or both should have non-None value.')
    if (first) return places(as_tensor(condition)) as unknown as Tensor
    const test = truth(condition)
    const [[a, b], dtype] = promote(x1!, x2!)
    return finish(like(choose(test, a!, b!), a!), dtype)
  },
)

/** `a` where `test` holds, else `b`, all broadcast together. */
export function choose(test: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcast_shapes(broadcast_shapes(test.shape, a.shape), b.shape) as number[]
  const bool = a.dtype === 'bool'
  const result = run_kernel('Select', {
    condition: broadcasted(test, shape),
    t: broadcasted(bool ? store_as(a, 'int32') : a, shape),
    e: broadcasted(bool ? store_as(b, 'int32') : b, shape),
  })
  return bool ? store_as(result, 'bool') : result
}

/** The indices of non-zero values, one int32 tensor for each axis. */
export function places(x: Tensor): Tensor[] {
  const values = x.dataSync()
  const rank = x.shape.length
  const columns: number[][] = x.shape.map(() => [])
  for (let i = 0; i < values.length; i++) {
    if (Number(values[i]) === 0) continue
    let rest = i
    for (let axis = rank - 1; axis >= 0; axis--) {
      columns[axis]!.push(rest % x.shape[axis]!)
      rest = Math.floor(rest / x.shape[axis]!)
    }
  }
  return columns.map((column) => as_tensor(column, 'int32'))
}

/** The indices of non-zero values, a list of one int32 tensor for each axis. Not for symbolic tensors: the size depends on the values. Source: keras.ops.nonzero. */
export const nonzero = /*#__PURE__*/ op1({ class_name: 'Nonzero', module: in_numpy, inputs: ['x'] }, (x: TensorLike): Tensor[] =>
  places(as_tensor(x)),
)

/** The first choice whose condition holds, else `default`. Source: keras.ops.select. */
export const select = /*#__PURE__*/ op2(
  { class_name: 'Select', module: in_numpy, inputs: ['condlist', 'choicelist'], config: { default: 0 as TensorLike } },
  (condlist: unknown, choicelist: unknown, fallback: TensorLike) => {
    const conditions = condlist as TensorLike[]
    const choices = choicelist as TensorLike[]
    if (!Array.isArray(conditions) || !Array.isArray(choices))
      throw new ValueError('condlist and choicelist must be lists. Received: type(condlist), type(choicelist)')
    if (conditions.length !== choices.length || conditions.length === 0) {
      throw new ValueError(
        `condlist and choicelist must be non-empty and of the same length. Received: ${repr(conditions.length)} and ${repr(choices.length)}`,
      )
    }
    const [values, dtype] = promote(...choices, fallback)
    let result = values[values.length - 1]!
    for (let i = conditions.length - 1; i >= 0; i--) result = choose(truth(conditions[i]!), values[i]!, result)
    return finish(like(result, values[0]!), dtype)
  },
)

/** True where a value of `x1` is among those of `x2`. Source: keras.ops.isin. */
export const isin = /*#__PURE__*/ op2(
  { class_name: 'IsIn', module: in_numpy, inputs: ['x1', 'x2'], config: { assume_unique: false, invert: false } },
  (x1: TensorLike, x2: TensorLike, _unique: boolean, invert: boolean) => {
    const [a, b] = comparable(x1, x2)
    const each = binary('Equal', reshaped(a, [...a.shape, 1]), reshaped(b, [size_of(b.shape)]))
    const found = run_kernel('Any', { x: each }, { axis: [each.shape.length - 1], keepDims: false })
    return invert ? unary('LogicalNot', found) : found
  },
)
