import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis, size_of } from '../axes'
import {
  as_float,
  as_tensor,
  binary,
  finish,
  float_scalar,
  int_scalar,
  like,
  promote_float,
  reshaped,
  store_as,
  unary,
} from '../convert'
import { in_numpy, op1, op2 } from '../declare'
import { framed } from '../math'
import { choose } from './comparison'
import { linspace } from './creation'
import { matrix_product } from './linear'
import { flipped, permuted } from './shape'
import { insertion_places } from './sort'

/** Differences of neighbours along an axis, `n` times. Source: keras.ops.diff. */
export const diff = /*#__PURE__*/ op1(
  { class_name: 'Diff', module: in_numpy, inputs: ['a'], config: { n: 1, axis: -1 } },
  (input: TensorLike, n: number, axis: number) => {
    const x = as_tensor(input)
    const place = one_axis(axis, x.shape.length)
    let result = x.dtype === 'bool' ? store_as(x, 'int32') : x
    for (let i = 0; i < n; i++) {
      const size = result.shape[place]! - 1
      const part = (from: number): Tensor =>
        run_kernel(
          'Slice',
          { x: result },
          {
            begin: result.shape.map((_, j) => (j === place ? from : 0)),
            size: result.shape.map((d, j) => (j === place ? Math.max(0, size) : d)),
          },
        )
      result = x.dtype === 'bool' ? store_as(binary('NotEqual', part(1), part(0)), 'int32') : binary('Sub', part(1), part(0))
    }
    return finish(store_as(result, x.dtype as 'float32'), tensor_dtype(x))
  },
)

/** The area under samples, by the trapezoidal rule. Source: keras.ops.trapezoid. */
export const trapezoid = /*#__PURE__*/ op1(
  { class_name: 'Trapezoid', module: in_numpy, inputs: ['y'], config: { x: null as TensorLike | null, dx: 1, axis: -1 } },
  (input: TensorLike, points: TensorLike | null, dx: number, axis: number) => {
    const y = as_float(input)
    const place = one_axis(axis, y.shape.length)
    const size = y.shape[place]! - 1
    const part = (t: Tensor, at: number, from: number): Tensor =>
      run_kernel(
        'Slice',
        { x: t },
        { begin: t.shape.map((_, j) => (j === at ? from : 0)), size: t.shape.map((d, j) => (j === at ? size : d)) },
      )
    const sums = binary('Add', part(y, place, 1), part(y, place, 0))
    let steps = float_scalar(dx)
    if (points !== null && points !== undefined) {
      const x = as_tensor(points, 'float32')
      const at = x.shape.length === 1 ? 0 : place
      const distances = binary('Sub', part(x, at, 1), part(x, at, 0))
      steps =
        x.shape.length === 1
          ? reshaped(
              distances,
              y.shape.map((_, j) => (j === place ? size : 1)),
            )
          : distances
    }
    const areas = binary('Multiply', binary('Multiply', sums, steps), float_scalar(0.5))
    return finish(run_kernel('Sum', { x: areas }, { axis: [place], keepDims: false }), tensor_dtype(y))
  },
)

type Mode = 'valid' | 'same' | 'full'

function correlation(a: Tensor, v: Tensor, mode: Mode): Tensor {
  const [n, m] = [a.shape[0]!, v.shape[0]!]
  if (n < m) return flipped(correlation(v, a, mode), [0])
  const before = mode === 'valid' ? 0 : mode === 'full' ? m - 1 : Math.floor(m / 2)
  const after = mode === 'valid' ? 0 : mode === 'full' ? m - 1 : m - Math.floor(m / 2) - 1
  const wide = run_kernel('PadV2', { x: a }, { paddings: [[before, after]], constantValue: 0 })
  return matrix_product(framed(wide, m, 1), v)
}

/** The cross-correlation of two vectors. Source: keras.ops.correlate. */
export const correlate = /*#__PURE__*/ op2(
  { class_name: 'Correlate', module: in_numpy, inputs: ['x1', 'x2'], config: { mode: 'valid' as Mode } },
  (x1: TensorLike, x2: TensorLike, mode: Mode) => {
    const [[a, v], dtype] = promote_float(x1, x2)
    for (const [name, x] of [
      ['x1', a!],
      ['x2', v!],
    ] as const) {
      if (x.shape.length !== 1)
        throw new ValueError(`\`${name}\` must be a 1-dimensional tensor, but received shape ${repr(x.shape)}`)
    }
    if (!['valid', 'same', 'full'].includes(mode))
      throw new ValueError(`mode must be one of 'full', 'same', 'valid'. Received: mode=${repr(mode)}`)
    return finish(correlation(a!, v!, mode), dtype)
  },
)

