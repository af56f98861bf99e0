import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { type TensorLike, tensor_dtype } from '../variables/to_tensor'
import { range, reduced_axes, reduced_shape, size_of } from './axes'
import { as_float, as_tensor, binary, finish, float_scalar, int_scalar, like, reshaped, store_as, unary } from './convert'
import { segment_total } from './core'
import { taped } from './custom'
import { type Axis, in_math, op1, op2 } from './declare'
import { choose } from './numpy/comparison'
import { reduce } from './numpy/reduce'
import { top_values } from './numpy/sort'
import { erf_values, erfinv_values } from './numpy/special'

/** log(sum(exp(x))) over axes, without overflow. Source: keras.ops.logsumexp. */
export const logsumexp = /*#__PURE__*/ op1(
  { class_name: 'Logsumexp', module: in_math, inputs: ['x'], config: { axis: null as Axis, keepdims: false } },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_float(input)
    return finish(log_sum_exp(x, reduced_axes(axis, x.shape.length), keepdims), tensor_dtype(x))
  },
)

/** log(sum(exp(x))) of float values as one entry of the tape. */
export function log_sum_exp(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const [wide] = taped(
    [x],
    (save) => {
      const top = reduce('Max', x, axes, true)
      const finite = store_as(unary('IsFinite', top), 'bool')
      const center = choose(finite, top, unary('ZerosLike', top))
      const total = reduce('Sum', unary('Exp', binary('Sub', x, center)), axes, true)
      const value = binary('Add', unary('Log', total), center)
      save(value)
      return [value]
    },
    ([dy], [t, value]) => [() => binary('Multiply', dy!, unary('Exp', binary('Sub', t!, value!)))],
  )
  return keepdims ? wide! : reshaped(wide!, reduced_shape(x.shape, axes, false))
}

function float_op(class_name: string, fn: (x: Tensor) => Tensor) {
  return op1({ class_name, module: in_math, inputs: ['x'] }, (input: TensorLike) => {
    const x = as_float(input)
    return finish(fn(x), tensor_dtype(x))
  })
}

/** 1 / sqrt(x). Source: keras.ops.rsqrt. */
export const rsqrt = /*#__PURE__*/ float_op('Rsqrt', (x) => unary('Rsqrt', x))
/** The error function. Source: keras.ops.erf. */
export const erf = /*#__PURE__*/ float_op('Erf', erf_values)
/** 1 - erf(x). Source: keras.ops.erfc. */
export const erfc = /*#__PURE__*/ float_op('Erfc', (x) => binary('Sub', float_scalar(1), erf_values(x)))
/** The inverse of the error function. Source: keras.ops.erfinv. */
export const erfinv = /*#__PURE__*/ float_op('Erfinv', erfinv_values)

/** The k largest values of the last axis and their int32 indices, as a list. Source: keras.ops.top_k. */
export const top_k = /*#__PURE__*/ op1(
  { class_name: 'TopK', module: in_math, inputs: ['x'], config: { k: 1, sorted: true } },
  (input: TensorLike, k: number): Tensor[] => {
    const x = as_tensor(input)
    return top_values(x, k)
  },
)

/** Whether each target class is among the k highest predictions. Source: keras.ops.in_top_k. */
export const in_top_k = /*#__PURE__*/ op2(
  { class_name: 'InTopK', module: in_math, inputs: ['targets', 'predictions'], config: { k: 1 } },
  (target_like: TensorLike, prediction_like: TensorLike, k: number) => {
    const targets = store_as(as_tensor(target_like), 'int32')
    const predictions = store_as(as_tensor(prediction_like), 'float32')
    const count = predictions.shape[predictions.shape.length - 1]!
    const labels = run_kernel('OneHot', { indices: targets }, { depth: count, onValue: 1, offValue: 0, dtype: 'float32' })
    const own = run_kernel(
      'Sum',
      { x: choose(store_as(labels, 'bool'), predictions, unary('ZerosLike', predictions)) },
      { axis: [labels.shape.length - 1], keepDims: true },
    )
    const above = store_as(binary('Greater', predictions, own), 'int32')
    const rank = store_as(run_kernel('Sum', { x: above }, { axis: [labels.shape.length - 1], keepDims: false }), 'int32')
    const known = store_as(
      run_kernel('Sum', { x: store_as(labels, 'int32') }, { axis: [labels.shape.length - 1], keepDims: false }),
      'bool',
    )
    const finite = store_as(unary('IsFinite', reshaped(own, targets.shape)), 'bool')
    return binary('LogicalAnd', binary('LogicalAnd', binary('Less', rank, int_scalar(k)), known), finite)
  },
)

