import { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, binary, convert, finish, float_scalar, int_scalar, promote, promote_float, store_as, unary } from '../convert'
import { taped } from '../custom'
import { in_numpy, op2 } from '../declare'
import { choose } from './comparison'
import { complex_quotient, is_complex } from './complex'

type Pair = (a: Tensor, b: Tensor) => Tensor

function value_of(x: Tensor): Tensor {
  return (x as unknown as { value?: Tensor }).value ?? x
}

/** Two float32 tensors need no promotion. */
export function plain_pair(a: unknown, b: unknown): boolean {
  return (
    a instanceof Tensor &&
    b instanceof Tensor &&
    tensor_dtype(value_of(a)) === 'float32' &&
    tensor_dtype(value_of(b)) === 'float32'
  )
}

/** An op on two tensors of a common dtype. Booleans are computed as integers. */
function pair_op(class_name: string, fn: Pair) {
  return op2({ class_name, module: in_numpy, inputs: ['x1', 'x2'] }, (x1: TensorLike, x2: TensorLike) => {
    if (plain_pair(x1, x2)) return fn(value_of(x1 as Tensor), value_of(x2 as Tensor))
    const [[a, b], dtype] = promote(x1, x2)
    if (dtype === 'bool') return finish(fn(store_as(a!, 'int32'), store_as(b!, 'int32')), 'bool')
    return finish(fn(a!, b!), dtype)
  })
}

function float_pair_op(class_name: string, fn: Pair) {
  return op2({ class_name, module: in_numpy, inputs: ['x1', 'x2'] }, (x1: TensorLike, x2: TensorLike) => {
    if (plain_pair(x1, x2)) return fn(value_of(x1 as Tensor), value_of(x2 as Tensor))
    const [[a, b], dtype] = promote_float(x1, x2)
    return finish(fn(a!, b!), dtype)
  })
}

/** Source: keras.ops.add. */
export const add = /*#__PURE__*/ pair_op('Add', (a, b) => binary('Add', a, b))
/** Source: keras.ops.subtract. */
export const subtract = /*#__PURE__*/ pair_op('Subtract', (a, b) => binary('Sub', a, b))
/** Source: keras.ops.multiply. */
export const multiply = /*#__PURE__*/ pair_op('Multiply', (a, b) => binary('Multiply', a, b))
/** Float division. Source: keras.ops.divide. */
export const divide = /*#__PURE__*/ float_pair_op('Divide', quotient)
/** Float division. Source: keras.ops.true_divide. */
export const true_divide = /*#__PURE__*/ float_pair_op('TrueDivide', quotient)
function quotient(a: Tensor, b: Tensor): Tensor {
  return is_complex(a) ? complex_quotient(a, b) : binary('RealDiv', a, b)
}

/** Division that answers 0 where the divisor is 0. Source: keras.ops.divide_no_nan. */
export const divide_no_nan = /*#__PURE__*/ float_pair_op('DivideNoNan', (a, b) => {
  const zero = binary('Equal', b, float_scalar(0))
  const safe = choose(zero, unary('OnesLike', b), b)
  const quotient = binary('RealDiv', a, safe)
  return choose(zero, unary('ZerosLike', quotient), quotient)
})
/** The quotient rounded down; integers stay integers. Source: keras.ops.floor_divide. */
export const floor_divide = /*#__PURE__*/ pair_op('FloorDivide', (a, b) =>
  a.dtype === 'int32' ? int_quotient(a, b) : float_quotient(a, b),
)

/** The quotient without the remainder; infinities have none. Steps have no slope. */
function float_quotient(a: Tensor, b: Tensor): Tensor {
  const forward = (): Tensor[] => {
    const rest = binary('Mod', a, b)
    const whole = unary('Round', binary('RealDiv', binary('Sub', a, rest), b))
    const by_zero = unary('Floor', binary('Add', binary('RealDiv', a, b), binary('Sub', a, a)))
    const by_infinity = choose(unary('IsInf', rest), float_scalar(-1), whole)
    return [choose(unary('IsNan', rest), by_zero, by_infinity)]
  }
  const zeros = (x: Tensor) => (): Tensor => unary('ZerosLike', x)
  return taped([a, b], forward, (_, [x, y]) => [zeros(x!), zeros(y!)])[0]!
}

/** Integer division rounded down, exact: float32 quotients are corrected by the remainder. */
function int_quotient(a: Tensor, b: Tensor): Tensor {
  return store_as(binary('FloorDiv', a, b), 'int32')
}

/** The remainder with the sign of the divisor. Source: keras.ops.mod. */
export const mod = /*#__PURE__*/ op2(
  { class_name: 'Mod', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote(x1, x2)
    const type = dtype === 'bool' ? 'int32' : dtype
    return finish(binary('Mod', convert(a!, type), convert(b!, type)), type)
  },
)
/** The remainder with the sign of the dividend. Source: keras.ops.fmod. */
export const fmod = /*#__PURE__*/ op2(
  { class_name: 'Fmod', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote(x1, x2)
    const type = dtype === 'bool' ? 'int32' : dtype
    const x = convert(a!, type)
    const rest = binary('Mod', unary('Abs', x), unary('Abs', convert(b!, type)))
    const sign = unary('Sign', store_as(x, 'float32'))
    return finish(binary('Multiply', rest, rest.dtype === 'int32' ? store_as(sign, 'int32') : sign), type)
  },
)
/** Source: keras.ops.power. */
export const power = /*#__PURE__*/ op2(
  { class_name: 'Power', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    if (x2 === 2 && x1 instanceof Tensor && value_of(x1).dtype === 'float32') {
      const x = value_of(x1)
      return finish(unary('Square', x), tensor_dtype(x))
    }
    const [[a, b], dtype] = promote(x1, x2)
    const type = dtype === 'bool' ? 'int32' : dtype
    return finish(binary('Pow', convert(a!, type), convert(b!, type)), type)
  },
)
/** The larger of two. Source: keras.ops.maximum. */
export const maximum = /*#__PURE__*/ pair_op('Maximum', (a, b) => binary('Maximum', a, b))
/** The smaller of two. Source: keras.ops.minimum. */
export const minimum = /*#__PURE__*/ pair_op('Minimum', (a, b) => binary('Minimum', a, b))
/** The larger of two, ignoring NaN. Source: keras.ops.fmax. */
export const fmax = /*#__PURE__*/ pair_op('Fmax', (a, b) => ignoring_nan('Maximum', a, b))
/** The smaller of two, ignoring NaN. Source: keras.ops.fmin. */
export const fmin = /*#__PURE__*/ pair_op('Fmin', (a, b) => ignoring_nan('Minimum', a, b))

