import { memory, tensor, variable, variableGrads } from '@tensorflow/tfjs-core'
import { Function } from '../../lib/graph/function'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { cast, dtype, saturate_cast, scatter_update, slice, stop_gradient, unstack } from '../../lib/ops/core'
import { cdist, segment_max, segment_sum, view_as_complex, view_as_real } from '../../lib/ops/math'
import { sparse_sigmoid } from '../../lib/ops/nn/activations'
import { batch_normalization } from '../../lib/ops/nn/normalization'
import { max_pool } from '../../lib/ops/nn/pool'
import { add, divide, floor_divide, mod, power } from '../../lib/ops/numpy/arithmetic'
import { equal, not_equal } from '../../lib/ops/numpy/comparison'
import { cos, negative, sign, sin, tanh } from '../../lib/ops/numpy/elementwise'
import { get_item } from '../../lib/ops/numpy/indexing'
import { dot, inner, vdot } from '../../lib/ops/numpy/linear'
import { argmax, argmin, average, sum } from '../../lib/ops/numpy/reduce'
import { view } from '../../lib/ops/numpy/reinterpret'
import { transpose } from '../../lib/ops/numpy/shape'
import { fft, istft, stft } from '../../lib/ops/signal'
import { L1, L1L2, L2 } from '../../lib/regularizers/regularizers'
import { expect_close, values } from './numbers'

const floats = (list: number[]) => tensor(list, [list.length], 'float32')
const complex = (pairs: number[][]) => view_as_complex(pairs)
const symbol = (...shape: (number | null)[]) => new KerasTensor(shape)

describe('NaN, infinities and huge numbers', () => {
  test('a quotient is rounded down exactly, and infinities have none.', () => {
    const a = floats([NaN, Infinity, 1, -1, -1, 1, -5, 1, 7, -1e20])
    const b = floats([1, 1, 0, 0, -2, Infinity, Infinity, 0.1, -2, -2])
    expect(values(floor_divide(a, b)).map((v) => v + 0)).toEqual([
      NaN,
      NaN,
      Infinity,
      -Infinity,
      0,
      0,
      -1,
      9,
      -4,
      Math.fround(5e19),
    ])
    expect(values(floor_divide(floats([7, -7]), [[2], [-2]]))).toEqual([3, -4, -4, 3])
  })

  test('the step of a quotient has no slope.', () => {
    const x = variable(floats([5, 7]))
    const { grads } = variableGrads(() => sum(floor_divide(x, 2)) as never, [x])
    expect(values(Object.values(grads)[0]!)).toEqual([0, 0])
  })

  test('a remainder has the sign of the divisor, however small the dividend.', () => {
    expect(values(mod(floats([1e-8, 7, -5, -5, 1]), floats([-2, -2, Infinity, 3, 0])))).toEqual([-2, -1, Infinity, 1, NaN])
  })

  test('every power of 1 is 1, and so are the infinite powers of -1.', () => {
    expect(values(power(floats([1, 1, -1, -1, 2, 0]), floats([NaN, Infinity, Infinity, -Infinity, NaN, 0])))).toEqual([
      1,
      1,
      1,
      1,
      NaN,
      1,
    ])
  })

  test('the sign of NaN is NaN.', () => {
    expect(values(sign(floats([NaN, -Infinity, 2, 1e-8, -1e-30, 0])))).toEqual([NaN, -1, 1, 1, -1, 0])
  })

  test('the first NaN is the largest and the smallest value.', () => {
    expect(values(argmin(floats([1, NaN, 3])))).toEqual([1])
    expect(values(argmax(floats([1, NaN, NaN])))).toEqual([1])
    const rows = tensor([
      [1, NaN, -Infinity],
      [NaN, NaN, 1],
      [3, 2, 1],
    ])
    expect(values(argmin(rows, { axis: 1 }))).toEqual([1, 0, 2])
    expect(values(argmax(rows, { axis: 0 }))).toEqual([1, 0, 1])
  })

  test('sine and cosine are right for huge angles.', () => {
    expect_close(sin(floats([-1e20, 1e20, 1])), [-0.6565767, 0.6565767, 0.84147096])
    expect_close(cos(floats([-1e20, 1e20, 1])), [0.7542593, 0.7542593, 0.5403023])
    expect(values(sin(floats([Infinity])))).toEqual([NaN])
  })

  test('sparse_sigmoid has no slope at NaN and half of it at its ends.', () => {
    const x = variable(floats([NaN, -1, 1, 0, Infinity]))
    const { grads } = variableGrads(() => sum(sparse_sigmoid(x)) as never, [x])
    expect(values(Object.values(grads)[0]!)).toEqual([0, 0.25, 0.25, 0.5, 0])
  })
})

