import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { symmetrize } from '../../matrices/cholesky'
import { eigen } from '../../matrices/eig'
import { symmetric_eigen } from '../../matrices/eigh'
import { factor_qr } from '../../matrices/qr'
import { singular_parts } from '../../matrices/svd'
import { transposed } from '../../matrices/triangular'
import type { OutputSpec } from '../memory'
import { run_batches, sides_of } from './batches'

/** Outputs with the leading axes of `x`. */
const floats = (x: TensorInfo, ...shapes: number[][]): OutputSpec[] =>
  shapes.map((shape) => ({ shape: [...x.shape.slice(0, -2), ...shape], dtype: 'float32' }))

export const qr_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as TensorInfo
  const [m, n] = sides_of(x)
  const width = (attrs as unknown as { full: boolean }).full ? m : Math.min(m, n)
  return run_batches(backend as never, [x], floats(x, [m, width], [width, n]), ([a]) => {
    const q = factor_qr(a, m, n, width)
    return [q, a.subarray(0, width * n)]
  })!
}

export const eigh_kernel: KernelFunc = ({ inputs, backend }) => {
  const x = inputs.x as TensorInfo
  const n = sides_of(x)[0]
  return run_batches(backend as never, [x], floats(x, [n], [n, n]), ([a]) => {
    symmetrize(a, n)
    const { values, vectors } = symmetric_eigen(a, n)
    return [values, transposed(vectors, n, n)]
  })!
}

export const eig_kernel: KernelFunc = ({ inputs, backend }) => {
  const x = inputs.x as TensorInfo
  const n = sides_of(x)[0]
  return run_batches(backend as never, [x], floats(x, [n], [n], [n, n], [n, n]), ([a]) => {
    const { values, vectors } = eigen(a, n)
    return [values.re, values.im, transposed(vectors.re, n, n), transposed(vectors.im, n, n)]
  })!
}

export const singular_values_kernel: KernelFunc = ({ inputs, backend }) => {
  const x = inputs.x as TensorInfo
  const [m, n] = sides_of(x)
  const outputs = floats(x, [Math.min(m, n)])
  return run_batches(backend as never, [x], outputs, ([a]) => [singular_parts(a, m, n, false, false).values])![0]
}

export const svd_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as TensorInfo
  const [m, n] = sides_of(x)
  const { full } = attrs as unknown as { full: boolean }
  const count = Math.min(m, n)
  const [lefts, rights] = full ? [m, n] : [count, count]
  return run_batches(backend as never, [x], floats(x, [m, lefts], [count], [rights, n]), ([a]) => {
    const { values, left, right } = singular_parts(a, m, n, full, true)
    return [transposed(left!, lefts, m), values, right!]
  })!
}
