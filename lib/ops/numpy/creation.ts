import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { floatx } from '../../common/config'
import { type DType, is_float_dtype, standardize_dtype, storage_dtype } from '../../common/dtypes'
import { TypeError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis, range, shape_list, size_of } from '../axes'
import {
  as_tensor,
  binary,
  convert,
  finish,
  float_scalar,
  int_scalar,
  like,
  promote,
  reshaped,
  store_as,
  unary,
} from '../convert'
import { as_op, in_numpy, op_list, op1, op2 } from '../declare'
import { operand_dtype, result_type } from '../promotion'
import { broadcasted, choose } from './comparison'
import { i0 } from './elementwise'
import { gathered } from './shape'

/** A tensor of one value. */
export function filled(shape: number | readonly number[], value: number, dtype: DType): Tensor {
  const storage = storage_dtype(dtype)
  if (storage === 'complex64') {
    const part = (v: number): Tensor => run_kernel('Fill', {}, { shape: shape_list(shape), value: v, dtype: 'float32' })
    return run_kernel('Complex', { real: part(value), imag: part(0) })
  }
  return finish(run_kernel('Fill', {}, { shape: shape_list(shape), value, dtype: storage }), dtype)
}

type ShapeLike = number | readonly number[]
const shape_config = { dtype: null as DType | null }

/** Source: keras.ops.zeros. */
export const zeros = /*#__PURE__*/ op1(
  { class_name: 'Zeros', module: in_numpy, inputs: ['shape'], config: shape_config },
  (shape: ShapeLike, dtype: DType | null) => filled(shape, 0, standardize_dtype(dtype, floatx())),
)
/** Source: keras.ops.ones. */
export const ones = /*#__PURE__*/ op1(
  { class_name: 'Ones', module: in_numpy, inputs: ['shape'], config: shape_config },
  (shape: ShapeLike, dtype: DType | null) => filled(shape, 1, standardize_dtype(dtype, floatx())),
)
/** A tensor whose values do not matter: zeros. Source: keras.ops.empty. */
export const empty = /*#__PURE__*/ op1(
  { class_name: 'Empty', module: in_numpy, inputs: ['shape'], config: shape_config },
  (shape: ShapeLike, dtype: DType | null) => filled(shape, 0, standardize_dtype(dtype, floatx())),
)

/** A tensor of one value, which may itself be broadcast. Source: keras.ops.full. */
export const full = /*#__PURE__*/ op2(
  { class_name: 'Full', module: in_numpy, inputs: ['shape', 'fill_value'], config: shape_config },
  (shape: ShapeLike, fill_value: TensorLike, dtype: DType | null) => {
    const wanted = standardize_dtype(dtype, floatx())
    if (typeof fill_value === 'number') return filled(shape, is_float_dtype(wanted) ? fill_value : Math.trunc(fill_value), wanted)
    return spread(as_tensor(fill_value, wanted), shape_list(shape))
  },
)

function spread(value: Tensor, shape: number[]): Tensor {
  const plain = value.dtype === 'bool' ? store_as(value, 'int32') : value
  return like(store_as(broadcasted(plain, shape), value.dtype as 'float32'), value)
}

const like_config = { dtype: null as DType | null }

/** Source: keras.ops.zeros_like. */
export const zeros_like = /*#__PURE__*/ op1(
  { class_name: 'ZerosLike', module: in_numpy, inputs: ['x'], config: like_config },
  (x: TensorLike, dtype: DType | null) => same_shape(x, 0, dtype),
)
/** Source: keras.ops.ones_like. */
export const ones_like = /*#__PURE__*/ op1(
  { class_name: 'OnesLike', module: in_numpy, inputs: ['x'], config: like_config },
  (x: TensorLike, dtype: DType | null) => same_shape(x, 1, dtype),
)
/** A tensor whose values do not matter: zeros. Source: keras.ops.empty_like. */
export const empty_like = /*#__PURE__*/ op1(
  { class_name: 'EmptyLike', module: in_numpy, inputs: ['x'], config: like_config },
  (x: TensorLike, dtype: DType | null) => same_shape(x, 0, dtype),
)

function same_shape(input: TensorLike, value: number, dtype: DType | null): Tensor {
  const x = as_tensor(input)
  return filled(x.shape, value, dtype === null ? tensor_dtype(x) : standardize_dtype(dtype))
}

