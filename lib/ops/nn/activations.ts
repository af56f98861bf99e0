import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { relu_gradient } from '../../backend/kernels/relu_grad'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { axis_last, inverse_permutation, one_axis, reduced_axes, size_of } from '../axes'
import { as_float, as_tensor, binary, finish, float_scalar, like, reshaped, store_as, unary } from '../convert'
import { taped } from '../custom'
import { type Axis, in_nn, op1 } from '../declare'
import { permuted } from '../numpy/shape'
import { top_values } from '../numpy/sort'
import { erf_values } from '../numpy/special'
import { note_logits } from './logits'

type Float = (x: Tensor) => Tensor

function float_op(class_name: string, fn: Float) {
  return op1({ class_name, module: in_nn, inputs: ['x'] }, (input: TensorLike) => on_float(input, fn))
}

/** `fn` of the values as floats; the float dtype is kept. */
export function on_float(input: TensorLike, fn: Float): Tensor {
  const x = as_float(input)
  return finish(fn(x), tensor_dtype(x))
}

const constant = float_scalar
const add = (a: Tensor, b: Tensor): Tensor => binary('Add', a, b)
const sub = (a: Tensor, b: Tensor): Tensor => binary('Sub', a, b)
const mul = (a: Tensor, b: Tensor): Tensor => binary('Multiply', a, b)
const div = (a: Tensor, b: Tensor): Tensor => binary('RealDiv', a, b)
const where = (test: Tensor, a: Tensor, b: Tensor): Tensor => run_kernel('Select', { condition: test, t: a, e: b })
const clipped = (x: Tensor, low: number, high: number): Tensor =>
  low < high
    ? unary('ClipByValue', x, { clipValueMin: low, clipValueMax: high })
    : binary('Minimum', binary('Maximum', x, constant(low)), constant(high))

/** A kernel whose gradient is `dy` where its result lies between 0 and `top`, else 0. */
function gated(kernel: 'Relu' | 'Relu6', x: Tensor, top: number | null): Tensor {
  const [result] = taped(
    [x],
    (save) => {
      const y = unary(kernel, x)
      save(y)
      return [y]
    },
    ([dy], [y]) => [() => relu_gradient(dy!, y!, top)],
    [],
  )
  return result!
}

const above = (x: Tensor, limit: number): Tensor => binary('Greater', x, constant(limit))
const below = (x: Tensor, limit: number): Tensor => binary('Less', x, constant(limit))
const both = (a: Tensor, b: Tensor): Tensor => binary('LogicalAnd', a, b)
const relu6_values = (x: Tensor): Tensor => gated('Relu6', x, 6)

/** max(x, 0); integers stay integers. Source: keras.ops.relu. */
export const relu = /*#__PURE__*/ op1({ class_name: 'Relu', module: in_nn, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  if (x.dtype === 'bool') return x
  return like(x.dtype === 'float32' ? gated('Relu', x, null) : unary('Relu', x), x)
})
/** min(max(x, 0), 6). Source: keras.ops.relu6. */
export const relu6 = /*#__PURE__*/ float_op('Relu6', relu6_values)

/** x limited to [low, high]. At an end the gradient is `at_end`: 1 where the end and NaN still count as inside, 0.5 where an end counts half and NaN not at all. */
export function limited(x: Tensor, low: number, high: number, at_end: 0.5 | 1): Tensor {
  const [result] = taped(
    [x],
    () => [clipped(x, low, high)],
    ([dy], [saved]) => [
      () => {
        const outside = binary('LogicalOr', below(saved!, low), above(saved!, high))
        if (at_end === 1) return mul(dy!, store_as(unary('LogicalNot', outside), 'float32'))
        const reached = both(binary('GreaterEqual', saved!, constant(low)), binary('LessEqual', saved!, constant(high)))
        const strict = both(above(saved!, low), below(saved!, high))
        return mul(dy!, mul(add(store_as(reached, 'float32'), store_as(strict, 'float32')), constant(0.5)))
      },
    ],
  )
  return result!
}

/** 1 / (1 + exp(-x)). Source: keras.ops.sigmoid. */
export const sigmoid = /*#__PURE__*/ float_op('Sigmoid', (x) => note_logits(unary('Sigmoid', x), x, 'sigmoid'))
/** log(1 + exp(x)). Source: keras.ops.softplus. */
export const softplus = /*#__PURE__*/ float_op('Softplus', softplus_values)

/** Exact for large positive and negative values, where some backends' kernels are not. */
export function softplus_values(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    () => [add(unary('Relu', x), unary('Log1p', unary('Exp', unary('Neg', unary('Abs', x)))))],
    ([dy], [saved]) => [() => mul(dy!, unary('Sigmoid', saved!))],
  )
  return result!
}

