import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { label_dtype } from '../../variables/half'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { axis_last, inverse_permutation, one_axis, reduced_axes, size_of } from '../axes'
import {
  as_float,
  as_tensor,
  binary,
  finish,
  float_scalar,
  int_scalar,
  like,
  promote,
  reshaped,
  store_as,
  unary,
} from '../convert'
import { tape_on } from '../custom'
import { type Axis, in_numpy, op1, op2 } from '../declare'
import { result_type } from '../promotion'
import { choose } from './comparison'
import { along } from './indexing'
import { permuted } from './shape'

/** The k largest of each row and where they are; equal values in their order. */
export function largest(x: Tensor, k: number): [values: Tensor, indices: Tensor] {
  const [values, indices] = run_kernel<Tensor[]>(
    'TopK',
    { x: store_as(x, x.dtype === 'bool' ? 'int32' : (x.dtype as 'float32')) },
    { k, sorted: true },
  )
  return [values!, store_as(indices!, 'int32')]
}

/** A row's values as keys that sort ascending when the largest keys come first; NaN goes last. */
function descending_keys(x: Tensor): Tensor {
  if (x.dtype !== 'float32') return binary('Sub', int_scalar(-1), store_as(x, 'int32'))
  const nan = store_as(unary('IsNan', x), 'bool')
  const finite = binary('Maximum', unary('Neg', x), float_scalar(-3.4028234663852886e38))
  return choose(nan, run_kernel('Fill', {}, { shape: x.shape, value: -Infinity, dtype: 'float32' }), finite)
}

/** Where the values of each row come from in ascending order. */
export function order(x: Tensor): Tensor {
  const n = x.shape[x.shape.length - 1]!
  return largest(descending_keys(x), n)[1]
}

function along_axis(x: Tensor, axis: number | null, fn: (rows: Tensor) => Tensor): Tensor {
  if (axis === null || axis === undefined) return like(fn(reshaped(x, [size_of(x.shape)])), x)
  const place = one_axis(axis, x.shape.length)
  const perm = axis_last(place, x.shape.length)
  return like(permuted(fn(permuted(x, perm)), inverse_permutation(perm)), x)
}

/** Indices do not bear the dtype of the values. */
function unlabelled(indices: Tensor): Tensor {
  return label_dtype(store_as(indices, 'int32'), 'int32')
}

/** Rows in ascending order. */
export function sorted_rows(x: Tensor): Tensor {
  return along(x, order(x), x.shape.length - 1)
}

/** Ascending order; a null axis sorts the flat tensor. Source: keras.ops.sort. */
export const sort = /*#__PURE__*/ op1(
  { class_name: 'Sort', module: in_numpy, inputs: ['x'], config: { axis: -1 as number | null } },
  (input: TensorLike, axis: number | null) => along_axis(as_tensor(input), axis, sorted_rows),
)

/** Where the values come from in ascending order, int32. Source: keras.ops.argsort. */
export const argsort = /*#__PURE__*/ op1(
  { class_name: 'Argsort', module: in_numpy, inputs: ['x'], config: { axis: -1 as number | null } },
  (input: TensorLike, axis: number | null) => {
    const x = as_tensor(input)
    return unlabelled(along_axis(x, axis, order))
  },
)

/** An order in which the value at place `kth` is where sorting would put it. Source: keras.ops.argpartition. */
export const argpartition = /*#__PURE__*/ op1(
  { class_name: 'Argpartition', module: in_numpy, inputs: ['x'], config: { kth: 0, axis: -1 as number | null } },
  (input: TensorLike, kth: number, axis: number | null) => {
    if (!Number.isInteger(kth)) throw new ValueError(`kth must be an integer. Received: kth=${repr(kth)}`)
    const x = as_tensor(input)
    return unlabelled(
      along_axis(x, axis, (rows) => {
        const count = rows.shape[rows.shape.length - 1]!
        const rank = order(order(rows))
        const small = binary('LessEqual', rank, int_scalar(kth < 0 ? kth + count : kth))
        const place = run_kernel('Range', {}, { start: count, stop: 2 * count, step: 1, dtype: 'int32' })
        return order(choose(small, rank, place))
      }),
    )
  },
)

/** Where values belong in an ascending sequence, int32. Source: keras.ops.searchsorted. */
export const searchsorted = /*#__PURE__*/ op2(
  { class_name: 'SearchSorted', module: in_numpy, inputs: ['sorted_sequence', 'values'], config: { side: 'left' } },
  (sequence: TensorLike, values: TensorLike, side: string) => {
    const [[a, v]] = promote(sequence, values)
    if (a!.shape.length !== 1)
      throw new ValueError(`searchsorted only supports 1-D sorted sequences. Received: sorted_sequence.shape=${repr(a!.shape)}`)
    return insertion_places(a!, v!, side === 'right')
  },
)

/** How many of the sequence are below (or not above) each value. */
export function insertion_places(sequence: Tensor, values: Tensor, right: boolean): Tensor {
  const wide = reshaped(store_as(values, sequence.dtype === 'bool' ? 'int32' : (sequence.dtype as 'float32')), [
    ...values.shape,
    1,
  ])
  const line = sequence.dtype === 'bool' ? store_as(sequence, 'int32') : sequence
  const below = binary(right ? 'LessEqual' : 'Less', line, wide)
  return store_as(run_kernel('Sum', { x: store_as(below, 'int32') }, { axis: [values.shape.length], keepDims: false }), 'int32')
}

