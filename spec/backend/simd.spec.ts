import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { engine } from '../../lib/backend/engine'
import { simd_binary } from '../../lib/backend/simd/binary'
import { simd_of } from '../../lib/backend/simd/load'
import { compile_simd } from '../../scripts/simd'
import { type Answer, backend_ids, expect_close } from './probe_answers'

const noise = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => (((i + seed * 31) * 7919) % 1013) / 500 - 1),
    shape,
  )

type Attrs = Record<string, unknown>

/** Runs a kernel on cpu, whose loops are plain, and on wasm, and expects the same of both and nothing left behind. */
async function expect_same(name: string, make: () => Record<string, tf.Tensor>, attrs: Attrs, what: unknown): Promise<void> {
  const answers: Answer[][] = []
  for (const backend of ['cpu', 'wasm']) {
    await set_backend(backend)
    const before = [tf.memory().numTensors, backend_ids()]
    tf.tidy(() => {
      const results: tf.Tensor[] = [engine().runKernel<any>(name, make(), { ...attrs })].flat()
      answers.push(results.map((t) => ({ shape: t.shape, values: Array.from(t.dataSync()) })))
    })
    expect([tf.memory().numTensors, backend_ids()]).toEqual(before)
  }
  expect_close(answers[1]!, answers[0]!, what)
}

test('the module is what its sources compile to', () => {
  expect(compile_simd()).toContain(simd_binary)
}, 60_000)

test('the module runs in the memory of the wasm backend', async () => {
  await set_backend('wasm')
  const simd = simd_of(engine().backend)!
  const x = tf.tensor1d([1, -2, 3, -4, 5])
  simd.multiply(simd.at(x), 5, 2)
  expect(Array.from(x.dataSync())).toEqual([2, -4, 6, -8, 10])
  x.dispose()
})

describe('matrix products of every size agree with plain loops', () => {
  const sizes = [1, 3, 4, 5, 8, 33].flatMap((m) => [1, 4, 7, 19].flatMap((k) => [1, 7, 8, 9].map((n) => [m, k, n] as const)))
  const large = [
    [130, 257, 17],
    [129, 600, 9],
    [2, 700, 65],
    [0, 3, 4],
    [3, 0, 4],
    [3, 4, 0],
  ] as const
  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('transposed: %s, %s', async (transposeA, transposeB) => {
    for (const [m, k, n] of [...sizes, ...large]) {
      const make = () => ({ a: noise(transposeA ? [k, m] : [m, k], 1), b: noise(transposeB ? [n, k] : [k, n], 2) })
      await expect_same('BatchMatMul', make, { transposeA, transposeB }, [m, k, n])
    }
  })

  test.each([
    [[2, 3], [1]],
    [[1], [2, 3]],
    [
      [2, 1],
      [1, 3],
    ],
    [[3], [2, 3]],
    [[], [2, 2]],
  ])('batches %j and %j', async (batch_a, batch_b) => {
    for (const transposeA of [false, true]) {
      const make = () => ({ a: noise([...batch_a, 5, 5], 1), b: noise([...batch_b, 5, 6], 2) })
      await expect_same('BatchMatMul', make, { transposeA, transposeB: false }, [batch_a, batch_b])
    }
  })

  test.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'])('with a bias and %s', async (activation) => {
    for (const [m, n] of [
      [1, 5],
      [6, 8],
      [140, 3],
    ] as const) {
      const make = () => ({ a: noise([m, 7], 1), b: noise([7, n], 2), bias: noise([n], 3) })
      const attrs = { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0.3 }
      await expect_same('_FusedMatMul', make, attrs, [m, n, activation])
    }
  })

  test('what is no number stays so', async () => {
    await set_backend('wasm')
    const y = tf.tidy(() => tf.fused.matMul({ a: tf.fill([5, 4], Number.NaN), b: tf.ones([4, 9]), activation: 'relu' }))
    expect(Array.from(y.dataSync()).every(Number.isNaN)).toBe(true)
    y.dispose()
  })
})