/** x / (1 + |x|). Source: keras.ops.softsign. */
export const softsign = /*#__PURE__*/ float_op('Softsign', (x) => div(x, add(unary('Abs', x), constant(1))))

/** x * sigmoid(x). */
export function silu_values(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    (save) => {
      const gate = unary('Sigmoid', x)
      save(gate)
      return [mul(x, gate)]
    },
    ([dy], [t, s]) => [() => mul(dy!, mul(s!, add(constant(1), mul(t!, sub(constant(1), s!)))))],
  )
  return result!
}
/** x * sigmoid(x). Source: keras.ops.silu. */
export const silu = /*#__PURE__*/ float_op('Silu', silu_values)
/** x * sigmoid(x). Source: keras.ops.swish. */
export const swish = silu
/** log(sigmoid(x)). Source: keras.ops.log_sigmoid. */
export const log_sigmoid = /*#__PURE__*/ float_op('LogSigmoid', (x) => unary('Neg', softplus_values(unary('Neg', x))))

/** x above zero, `negative_slope * x` below. Source: keras.ops.leaky_relu. */
export const leaky_relu = /*#__PURE__*/ op1(
  { class_name: 'LeakyRelu', module: in_nn, inputs: ['x'], config: { negative_slope: 0.2 } },
  (input: TensorLike, negative_slope: number) =>
    on_float(input, (x) => {
      const [result] = taped(
        [x],
        () => [unary('LeakyRelu', x, { alpha: negative_slope })],
        ([dy], [saved]) => [() => where(binary('GreaterEqual', saved!, constant(0)), dy!, mul(dy!, constant(negative_slope)))],
      )
      return result!
    }),
)
/** relu6(x + 3) / 6. Source: keras.ops.hard_sigmoid. */
export const hard_sigmoid = /*#__PURE__*/ float_op('HardSigmoid', hard_sigmoid_values)

function hard_sigmoid_values(x: Tensor): Tensor {
  return mul(relu6_values(add(x, constant(3))), constant(1 / 6))
}
/** x * hard_sigmoid(x). Source: keras.ops.hard_silu. */
export const hard_silu = /*#__PURE__*/ float_op('HardSilu', (x) => mul(x, hard_sigmoid_values(x)))
/** Source: keras.ops.hard_swish. */
export const hard_swish = hard_silu
/** x above zero, `alpha * (exp(x) - 1)` below. Source: keras.ops.elu. */
export const elu = /*#__PURE__*/ op1(
  { class_name: 'Elu', module: in_nn, inputs: ['x'], config: { alpha: 1 } },
  (input: TensorLike, alpha: number) =>
    on_float(input, (x) => {
      if (Number(alpha) === 1) return unary('Elu', x)
      const positive = above(x, 0)
      return where(positive, x, mul(unary('Expm1', where(positive, unary('ZerosLike', x), x)), constant(alpha)))
    }),
)
/** The scaled elu that keeps mean and variance. Source: keras.ops.selu. */
export const selu = /*#__PURE__*/ float_op('Selu', (x) => unary('Selu', x))
/** max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0). Source: keras.ops.celu. */
export const celu = /*#__PURE__*/ op1(
  { class_name: 'Celu', module: in_nn, inputs: ['x'], config: { alpha: 1 } },
  (input: TensorLike, alpha: number) =>
    on_float(input, (x) => {
      const positive = above(x, 0)
      const low = where(positive, unary('ZerosLike', x), x)
      return where(positive, x, mul(unary('Expm1', div(low, constant(alpha))), constant(alpha)))
    }),
)
/** x * P(X <= x) of the normal distribution, by default its approximation with tanh. Source: keras.ops.gelu. */
export const gelu = /*#__PURE__*/ op1(
  { class_name: 'Gelu', module: in_nn, inputs: ['x'], config: { approximate: true } },
  (input: TensorLike, approximate: boolean) => on_float(input, (x) => (approximate ? gelu_tanh(x) : gelu_erf(x))),
)

const root_2_pi = Math.sqrt(2 / Math.PI)

function gelu_tanh(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    (save) => {
      const cubic = add(mul(unary('Square', x), constant(0.044715 * root_2_pi)), constant(root_2_pi))
      const bent = unary('Tanh', mul(x, cubic))
      save(bent)
      return [mul(mul(x, constant(0.5)), add(bent, constant(1)))]
    },
    ([dy], [t, bent]) => [
      () => {
        const slope = add(mul(unary('Square', t!), constant(3 * 0.044715 * root_2_pi)), constant(root_2_pi))
        const inner = mul(mul(t!, slope), sub(constant(1), unary('Square', bent!)))
        return mul(dy!, mul(add(add(bent!, constant(1)), inner), constant(0.5)))
      },
    ],
  )
  return result!
}