/** The correlation coefficients of the rows. Source: keras.ops.corrcoef. */
export const corrcoef = /*#__PURE__*/ op1({ class_name: 'Corrcoef', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_float(input)
  if (x.shape.length < 2) return finish(reshaped(binary('RealDiv', float_scalar(1), float_scalar(1)), []), tensor_dtype(x))
  const centred = binary('Sub', x, run_kernel('Mean', { x }, { axis: [1], keepDims: true }))
  const products = matrix_product(centred, permuted(centred, [1, 0]))
  const n = x.shape[0]!
  const squares = run_kernel('Sum', { x: unary('Square', centred) }, { axis: [1], keepDims: false })
  const lengths = unary('Sqrt', squares)
  const scaled = binary('RealDiv', binary('RealDiv', products, reshaped(lengths, [n, 1])), reshaped(lengths, [1, n]))
  const bounded = unary('ClipByValue', scaled, { clipValueMin: -1, clipValueMax: 1 })
  return finish(choose(unary('IsNan', scaled), scaled, bounded), tensor_dtype(x))
})

/** How many values fall between evenly spaced edges, and the edges: a list of two. Source: keras.ops.histogram. */
export const histogram = /*#__PURE__*/ op1(
  {
    class_name: 'Histogram',
    module: in_numpy,
    inputs: ['x'],
    config: { bins: 10, range: null as readonly [number, number] | null },
  },
  (input: TensorLike, bins: number, range: readonly [number, number] | null): Tensor[] => {
    if (!Number.isInteger(bins) || bins < 0)
      throw new ValueError(`Argument \`bins\` should be a non-negative integer. Received: bins=${repr(bins)}`)
    if (range !== null && range !== undefined) {
      if (range.length !== 2)
        throw new ValueError(`Argument \`range\` must be a tuple of two elements. Received: range=${repr(range)}`)
      if (range[1] < range[0])
        throw new ValueError(`The second element of \`range\` must be greater than the first. Received: range=${repr(range)}`)
    }
    const x = as_tensor(input)
    if (x.shape.length !== 1) throw new ValueError(`Input tensor must be 1-dimensional. Received: input.shape=${repr(x.shape)}`)
    const values = store_as(x, 'float32')
    const low =
      range === null || range === undefined
        ? run_kernel('Min', { x: values }, { axis: [0], keepDims: false })
        : float_scalar(range[0])
    const high =
      range === null || range === undefined
        ? run_kernel('Max', { x: values }, { reductionIndices: [0], keepDims: false })
        : float_scalar(range[1])
    const same = binary('Equal', low, high)
    const half = binary('Multiply', store_as(same, 'float32'), float_scalar(0.5))
    const edges = linspace(binary('Sub', low, half), binary('Add', high, half), bins + 1) as Tensor
    const place = insertion_places(edges, values, true)
    const last = binary('Equal', values, run_kernel('Slice', { x: edges }, { begin: [bins], size: [1] }))
    const bin = choose(last, run_kernel('Fill', {}, { shape: values.shape, value: bins, dtype: 'int32' }), place)
    const rows = run_kernel(
      'OneHot',
      { indices: binary('Sub', bin, int_scalar(1)) },
      { depth: bins, onValue: 1, offValue: 0, dtype: 'float32' },
    )
    return [store_as(run_kernel('Sum', { x: rows }, { axis: [0], keepDims: false }), 'float32'), edges]
  },
)

