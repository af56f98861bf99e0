import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { floor_divide, mod, power } from '../../lib/ops/numpy/arithmetic'
import { nonzero, where } from '../../lib/ops/numpy/comparison'
import { arange, eye, linspace, meshgrid, tril } from '../../lib/ops/numpy/creation'
import { einsum } from '../../lib/ops/numpy/einsum'
import { clip, round } from '../../lib/ops/numpy/elementwise'
import { get_item, take, take_along_axis } from '../../lib/ops/numpy/indexing'
import { concatenate, split, stack } from '../../lib/ops/numpy/join'
import { matmul, tensordot } from '../../lib/ops/numpy/linear'
import { pad } from '../../lib/ops/numpy/pad'
import { argmax, max, mean, std } from '../../lib/ops/numpy/reduce'
import { moveaxis, repeat, reshape, roll, squeeze, transpose } from '../../lib/ops/numpy/shape'
import { argsort, quantile, sort } from '../../lib/ops/numpy/sort'
import { expect_close, values } from './numbers'

let x: Tensor

beforeAll(() => {
  x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
})

describe('Arithmetic follows numpy', () => {
  test('in division and remainder of negative numbers.', () => {
    expect(values(floor_divide([-7, 7], [2, -2]))).toEqual([-4, -4])
    expect(values(mod([-7, 7], [3, -3]))).toEqual([2, -2])
  })

  test('in rounding half to even.', () => {
    expect(values(round([0.5, 1.5, 2.5, 0.4]))).toEqual([0, 2, 2, 0])
    expect_close(round([1.2345], { decimals: 2 }), [1.23])
  })

  test('in powers and limits.', () => {
    expect(values(power(x, 2))).toEqual([1, 4, 9, 16, 25, 36])
    expect(values(clip(x, 2, 5))).toEqual([2, 2, 3, 4, 5, 5])
  })
})

describe('Reductions', () => {
  test('take one axis, several or all.', () => {
    expect(values(mean(x))).toEqual([3.5])
    expect(values(mean(x, { axis: 0 }))).toEqual([2.5, 3.5, 4.5])
    expect(values(max(x, [0, 1]))).toEqual([6])
    expect(mean(x, { axis: 1, keepdims: true }).shape).toEqual([2, 1])
    expect_close(std(x), [1.7078251])
    expect(values(argmax(x, -1))).toEqual([2, 2])
  })

  test('reject an axis that is not there.', () => {
    expect(() => mean(x, { axis: 2 })).toThrow('axis 2 is out of bounds for an array with dimension 2')
  })
})

describe('Shapes', () => {
  test('are changed as in numpy.', () => {
    expect(reshape(x, [-1, 2]).shape).toEqual([3, 2])
    expect(values(transpose(x))).toEqual([1, 4, 2, 5, 3, 6])
    expect(moveaxis(reshape(x, [1, 2, 3]), 0, -1).shape).toEqual([2, 3, 1])
    expect(squeeze(reshape(x, [1, 6])).shape).toEqual([6])
    expect(values(roll([1, 2, 3], 1))).toEqual([3, 1, 2])
    expect(values(repeat([1, 2], [2, 1]))).toEqual([1, 1, 2])
  })

  test('of different sizes are an error.', () => {
    expect(() => reshape(x, [4])).toThrow('The total size of the tensor must be unchanged')
    expect(() => squeeze(x, 0)).toThrow('Cannot squeeze axis 0, because the dimension is not 1.')
  })
})

describe('Tensors are joined and cut', () => {
  test('along old and new axes.', () => {
    expect(concatenate([x, x], { axis: 1 }).shape).toEqual([2, 6])
    expect(stack([x, x], -1).shape).toEqual([2, 3, 2])
    expect((split(x, 3, { axis: 1 }) as unknown as { shape: number[] }[]).map((part) => part.shape)).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ])
  })

  test('but not with different shapes.', () => {
    expect(() => concatenate([x, reshape(x, [3, 2])])).toThrow(
      'Every value in `xs` must have the same shape except on the `axis` dim',
    )
  })
})

describe('Indexing', () => {
  test('takes numbers, slices, dots and new axes.', () => {
    expect(values(get_item(x, -1))).toEqual([4, 5, 6])
    expect(values(get_item(x, [[null, null, -1], 0]))).toEqual([4, 1])
    expect(get_item(x, ['...', null]).shape).toEqual([2, 3, 1])
    expect(values(get_item(x, ['...', [0, 2]]))).toEqual([1, 2, 4, 5])
  })

  test('gathers by indices, from the end too, and answers NaN outside.', () => {
    expect(values(take(x, [-1, 0], 1))).toEqual([3, 1, 6, 4])
    expect(values(take(x, [0, 9], 1))).toEqual([1, Number.NaN, 4, Number.NaN])
    expect(values(take_along_axis(x, [[0], [2]], 1))).toEqual([1, 6])
  })

  test('needs known values where the shape depends on them.', () => {
    expect((nonzero([0, 3, 0, 4]) as unknown as never[]).map(values)).toEqual([[1, 3]])
    expect(() => nonzero(new KerasTensor([3]))).toThrow('symbolic')
  })
})

describe('Products', () => {
  test('of matrices broadcast their leading axes.', () => {
    const a = reshape(arange(12, { dtype: 'float32' }), [2, 2, 3])
    expect(values(matmul(a, transpose(x)))).toEqual([8, 17, 26, 62, 44, 107, 62, 152])
    expect(matmul(a, [1, 0, 0]).shape).toEqual([2, 2])
    expect(() => matmul(x, x)).toThrow('Inner dimensions (`x1.shape[-1]` and `x2.shape[-2]`) must be equal')
  })

  test('by Einstein sum over named axes.', () => {
    expect(values(einsum('ij,kj->ik', x, x))).toEqual([14, 32, 32, 77])
    expect(
      values(
        einsum('ii', [
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([5])
    expect(einsum('...i,ij->...j', tensor([[[1, 2]]]), x).shape).toEqual([1, 1, 3])
    expect(values(tensordot(x, x, { axes: 2 }))).toEqual([91])
  })
})

describe('Creation', () => {
  test('counts, spaces and masks.', () => {
    expect(values(arange(1, 7, 2))).toEqual([1, 3, 5])
    expect_close(linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1])
    expect(values(eye(2, 3, 1))).toEqual([0, 1, 0, 0, 0, 1])
    expect(values(tril(x))).toEqual([1, 0, 0, 4, 5, 0])
    expect(meshgrid([1, 2], [3, 4, 5]).map((g) => g.shape)).toEqual([
      [3, 2],
      [3, 2],
    ])
    expect(values(where([true, false], [1, 2], 0.5))).toEqual([1, 0.5])
    expect(values(pad([1, 2, 3], 1, 'reflect'))).toEqual([2, 1, 2, 3, 2])
  })
})

test('Sorting puts NaN last and keeps equal values in order.', () => {
  expect(values(sort([3, Number.NaN, 1]))).toEqual([1, 3, Number.NaN])
  expect(values(argsort([2, 1, 2, 1]))).toEqual([1, 3, 0, 2])
  expect_close(quantile([1, 2, 3, 4], 0.5), [2.5])
})

test('A symbolic call answers shape and dtype.', () => {
  const symbolic = new KerasTensor([null, 3])
  const result = matmul(symbolic, [[1], [2], [3]]) as unknown as KerasTensor
  expect(result.shape).toEqual([null, 1])
  expect(result._keras_history?.operation?.get_config()).toMatchObject({})
  expect((mean(symbolic, { axis: -1 }) as unknown as KerasTensor).shape).toEqual([null])
})