interface ConvCase {
  x: number[]
  filter: [number, number]
  n: number
  strides: [number, number]
  pad: 'same' | 'valid' | number
}

const convolutions: ConvCase[] = [
  { x: [2, 7, 6, 1], filter: [3, 3], n: 5, strides: [1, 1], pad: 'valid' },
  { x: [2, 7, 6, 3], filter: [3, 2], n: 8, strides: [1, 1], pad: 'same' },
  { x: [1, 9, 8, 4], filter: [3, 3], n: 9, strides: [2, 2], pad: 'same' },
  { x: [3, 8, 9, 5], filter: [2, 3], n: 3, strides: [2, 1], pad: 'valid' },
  { x: [2, 5, 5, 6], filter: [1, 1], n: 7, strides: [1, 1], pad: 'valid' },
  { x: [2, 6, 6, 6], filter: [1, 1], n: 7, strides: [2, 2], pad: 'valid' },
  { x: [1, 5, 4, 2], filter: [4, 4], n: 3, strides: [1, 1], pad: 2 },
  { x: [1, 8, 7, 2], filter: [2, 2], n: 4, strides: [3, 3], pad: 'same' },
  { x: [1, 20, 21, 90], filter: [3, 3], n: 10, strides: [1, 1], pad: 'same' },
  { x: [1, 12, 12, 130], filter: [2, 2], n: 12, strides: [1, 1], pad: 'valid' },
]

const text = (c: ConvCase): string => `[${c.x}] by [${c.filter}], ${c.n} filters, strides ${c.strides}, ${c.pad}`

describe('convolutions and their gradients agree with plain loops', () => {
  test.each(convolutions.map((c) => [text(c), c] as const))('%s', async (what, { x, filter, n, strides, pad }) => {
    const shape = [...filter, x[3]!, n] as [number, number, number, number]
    const attrs = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1], filterShape: shape, inputShape: x }
    const out = tf.backend_util.computeConv2DInfo(x as [number, number, number, number], shape, strides, 1, pad).outShape
    await expect_same('Conv2D', () => ({ x: noise(x, 1), filter: noise(shape, 2) }), attrs, what)
    const fused = () => ({ x: noise(x, 1), filter: noise(shape, 2), bias: noise([n], 3) })
    await expect_same('FusedConv2D', fused, { ...attrs, activation: 'relu' }, what)
    await expect_same('Conv2DBackpropFilter', () => ({ x: noise(x, 1), dy: noise(out, 2) }), attrs, what)
    await expect_same('Conv2DBackpropInput', () => ({ dy: noise(out, 1), filter: noise(shape, 2) }), attrs, what)
  })

  test.each(convolutions.map((c) => [text(c), c] as const))('depthwise: %s', async (what, { x, filter, strides, pad }) => {
    const shape = [...filter, x[3]!, 1] as [number, number, number, number]
    const attrs = { strides, pad, dilations: [1, 1], filterShape: shape, inputShape: x }
    const info = tf.backend_util.computeConv2DInfo(x as [number, number, number, number], shape, strides, 1, pad, undefined, true)
    const dy = (): tf.Tensor => noise(info.outShape, 1)
    await expect_same('DepthwiseConv2dNativeBackpropFilter', () => ({ x: noise(x, 2), dy: dy() }), attrs, what)
    await expect_same('DepthwiseConv2dNativeBackpropInput', () => ({ dy: dy(), filter: noise(shape, 2) }), attrs, what)
  })

  test.each(convolutions.map((c) => [text(c), c] as const))('largest value: %s', async (what, { x, filter, strides, pad }) => {
    const attrs = { filterSize: filter, strides, pad }
    const info = tf.backend_util.computePool2DInfo(x as [number, number, number, number], filter, strides, 1, pad)
    const make = () => ({ dy: noise(info.outShape, 1), input: noise(x, 2), output: noise(info.outShape, 3) })
    await expect_same('MaxPoolGrad', make, attrs, what)
  })
})