/** A tensor of one value in the shape of `x`. Source: keras.ops.full_like. */
export const full_like = /*#__PURE__*/ op2(
  { class_name: 'FullLike', module: in_numpy, inputs: ['x', 'fill_value'], config: like_config },
  (input: TensorLike, fill_value: TensorLike, dtype: DType | null) => {
    const x = as_tensor(input)
    const wanted = dtype === null ? tensor_dtype(x) : standardize_dtype(dtype)
    if (typeof fill_value === 'number')
      return filled(x.shape, is_float_dtype(wanted) ? fill_value : Math.trunc(fill_value), wanted)
    return spread(as_tensor(fill_value, wanted), x.shape)
  },
)

/** A tensor of the values. Source: keras.ops.array. */
export const array = /*#__PURE__*/ op1(
  { class_name: 'Array', module: in_numpy, inputs: ['x'], config: like_config },
  (x: TensorLike, dtype: DType | null) => {
    const result = as_tensor(x, dtype === null ? null : standardize_dtype(dtype))
    return result === x ? like(unary('Identity', result), result) : result
  },
)

/** Ones where column - row compares to k. */
function diagonal_mask(rows: number, columns: number, k: number, kernel: 'Equal' | 'LessEqual' | 'GreaterEqual'): Tensor {
  const row = reshaped(counting(rows), [rows, 1])
  const column = reshaped(counting(columns), [1, columns])
  return binary(kernel, column, binary('Add', row, int_scalar(k)))
}

/** 0, 1, ..., n - 1 as int32. */
export function counting(n: number): Tensor {
  return run_kernel('Range', {}, { start: 0, stop: n, step: 1, dtype: 'int32' })
}

function whole(value: unknown, name: string): number {
  const number = typeof value === 'object' && value !== null && 'dataSync' in value ? (value as Tensor).dataSync()[0] : value
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw new TypeError(
      `Argument \`${name}\` must be an integer, an integer tensor, or \`None\`. Received: ${name}=${repr(value)}`,
    )
  }
  return number
}

/** Ones on a diagonal. Source: keras.ops.eye. */
export const eye = /*#__PURE__*/ op1(
  { class_name: 'Eye', module: in_numpy, inputs: ['N'], config: { M: null as number | null, k: 0, dtype: null as DType | null } },
  (N: unknown, M: unknown, k: unknown, dtype: DType | null) => {
    const rows = whole(N, 'N')
    const columns = M === null ? rows : whole(M, 'M')
    return convert(diagonal_mask(rows, columns, whole(k, 'k'), 'Equal'), standardize_dtype(dtype, floatx()))
  },
)

/** Ones on the main diagonal of a square. Source: keras.ops.identity. */
export const identity = /*#__PURE__*/ op1(
  { class_name: 'Identity', module: in_numpy, inputs: ['n'], config: { dtype: null as DType | null } },
  (n: number, dtype: DType | null) => convert(diagonal_mask(n, n, 0, 'Equal'), standardize_dtype(dtype, floatx())),
)

/** Ones at and below a diagonal. Source: keras.ops.tri. */
export const tri = /*#__PURE__*/ op1(
  { class_name: 'Tri', module: in_numpy, inputs: ['N'], config: { M: null as number | null, k: 0, dtype: null as DType | null } },
  (N: number, M: number | null, k: number, dtype: DType | null) =>
    convert(diagonal_mask(N, M ?? N, k, 'LessEqual'), standardize_dtype(dtype, floatx())),
)

function triangle(input: TensorLike, k: number, kernel: 'LessEqual' | 'GreaterEqual'): Tensor {
  const x = as_tensor(input)
  if (x.shape.length < 2) {
    const square = broadcasted(x, [x.shape[0]!, x.shape[0]!])
    return triangle(square, k, kernel)
  }
  const [rows, columns] = x.shape.slice(-2) as [number, number]
  const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
  const kept = choose(diagonal_mask(rows, columns, k, kernel), plain, unary('ZerosLike', plain))
  return like(store_as(kept, x.dtype as 'float32'), x)
}

/** The lower triangle, zeros above. Source: keras.ops.tril. */
export const tril = /*#__PURE__*/ op1(
  { class_name: 'Tril', module: in_numpy, inputs: ['x'], config: { k: 0 } },
  (x: TensorLike, k: number) => triangle(x, k, 'LessEqual'),
)
/** The upper triangle, zeros below. Source: keras.ops.triu. */
export const triu = /*#__PURE__*/ op1(
  { class_name: 'Triu', module: in_numpy, inputs: ['x'], config: { k: 0 } },
  (x: TensorLike, k: number) => triangle(x, k, 'GreaterEqual'),
)