/** How often each integer occurs, or the sum of its weights. Without a large enough `minlength` the values must be known. Source: keras.ops.bincount. */
export const bincount = /*#__PURE__*/ op1(
  {
    class_name: 'Bincount',
    module: in_numpy,
    inputs: ['x'],
    config: { weights: null as TensorLike | null, minlength: 0, sparse: false },
  },
  (input: TensorLike, weights: TensorLike | null, minlength: number) => {
    const x = store_as(as_tensor(input), 'int32')
    const largest = Math.max(-1, ...Array.from(x.dataSync() as Int32Array))
    const length = Math.max(minlength, largest + 1)
    const rows = run_kernel('OneHot', { indices: x }, { depth: length, onValue: 1, offValue: 0, dtype: 'float32' })
    const last = x.shape.length - 1
    if (weights === null || weights === undefined)
      return store_as(run_kernel('Sum', { x: store_as(rows, 'int32') }, { axis: [last], keepDims: false }), 'int32')
    const w = as_tensor(weights)
    const scaled = binary('Multiply', store_as(rows, 'float32'), reshaped(store_as(w, 'float32'), [...w.shape, 1]))
    return finish(
      run_kernel('Sum', { x: scaled }, { axis: [last], keepDims: false }),
      w.dtype === 'bool' ? 'int32' : tensor_dtype(w),
    )
  },
)

interface UniqueConfig {
  sorted: boolean
  return_index: boolean
  return_inverse: boolean
  return_counts: boolean
  axis: number | null
  size: number | null
  fill_value: number | null
}

/** The different values in ascending order; with `return_index`, `return_inverse`, `return_counts` a list. The values must be known. Source: keras.ops.unique. */
export const unique = /*#__PURE__*/ op1(
  {
    class_name: 'Unique',
    module: in_numpy,
    inputs: ['x'],
    config: {
      sorted: true,
      return_index: false,
      return_inverse: false,
      return_counts: false,
      axis: null,
      size: null,
      fill_value: null,
    } as UniqueConfig,
  },
  (
    input: TensorLike,
    _sorted: boolean,
    return_index: boolean,
    return_inverse: boolean,
    return_counts: boolean,
    axis: number | null,
    size: number | null,
    fill_value: number | null,
  ): Tensor => {
    const given = as_tensor(input)
    const flat = axis === null || axis === undefined
    const place = flat ? 0 : one_axis(axis, given.shape.length)
    const x = flat
      ? reshaped(given, [size_of(given.shape)])
      : permuted(given, [place, ...given.shape.map((_, i) => i).filter((i) => i !== place)])
    const values = Array.from(x.dataSync() as Float32Array)
    const count = x.shape[0]!
    const width = size_of(x.shape.slice(1))
    const row = (i: number): number[] => values.slice(i * width, (i + 1) * width)
    const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => compare_rows(row(a), row(b)) || a - b)
    const firsts: number[] = []
    const inverse: number[] = new Array(count)
    const counts: number[] = []
    for (const i of order) {
      if (firsts.length === 0 || differ(row(i), row(firsts[firsts.length - 1]!))) {
        firsts.push(i)
        counts.push(0)
      }
      inverse[i] = firsts.length - 1
      counts[counts.length - 1]!++
    }
    const length = size ?? firsts.length
    const kept = firsts.slice(0, length)
    const missing = length - kept.length
    const data = [
      ...kept.flatMap(row),
      ...new Array(missing).fill(0).flatMap(() => (fill_value === null ? row(firsts[0]!) : new Array(width).fill(fill_value))),
    ]
    const shaped = reshaped(as_tensor(data, x.dtype), [length, ...x.shape.slice(1)])
    const back = [...x.shape.map((_, i) => i).slice(1, place + 1), 0, ...x.shape.map((_, i) => i).slice(place + 1)]
    const result = like(flat ? shaped : permuted(shaped, back), given)
    const extras: Tensor[] = []
    if (return_index) extras.push(as_tensor([...kept, ...new Array(missing).fill(firsts[0] ?? 0)], 'int32'))
    if (return_inverse) extras.push(flat ? reshaped(as_tensor(inverse, 'int32'), given.shape) : as_tensor(inverse, 'int32'))
    if (return_counts) extras.push(as_tensor([...counts.slice(0, length), ...new Array(missing).fill(0)], 'int32'))
    return extras.length === 0 ? result : ([result, ...extras] as unknown as Tensor)
  },
)

function compare_rows(a: number[], b: number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return -1
    if (a[i]! > b[i]!) return 1
    if (Number.isNaN(a[i]) !== Number.isNaN(b[i])) return Number.isNaN(a[i]) ? 1 : -1
  }
  return 0
}

/** NaN differs from itself. */
function differ(a: number[], b: number[]): boolean {
  return a.some((value, i) => value !== b[i])
}