interface Segments {
  rows: Tensor
  ids: Tensor
  count: number
}

function segments(data: TensorLike, segment_ids: TensorLike, num_segments: number | null): Segments {
  const rows = as_tensor(data)
  const ids = store_as(as_tensor(segment_ids), 'int32')
  if (ids.shape.length !== 1)
    throw new ValueError(
      `Argument \`segment_ids\` should be an 1-D vector, got shape: ${repr(ids.shape)}. Consider either flatten input with segment_ids.reshape((-1)) and data.reshape((-1, ) + data.shape[len(segment_ids.shape):]) or vectorize with vmap.`,
    )
  if (ids.shape[0] !== rows.shape[0])
    throw new ValueError(
      `Argument \`segment_ids\` and \`data\` should have same leading dimension. Received: data.shape=${repr(rows.shape)}, segment_ids.shape=${repr(ids.shape)}`,
    )
  if (num_segments === null)
    throw new ValueError(
      'Argument `num_segments` must be set when using the JAX backend, and here: the shape of the result must be known from the arguments. Received: num_segments=None',
    )
  return { rows, ids, count: num_segments }
}

const segment_config = { num_segments: null as number | null, sorted: false }

/**
 * Sums of the rows with the same id, `num_segments` of them; ids outside are dropped. Source: keras.ops.segment_sum.
 * @throws ValueError without `num_segments`, for ids of another length than the rows, and for ids that are no vector.
 */
export const segment_sum = /*#__PURE__*/ op2(
  { class_name: 'SegmentSum', module: in_math, inputs: ['data', 'segment_ids'], config: segment_config },
  (data: TensorLike, segment_ids: TensorLike, num_segments: number | null) => {
    const { rows, ids, count } = segments(data, segment_ids, num_segments)
    const plain = rows.dtype === 'bool' ? store_as(rows, 'int32') : rows
    return finish(
      store_as(segment_total(plain, ids, count), plain.dtype as 'float32'),
      rows.dtype === 'bool' ? 'int32' : tensor_dtype(rows),
    )
  },
)

/** What a reduction of no values gives. */
const neutral = { Max: [-Infinity, -2147483648], Min: [Infinity, 2147483647], Prod: [1, 1] } as const

function segment_op(class_name: string, kernel: 'Max' | 'Min' | 'Prod') {
  return op2(
    { class_name, module: in_math, inputs: ['data', 'segment_ids'], config: segment_config },
    (data: TensorLike, segment_ids: TensorLike, num_segments: number | null) => {
      const { rows, ids, count } = segments(data, segment_ids, num_segments)
      const plain = rows.dtype === 'bool' ? store_as(rows, 'int32') : rows
      const rest = plain.shape.slice(1)
      const n = ids.shape[0]!
      const member = binary(
        'Equal',
        reshaped(ids, [1, n]),
        reshaped(run_kernel('Range', {}, { start: 0, stop: count, step: 1, dtype: 'int32' }), [count, 1]),
      )
      const value = neutral[kernel][plain.dtype === 'int32' ? 1 : 0]
      const fill = run_kernel('Fill', {}, { shape: [count, n, size_of(rest)], value, dtype: plain.dtype })
      const each = choose(reshaped(member, [count, n, 1]), reshaped(plain, [1, n, size_of(rest)]), fill)
      return finish(like(reshaped(reduce(kernel, each, [1], false), [count, ...rest]), rows), tensor_dtype(rows))
    },
  )
}