/** A square with the vector on a diagonal. */
export function on_diagonal(x: Tensor, k: number): Tensor {
  const n = x.shape[0]! + Math.abs(k)
  const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
  const row = reshaped(run_kernel('PadV2', { x: plain }, { paddings: [[Math.max(0, k), Math.max(0, -k)]], constantValue: 0 }), [
    1,
    n,
  ])
  const square = choose(
    diagonal_mask(n, n, k, 'Equal'),
    broadcasted(row, [n, n]),
    run_kernel('Fill', {}, { shape: [n, n], value: 0, dtype: plain.dtype }),
  )
  return like(store_as(square, x.dtype as 'float32'), x)
}

/** The diagonal of the axes 0 and 1 of `[rows, columns, ...]`. */
export function diagonal_of(x: Tensor, offset: number): Tensor {
  const [rows, columns] = x.shape as [number, number]
  const begin = offset >= 0 ? offset : -offset * columns
  const length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns))
  const flat = reshaped(x, [rows * columns, ...x.shape.slice(2)])
  const indices = as_tensor(
    range(length).map((i) => begin + i * (columns + 1)),
    'int32',
  )
  return like(gathered(flat, indices, 0), x)
}

/** A square of a vector, or the diagonal of a matrix. Source: keras.ops.diag. */
export const diag = /*#__PURE__*/ op1(
  { class_name: 'Diag', module: in_numpy, inputs: ['x'], config: { k: 0 } },
  (input: TensorLike, k: number) => {
    const x = as_tensor(input)
    if (x.shape.length === 1) return on_diagonal(x, k)
    if (x.shape.length === 2) return diagonal_of(x, k)
    throw new ValueError(`\`x\` must be 1-D or 2-D. Received: x.shape=${repr(x.shape)}`)
  },
)

/** A square with the flattened values on a diagonal. Source: keras.ops.diagflat. */
export const diagflat = /*#__PURE__*/ op1(
  { class_name: 'Diagflat', module: in_numpy, inputs: ['x'], config: { k: 0 } },
  (input: TensorLike, k: number) => {
    const x = as_tensor(input)
    return on_diagonal(like(reshaped(x, [size_of(x.shape)]), x), k)
  },
)

/** How far a range goes and its dtype: `arange(stop)`, `arange(start, stop, step)`. Source: keras.ops.arange. */
export const arange = /*#__PURE__*/ op1(
  {
    class_name: 'Arange',
    module: in_numpy,
    inputs: ['start'],
    config: { stop: null as number | null, step: null as number | null, dtype: null as DType | null },
  },
  (start: TensorLike, stop: TensorLike | null, step: TensorLike | null, dtype: DType | null) => {
    const given = [start, stop, step].filter((value) => value !== null && value !== undefined)
    const wanted = dtype === null ? result_type(...given.map(operand_dtype)) : standardize_dtype(dtype)
    const numbers = given.map(number_of)
    const [from, to] = stop === null || stop === undefined ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!]
    const by = step === null || step === undefined ? 1 : numbers[numbers.length - 1]!
    const count = Math.max(0, Math.ceil((to - from) / by))
    return finish(ramp(from, by, count, is_float_dtype(wanted)), wanted)
  },
)

function number_of(value: unknown): number {
  return typeof value === 'object' && value !== null && 'dataSync' in value
    ? Number((value as Tensor).dataSync()[0])
    : Number(value)
}

/** from, from + by, ...: `count` numbers. */
function ramp(from: number, by: number, count: number, float: boolean): Tensor {
  if (!float)
    return as_tensor(
      range(count).map((i) => Math.trunc(from + i * by)),
      'int32',
    )
  if (Number.isInteger(from) && Number.isInteger(by) && count > 0)
    return run_kernel('Range', {}, { start: from, stop: from + by * count, step: by, dtype: 'float32' })
  return as_tensor(
    Float32Array.from({ length: count }, (_, i) => from + i * by),
    'float32',
  )
}

interface Spacing {
  values: Tensor
  step: Tensor
  dtype: DType
}

