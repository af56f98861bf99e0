import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { floatx } from '../../common/config'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_float, as_tensor, binary, convert, finish, float_scalar, like, promote, store_as, unary } from '../convert'
import { taped } from '../custom'
import { in_numpy, op1 } from '../declare'
import { by_parts, complex_tanh, is_complex } from './complex'

function float_op(class_name: string, fn: (x: Tensor) => Tensor) {
  return op1({ class_name, module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
    const x = as_float(input)
    return finish(fn(x), tensor_dtype(x))
  })
}

function kernel_op(class_name: string, kernel: string) {
  return float_op(class_name, (x) => unary(kernel, x))
}

/** An op that keeps the dtype; `fn` gets int32 or float32 values. */
function number_op(class_name: string, fn: (x: Tensor) => Tensor) {
  return op1({ class_name, module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
    const x = as_tensor(input)
    return finish(fn(x), tensor_dtype(x))
  })
}

const negated = (x: Tensor): Tensor => unary('Neg', x)
const is_whole = (x: Tensor): boolean => x.dtype === 'int32' || x.dtype === 'bool'
const scaled = (x: Tensor, factor: number): Tensor => binary('Multiply', x, float_scalar(factor))

/** Magnitude; of complex numbers as well. Source: keras.ops.absolute. */
export const absolute = /*#__PURE__*/ op1({ class_name: 'Absolute', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  if (x.dtype === 'complex64') return run_kernel('ComplexAbs', { x })
  if (x.dtype === 'bool' || tensor_dtype(x).startsWith('uint')) return x
  return like(x.dtype === 'float32' ? magnitude(x) : unary('Abs', x), x)
})

/** |x|, whose slope at zero is 1. */
function magnitude(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    () => [unary('Abs', x)],
    ([dy], [saved]) => [
      () => run_kernel('Select', { condition: binary('GreaterEqual', saved!, float_scalar(0)), t: dy!, e: unary('Neg', dy!) }),
    ],
  )
  return result!
}
/** Source: keras.ops.abs. */
export const abs = absolute
/** Magnitude as a float. Source: keras.ops.fabs. */
export const fabs = /*#__PURE__*/ float_op('Fabs', (x) => unary('Abs', x))
/** Source: keras.ops.negative. */
export const negative = /*#__PURE__*/ number_op('Negative', (x) =>
  is_complex(x) ? by_parts(x, negated) : negated(x.dtype === 'bool' ? store_as(x, 'int32') : x),
)
/** -1, 0 or 1; NaN stays. Source: keras.ops.sign. */
export const sign = /*#__PURE__*/ number_op('Sign', (x) =>
  x.dtype === 'float32' ? float_sign(x) : unary('Sign', store_as(x, 'float32')),
)