function gelu_erf(x: Tensor): Tensor {
  const [result] = taped(
    [x],
    (save) => {
      const below = mul(add(erf_values(mul(x, constant(Math.SQRT1_2))), constant(1)), constant(0.5))
      save(below)
      return [mul(x, below)]
    },
    ([dy], [t, below]) => [
      () => {
        const density = mul(unary('Exp', mul(unary('Square', t!), constant(-0.5))), constant(1 / Math.sqrt(2 * Math.PI)))
        return mul(dy!, add(below!, mul(t!, density)))
      },
    ],
  )
  return result!
}

/** One half times the sigmoid of the other. Source: keras.ops.glu. */
export const glu = /*#__PURE__*/ op1(
  { class_name: 'Glu', module: in_nn, inputs: ['x'], config: { axis: -1 } },
  (input: TensorLike, axis: number) =>
    on_float(input, (x) => {
      const place = one_axis(axis, x.shape.length)
      const size = x.shape[place]!
      if (size % 2 !== 0)
        throw new ValueError(`axis size must be divisible by 2. Received: x.shape=${repr(x.shape)} with axis=${axis}`)
      const half = (from: number): Tensor =>
        run_kernel(
          'Slice',
          { x },
          { begin: x.shape.map((_, i) => (i === place ? from : 0)), size: x.shape.map((d, i) => (i === place ? size / 2 : d)) },
        )
      return mul(half(0), unary('Sigmoid', half(size / 2)))
    }),
)
/** x * tanh(softplus(x)). Source: keras.ops.mish. */
export const mish = /*#__PURE__*/ float_op('Mish', (x) => mul(x, unary('Tanh', softplus_values(x))))
/** x - tanh(x). Source: keras.ops.tanh_shrink. */
export const tanh_shrink = /*#__PURE__*/ float_op('TanhShrink', (x) => sub(x, unary('Tanh', x)))
/** x limited to [-1, 1]. Source: keras.ops.hard_tanh. */
export const hard_tanh = /*#__PURE__*/ op1({ class_name: 'HardTanh', module: in_nn, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  return finish(limited(store_as(x, 'float32'), -1, 1, 1), tensor_dtype(x))
})
/** x where |x| exceeds the threshold, else 0. Source: keras.ops.hard_shrink. */
export const hard_shrink = /*#__PURE__*/ op1(
  { class_name: 'HardShrink', module: in_nn, inputs: ['x'], config: { threshold: 0.5 } },
  (input: TensorLike, threshold: number) =>
    on_float(input, (x) => where(above(unary('Abs', x), threshold), x, unary('ZerosLike', x))),
)
/** x drawn towards zero by the threshold. Source: keras.ops.soft_shrink. */
export const soft_shrink = /*#__PURE__*/ op1(
  { class_name: 'SoftShrink', module: in_nn, inputs: ['x'], config: { threshold: 0.5 } },
  (input: TensorLike, threshold: number) =>
    on_float(input, (x) => {
      const low = where(below(x, -threshold), add(x, constant(threshold)), unary('ZerosLike', x))
      return where(above(x, threshold), sub(x, constant(threshold)), low)
    }),
)
/** x above the threshold, else `default_value`. Source: keras.ops.threshold. */
export const threshold = /*#__PURE__*/ op1(
  { class_name: 'Threshold', module: in_nn, inputs: ['x'], config: { threshold: 0, default_value: 0 } },
  (input: TensorLike, limit: number, default_value: number) =>
    on_float(input, (x) =>
      where(
        binary('Greater', x, constant(limit)),
        x,
        run_kernel('Fill', {}, { shape: x.shape, value: default_value, dtype: 'float32' }),
      ),
    ),
)
/** (x + sqrt(x^2 + b)) / 2. Source: keras.ops.squareplus. */
export const squareplus = /*#__PURE__*/ op1(
  { class_name: 'Squareplus', module: in_nn, inputs: ['x'], config: { b: 4 } },
  (input: TensorLike, b: number) =>
    on_float(input, (x) => mul(add(x, unary('Sqrt', add(unary('Square', x), constant(b)))), constant(0.5))),
)
/** 0 below -1, x above 1, ((x + 1) / 2)^2 between. Source: keras.ops.sparse_plus. */
export const sparse_plus = /*#__PURE__*/ float_op('SparsePlus', (x) => {
  const middle = mul(unary('Square', add(x, constant(1))), constant(0.25))
  return where(binary('LessEqual', x, constant(-1)), unary('ZerosLike', x), where(binary('Less', x, constant(1)), middle, x))
})
/** 0 below -1, 1 above 1, a line between. Source: keras.ops.sparse_sigmoid. */
export const sparse_sigmoid = /*#__PURE__*/ float_op('SparseSigmoid', (x) =>
  mul(limited(add(x, constant(1)), 0, 2, 0.5), constant(0.5)),
)

