import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { engine } from '../../lib/backend/engine'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { register_gradients } from '../../lib/backend/gradients'
import { fused_conv2d, fused_depthwise_conv2d } from '../../lib/ops/nn/fused'

interface Addon {
  getNumOfTFTensors(): number
}

const held = (): [number, number] => [tf.memory().numTensors, (tf.backend() as unknown as Addon).getNumOfTFTensors()]

/** Whole numbers and halves, many of them equal. */
const rough = (shape: number[], seed: number): tf.Tensor4D => {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((((i + seed) * 7919) % 13) - 6) / 2)
  return tf.tensor(values, shape as [number, number, number, number])
}

type Answers = number[][]

/** What `fn` gives on cpu and on the native backend, where it leaves nothing behind. */
async function on_both(fn: () => tf.Tensor[]): Promise<[expected: Answers, found: Answers]> {
  const answers: Answers[] = []
  for (const backend of ['cpu', 'native']) {
    await set_backend(backend)
    register_gradients()
    const read = (): Answers => tf.tidy(() => fn().map((t) => Array.from(t.dataSync(), (value) => value + 0)))
    read()
    const before = backend === 'native' ? held() : null
    answers.push(read())
    if (before !== null) expect(held()).toEqual(before)
  }
  return answers as [Answers, Answers]
}

function expect_close([expected, found]: [Answers, Answers]): void {
  expect(found.map((a) => a.length)).toEqual(expected.map((a) => a.length))
  found.forEach((values, k) => {
    const far = values.findIndex((value, i) => !(Math.abs(value - expected[k]![i]!) <= 1e-3 * (1 + Math.abs(value))))
    expect({ k, far }).toEqual({ k, far: -1 })
  })
}

describe('the gradient of a maximum pooling', () => {
  test.each([
    [[2, 6, 6, 3], 2, 2, 'valid'],
    [[2, 7, 5, 16], 2, 2, 'valid'],
    [[2, 7, 5, 16], 3, 2, 'same'],
    [[1, 5, 6, 1], [2, 3], 1, 'same'],
    [[3, 4, 4, 40], 4, 4, 'valid'],
    [[1, 40, 40, 2], 20, 10, 'valid'],
    [[1, 9, 9, 2], 2, 4, 'same'],
  ] as const)('%j, window %j, strides %j, %s: equal maxima as on cpu', async (shape, window, strides, pad) => {
    const grads = (): tf.Tensor[] => {
      const x = rough([...shape], 1)
      const pool = (t: tf.Tensor): tf.Tensor => tf.maxPool(t as tf.Tensor4D, window as [number, number], strides, pad)
      return [tf.grad((t: tf.Tensor) => tf.sum(tf.square(tf.add(pool(t), 5))))(x)]
    }
    const [expected, found] = await on_both(grads)
    expect(found).toEqual(expected)
  })

  test('lies below a relu, whose zeros are all alike', async () => {
    const fn = (): tf.Tensor[] => {
      const x = rough([2, 8, 8, 4], 3)
      return [tf.grad((t: tf.Tensor) => tf.sum(tf.square(tf.sub(tf.maxPool(tf.relu(t) as tf.Tensor4D, 2, 2, 'valid'), 9))))(x)]
    }
    const [expected, found] = await on_both(fn)
    expect(found).toEqual(expected)
  })

  test.each([
    [2, 2, 'valid'],
    [3, 2, 'same'],
  ] as const)('of the lowest values there are, window %j, strides %j, %s', async (window, strides, pad) => {
    const fn = (): tf.Tensor[] =>
      [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, -3.4028234663852886e38].map((value) => {
        const input = tf.fill([1, 7, 7, 16], value) as tf.Tensor4D
        const output = tf.maxPool(input, window, strides, pad)
        const inputs = { dy: tf.onesLike(output), input, output }
        return engine().runKernel('MaxPoolGrad', inputs, { filterSize: window, strides, pad })
      })
    const [expected, found] = await on_both(fn)
    expect(found).toEqual(expected)
  })

  test('of a window without values', async () => {
    await set_backend('native')
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' }
    const [input, dy] = [tf.zeros([0, 4, 4, 2]), tf.zeros([0, 2, 2, 2])]
    const dx = engine().runKernel('MaxPoolGrad', { dy, input, output: dy }, attrs)
    expect(dx.shape).toEqual([0, 4, 4, 2])
    tf.dispose([input, dy, dx])
  })
})

const settings = (strides: number[], padding: 'valid' | 'same', dilations = [1, 1]) => ({ strides, padding, dilations })

