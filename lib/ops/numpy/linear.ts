import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { broadcast_shapes, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { one_axis, range, size_of } from '../axes'
import { as_tensor, binary, finish, promote, reshaped, store_as } from '../convert'
import { in_numpy, op2 } from '../declare'
import { plain_pair } from './arithmetic'
import { broadcasted } from './comparison'
import { complex_product, is_complex } from './complex'
import { conjugate } from './elementwise'
import { permuted } from './shape'

/** Integers are multiplied as floats: matrix kernels are float32 on most backends. */
function multiplied(x1: TensorLike, x2: TensorLike, fn: (a: Tensor, b: Tensor) => Tensor): Tensor {
  if (plain_pair(x1, x2)) return fn(as_tensor(x1), as_tensor(x2))
  const [[a, b], dtype] = promote(x1, x2)
  if (is_complex(a!)) return complex_product(a!, b!, fn)
  return finish(fn(store_as(a!, 'float32'), store_as(b!, 'float32')), dtype)
}

function batched(a: Tensor, b: Tensor): Tensor {
  if (a.size === 0 || b.size === 0) {
    const batch = (a.shape.length > b.shape.length ? a : b).shape.slice(0, -2)
    const [rows, columns] = [a.shape[a.shape.length - 2]!, b.shape[b.shape.length - 1]!]
    return run_kernel('Fill', {}, { shape: [...batch, rows, columns], value: 0, dtype: 'float32' })
  }
  return run_kernel('BatchMatMul', { a, b }, { transposeA: false, transposeB: false })
}

/** The matrix product of float32 tensors of any rank, as numpy's `matmul`. */
export function matrix_product(a: Tensor, b: Tensor): Tensor {
  const rank_a = a.shape.length
  const rank_b = b.shape.length
  if (rank_a === 0 || rank_b === 0)
    throw new ValueError(
      `matmul: inputs must have at least one axis. Received: x1.shape=${shape_text(a.shape)}, x2.shape=${shape_text(b.shape)}`,
    )
  const inner_a = a.shape[rank_a - 1]!
  const inner_b = b.shape[Math.max(0, rank_b - 2)]!
  if (inner_a !== inner_b) {
    throw new ValueError(
      `Inner dimensions (\`x1.shape[-1]\` and \`x2.shape[-2]\`) must be equal, but received x1.shape=${shape_text(a.shape)} and x2.shape=${shape_text(b.shape)}`,
    )
  }
  if (rank_a === 2 && rank_b === 2) return batched(a, b)
  if (rank_b <= 2) {
    const columns = rank_b === 1 ? 1 : b.shape[1]!
    const rows = size_of(a.shape.slice(0, -1))
    const result = batched(reshaped(a, [rows, inner_a]), rank_b === 1 ? reshaped(b, [inner_b, 1]) : b)
    return reshaped(result, rank_b === 1 ? a.shape.slice(0, -1) : [...a.shape.slice(0, -1), columns])
  }
  const left = rank_a === 1 ? reshaped(a, [1, inner_a]) : a
  const batch = broadcast_shapes(left.shape.slice(0, -2), b.shape.slice(0, -2)) as number[]
  const full_a = broadcasted(left, [...batch, ...left.shape.slice(-2)])
  const full_b = broadcasted(b, [...batch, ...b.shape.slice(-2)])
  const result = batched(full_a, full_b)
  return rank_a === 1 ? reshaped(result, [...batch, b.shape[rank_b - 1]!]) : result
}

/** The matrix product; leading axes broadcast. Source: keras.ops.matmul. */
export const matmul = /*#__PURE__*/ op2(
  { class_name: 'Matmul', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => multiplied(x1, x2, matrix_product),
)

/** The sum of products over one axis of each. */
function contracted(a: Tensor, b: Tensor, axes_a: readonly number[], axes_b: readonly number[]): Tensor {
  const free_a = range(a.shape.length).filter((i) => !axes_a.includes(i))
  const free_b = range(b.shape.length).filter((i) => !axes_b.includes(i))
  const rows = free_a.map((i) => a.shape[i]!)
  const columns = free_b.map((i) => b.shape[i]!)
  const inner = size_of(axes_a.map((i) => a.shape[i]!))
  const left = reshaped(permuted(a, [...free_a, ...axes_a]), [size_of(rows), inner])
  const right = reshaped(permuted(b, [...axes_b, ...free_b]), [inner, size_of(columns)])
  return reshaped(batched(left, right), [...rows, ...columns])
}

/** numpy's `dot`: the last axis of `x1` with the second to last of `x2`. Source: keras.ops.dot. */
export const dot = /*#__PURE__*/ op2(
  { class_name: 'Dot', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) =>
    multiplied(x1, x2, (a, b) => {
      const [rank_a, rank_b] = [a.shape.length, b.shape.length]
      if (rank_a === 0 || rank_b === 0) return binary('Multiply', a, b)
      const place = Math.max(0, rank_b - 2)
      if (a.shape[rank_a - 1] !== b.shape[place]) {
        throw new ValueError(
          `Shape must match on the last axis of \`x1\` and second last axis of \`x2\` when \`x1\` is N-d array where N>=2. Received: x1.shape=${shape_text(a.shape)}, x2.shape=${shape_text(b.shape)}`,
        )
      }
      return contracted(a, b, [rank_a - 1], [place])
    }),
)

/** The sum of products over the last axes. Source: keras.ops.inner. */
export const inner = /*#__PURE__*/ op2(
  { class_name: 'Inner', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) =>
    multiplied(x1, x2, (a, b) => {
      const [rank_a, rank_b] = [a.shape.length, b.shape.length]
      if (rank_a === 0 || rank_b === 0) return binary('Multiply', a, b)
      if (a.shape[rank_a - 1] !== b.shape[rank_b - 1]) {
        throw new ValueError(
          `\`inner\` requires the last dimension of \`x1\` and \`x2\` to match. Received: x1.shape=${shape_text(a.shape)}, x2.shape=${shape_text(b.shape)}`,
        )
      }
      return contracted(a, b, [rank_a - 1], [rank_b - 1])
    }),
)

/** The sum of products of the flattened values, those of `x1` conjugated. Source: keras.ops.vdot. */
export const vdot = /*#__PURE__*/ op2(
  { class_name: 'Vdot', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) =>
    multiplied(conjugate(x1), x2, (a, b) => {
      if (size_of(a.shape) !== size_of(b.shape))
        throw new ValueError(`vdot: the sizes differ. Received: x1.shape=${shape_text(a.shape)}, x2.shape=${shape_text(b.shape)}`)
      const flat = (x: Tensor): Tensor => reshaped(x, [size_of(x.shape)])
      return contracted(flat(a), flat(b), [0], [0])
    }),
)

/** All products of a value of one with a value of the other. Source: keras.ops.outer. */
export const outer = /*#__PURE__*/ op2(
  { class_name: 'Outer', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote(x1, x2)
    const bool = dtype === 'bool'
    const column = reshaped(bool ? store_as(a!, 'int32') : a!, [size_of(a!.shape), 1])
    const row = reshaped(bool ? store_as(b!, 'int32') : b!, [1, size_of(b!.shape)])
    return finish(binary('Multiply', column, row), dtype)
  },
)

/** The Kronecker product. Source: keras.ops.kron. */
export const kron = /*#__PURE__*/ op2(
  { class_name: 'Kron', module: in_numpy, inputs: ['x1', 'x2'] },
  (x1: TensorLike, x2: TensorLike) => {
    const [[a, b], dtype] = promote(x1, x2)
    const rank = Math.max(a!.shape.length, b!.shape.length)
    const padded = (x: Tensor): number[] => [...new Array(rank - x.shape.length).fill(1), ...x.shape]
    const [sizes_a, sizes_b] = [padded(a!), padded(b!)]
    const bool = dtype === 'bool'
    const left = reshaped(
      bool ? store_as(a!, 'int32') : a!,
      sizes_a.flatMap((d) => [d, 1]),
    )
    const right = reshaped(
      bool ? store_as(b!, 'int32') : b!,
      sizes_b.flatMap((d) => [1, d]),
    )
    const product = binary('Multiply', left, right)
    return finish(
      reshaped(
        product,
        sizes_a.map((d, i) => d * sizes_b[i]!),
      ),
      dtype,
    )
  },
)

type ContractionAxes = number | readonly (number | readonly number[])[]

/** The sum of products over several axes: the last `axes` of `x1` with the first of `x2`, or two lists. Source: keras.ops.tensordot. */
export const tensordot = /*#__PURE__*/ op2(
  { class_name: 'Tensordot', module: in_numpy, inputs: ['x1', 'x2'], config: { axes: 2 as ContractionAxes } },
  (x1: TensorLike, x2: TensorLike, axes: ContractionAxes) =>
    multiplied(x1, x2, (a, b) => {
      const [rank_a, rank_b] = [a.shape.length, b.shape.length]
      let of_a: number[]
      let of_b: number[]
      if (typeof axes === 'number') {
        of_a = range(axes).map((i) => rank_a - axes + i)
        of_b = range(axes)
      } else {
        const list = (value: number | readonly number[]): readonly number[] => (typeof value === 'number' ? [value] : value)
        of_a = list(axes[0]!).map((i) => one_axis(i, rank_a))
        of_b = list(axes[1]!).map((i) => one_axis(i, rank_b))
      }
      if (of_a.length !== of_b.length || of_a.some((axis, i) => a.shape[axis] !== b.shape[of_b[i]!])) {
        throw new ValueError(
          `tensordot: the contracted axes differ. Received: x1.shape=${shape_text(a.shape)}, x2.shape=${shape_text(b.shape)}, axes=${repr(axes)}`,
        )
      }
      return contracted(a, b, of_a, of_b)
    }),
)

/** The vector product along axes of size 2 or 3. Source: keras.ops.cross. */
export const cross = /*#__PURE__*/ op2(
  {
    class_name: 'Cross',
    module: in_numpy,
    inputs: ['x1', 'x2'],
    config: { axisa: -1, axisb: -1, axisc: -1, axis: null as number | null },
  },
  (x1: TensorLike, x2: TensorLike, axisa: number, axisb: number, axisc: number, axis: number | null) => {
    const [[a, b], dtype] = promote(x1, x2)
    const bool = dtype === 'bool'
    const last = (x: Tensor, place: number): Tensor => {
      const from = one_axis(axis ?? place, x.shape.length)
      return permuted(bool ? store_as(x, 'int32') : x, [...range(x.shape.length).filter((i) => i !== from), from])
    }
    const left = last(a!, axisa)
    const right = last(b!, axisb)
    const [n, m] = [left.shape[left.shape.length - 1]!, right.shape[right.shape.length - 1]!]
    if (![2, 3].includes(n) || ![2, 3].includes(m))
      throw new ValueError(`\`x1\`'s dim on \`axis={axisa}\` must be either 2 or 3, but received: ${n} and ${m}`)
    const part = (x: Tensor, i: number, count: number): Tensor | null => {
      if (i >= count) return null
      const rank = x.shape.length
      const piece = run_kernel('Slice', { x }, { begin: [...new Array(rank - 1).fill(0), i], size: [...x.shape.slice(0, -1), 1] })
      return reshaped(piece, x.shape.slice(0, -1))
    }
    const minor = (i: number, j: number): Tensor | null => {
      const first = product(part(left, i, n), part(right, j, m))
      const second = product(part(left, j, n), part(right, i, m))
      if (first === null) return second === null ? null : run_kernel('Neg', { x: second })
      return second === null ? first : binary('Sub', first, second)
    }
    if (n === 2 && m === 2) return finish(minor(0, 1)!, dtype)
    const parts = [minor(1, 2)!, minor(2, 0)!, minor(0, 1)!]
    const shape = parts.map((p) => p.shape).reduce((x, y) => broadcast_shapes(x, y) as number[])
    const to = one_axis(axis ?? axisc, shape.length + 1)
    return finish(run_kernel('Pack', parts.map((p) => broadcasted(p, shape)) as never, { axis: to }), dtype)
  },
)

function product(a: Tensor | null, b: Tensor | null): Tensor | null {
  return a === null || b === null ? null : binary('Multiply', a, b)
}