/** `fn` over rows: the axes of a softmax moved together to the end. */
export function over_axes(x: Tensor, axis: Axis, fn: Float): Tensor {
  const rank = x.shape.length
  if (rank === 0) return reshaped(fn(reshaped(x, [1])), [])
  const axes = axis === null ? reduced_axes(null, rank) : reduced_axes(axis, rank)
  if (axes.length === 1 && axes[0] === rank - 1) return fn(x)
  const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i))
  const perm = axes.length === 1 ? axis_last(axes[0]!, rank) : [...rest, ...axes]
  const moved = permuted(x, perm)
  const rows =
    axes.length === 1 ? moved : reshaped(moved, [...rest.map((i) => x.shape[i]!), size_of(axes.map((i) => x.shape[i]!))])
  const result = fn(rows)
  return permuted(axes.length === 1 ? result : reshaped(result, moved.shape), inverse_permutation(perm))
}

/** exp(x) over its sum along an axis, or along several together. Source: keras.ops.softmax. */
export const softmax = /*#__PURE__*/ op1(
  { class_name: 'Softmax', module: in_nn, inputs: ['x'], config: { axis: -1 as Axis } },
  (input: TensorLike, axis: Axis) => {
    const x = as_float(input)
    if (typeof axis === 'number' && x.shape[one_axis(axis, x.shape.length)] === 1) {
      console.warn(
        `You are using a softmax over axis ${axis} of a tensor of shape (${x.shape.join(', ')}). This axis has size 1. The softmax operation will always return the value 1, which is likely not what you intended. Did you mean to use a sigmoid instead?`,
      )
    }
    const result = over_axes(x, axis, (rows) => run_kernel('Softmax', { logits: rows }, { dim: rows.shape.length - 1 }))
    const of_rows = axis === -1 || axis === x.shape.length - 1
    return finish(of_rows ? note_logits(result, x, 'softmax') : result, tensor_dtype(x))
  },
)
/** The logarithm of the softmax. Source: keras.ops.log_softmax. */
export const log_softmax = /*#__PURE__*/ op1(
  { class_name: 'LogSoftmax', module: in_nn, inputs: ['x'], config: { axis: -1 as Axis } },
  (input: TensorLike, axis: Axis) => on_float(input, (x) => over_axes(x, axis, log_softmax_rows)),
)

/** The log-softmax of the last axis. */
export function log_softmax_rows(rows: Tensor): Tensor {
  const last = [rows.shape.length - 1]
  const [result] = taped(
    [rows],
    (save) => {
      const shifted = sub(rows, run_kernel('Max', { x: rows }, { reductionIndices: last, keepDims: true }))
      const total = run_kernel('Sum', { x: unary('Exp', shifted) }, { axis: last, keepDims: true })
      const value = sub(shifted, unary('Log', total))
      save(value)
      return [value]
    },
    ([dy], [value]) => [() => sub(dy!, mul(run_kernel('Sum', { x: dy! }, { axis: last, keepDims: true }), unary('Exp', value!)))],
    [],
  )
  return result!
}

/**
 * Rows minus a threshold, cut at zero: like softmax, with exact zeros. The threshold is Keras's, which exceeds that of the paper for rows with more than one value above it.
 * Source: A. Martins and R. Astudillo, 2016; keras.ops.sparsemax.
 */
export const sparsemax = /*#__PURE__*/ op1(
  { class_name: 'Sparsemax', module: in_nn, inputs: ['x'], config: { axis: -1 } },
  (input: TensorLike, axis: number) => on_float(input, (x) => over_axes(x, axis, sparsemax_rows)),
)

function sparsemax_rows(rows: Tensor): Tensor {
  const last = rows.shape.length - 1
  const count = rows.shape[last]!
  const sum = (x: Tensor): Tensor => run_kernel('Sum', { x }, { axis: [last], keepDims: true })
  const [sorted] = top_values(rows, count)
  const totals = run_kernel('Cumsum', { x: sorted }, { axis: last, exclusive: false, reverse: false })
  const places = run_kernel('Range', {}, { start: 1, stop: count + 1, step: 1, dtype: 'float32' })
  const support = store_as(above(sub(sorted, div(sub(totals, constant(1)), places)), 0), 'float32')
  const tau = div(sub(sum(mul(totals, support)), constant(1)), sum(support))
  const rest = sub(rows, tau)
  return mul(add(rest, unary('Abs', rest)), constant(0.5))
}