/** Evenly spaced numbers along a new first axis, in float32. */
function spaced(start: TensorLike, stop: TensorLike, given_num: TensorLike, endpoint: boolean, dtype: DType | null): Spacing {
  const given = result_type(operand_dtype(start), operand_dtype(stop), 'float')
  const [a, b] = [as_tensor(start, 'float32'), as_tensor(stop, 'float32')]
  const num = number_of(given_num)
  if (num < 0) throw new ValueError(`Number of samples, ${num}, must be non-negative.`)
  const divisions = endpoint ? num - 1 : num
  const difference = binary('Sub', b, a)
  const step =
    divisions > 0
      ? binary('RealDiv', difference, float_scalar(divisions))
      : binary('Multiply', difference, float_scalar(Number.NaN))
  const tail = difference.shape.map(() => 1)
  const fractions = as_tensor(
    Float32Array.from({ length: num }, (_, i) => (divisions > 0 ? i / divisions : 0)),
    'float32',
  )
  const place = reshaped(fractions, [num, ...tail])
  const near = binary('Multiply', a, binary('Sub', float_scalar(1), place))
  const values = binary('Add', near, binary('Multiply', b, place))
  return { values, step, dtype: standardize_dtype(dtype, given) }
}

/** Rounded down where the result is an integer type, then moved to `axis`. */
function placed(values: Tensor, axis: number, dtype: DType): Tensor {
  const rank = values.shape.length
  const whole_type = !is_float_dtype(dtype) && dtype !== 'complex64'
  const result = finish(whole_type ? unary('Floor', values) : values, dtype)
  const to = one_axis(axis, rank)
  if (to === 0) return result
  const perm = range(rank).slice(1)
  perm.splice(to, 0, 0)
  return like(run_kernel('Transpose', { x: result }, { perm }), result)
}

/** `num` evenly spaced numbers; with `retstep` a list of them and their distance. Source: keras.ops.linspace. */
export const linspace = /*#__PURE__*/ op2(
  {
    class_name: 'Linspace',
    module: in_numpy,
    inputs: ['start', 'stop'],
    config: { num: 50, endpoint: true, retstep: false, dtype: null as DType | null, axis: 0 },
  },
  (
    start: TensorLike,
    stop: TensorLike,
    num: number,
    endpoint: boolean,
    retstep: boolean,
    dtype: DType | null,
    axis: number,
  ): Tensor => {
    const { values, step, dtype: type } = spaced(start, stop, num, endpoint, dtype)
    const result = placed(values, axis, type)
    return retstep ? ([result, finish(step, is_float_dtype(type) ? type : floatx())] as unknown as Tensor) : result
  },
)

/** Numbers whose logarithms are evenly spaced. Source: keras.ops.logspace. */
export const logspace = /*#__PURE__*/ op2(
  {
    class_name: 'Logspace',
    module: in_numpy,
    inputs: ['start', 'stop'],
    config: { num: 50, endpoint: true, base: 10, dtype: null as DType | null, axis: 0 },
  },
  (start: TensorLike, stop: TensorLike, num: number, endpoint: boolean, base: number, dtype: DType | null, axis: number) => {
    const { values, dtype: type } = spaced(start, stop, num, endpoint, dtype)
    return placed(binary('Pow', float_scalar(base), values), axis, type)
  },
)

/** Numbers in geometric progression. Source: keras.ops.geomspace. */
export const geomspace = /*#__PURE__*/ op2(
  {
    class_name: 'Geomspace',
    module: in_numpy,
    inputs: ['start', 'stop'],
    config: { num: 50, endpoint: true, dtype: null as DType | null, axis: 0 },
  },
  (start: TensorLike, stop: TensorLike, num: number, endpoint: boolean, dtype: DType | null, axis: number) => {
    const [a, b] = [as_tensor(start, 'float32'), as_tensor(stop, 'float32')]
    const sign = binary('Multiply', unary('Sign', a), float_scalar(1))
    const logs = spaced(unary('Log', unary('Abs', a)), unary('Log', unary('Abs', b)), num, endpoint, null).values
    const type = standardize_dtype(dtype, result_type(operand_dtype(start), operand_dtype(stop), 'float'))
    return placed(binary('Multiply', unary('Exp', logs), sign), axis, type)
  },
)

const meshgrid_op = /*#__PURE__*/ op_list(
  { class_name: 'Meshgrid', module: in_numpy, inputs: ['x'], config: { indexing: 'xy' }, variadic: true },
  (xs: readonly TensorLike[], indexing: string): Tensor[] => {
    const vectors = xs.map((x) => as_tensor(x))
    const sizes = vectors.map((v) => size_of(v.shape))
    const places = range(vectors.length)
    if (indexing === 'xy' && vectors.length > 1) {
      places[0] = 1
      places[1] = 0
    }
    const shape: number[] = new Array(vectors.length)
    places.forEach((place, i) => {
      shape[place] = sizes[i]!
    })
    return vectors.map((v, i) => {
      const line = reshaped(
        v,
        shape.map((_, axis) => (axis === places[i] ? sizes[i]! : 1)),
      )
      return spread(like(line, v), shape)
    })
  },
)