describe('Complex numbers', () => {
  const parts = (x: unknown) => view_as_real(x as never)

  test('are divided, also by real ones and broadcast.', () => {
    const a = complex([
      [1, 2],
      [3, -1],
    ])
    const b = complex([
      [2, -1],
      [0.5, 1],
    ])
    expect_close(parts(divide(a, b)), [0, 1, 0.4, -2.8])
    expect_close(parts(divide(a, floats([2, 4]))), [0.5, 1, 0.75, -0.25])
    const tiny = values(parts(divide(a, complex([[1e-30, 2e-30]]))))
    expect_close(floats(tiny.map((value) => value * 1e-30)), [1, 0, 0.2, -1.4])
  })

  test('are equal when both parts are.', () => {
    const a = complex([
      [1, 0],
      [1, 2],
    ])
    expect(values(equal(a, floats([1, 1])))).toEqual([1, 0])
    expect(values(not_equal(a, floats([1, 1])))).toEqual([0, 1])
  })

  test('are negated, transposed, and have a hyperbolic tangent.', () => {
    const a = complex([
      [100, 1],
      [-0.5, 1.5],
      [0, 0],
    ])
    expect_close(parts(tanh(a)), [1, 0, -2.1247993, 0.25514925, 0, 0])
    expect(values(parts(negative(complex([[1, -2]]))))).toEqual([-1, 2])
    const turned = transpose(
      view_as_complex([
        [
          [1, 2],
          [3, 4],
        ],
      ]),
    )
    expect(turned.shape).toEqual([2, 1])
    expect(values(parts(turned))).toEqual([1, 2, 3, 4])
  })

  test('are multiplied and summed; vdot conjugates the first.', () => {
    const a = complex([
      [1, 2],
      [3, -1],
    ])
    const b = complex([
      [2, -1],
      [0.5, 1],
    ])
    expect_close(parts(vdot(a, b)), [0.5, -1.5])
    expect_close(parts(dot(a, b)), [6.5, 5.5])
    expect_close(parts(inner(a, b)), [6.5, 5.5])
  })
})

describe('Dtypes', () => {
  test('integers saturate in half floats.', () => {
    expect(values(saturate_cast(tensor([0, 300, -70000, 70000], [4], 'int32'), 'float16'))).toEqual([0, 300, -65504, 65504])
  })

  test('penalties of integers are integers, and their factors too.', () => {
    const x = tensor([-3, -5, 1], [3], 'int32')
    for (const [penalty, expected] of [
      [new L1({ l1: 0.6 })(x), 0],
      [new L1({ l1: 2 })(x), 18],
      [new L2({ l2: 2.5 })(x), 70],
      [new L1L2({ l1: 1, l2: 0.5 })(x), 9],
    ] as const) {
      expect(dtype(penalty)).toBe('int32')
      expect(values(penalty)).toEqual([expected])
    }
  })

  test('a plain number passes stop_gradient as it is.', () => {
    expect(stop_gradient(3)).toBe(3)
    expect(values(stop_gradient([1, 2]))).toEqual([1, 2])
  })

  test('a scalar is not read as a dtype of another size.', () => {
    expect(() => view(cast(1, 'int16'), 'int8')).toThrow('of the same size')
    expect(dtype(view(cast(1, 'int8'), 'uint8'))).toBe('uint8')
  })
})