/** The sign of floats, as one entry of the tape without a slope. */
function float_sign(x: Tensor): Tensor {
  return taped(
    [x],
    () => [run_kernel('Select', { condition: unary('IsNan', x), t: x, e: unary('Sign', x) })],
    ([dy]) => [() => unary('ZerosLike', dy!)],
    [],
  )[0]!
}
/** Source: keras.ops.square. */
export const square = /*#__PURE__*/ op1({ class_name: 'Square', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  if (x.dtype === 'complex64') return binary('Multiply', x, x)
  const dtype = x.dtype === 'bool' ? 'int32' : tensor_dtype(x)
  return finish(unary('Square', x.dtype === 'bool' ? store_as(x, 'int32') : x), dtype)
})
/** Source: keras.ops.sqrt. */
export const sqrt = /*#__PURE__*/ kernel_op('Sqrt', 'Sqrt')
/** 1 / x. Source: keras.ops.reciprocal. */
export const reciprocal = /*#__PURE__*/ kernel_op('Reciprocal', 'Reciprocal')
/** Source: keras.ops.exp. */
export const exp = /*#__PURE__*/ kernel_op('Exp', 'Exp')
/** Source: keras.ops.exp2. */
export const exp2 = /*#__PURE__*/ float_op('Exp2', (x) => binary('Pow', float_scalar(2), x))
/** exp(x) - 1, exact near zero. Source: keras.ops.expm1. */
export const expm1 = /*#__PURE__*/ kernel_op('Expm1', 'Expm1')
/** Source: keras.ops.log. */
export const log = /*#__PURE__*/ kernel_op('Log', 'Log')
/** log(1 + x), exact near zero. Source: keras.ops.log1p. */
export const log1p = /*#__PURE__*/ kernel_op('Log1p', 'Log1p')
/** Source: keras.ops.log2. */
export const log2 = /*#__PURE__*/ float_op('Log2', (x) => scaled(unary('Log', x), 1 / Math.LN2))
/** Source: keras.ops.log10. */
export const log10 = /*#__PURE__*/ float_op('Log10', (x) => scaled(unary('Log', x), 1 / Math.LN10))
/** Source: keras.ops.sin. */
export const sin = /*#__PURE__*/ kernel_op('Sin', 'Sin')
/** Source: keras.ops.cos. */
export const cos = /*#__PURE__*/ kernel_op('Cos', 'Cos')
/** Source: keras.ops.tan. */
export const tan = /*#__PURE__*/ kernel_op('Tan', 'Tan')
/** Source: keras.ops.sinh. */
export const sinh = /*#__PURE__*/ kernel_op('Sinh', 'Sinh')
/** Source: keras.ops.cosh. */
export const cosh = /*#__PURE__*/ kernel_op('Cosh', 'Cosh')
/** Source: keras.ops.tanh. */
export const tanh = /*#__PURE__*/ float_op('Tanh', (x) => (is_complex(x) ? complex_tanh(x) : unary('Tanh', x)))
/** Source: keras.ops.arcsin. */
export const arcsin = /*#__PURE__*/ kernel_op('Arcsin', 'Asin')
/** Source: keras.ops.arccos. */
export const arccos = /*#__PURE__*/ kernel_op('Arccos', 'Acos')
/** Source: keras.ops.arctan. */
export const arctan = /*#__PURE__*/ kernel_op('Arctan', 'Atan')
/** Source: keras.ops.arcsinh. */
export const arcsinh = /*#__PURE__*/ kernel_op('Arcsinh', 'Asinh')
/** Source: keras.ops.arccosh. */
export const arccosh = /*#__PURE__*/ kernel_op('Arccosh', 'Acosh')
/** Source: keras.ops.arctanh. */
export const arctanh = /*#__PURE__*/ kernel_op('Arctanh', 'Atanh')
/** Degrees to radians. Source: keras.ops.deg2rad. */
export const deg2rad = /*#__PURE__*/ float_op('Deg2rad', (x) => scaled(x, Math.PI / 180))
/** Radians to degrees. Source: keras.ops.rad2deg. */
export const rad2deg = /*#__PURE__*/ float_op('Rad2deg', (x) => scaled(x, 180 / Math.PI))
/** Cube root, of negative numbers too. Source: keras.ops.cbrt. */
export const cbrt = /*#__PURE__*/ float_op('Cbrt', (x) =>
  binary('Multiply', unary('Sign', x), binary('Pow', unary('Abs', x), float_scalar(1 / 3))),
)
/** sin(pi x) / (pi x), 1 at zero. Source: keras.ops.sinc. */
export const sinc = /*#__PURE__*/ float_op('Sinc', (x) => {
  const zero = binary('Equal', x, float_scalar(0))
  const angle = scaled(run_kernel('Select', { condition: zero, t: unary('OnesLike', x), e: x }), Math.PI)
  const value = binary('RealDiv', unary('Sin', angle), angle)
  return run_kernel('Select', { condition: zero, t: unary('OnesLike', x), e: value })
})

/** Floor; whole numbers become floats. Source: keras.ops.floor. */
export const floor = /*#__PURE__*/ op1({ class_name: 'Floor', module: in_numpy, inputs: ['x'] }, (input: TensorLike) =>
  rounded('Floor', input),
)
/** Ceiling; whole numbers become floats. Source: keras.ops.ceil. */
export const ceil = /*#__PURE__*/ op1({ class_name: 'Ceil', module: in_numpy, inputs: ['x'] }, (input: TensorLike) =>
  rounded('Ceil', input),
)

function rounded(kernel: string, input: TensorLike): Tensor {
  const x = as_tensor(input)
  if (is_whole(x)) return convert(x, floatx())
  return like(unary(kernel, x), x)
}

/** Drops the fraction. Source: keras.ops.trunc. */
export const trunc = /*#__PURE__*/ op1({ class_name: 'Trunc', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  if (is_whole(x)) return x
  return like(truncated(x), x)
})