/** The bin of each value: how many edges are at or below it. Source: keras.ops.digitize. */
export const digitize = /*#__PURE__*/ op2(
  { class_name: 'Digitize', module: in_numpy, inputs: ['x', 'bins'] },
  (input: TensorLike, bins: TensorLike) => {
    const [[x, edges]] = promote(input, bins)
    if (edges!.shape.length !== 1) throw new ValueError(`\`bins\` must be a 1D array. Received: bins=${repr(bins)}`)
    return insertion_places(edges!, x!, true)
  },
)

type Method = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest'

/** Quantiles `q` (0 to 1) of the rows of float values, the quantiles in front; NaN rows give NaN unless they are skipped. */
export function quantiles(x: Tensor, q: Tensor, axes: number[], keepdims: boolean, method: Method, skip_nan: boolean): Tensor {
  const rank = x.shape.length
  const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i))
  const rows = reshaped(permuted(x, [...rest, ...axes]), [...rest.map((i) => x.shape[i]!), size_of(axes.map((i) => x.shape[i]!))])
  const last = rows.shape.length - 1
  const n = rows.shape[last]!
  const nan = store_as(unary('IsNan', rows), 'float32')
  const nan_count = run_kernel('Sum', { x: nan }, { axis: [last], keepDims: true })
  const sorted = sorted_rows(rows)
  const top = skip_nan ? binary('Maximum', binary('Sub', float_scalar(n - 1), nan_count), float_scalar(0)) : float_scalar(n - 1)
  const q_count = size_of(q.shape)
  const place = binary('Multiply', reshaped(q, [...new Array(last).fill(1), q_count]), top)
  const spread = binary('Add', place, binary('Multiply', nan_count, float_scalar(0)))
  const low = unary('Floor', spread)
  const high = unary('Ceil', spread)
  const at = (index: Tensor): Tensor => along(sorted, store_as(index, 'int32'), last)
  const blend = (): Tensor => {
    const weight = binary('Sub', spread, low)
    const [a, b] = [at(low), at(high)]
    const between = binary('Add', binary('Multiply', a, binary('Sub', float_scalar(1), weight)), binary('Multiply', b, weight))
    return choose(binary('Equal', weight, float_scalar(0)), a, between)
  }
  const value = {
    linear: blend,
    lower: () => at(low),
    higher: () => at(high),
    nearest: () => at(choose(binary('LessEqual', binary('Sub', spread, low), float_scalar(0.5)), low, high)),
    midpoint: () => binary('Multiply', binary('Add', at(low), at(high)), float_scalar(0.5)),
  }[method]()
  const bad = skip_nan ? binary('GreaterEqual', nan_count, float_scalar(n)) : binary('Greater', nan_count, float_scalar(0))
  const result = choose(bad, run_kernel('Fill', {}, { shape: value.shape, value: Number.NaN, dtype: 'float32' }), value)
  const front = permuted(result, [last, ...result.shape.map((_, i) => i).slice(0, -1)])
  const kept = keepdims ? x.shape.map((d, i) => (axes.includes(i) ? 1 : d)) : rest.map((i) => x.shape[i]!)
  return reshaped(front, [...q.shape, ...kept].slice(0, q.shape.length + (keepdims ? rank : rest.length)))
}

function quantile_op(class_name: string, divisor: number, skip_nan: boolean) {
  return op2(
    {
      class_name,
      module: in_numpy,
      inputs: ['x', 'q'],
      config: { axis: null as Axis, method: 'linear' as Method, keepdims: false },
    },
    (input: TensorLike, q: TensorLike, axis: Axis, method: Method, keepdims: boolean) => {
      const x = as_float(input)
      const parts = as_tensor(q, 'float32')
      if (parts.shape.length > 1)
        throw new ValueError(`quantile: \`q\` must be a scalar or a vector. Received: q.shape=${repr(parts.shape)}`)
      const scaled = divisor === 1 ? parts : binary('RealDiv', parts, float_scalar(divisor))
      const dtype = result_type(tensor_dtype(x), 'float')
      return finish(quantiles(x, scaled, reduced_axes(axis, x.shape.length), keepdims, method, skip_nan), dtype)
    },
  )
}

/** Source: keras.ops.quantile. */
export const quantile = /*#__PURE__*/ quantile_op('Quantile', 1, false)
/** Source: keras.ops.percentile. */
export const percentile = /*#__PURE__*/ quantile_op('Percentile', 100, false)
/** Source: keras.ops.nanquantile. */
export const nanquantile = /*#__PURE__*/ quantile_op('Nanquantile', 1, true)
/** Source: keras.ops.nanpercentile. */
export const nanpercentile = /*#__PURE__*/ quantile_op('Nanpercentile', 100, true)

function median_op(class_name: string, skip_nan: boolean) {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: { axis: null as Axis, keepdims: false } },
    (input: TensorLike, axis: Axis, keepdims: boolean) => {
      const x = as_float(input)
      return finish(
        quantiles(x, float_scalar(0.5), reduced_axes(axis, x.shape.length), keepdims, 'linear', skip_nan),
        tensor_dtype(x),
      )
    },
  )
}

/** Source: keras.ops.median. */
export const median = /*#__PURE__*/ median_op('Median', false)
/** Source: keras.ops.nanmedian. */
export const nanmedian = /*#__PURE__*/ median_op('Nanmedian', true)

/** The k largest values of each row and their int32 indices, with gradients through the values. */
export function top_values(x: Tensor, k: number): [Tensor, Tensor] {
  const [values, indices] = largest(x, k)
  const taken = tape_on() ? along(x, indices, x.shape.length - 1) : store_as(values, x.dtype as 'float32')
  return [like(taken, x), indices]
}