describe('Errors', () => {
  test('of an op on symbolic tensors are those of the op itself.', () => {
    const own = (call: () => unknown, text: string) => {
      expect(call).toThrow(text)
      expect(call).not.toThrow('Could not automatically infer')
      expect(call).toThrow(expect.objectContaining({ name: 'ValueError' }))
    }
    own(() => add(symbol(2, 3), symbol(2, 3, 4)), 'the failure dim has value 2, which cannot be broadcasted to 3')
    own(() => slice(symbol(3, 3), [1, 1], [2, 2, 2]), 'The number of dimensions in `inputs` must match the number of')
    own(() => slice(symbol(3, 3), [1, 1, 1], [2, 2]), 'The number of dimensions in `start_indices` must match the number of')
    own(() => unstack(symbol(3, 4), { axis: 10 }), 'axis 10 is out of bounds for an array with dimension 2.')
    own(() => unstack(symbol(2, null, null), { axis: 1 }), 'Cannot infer argument `num` from shape (2, None, None)')
    own(() => get_item(symbol(null, 5, 16), [[null, null], 17, [null, null]]), 'Array has shape (None, 5, 16)')
    own(() => get_item(symbol(null, 5, 16), ['...', 5, '...']), 'Slice should only have one ellipsis')
    own(
      () => average(symbol(null, 3, 3), { weights: symbol(null, 4) }),
      '`weights` must have the same shape as `x` when `axis=None`',
    )
    own(
      () => batch_normalization(symbol(null, 3, 4, 5), symbol(5), symbol(5), { offset: symbol(5), scale: symbol(3) }),
      'Arguments `scale` must be a vector of length `x.shape[axis]`',
    )
  })

  test('name what is wrong in the words of Keras.', () => {
    expect(() => max_pool(tensor([[[1], [2]]]), 2, { padding: 'bad' })).toThrow(
      "Invalid padding 'bad', must be 'same' or 'valid'",
    )
    expect(() => fft([floats([1, 2]), floats([1])])).toThrow('real and imaginary.Both the real and imaginary parts')
    expect(() => scatter_update(floats([1]), [[0]], floats([1]), { reduction: 'bad' as never })).toThrow('Invalid reduction')
    expect(() => cdist([[1, 2]], [[1, 2, 3]])).toThrow('Last dimension of inputs to `cdist` must match')
    expect(() => segment_sum(floats([1]), [0, 0])).toThrow('should have same leading dimension')
    expect(() => segment_max(floats([1]), [0])).toThrow('Argument `num_segments` must be set')
    for (const stride of [0, -5, 1.5]) {
      expect(() => stft(floats([1, 2, 3, 4]), 2, stride, 4)).toThrow('`sequence_stride` must be a positive integer')
      expect(() => istft([[[1, 2]], [[3, 4]]], 2, stride, 4)).toThrow('`sequence_stride` must be a positive integer')
    }
  })
})

describe('Symbolic tensors among the settings of an op', () => {
  test('are data of the graph, and leave nothing behind.', () => {
    const [x, scale] = [symbol(null, 2), symbol(2)]
    const y = batch_normalization(x, [0, 0], [1, 1], { scale, epsilon: 0 })
    expect(y.shape).toEqual([null, 2])
    const fn = new Function({ inputs: [x, scale], outputs: y })
    const [a, b] = [tensor([[1, 2]]), floats([3, 4])]
    const before = memory().numTensors
    const result = fn([a, b]) as typeof a
    expect_close(result, [3, 8])
    expect(memory().numTensors - before).toBe(1)
  })

  test('a number of slices makes up for an axis of unknown size.', () => {
    const x = symbol(null, 3)
    const parts = unstack(x, { num: 2 }) as unknown as KerasTensor[]
    expect(parts.map((part) => part.shape)).toEqual([[3], [3]])
    const [first] = new Function({ inputs: x, outputs: parts })(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ) as (typeof x)[]
    expect(values(first as never)).toEqual([1, 2, 3])
  })
})