/** The largest of the rows with the same id, for each of `num_segments`. Source: keras.ops.segment_max. */
export const segment_max = /*#__PURE__*/ segment_op('SegmentMax', 'Max')
/** The smallest of the rows with the same id, for each of `num_segments`. Source: keras.ops.segment_min. */
export const segment_min = /*#__PURE__*/ segment_op('SegmentMin', 'Min')
/** The product of the rows with the same id, for each of `num_segments`. Source: keras.ops.segment_prod. */
export const segment_prod = /*#__PURE__*/ segment_op('SegmentProd', 'Prod')

/** Windows of the last axis, `sequence_stride` apart. Source: keras.ops.extract_sequences. */
export const extract_sequences = /*#__PURE__*/ op1(
  { class_name: 'ExtractSequences', module: in_math, inputs: ['x'], config: { sequence_length: 1, sequence_stride: 1 } },
  (input: TensorLike, sequence_length: number, sequence_stride: number) => {
    const x = as_tensor(input)
    if (x.shape.length === 0) throw new ValueError('not enough values to unpack (expected at least 1, got 0)')
    return framed(x, sequence_length, sequence_stride)
  },
)

/** Windows of the last axis. */
export function framed(x: Tensor, length: number, stride: number): Tensor {
  const last = x.shape.length - 1
  const count = Math.floor((x.shape[last]! - length) / stride) + 1
  const indices = range(count).flatMap((i) => range(length).map((j) => i * stride + j))
  const values = run_kernel('GatherV2', { x, indices: as_tensor(indices, 'int32') }, { axis: last, batchDims: 0 })
  return like(reshaped(values, [...x.shape.slice(0, -1), count, length]), x)
}

/** The Euclidean distances between the rows of two matrices. Source: keras.ops.cdist. */
export const cdist = /*#__PURE__*/ op2(
  { class_name: 'Cdist', module: in_math, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [a, b] = [as_float(x1), as_float(x2)]
    if (a.shape.length < 2 || b.shape.length < 2 || a.shape[a.shape.length - 1] !== b.shape[b.shape.length - 1]) {
      throw new ValueError(
        `Last dimension of inputs to \`cdist\` must match. Received: x1.shape=${repr(a.shape)}, x2.shape=${repr(b.shape)}`,
      )
    }
    const left = reshaped(a, [...a.shape.slice(0, -1), 1, a.shape[a.shape.length - 1]!])
    const right = reshaped(b, [...b.shape.slice(0, -2), 1, ...b.shape.slice(-2)])
    const square = unary('Square', binary('Sub', left, right))
    return finish(
      unary('Sqrt', run_kernel('Sum', { x: square }, { axis: [square.shape.length - 1], keepDims: false })),
      tensor_dtype(a),
    )
  },
)

/** Pairs of reals (last axis of size two) as complex numbers. Source: keras.ops.view_as_complex. */
export const view_as_complex = /*#__PURE__*/ op1(
  { class_name: 'ViewAsComplex', module: in_math, inputs: ['x'] },
  (input: TensorLike) => {
    const x = store_as(as_tensor(input), 'float32')
    const last = x.shape.length - 1
    if (x.shape[last] !== 2)
      throw new ValueError(`Last dimension of input must be size 2 (real and imaginary). Received shape: ${repr(x.shape)}`)
    const part = (i: number): Tensor =>
      reshaped(
        run_kernel('Slice', { x }, { begin: [...new Array(last).fill(0), i], size: [...x.shape.slice(0, -1), 1] }),
        x.shape.slice(0, -1),
      )
    return run_kernel('Complex', { real: part(0), imag: part(1) })
  },
)

/** Complex numbers as pairs of reals. Source: keras.ops.view_as_real. */
export const view_as_real = /*#__PURE__*/ op1(
  { class_name: 'ViewAsReal', module: in_math, inputs: ['x'] },
  (input: TensorLike) => {
    const x = as_tensor(input)
    const complex = x.dtype === 'complex64'
    const real = complex ? run_kernel('Real', { input: x }) : store_as(x, 'float32')
    const imag = complex ? run_kernel('Imag', { input: x }) : unary('ZerosLike', real)
    return run_kernel('Pack', [real, imag], { axis: x.shape.length })
  },
)
