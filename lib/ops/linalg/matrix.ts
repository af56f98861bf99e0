import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ensure_linalg_kernels } from '../../backend/kernels/linalg/kernels'
import { DimensionClash, has_fill } from '../../backend/meta'
import type { DType } from '../../common/dtypes'
import { NotImplementedError, ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { range } from '../axes'
import { as_float, finish } from '../convert'
import { broadcasted } from '../numpy/comparison'
import { permuted } from '../numpy/shape'

/** Float values of a matrix or of several, and the dtype that results have. */
export interface Matrices {
  x: Tensor
  dtype: DType
}

/** A float tensor; integers become floatx. @throws NotImplementedError for complex numbers. */
export function as_matrices(op: string, input: TensorLike): Matrices {
  const x = as_float(input)
  if (x.dtype === 'complex64') {
    throw new NotImplementedError(
      `${op}: complex matrices are not supported. Received: dtype=complex64, shape=${shape_text(x.shape)}`,
    )
  }
  return { x, dtype: tensor_dtype(x) }
}

/** Rows and columns. */
export function sides({ shape }: Tensor): [rows: number, columns: number] {
  return [shape[shape.length - 2], shape[shape.length - 1]]
}

/** @throws ValueError unless there are at least two axes. */
export function assert_matrix({ shape }: Tensor): void {
  if (shape.length < 2) throw new ValueError(`Expected input to have rank >= 2. Received input with shape ${shape_text(shape)}.`)
}

/** @throws ValueError unless the last two axes are alike. */
export function assert_square(x: Tensor): void {
  const [rows, columns] = sides(x)
  if (rows !== columns)
    throw unequal(rows, columns, `Expected a square matrix. Received non-square input with shape ${shape_text(x.shape)}`)
}

/** The error of two sizes that differ. Two unknown sizes are taken to be one. */
export function unequal(first: number, second: number, message: string): ValueError {
  return has_fill(first) && has_fill(second) ? new DimensionClash(message, first, second) : new ValueError(message)
}

/** Matrices of which every one is square. @throws ValueError */
export function as_squares(op: string, input: TensorLike): Matrices {
  const matrices = as_matrices(op, input)
  assert_matrix(matrices.x)
  assert_square(matrices.x)
  return matrices
}

/** Runs a kernel of linear algebra. */
export function run_linalg<T extends Tensor | Tensor[] = Tensor>(
  name: string,
  inputs: Record<string, Tensor>,
  attrs: Record<string, unknown> = {},
): T {
  ensure_linalg_kernels()
  return run_kernel<T>(name, inputs, attrs)
}

/** What a kernel gives for `x`, as tensors of the dtype of `x`. */
export function parts_of(name: string, { x, dtype }: Matrices, attrs: Record<string, unknown> = {}): Tensor[] {
  return run_linalg<Tensor[]>(name, { x }, attrs).map((part) => (part.dtype === 'float32' ? finish(part, dtype) : part))
}

/** The transposes of matrices. */
export function flipped(x: Tensor): Tensor {
  const axes = range(x.shape.length)
  return permuted(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2])
}

/** As many matrices as `lead` says. */
export function repeated(x: Tensor, lead: readonly number[]): Tensor {
  const shape = [...lead, ...x.shape.slice(-2)]
  return shape.includes(0) ? run_kernel('Fill', {}, { shape, value: 0, dtype: 'float32' }) : broadcasted(x, shape)
}
