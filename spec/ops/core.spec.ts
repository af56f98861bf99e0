import { grad, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { as_tensor } from '../../lib/ops/convert'
import {
  cast,
  cond,
  convert_to_numpy,
  convert_to_tensor,
  custom_gradient,
  dtype,
  is_tensor,
  saturate_cast,
  scatter,
  scatter_update,
  shape,
  slice,
  slice_update,
  stop_gradient,
  unstack,
} from '../../lib/ops/core'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { sum } from '../../lib/ops/numpy/reduce'
import { Variable } from '../../lib/variables/variable'
import { values } from './numbers'

test('Values become tensors of the natural dtype.', () => {
  expect(dtype(convert_to_tensor([1, 2]))).toBe('int32')
  expect(dtype(convert_to_tensor([1, 2.5]))).toBe('float32')
  expect(dtype(convert_to_tensor([true]))).toBe('bool')
  expect(dtype(convert_to_tensor([1], { dtype: 'float16' }))).toBe('float16')
  expect(Array.from(convert_to_numpy([[1, 2]]) as Int32Array)).toEqual([1, 2])
})

test('A variable counts as its value.', () => {
  const v = new Variable([1, 2], { dtype: 'float32' })
  expect(values(add(v, 1))).toEqual([2, 3])
  expect(is_tensor(v)).toBe(true)
  v.dispose()
})

test('Shapes of symbolic tensors hold null.', () => {
  expect(shape(new KerasTensor([null, 3]))).toEqual([null, 3])
  expect(dtype(new KerasTensor([1], { dtype: 'float16' }))).toBe('float16')
})

test('Casts truncate, saturate or wrap as in Keras on JAX.', () => {
  expect(values(cast([1.7, -1.7], 'int32'))).toEqual([1, -1])
  expect(values(cast([300.5, -5], 'uint8'))).toEqual([255, 0])
  expect(values(cast(as_tensor([300, -5]), 'uint8'))).toEqual([44, 251])
  expect(values(saturate_cast(as_tensor([300, -5]), 'uint8'))).toEqual([255, 0])
  expect(values(cast([0, 0.2, -3], 'bool'))).toEqual([0, 1, 1])
})

test('Parts are read and replaced.', () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  expect(values(slice(x, [0, 1], [2, 2]))).toEqual([2, 3, 5, 6])
  expect(values(slice_update(x, [0, 1], [[9], [8]]))).toEqual([1, 9, 3, 4, 8, 6])
  expect((unstack(x, { axis: 1 }) as unknown as Tensor[]).map(values)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ])
  expect(() => unstack(x, { axis: 2 })).toThrow('tuple index out of range')
})

test('Scattering adds up, updating lets the last one win, indices outside are dropped.', () => {
  expect(values(scatter([[0], [0], [9]], [1, 2, 3], { shape: [2] }))).toEqual([3, 0])
  expect(values(scatter_update([1, 1, 1], [[0], [0]], [5, 6]))).toEqual([6, 1, 1])
  expect(values(scatter_update([1, 1, 1], [[0], [2]], [5, 6], { reduction: 'max' }))).toEqual([5, 1, 6])
})

test('Gradients stop or go their own way.', () => {
  const x = tensor([1, 2])
  expect(values(grad((t: Tensor) => sum(multiply(t, stop_gradient(t))))(x))).toEqual([1, 2])
  const doubled = custom_gradient((t: Tensor) => [multiply(t, t), (dy: Tensor) => multiply(dy, 10)])
  expect(values(grad((t: Tensor) => sum(doubled(t)))(x))).toEqual([10, 10])
})

test('A condition must have a value.', () => {
  expect(
    cond(
      true,
      () => 1,
      () => 2,
    ),
  ).toBe(1)
  expect(() =>
    cond(
      new KerasTensor([]) as never,
      () => 1,
      () => 2,
    ),
  ).toThrow('symbolic')
})
