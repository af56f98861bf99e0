import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis, range, reduced_shape } from '../axes'
import { as_float, binary, finish, float_scalar, reshaped, store_as, unary } from '../convert'
import { type Axis, in_linalg, op1 } from '../declare'
import { absolute } from '../numpy/elementwise'
import { reduce } from '../numpy/reduce'
import { permuted } from '../numpy/shape'
import type { Float } from '../promotion'
import { singular_values } from './svd'

/** Which norm: a number, `'fro'` or `'nuc'`, or null for the usual one. */
type Order = number | Float | 'fro' | 'nuc' | null

function axes_of(axis: Axis, rank: number): number[] {
  if (axis === null) return range(rank)
  const list = typeof axis === 'number' ? [axis] : axis
  if (!Array.isArray(list) || list.some((a) => typeof a !== 'number'))
    throw new TypeError(`norm: \`axis\` must be an integer or a list of integers. Received: axis=${repr(axis)}`)
  const axes = list.map((a) => one_axis(a, rank))
  if (new Set(axes).size < axes.length) throw new ValueError(`duplicate value in 'axis'. Received: axis=${repr(axis)}`)
  return axes
}

/** The square root of the sum of squares. */
function euclidean(size: Tensor, axes: number[], keepdims: boolean): Tensor {
  return unary('Sqrt', reduce('Sum', unary('Square', size), axes, keepdims))
}

function vector_norm(size: Tensor, ord: number | string | null, axis: number, keepdims: boolean): Tensor {
  const over = (kernel: string, x: Tensor): Tensor => reduce(kernel, x, [axis], keepdims)
  if (typeof ord === 'string') throw new ValueError(`Invalid \`ord\` argument for vector norm. Received: ord=${ord}`)
  if (ord === null || ord === 2) return euclidean(size, [axis], keepdims)
  if (ord === Number.POSITIVE_INFINITY) return over('Max', size)
  if (ord === Number.NEGATIVE_INFINITY) return over('Min', size)
  if (ord === 0) return over('Sum', store_as(binary('NotEqual', size, float_scalar(0)), 'float32'))
  if (ord === 1) return over('Sum', size)
  const sum = over('Sum', binary('Pow', size, float_scalar(ord)))
  return binary('Pow', sum, float_scalar(1 / ord))
}

/** Norms that are sums along one axis, and the largest or smallest of those along the other: the place among the axes that is summed over, and how the sums are reduced. */
const of_sums = new Map<number, [summed: 0 | 1, kernel: 'Max' | 'Min']>([
  [1, [0, 'Max']],
  [-1, [0, 'Min']],
  [Number.POSITIVE_INFINITY, [1, 'Max']],
  [Number.NEGATIVE_INFINITY, [1, 'Min']],
])

const of_singular_values = new Map<number | string, string>([
  [2, 'Max'],
  [-2, 'Min'],
  ['nuc', 'Sum'],
])

function matrix_norm(x: Tensor, ord: number | string | null, axes: number[], keepdims: boolean): Tensor {
  if (ord === null || ord === 'fro') return euclidean(absolute(x), axes, keepdims)
  const shape = reduced_shape(x.shape, axes, keepdims)
  const sums = of_sums.get(ord as number)
  if (sums !== undefined) {
    const [summed, kernel] = sums
    const totals = reduce('Sum', absolute(x), [axes[summed]], true)
    return reshaped(reduce(kernel, totals, [axes[1 - summed]], true), shape)
  }
  const kernel = of_singular_values.get(ord)
  if (kernel === undefined) throw new ValueError(`Invalid \`ord\` argument for matrix norm. Received: ord=${repr(ord)}`)
  const others = range(x.shape.length).filter((axis) => !axes.includes(axis))
  const values = singular_values(permuted(x, [...others, ...axes]))
  return reshaped(reduce(kernel, values, [others.length], true), shape)
}

/**
 * The norm of vectors along one axis, or of matrices along two; of all values when neither is given. Source: keras.ops.norm.
 *
 * | `ord` | vectors | matrices |
 * |---|---|---|
 * | null | as 2 | as `'fro'` |
 * | `'fro'` | - | square root of the sum of squares |
 * | `'nuc'` | - | sum of the singular values |
 * | Infinity, -Infinity | largest, smallest size | largest, smallest sum of sizes of a row |
 * | 0 | how many are not zero | - |
 * | 1, -1 | as below | largest, smallest sum of sizes of a column |
 * | 2, -2 | as below | largest, smallest singular value |
 * | another | sum(size ** ord) ** (1 / ord) | - |
 *
 * ```ts
 * ops.norm([[3, 4], [6, 8]], { axis: 1 }) // [5, 10]
 * ops.norm([[3, 4], [6, 8]], { ord: 1 }) // 12
 * ```
 * @throws ValueError for another `ord`, or for more than two axes with one.
 */
export const norm = /*#__PURE__*/ op1(
  { class_name: 'Norm', module: in_linalg, inputs: ['x'], config: { ord: null as Order, axis: null as Axis, keepdims: false } },
  (input: TensorLike, order: Order, axis: Axis, keepdims: boolean) => {
    const x = as_float(input)
    const dtype = x.dtype === 'complex64' ? 'float32' : tensor_dtype(x)
    if (typeof order === 'string' && order !== 'fro' && order !== 'nuc') {
      throw new ValueError(
        `Invalid \`ord\` argument. Expected one of {'fro', 'nuc'} when using string. Received: ord=${order as string}`,
      )
    }
    const ord = order === null || typeof order === 'string' ? order : Number(order)
    const axes = axes_of(axis, x.shape.length)
    if (ord === null && axis === null) return finish(euclidean(absolute(x), axes, keepdims), dtype)
    if (axes.length === 1) return finish(vector_norm(absolute(x), ord, axes[0], keepdims), dtype)
    if (axes.length === 2) return finish(matrix_norm(x, ord, axes, keepdims), dtype)
    throw new ValueError(
      `Improper number of axes for norm. Pass one axis to compute a vector-norm, or two axes to compute a matrix-norm. Received: axis=${repr(axes)}`,
    )
  },
)