describe('what goes over columns, rows and values agrees with plain loops', () => {
  const shapes = [[5], [3, 4], [130, 7], [2, 70, 9], [3, 4, 5, 6]]

  test.each(['Sum', 'Mean'])('%s over neighbouring axes', async (name) => {
    for (const shape of shapes) {
      for (let first = 0; first < shape.length; first++) {
        for (let last = first; last < shape.length; last++) {
          const axis = Array.from({ length: last - first + 1 }, (_, i) => first + i)
          for (const keepDims of [false, true])
            await expect_same(name, () => ({ x: noise(shape, 1) }), { axis, keepDims }, [shape, axis])
        }
      }
    }
  })

  test('a sum of a million values is right to a millionth', async () => {
    await set_backend('wasm')
    const sum = tf.tidy(() => tf.sum(tf.fill([1_000_000], 0.1)).dataSync()[0]!)
    expect(Math.abs(sum - 1_000_000 * Math.fround(0.1))).toBeLessThan(0.1)
  })

  test.each(shapes.slice(1).map((shape) => [shape]))('batch normalisation of %j', async (shape) => {
    const channels = [shape.at(-1)!]
    const vectors = () => ({ gamma: noise(channels, 2), beta: noise(channels, 3) })
    await expect_same('KerasBatchNorm', () => ({ x: noise(shape, 1) }), { epsilon: 1e-3 }, shape)
    await expect_same('KerasBatchNorm', () => ({ x: noise(shape, 1), ...vectors() }), { epsilon: 1e-3 }, shape)
    const moments = () => ({ mean: noise(channels, 4), variance: tf.square(noise(channels, 5)) })
    const slopes = () => ({ dy: noise(shape, 6), x: noise(shape, 1), ...moments() })
    await expect_same('KerasBatchNormGrad', slopes, { epsilon: 0.1 }, shape)
    await expect_same('KerasBatchNormGrad', () => ({ ...slopes(), gamma: noise(channels, 2) }), { epsilon: 0.1 }, shape)
  })

  test.each(['KerasAdam', 'KerasMomentum', 'KerasAverage'])('%s', async (name) => {
    const attrs = {
      alpha: 0.1,
      beta_1: 0.9,
      beta_2: 0.99,
      epsilon: 1e-3,
      learning_rate: 0.1,
      momentum: 0.8,
      nesterov: 1,
      rate: 0.3,
    }
    const slots = { KerasAdam: [1, 2, 3], KerasMomentum: [0, 1], KerasAverage: [0] }[name]!
    for (const count of slots) {
      for (const size of [1, 4, 11]) {
        const state = () =>
          Object.fromEntries(Array.from({ length: count + 1 }, (_, i) => [`x${i}`, tf.square(noise([size], i))]))
        if (name === 'KerasAdam' && count === 1) continue
        await expect_same(name, () => ({ ...state(), gradient: noise([size], 9) }), attrs, [name, count, size])
      }
    }
  })

  test('clipping, as Relu, Relu6 and ClipByValue', async () => {
    for (const shape of [[3], [8], [5, 5]]) {
      const make = () => ({ x: tf.mul(noise(shape, 1), 9) })
      for (const name of ['Relu', 'Relu6']) await expect_same(name, make, {}, [name, shape])
      await expect_same('ClipByValue', make, { clipValueMin: -2, clipValueMax: 3 }, shape)
    }
  })
})