describe.each([null, 'relu', 'relu6', 'elu', 'sigmoid'])('convolution, bias and %s', (activation) => {
  test.each([
    ['valid', [1, 1], [1, 1]],
    ['same', [2, 1], [1, 1]],
    ['same', [1, 1], [2, 2]],
  ] as const)('%s, strides %j, dilations %j: as on cpu, with gradients', async (padding, strides, dilations) => {
    const given = settings([...strides], padding, [...dilations])
    const fn = (): tf.Tensor[] => {
      const [x, w, b] = [rough([2, 7, 6, 3], 1), tf.mul(rough([3, 2, 3, 5], 2), 0.3), tf.tensor1d([1, -1, 0.5, 2, -3])]
      const { value, grads } = value_and_grads(
        () => tf.sum(tf.square(tf.sub(fused_conv2d(x, w, b, activation, given), 2.2))),
        [x, w, b],
      )
      return [
        fused_conv2d(x, w, b, activation, given),
        fused_conv2d(x, w, null, activation, given),
        value,
        ...(grads as tf.Tensor[]),
      ]
    }
    expect_close(await on_both(fn))
  })

  test('a depthwise convolution: as on cpu, with gradients', async () => {
    const given = settings([1, 1], 'same')
    const fn = (): tf.Tensor[] => {
      const [x, w, b] = [rough([2, 5, 6, 3], 1), tf.mul(rough([3, 3, 3, 2], 2), 0.3), tf.tensor1d([1, -1, 0.5, 2, -3, 1])]
      const { value, grads } = value_and_grads(
        () => tf.sum(tf.square(tf.sub(fused_depthwise_conv2d(x, w, b, activation, given), 2.2))),
        [x, w, b],
      )
      return [fused_depthwise_conv2d(x, w, b, activation, given), value, ...(grads as tf.Tensor[])]
    }
    expect_close(await on_both(fn))
  })
})

describe('a convolution of single pixels', () => {
  const shapes = [
    [2, 5, 6, 3],
    [1, 1, 1, 4],
  ]

  test.each(shapes.flatMap((shape) => [null, 'relu', 'elu'].map((activation) => [shape, activation] as const)))(
    'of %j with %s: as on cpu, with gradients',
    async (shape, activation) => {
      const fn = (): tf.Tensor[] => {
        const [x, w, b] = [rough(shape, 1), tf.mul(rough([1, 1, shape[3]!, 5], 2), 0.3), tf.tensor1d([1, -1, 0.5, 2, -3])]
        return [b, null].flatMap((bias) => {
          const run = (): tf.Tensor => fused_conv2d(x, w, bias, activation, settings([1, 1], 'same'))
          const { value, grads } = value_and_grads(
            () => tf.sum(tf.square(tf.sub(run(), 2.2))),
            bias === null ? [x, w] : [x, w, bias],
          )
          return [run(), value, ...(grads as tf.Tensor[])]
        })
      }
      expect_close(await on_both(fn))
    },
  )

  test('with strides, or a border, is no such product', async () => {
    const border = [
      [0, 0],
      [1, 0],
      [0, 2],
      [0, 0],
    ] as [[number, number], [number, number], [number, number], [number, number]]
    const fn = (): tf.Tensor[] => {
      const [x, w] = [rough([2, 5, 6, 3], 1), tf.mul(rough([1, 1, 3, 4], 2), 0.3) as tf.Tensor4D]
      const ways = [
        (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same'),
        (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, border),
      ]
      return ways.flatMap((way) => [way(x, w), ...tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(way(a, b))))([x, w])])
    }
    expect_close(await on_both(fn))
  })
})

test('operands of a convolution that do not match are refused, and nothing stays behind', async () => {
  await set_backend('native')
  const [x, filter, bias] = [rough([1, 5, 5, 2], 1), rough([3, 3, 2, 4], 2), tf.tensor1d([1, 2, 3])]
  tf.dispose([x, filter, bias].map((t) => tf.square(t)))
  const before = held()
  const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1, activation: 'relu' }
  expect(() => engine().runKernel('FusedConv2D', { x, filter, bias }, attrs)).toThrow()
  expect(held()).toEqual(before)
  tf.dispose([x, filter, bias])
})

test.each([
  [[4, 3, 5], [0, 1], false],
  [[4, 3, 5], [-3, -2], false],
  [[4, 3, 5], [0, 1], true],
  [[4, 3, 5], [0, 2], false],
  [[6, 5], [0], false],
  [[0, 5], [0], false],
] as const)('the sum of %j along %j, kept %p, is that of cpu', async (shape, axis, kept) => {
  const sum = (): tf.Tensor[] => [
    engine().runKernel('Sum', { x: rough([...shape], 1) }, { axis: [...axis], keepDims: kept }),
    engine().runKernel('Sum', { x: tf.cast(rough([...shape], 1), 'int32') }, { axis: [...axis], keepDims: kept }),
  ]
  expect_close(await on_both(sum))
})
