import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { register_gradients } from '../../lib/backend/gradients'
import { run_update } from '../../lib/backend/kernels/update'
import { batch_norm_training } from '../../lib/ops/nn/normalization'

interface Addon {
  getNumOfTFTensors(): number
}

const held = (): [number, number] => [tf.memory().numTensors, (tf.backend() as unknown as Addon).getNumOfTFTensors()]

const noise = (size: number, seed: number): tf.Tensor =>
  tf.tensor1d(Float32Array.from({ length: size }, (_, i) => ((((i + seed) * 7919) % 1013) - 506) / 253))

function expect_same(found: tf.Tensor[], expected: tf.Tensor[], tolerance = 1e-5): void {
  expect(found.map((t) => t.shape)).toEqual(expected.map((t) => t.shape))
  found.forEach((t, i) => {
    const values = expected[i]!.dataSync()
    const far = t.dataSync().findIndex((value, j) => !(Math.abs(value - values[j]!) <= tolerance * (1 + Math.abs(value))))
    expect({ i, far }).toEqual({ i, far: -1 })
  })
}

beforeAll(async () => {
  await set_backend('native')
  register_gradients()
})

/** Sizes on both sides of where TensorFlow's own ops take over from loops. */
describe.each([100, 30_000])('an update of %d values in one kernel', (size) => {
  const check = (
    name: string,
    slots: number,
    attrs: Record<string, number>,
    by_hand: (x: tf.Tensor[], g: tf.Tensor) => tf.Tensor[],
  ) => {
    const state = Array.from({ length: slots + 1 }, (_, i) => (i < 2 ? noise(size, i) : tf.tidy(() => tf.square(noise(size, i)))))
    const gradient = noise(size, 9)
    const copies = state.map((t) => t.dataSync().slice())
    const computed = [...state, gradient].map((t) => tf.add(t, 0))
    const given = computed.slice(0, -1)
    const others = given.map((t) => tf.clone(t))
    tf.dispose(run_update(name, others, gradient, attrs)!)
    const before = held()
    tf.tidy(() => expect_same(run_update(name, given, computed.at(-1)!, attrs)!, by_hand(state, gradient)))
    expect(held()).toEqual(before)
    given.forEach((t, i) => void expect(t.dataSync()).toEqual(copies[i]))
    tf.dispose(others)
    const expected = tf.tidy(() => by_hand(state, gradient))
    const results = run_update(name, given, gradient, attrs)!
    expect_same(results, expected)
    expect(results.map((t, i) => t.dataId === given[i]!.dataId)).toEqual(given.map(() => size > 10_000))
    tf.dispose([...results, ...expected, ...computed])
    state.forEach((t, i) => void expect(t.dataSync()).toEqual(copies[i]))
    tf.dispose([...state, gradient])
  }

  test('steps as Adam, and changes the old values only where nobody else holds them', () => {
    check('KerasAdam', 2, { alpha: 0.01, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }, ([x, m, v], g) => {
      const m_new = tf.add(m!, tf.mul(tf.sub(g, m!), 0.1))
      const v_new = tf.add(v!, tf.mul(tf.sub(tf.square(g), v!), 0.001))
      return [tf.sub(x!, tf.div(tf.mul(m_new, 0.01), tf.add(tf.sqrt(v_new), 1e-7))), m_new, v_new]
    })
  })

  test.each([0, 1])('steps as SGD with momentum, nesterov %d', (nesterov) => {
    check('KerasMomentum', 1, { learning_rate: 0.1, momentum: 0.9, nesterov }, ([x, m], g) => {
      const m_new = tf.sub(tf.mul(m!, 0.9), tf.mul(g, 0.1))
      return [tf.add(x!, nesterov ? tf.sub(tf.mul(m_new, 0.9), tf.mul(g, 0.1)) : m_new), m_new]
    })
  })
})

test('a large update that TensorFlow has no op for is left to the composed form', () => {
  const [x, v, g] = [noise(30_000, 0), noise(30_000, 1), noise(30_000, 2)]
  expect(run_update('KerasRMSprop', [x, v], g, { learning_rate: 0.1, rho: 0.9, epsilon: 1e-7 })).toBeNull()
  tf.dispose([x, v, g])
})