describe('attention and layer normalisation agree with plain loops', () => {
  const cases = [
    { rows: 1, columns: 1, heads: 1, own: 1, size: 1, value: 1 },
    { rows: 5, columns: 7, heads: 4, own: 2, size: 3, value: 6 },
    { rows: 9, columns: 9, heads: 2, own: 2, size: 8, value: 8 },
    { rows: 40, columns: 33, heads: 3, own: 1, size: 16, value: 5 },
    { rows: 70, columns: 2100, heads: 1, own: 1, size: 4, value: 3 },
  ]
  test.each(cases)('attention of $heads heads, $rows by $columns', async ({ rows, columns, heads, own, size, value }) => {
    const make = () => ({
      query: noise([2, rows, heads, size], 1),
      key: noise([2, columns, own, size], 2),
      value: noise([2, columns, own, value], 3),
    })
    for (const is_causal of [false, true]) {
      await expect_same('KerasAttention', make, { scale: 0.7, is_causal }, is_causal)
      for (const shape of [
        [2, heads, rows, columns],
        [2, 1, 1, columns],
        [1, 1, rows, 1],
      ]) {
        const allowed = () => tf.greater(noise(shape, 4), -0.5)
        await expect_same('KerasAttention', () => ({ ...make(), allowed: allowed() }), { scale: 0.7, is_causal }, [
          shape,
          is_causal,
        ])
      }
    }
  })

  test.each([1, 3, 4, 10, 64])('rows of %i', async (size) => {
    for (const centered of [false, true]) {
      const attrs = { size, epsilon: 1e-3, centered }
      await expect_same('KerasLayerNorm', () => ({ x: noise([3, 2, size], 1) }), attrs, attrs)
      const all = () => ({ x: noise([3, 2, size], 1), gamma: noise([size], 2), beta: noise([size], 3) })
      await expect_same('KerasLayerNorm', all, attrs, attrs)
    }
  })
})

describe('functions and comparisons', () => {
  /** Values all over the range of floats, with their exact results. */
  const places = [
    ...Array.from({ length: 400 }, (_, i) => (i - 200) / 20),
    ...[-1e-30, 1e-10, 1e-5, -1e-3, 87, 88.6, 88.8, -87, -88, 1e30, -1e30, 0, Infinity, -Infinity],
  ].map(Math.fround)
  const exact: Record<string, (x: number) => number> = { Exp: Math.exp, Tanh: Math.tanh }

  test.each(Object.keys(exact))('%s is right to some units in the last place, infinities and NaN included', async (name) => {
    await set_backend('wasm')
    const found = tf.tidy(() =>
      Array.from(
        engine()
          .runKernel<tf.Tensor>(name, { x: tf.tensor1d([...places, Number.NaN]) })
          .dataSync(),
      ),
    )
    expect(found.pop()).toBeNaN()
    for (const [i, value] of found.entries()) {
      const expected = Math.fround(exact[name]!(places[i]!))
      if (!Number.isFinite(expected)) expect([name, places[i], value]).toEqual([name, places[i], expected])
      else expect(Math.abs(value - expected)).toBeLessThanOrEqual(6e-7 * Math.abs(expected) + 1.2e-38)
    }
  })

  test('erf is what TensorFlow.js gives, to six digits', async () => {
    await expect_same('Erf', () => ({ x: tf.mul(noise([70], 1), 5) }), {}, 'erf')
    await set_backend('wasm')
    const found = tf.tidy(() => Array.from(tf.erf(tf.tensor1d([0.5, -1, 2, 1e-4, 9])).dataSync()))
    for (const [i, expected] of [0.5204998778, -0.8427007929, 0.995322265, 1.128379163e-4, 1].entries())
      expect(found[i]).toBeCloseTo(expected, 6)
  })

  const shapes: [number[], number[]][] = [
    [[37], [37]],
    [[3, 18], [18]],
    [[18], [3, 18]],
    [[4, 5], []],
    [[], [33]],
    [
      [2, 1, 3],
      [4, 1],
    ],
    [[1], [2, 2, 2]],
    [
      [3, 1],
      [3, 4],
    ],
  ]
  test.each('Equal Greater GreaterEqual Less LessEqual Maximum Minimum NotEqual'.split(' '))(
    '%s of operands that broadcast',
    async (name) => {
      for (const [a, b] of shapes)
        await expect_same(name, () => ({ a: tf.round(tf.mul(noise(a, 1), 3)), b: tf.round(tf.mul(noise(b, 2), 3)) }), {}, [a, b])
    },
  )

  test('no comparison with NaN holds but that of being different', async () => {
    await set_backend('wasm')
    const x = tf.fill([17], Number.NaN)
    const sums = tf.tidy(() =>
      [tf.greater, tf.less, tf.equal, tf.greaterEqual, tf.lessEqual, tf.notEqual].map(
        (f) => tf.sum(tf.cast(f(x, x), 'int32')).dataSync()[0],
      ),
    )
    x.dispose()
    expect(sums).toEqual([0, 0, 0, 0, 0, 17])
  })
})