/** Floats without their fractions. */
export function truncated(x: Tensor): Tensor {
  return binary('Multiply', unary('Sign', x), unary('Floor', unary('Abs', x)))
}

/** Rounds half to even, at `decimals` places. Source: keras.ops.round. */
export const round = /*#__PURE__*/ op1(
  { class_name: 'Round', module: in_numpy, inputs: ['x'], config: { decimals: 0 } },
  (input: TensorLike, decimals: number) => {
    const x = as_tensor(input)
    if (is_whole(x) && decimals >= 0) return x.dtype === 'bool' ? store_as(x, 'int32') : x
    const values = store_as(x, 'float32')
    if (decimals === 0) return like(unary('Round', values), x)
    const factor = float_scalar(10 ** Math.abs(decimals))
    const up = decimals > 0 ? 'Multiply' : 'RealDiv'
    const down = decimals > 0 ? 'RealDiv' : 'Multiply'
    return finish(binary(down, unary('Round', binary(up, values, factor)), factor), tensor_dtype(x))
  },
)

/** Values limited to [x_min, x_max]; null is no limit. Source: keras.ops.clip. */
export const clip = /*#__PURE__*/ op1(
  {
    class_name: 'Clip',
    module: in_numpy,
    inputs: ['x'],
    config: { x_min: null as TensorLike | null, x_max: null as TensorLike | null },
  },
  (input: TensorLike, x_min: TensorLike | null, x_max: TensorLike | null) => {
    if (typeof x_min === 'number' && typeof x_max === 'number' && x_min < x_max) {
      const x = as_tensor(input)
      if (x.dtype === 'float32') return like(unary('ClipByValue', x, { clipValueMin: x_min, clipValueMax: x_max }), x)
    }
    const limits = [x_min, x_max].filter((limit) => limit !== null && limit !== undefined)
    const [[x], dtype] = promote(input, ...limits)
    const type = dtype === 'bool' ? 'int32' : dtype
    let result = convert(x!, type)
    if (x_min !== null && x_min !== undefined) result = binary('Maximum', result, as_tensor(x_min, type))
    if (x_max !== null && x_max !== undefined) result = binary('Minimum', result, as_tensor(x_max, type))
    return finish(result, type)
  },
)

/** Replaces NaN and infinities. Source: keras.ops.nan_to_num. */
export const nan_to_num = /*#__PURE__*/ op1(
  {
    class_name: 'NanToNum',
    module: in_numpy,
    inputs: ['x'],
    config: { nan: 0, posinf: null as number | null, neginf: null as number | null },
  },
  (input: TensorLike, nan: number, posinf: number | null, neginf: number | null) => {
    const x = as_tensor(input)
    if (is_whole(x)) return x
    const dtype = tensor_dtype(x)
    const largest = dtype === 'float16' ? 65504 : dtype === 'bfloat16' ? 3.3895313892515355e38 : 3.4028234663852886e38
    const filled = (shape: number[], value: number): Tensor => run_kernel('Fill', {}, { shape, value, dtype: 'float32' })
    const infinite = unary('IsInf', x)
    const positive = binary('Greater', x, float_scalar(0))
    const limit = run_kernel('Select', {
      condition: positive,
      t: filled(x.shape, posinf ?? largest),
      e: filled(x.shape, neginf ?? -largest),
    })
    const finite = run_kernel('Select', { condition: infinite, t: limit, e: x })
    return like(run_kernel('Select', { condition: unary('IsNan', x), t: filled(x.shape, nan), e: finite }), x)
  },
)

function test_op(class_name: string, fn: (x: Tensor) => Tensor, whole: boolean) {
  return op1({ class_name, module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
    const x = as_tensor(input)
    if (is_whole(x)) return run_kernel('Fill', {}, { shape: x.shape, value: whole ? 1 : 0, dtype: 'bool' })
    return store_as(fn(x), 'bool')
  })
}