function ignoring_nan(kernel: string, a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== 'float32') return binary(kernel, a, b)
  const zeros = binary('Multiply', unary('ZerosLike', a), unary('ZerosLike', b))
  const [x, y] = [binary('Add', a, zeros), binary('Add', b, zeros)]
  const safe_x = run_kernel('Select', { condition: unary('IsNan', x), t: y, e: x })
  const safe_y = run_kernel('Select', { condition: unary('IsNan', y), t: x, e: y })
  return binary(kernel, safe_x, safe_y)
}

/** The angle of the point (x2, x1). Source: keras.ops.arctan2. */
export const arctan2 = /*#__PURE__*/ float_pair_op('Arctan2', (a, b) => binary('Atan2', a, b))
/** sqrt(x1^2 + x2^2) without overflow. Source: keras.ops.hypot. */
export const hypot = /*#__PURE__*/ float_pair_op('Hypot', (a, b) => {
  const [x, y] = [unary('Abs', a), unary('Abs', b)]
  const large = binary('Maximum', x, y)
  const small = binary('Minimum', x, y)
  const safe = binary('Maximum', large, float_scalar(1e-38))
  const finite = binary(
    'Multiply',
    large,
    unary('Sqrt', binary('Add', float_scalar(1), unary('Square', binary('RealDiv', small, safe)))),
  )
  const infinite = binary('Equal', large, float_scalar(Infinity))
  return run_kernel('Select', { condition: infinite, t: large, e: finite })
})
/** log(exp(x1) + exp(x2)). Source: keras.ops.logaddexp. */
export const logaddexp = /*#__PURE__*/ float_pair_op('Logaddexp', (a, b) => log_sum(a, b, 1))
/** log2(2^x1 + 2^x2). Source: keras.ops.logaddexp2. */
export const logaddexp2 = /*#__PURE__*/ float_pair_op('Logaddexp2', (a, b) => log_sum(a, b, Math.LN2))

function log_sum(a: Tensor, b: Tensor, base: number): Tensor {
  const difference = binary('Sub', a, b)
  const equal = binary('Equal', a, b)
  const safe = run_kernel('Select', { condition: equal, t: unary('ZerosLike', difference), e: difference })
  const distance = unary('Neg', unary('Abs', safe))
  const scaled = base === 1 ? distance : binary('Multiply', distance, float_scalar(base))
  const rest = unary('Log1p', unary('Exp', scaled))
  return binary('Add', binary('Maximum', a, b), base === 1 ? rest : binary('Multiply', rest, float_scalar(1 / base)))
}

/** 0 below zero, `x2` at zero, 1 above. Source: keras.ops.heaviside. */
export const heaviside = /*#__PURE__*/ float_pair_op('Heaviside', (a, b) => {
  const step = choose(unary('IsNan', a), a, store_as(binary('Greater', a, float_scalar(0)), 'float32'))
  return choose(binary('Equal', a, float_scalar(0)), b, step)
})
/** x1 * 2^x2. Source: keras.ops.ldexp. */
export const ldexp = /*#__PURE__*/ op2(
  { class_name: 'Ldexp', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a], dtype] = promote_float(x1, x2)
    return finish(binary('Multiply', a!, binary('Pow', float_scalar(2), store_as(as_tensor(x2), 'float32'))), dtype)
  },
)

/** Greatest common divisor. Source: keras.ops.gcd. */
export const gcd = /*#__PURE__*/ op2(
  { class_name: 'Gcd', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote(x1, x2)
    return finish(common_divisor(a!, b!), dtype)
  },
)
/** Least common multiple. Source: keras.ops.lcm. */
export const lcm = /*#__PURE__*/ op2(
  { class_name: 'Lcm', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote(x1, x2)
    const divisor = binary('Maximum', common_divisor(a!, b!), int_scalar(1))
    return finish(binary('Multiply', int_quotient(unary('Abs', a!), divisor), unary('Abs', b!)), dtype)
  },
)

/** Euclid's algorithm; 32-bit numbers need at most 46 steps. */
function common_divisor(a: Tensor, b: Tensor): Tensor {
  const zeros = binary('Multiply', unary('ZerosLike', a), unary('ZerosLike', b))
  let x = binary('Add', unary('Abs', a), zeros)
  let y = binary('Add', unary('Abs', b), zeros)
  for (let i = 0; i < 46; i++) {
    const done = binary('Equal', y, int_scalar(0))
    const rest = binary('Mod', x, binary('Maximum', y, int_scalar(1)))
    x = run_kernel('Select', { condition: done, t: x, e: y })
    y = run_kernel('Select', { condition: done, t: y, e: rest })
  }
  return x
}