describe('recurrences agree with plain loops', () => {
  const parts = { simple: 1, lstm: 4, gru: 3 }
  const kinds = Object.keys(parts) as (keyof typeof parts)[]

  test.each(kinds.flatMap((kind) => [4, 5, 12].flatMap((units) => [1, 6].map((batch) => [kind, units, batch] as const))))(
    '%s of %i units, batch %i',
    async (kind, units, batch) => {
      const width = parts[kind] * units
      const attrs = { kind, go_backwards: false, zero_output: false, sequences: true, kept: true }
      const states = () => ({ h: noise([batch, units], 2), ...(kind === 'lstm' ? { c: noise([batch, units], 3) } : {}) })
      const bias = (): Record<string, tf.Tensor> => (kind === 'gru' ? { bias: noise([width], 5) } : {})
      const recurrent = () => noise([units, width], 4)
      const make = () => ({ x: noise([batch, 3, width], 1), ...states(), recurrent: recurrent(), ...bias() })
      await expect_same('KerasRecurrence', make, attrs, [kind, units])
      const kept = { simple: 1, lstm: 6, gru: 4 }[kind] * units
      const slopes = () => ({
        ...{ kept: noise([batch, 3, kept], 1), before: noise([batch, 3, units], 2), recurrent: recurrent() },
        ...{ dh: noise([batch, units], 3), d_outputs: noise([batch, 3, units], 4) },
      })
      await expect_same('KerasRecurrenceGrad', slopes, attrs, [kind, units])
    },
  )

  test('gates far from zero are 0 and 1, and tanh keeps small values', async () => {
    await set_backend('wasm')
    const state = tf.tidy(() => {
      const x = tf.tensor3d([1e-6, -1e-6, 50, -50], [1, 1, 4])
      const inputs = { x, h: tf.zeros([1, 4]), recurrent: tf.zeros([4, 4]) }
      const attrs = { kind: 'simple', go_backwards: false, zero_output: false, sequences: false, kept: false }
      return Array.from(engine().runKernel<tf.Tensor[]>('KerasRecurrence', inputs, attrs)[0]!.dataSync())
    })
    expect(state[0]).toBeCloseTo(1e-6, 12)
    expect(state[1]).toBeCloseTo(-1e-6, 12)
    expect(state[2]).toBeCloseTo(1, 6)
    expect(state[3]).toBeCloseTo(-1, 6)
  })
})

test('a choice between booleans writes in its own memory alone', async () => {
  await set_backend('wasm')
  const neighbours = Array.from({ length: 40 }, () => tf.fill([8], 7))
  const chosen = tf.tidy(() => {
    const flags = tf.tensor1d([1, 0, 1, 0, 1, 0, 1, 0], 'bool')
    return Array.from({ length: 20 }, () => tf.where(flags, flags, tf.logicalNot(flags)))
  })
  for (const choice of chosen) expect(Array.from(choice.dataSync())).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
  for (const one of neighbours) expect(Array.from(one.dataSync())).toEqual([7, 7, 7, 7, 7, 7, 7, 7])
  tf.dispose([neighbours, chosen])
})