/** Coordinate grids of vectors. Source: keras.ops.meshgrid. */
export const meshgrid = /*#__PURE__*/ as_op(meshgrid_op, (...args: any[]): Tensor[] => {
  const last = args[args.length - 1]
  const named =
    typeof last === 'object' && last !== null && 'indexing' in last && Object.getPrototypeOf(last) === Object.prototype
  const indexing = named ? (last as { indexing: string }).indexing : 'xy'
  if (indexing !== 'xy' && indexing !== 'ij')
    throw new ValueError(`Valid values for \`indexing\` are 'xy' and 'ij'. Received: indexing=${repr(indexing)}`)
  return meshgrid_op(named ? args.slice(0, -1) : args, { indexing }) as Tensor[]
})

/** Powers of a vector as columns. Source: keras.ops.vander. */
export const vander = /*#__PURE__*/ op1(
  { class_name: 'Vander', module: in_numpy, inputs: ['x'], config: { N: null as number | null, increasing: false } },
  (input: TensorLike, N: number | null, increasing: boolean) => {
    const x = as_tensor(input)
    if (x.shape.length !== 1) throw new ValueError(`Input tensor must be 1-dimensional. Received: x.shape=${repr(x.shape)}`)
    const count = N ?? x.shape[0]!
    const dtype = tensor_dtype(x)
    const [[base, powers], type] = promote(
      x,
      as_tensor(
        range(count).map((i) => (increasing ? i : count - 1 - i)),
        'int32',
      ),
    )
    return finish(
      binary('Pow', reshaped(base!, [x.shape[0]!, 1]), reshaped(powers!, [1, count])),
      dtype === 'bool' ? type : dtype,
    )
  },
)

function window_op(class_name: string, fn: (n: Tensor, count: number) => Tensor) {
  return op1({ class_name, module: in_numpy, inputs: ['x'] }, (x: TensorLike) => {
    const count = number_of(x)
    if (count <= 1) return filled([Math.max(0, count)], 1, floatx())
    return finish(fn(store_as(counting(count), 'float32'), count), floatx())
  })
}

function cosine(n: Tensor, count: number, times: number): Tensor {
  return unary('Cos', binary('Multiply', n, float_scalar((2 * Math.PI * times) / (count - 1))))
}

/** A triangular window. Source: keras.ops.bartlett. */
export const bartlett = /*#__PURE__*/ window_op('Bartlett', (n, count) => {
  const distance = unary('Abs', binary('Sub', n, float_scalar((count - 1) / 2)))
  return binary('Sub', float_scalar(1), binary('Multiply', distance, float_scalar(2 / (count - 1))))
})
/** Source: keras.ops.hanning. */
export const hanning = /*#__PURE__*/ window_op('Hanning', (n, count) =>
  binary('Sub', float_scalar(0.5), binary('Multiply', cosine(n, count, 1), float_scalar(0.5))),
)
/** Source: keras.ops.hamming. */
export const hamming = /*#__PURE__*/ window_op('Hamming', (n, count) =>
  binary('Sub', float_scalar(0.54), binary('Multiply', cosine(n, count, 1), float_scalar(0.46))),
)
/** Source: keras.ops.blackman. */
export const blackman = /*#__PURE__*/ window_op('Blackman', (n, count) => {
  const first = binary('Sub', float_scalar(0.42), binary('Multiply', cosine(n, count, 1), float_scalar(0.5)))
  return binary('Add', first, binary('Multiply', cosine(n, count, 2), float_scalar(0.08)))
})

/** Kaiser's window of some shape `beta`. Source: keras.ops.kaiser. */
export const kaiser = /*#__PURE__*/ op2(
  { class_name: 'Kaiser', module: in_numpy, inputs: ['x', 'beta'] },
  (x: TensorLike, beta: TensorLike) => {
    const count = number_of(x)
    const shape = number_of(beta)
    if (count <= 1) return filled([Math.max(0, count)], 1, floatx())
    const place = binary(
      'Sub',
      binary('Multiply', store_as(counting(count), 'float32'), float_scalar(2 / (count - 1))),
      float_scalar(1),
    )
    const width = binary('Maximum', binary('Sub', float_scalar(1), unary('Square', place)), float_scalar(0))
    const top = i0(binary('Multiply', unary('Sqrt', width), float_scalar(shape))) as Tensor
    return finish(binary('RealDiv', top, i0(float_scalar(shape)) as Tensor), floatx())
  },
)