/** Source: keras.ops.isnan. */
export const isnan = /*#__PURE__*/ test_op('Isnan', (x) => unary('IsNan', x), false)
/** Source: keras.ops.isinf. */
export const isinf = /*#__PURE__*/ test_op('Isinf', (x) => unary('IsInf', x), false)
/** Source: keras.ops.isfinite. */
export const isfinite = /*#__PURE__*/ test_op('Isfinite', (x) => unary('IsFinite', x), true)
/** Source: keras.ops.isposinf. */
export const isposinf = /*#__PURE__*/ test_op('Isposinf', (x) => binary('Equal', x, float_scalar(Infinity)), false)
/** Source: keras.ops.isneginf. */
export const isneginf = /*#__PURE__*/ test_op('Isneginf', (x) => binary('Equal', x, float_scalar(-Infinity)), false)
/** True where the sign bit is set, as in -0. Source: keras.ops.signbit. */
export const signbit = /*#__PURE__*/ op1({ class_name: 'Signbit', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = store_as(as_tensor(input), 'float32')
  const below = binary('Less', x, float_scalar(0))
  const inverse_below = binary('Less', binary('RealDiv', float_scalar(1), x), float_scalar(0))
  return binary('LogicalOr', below, inverse_below)
})
/** True where the imaginary part is zero. Source: keras.ops.isreal. */
export const isreal = /*#__PURE__*/ op1({ class_name: 'Isreal', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  if (x.dtype !== 'complex64') return run_kernel('Fill', {}, { shape: x.shape, value: 1, dtype: 'bool' })
  return binary('Equal', run_kernel('Imag', { input: x }), float_scalar(0))
})
/** Real parts. Source: keras.ops.real. */
export const real = /*#__PURE__*/ op1({ class_name: 'Real', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  return x.dtype === 'complex64' ? run_kernel('Real', { input: x }) : x
})
/** Imaginary parts. Source: keras.ops.imag. */
export const imag = /*#__PURE__*/ op1({ class_name: 'Imag', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  return x.dtype === 'complex64' ? run_kernel('Imag', { input: x }) : like(unary('ZerosLike', x), x)
})
/** Complex conjugates. Source: keras.ops.conjugate. */
export const conjugate = /*#__PURE__*/ op1({ class_name: 'Conjugate', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  if (x.dtype !== 'complex64') return x
  return run_kernel('Complex', { real: run_kernel('Real', { input: x }), imag: unary('Neg', run_kernel('Imag', { input: x })) })
})
/** Source: keras.ops.conj. */
export const conj = conjugate
/** The angle of complex numbers. Source: keras.ops.angle. */
export const angle = /*#__PURE__*/ op1({ class_name: 'Angle', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_float(input)
  if (x.dtype === 'complex64') return binary('Atan2', run_kernel('Imag', { input: x }), run_kernel('Real', { input: x }))
  const half_turn = run_kernel('Fill', {}, { shape: x.shape, value: Math.PI, dtype: 'float32' })
  return finish(
    run_kernel('Select', { condition: binary('Less', x, float_scalar(0)), t: half_turn, e: unary('ZerosLike', x) }),
    tensor_dtype(x),
  )
})
/** The same values in a new tensor. Source: keras.ops.copy. */
export const copy = /*#__PURE__*/ op1({ class_name: 'Copy', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  return like(unary('Identity', x), x)
})

/** Bessel function of the first kind of order zero. Source: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 9.8.1 and 9.8.2; keras.ops.i0. */
export const i0 = /*#__PURE__*/ float_op('I0', (x) => {
  const small = [0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1]
  const large = [0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281, -0.00157565, 0.00225319, 0.01328592, 0.39894228]
  const size = unary('Abs', x)
  const near = polynomial(small, unary('Square', scaled(size, 1 / 3.75)))
  const safe = binary('Maximum', size, float_scalar(3.75))
  const far = binary(
    'Multiply',
    polynomial(large, binary('RealDiv', float_scalar(3.75), safe)),
    binary('Multiply', unary('Exp', safe), unary('Rsqrt', safe)),
  )
  return run_kernel('Select', { condition: binary('Less', size, float_scalar(3.75)), t: near, e: far })
})

/** The polynomial with the given coefficients, highest power first. */
export function polynomial(coefficients: readonly number[], x: Tensor): Tensor {
  let result = run_kernel('Fill', {}, { shape: x.shape, value: coefficients[0]!, dtype: 'float32' })
  for (const coefficient of coefficients.slice(1))
    result = binary('Add', binary('Multiply', result, x), float_scalar(coefficient))
  return result
}