describe('batch normalisation in one kernel', () => {
  /** Channels moved to the middle take the composed form. */
  const both = (shape: number[], scaled: boolean, use: (results: tf.Tensor[]) => tf.Tensor): [tf.Tensor[], tf.Tensor[]] => {
    const x = tf.reshape(noise(tf.util.sizeFromShape(shape), 3), shape)
    const channels = shape.at(-1)!
    const [gamma, beta] = [noise(channels, 4), noise(channels, 5)]
    const order = [0, shape.length - 1, ...shape.map((_, i) => i).slice(1, -1)]
    const back = [0, ...shape.map((_, i) => i).slice(2), 1]
    const run = (t: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, axis: number) =>
      batch_norm_training(t, axis, scaled ? offset : null, scaled ? scale : null, 1e-3)
    const own = (t: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => run(t, scale, offset, shape.length - 1)
    const composed = (t: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
      const [y, mean, variance] = run(tf.transpose(t, order), scale, offset, 1)
      return [tf.transpose(y, back), mean, variance]
    }
    const answers = [own, composed].map((norm) => {
      const results = norm(x, gamma, beta)
      if (!scaled) return [...results, tf.grad((t: tf.Tensor) => use(norm(t, gamma, beta)))(x)]
      return [...results, ...tf.grads((t: tf.Tensor, s: tf.Tensor, o: tf.Tensor) => use(norm(t, s, o)))([x, gamma, beta])]
    })
    return answers as [tf.Tensor[], tf.Tensor[]]
  }

  test.each([
    ['images', [3, 5, 6, 4], true],
    ['sequences', [3, 7, 4], true],
    ['volumes', [2, 3, 2, 3, 5], true],
    ['images without scale and offset', [3, 5, 6, 4], false],
  ] as const)('%s: results and gradients are those of the composed form', (_, shape, scaled) => {
    const before = held()
    tf.tidy(() => {
      const [own, composed] = both([...shape], scaled, ([y]) => tf.sum(tf.mul(tf.square(y!), tf.sin(y!))))
      expect_same(own, composed, 1e-4)
    })
    expect(held()).toEqual(before)
  })

  test('gradients flow through the statistics too', () => {
    tf.tidy(() => {
      const [own, composed] = both([3, 5, 6, 4], true, ([y, mean, variance]) =>
        tf.add(tf.sum(tf.square(y!)), tf.sum(tf.mul(mean!, tf.square(variance!)))),
      )
      expect_same(own, composed, 1e-4)
    })
  })
})

describe('a product of matrices', () => {
  const x = () => tf.reshape(noise(12, 1), [3, 4]) as tf.Tensor2D
  const w = () => tf.reshape(noise(20, 2), [4, 5]) as tf.Tensor2D

  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('with transposed operands: %s, %s', (ta, tb) => {
    const before = held()
    tf.tidy(() => {
      const found = tf.matMul(ta ? tf.transpose(x()) : x(), tb ? tf.transpose(w()) : w(), ta, tb)
      expect_same([found], [tf.sum(tf.mul(tf.expandDims(x(), 2), tf.expandDims(w(), 0)), 1)])
    })
    expect(held()).toEqual(before)
  })

  test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const)(
    'with bias and %s in one kernel',
    (activation) => {
      const by_hand = {
        linear: (t: tf.Tensor) => t,
        relu: tf.relu,
        relu6: tf.relu6,
        elu: tf.elu,
        sigmoid: tf.sigmoid,
        leakyrelu: (t: tf.Tensor) => tf.leakyRelu(t, 0.3),
      }
      const before = held()
      tf.tidy(() => {
        const bias = noise(5, 7)
        const found = tf.fused.matMul({ a: x(), b: w(), bias, activation, leakyreluAlpha: 0.3 })
        expect_same([found], [by_hand[activation](tf.add(tf.matMul(x(), w()), bias))])
        const bare = tf.fused.matMul({ a: x(), b: w(), activation, leakyreluAlpha: 0.3 })
        expect_same([bare], [by_hand[activation](tf.matMul(x(), w()))])
      })
      expect(held()).toEqual(before)
    },
  )

  test('operands that do not match are refused, and nothing stays behind', () => {
    const [a, b, bias] = [x(), w(), noise(4, 1)]
    tf.dispose(tf.square(bias))
    const before = held()
    const attrs = { transposeA: false, transposeB: false, activation: 'relu' }
    expect(() => tf.engine().runKernel('_FusedMatMul', { a, b, bias }, attrs)).toThrow()
    expect(held()).toEqual(before)
    tf.dispose([a, b, bias])
  })
})

test('an update that is refused leaves the state as it was', () => {
  const [x, m, v, g] = [30_000, 30_000, 30_000, 20_000].map((size, i) => tf.tidy(() => tf.add(noise(size, i), 0))) as tf.Tensor[]
  const copies = [x, m, v].map((t) => t!.dataSync().slice())
  const before = held()
  expect(() => run_update('KerasAdam', [x!, m!, v!], g!, { alpha: 1, beta_1: 0.9, beta_2: 0.9, epsilon: 1 })).toThrow()
  expect(held()).toEqual(before)
  ;[x, m, v].forEach((t, i) => void expect(t!.dataSync()).toEqual(copies[i]))
  tf.dispose([x!, m!, v!, g!])
})

test('an update leaves arrays alone that tensors were made of', () => {
  const values = Float32Array.from({ length: 30_000 }, () => 1)
  const [x, m, v, g] = [tf.tensor1d(values), tf.zeros([30_000]), tf.zeros([30_000]), tf.ones([30_000])]
  tf.dispose([x, m, v, g].map((t) => tf.square(t)))
  for (let i = 0; i < 2; i++)
    tf.dispose(run_update('KerasAdam', [x, m, v], g, { alpha: 0.5, beta_1: 0.9, beta_2: 0.9, epsilon: 1 })!)
  expect(values.every((value) => value === 1)).toBe(true)
  expect(x.dataSync()[0]).toBeLessThan(1)
  tf.dispose([x, m, v, g])
})
