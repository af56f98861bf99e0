import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { floatx } from '../../common/config'
import { type DType, standardize_dtype } from '../../common/dtypes'
import type { TensorLike } from '../../variables/to_tensor'
import { one_axis, range } from '../axes'
import { as_tensor, finish, store_as } from '../convert'
import { in_nn, op1 } from '../declare'
import { permuted } from '../numpy/shape'

/** Rows of zeros with a one at each label, the classes along `axis`; labels outside give zeros. */
export function encoded(labels: Tensor, count: number, axis: number, dtype: DType): Tensor {
  const whole = store_as(labels, 'int32')
  const rows = run_kernel('OneHot', { indices: whole }, { depth: count, onValue: 1, offValue: 0, dtype: 'float32' })
  const rank = rows.shape.length
  const order = range(rank - 1)
  order.splice(axis, 0, rank - 1)
  return finish(permuted(store_as(rows, 'float32'), order), dtype)
}

const config = { num_classes: 0, axis: -1, dtype: null as DType | null, sparse: false }

/** Integers as rows of zeros with a one. Source: keras.ops.one_hot. */
export const one_hot = /*#__PURE__*/ op1(
  { class_name: 'OneHot', module: in_nn, inputs: ['x'], config },
  (input: TensorLike, num_classes: number, axis: number, dtype: DType | null) => {
    const x = as_tensor(input)
    return encoded(x, num_classes, one_axis(axis, x.shape.length + 1), standardize_dtype(dtype, floatx()))
  },
)

/** Several integers as one row with a one for each of them. Source: keras.ops.multi_hot. */
export const multi_hot = /*#__PURE__*/ op1(
  { class_name: 'MultiHot', module: in_nn, inputs: ['inputs'], config },
  (input: TensorLike, num_classes: number, axis: number, dtype: DType | null) => {
    const x = as_tensor(input)
    const rank = x.shape.length
    const summed = rank > 1 ? 1 : 0
    const rows = encoded(x, num_classes, one_axis(axis, rank + 1), 'float32')
    return finish(
      run_kernel('Max', { x: rows }, { reductionIndices: [summed], keepDims: false }),
      standardize_dtype(dtype, floatx()),
    )
  },
)
