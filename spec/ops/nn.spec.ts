import { engine, grad, memory, type Tensor, tensor, variable } from '@tensorflow/tfjs-core'
import { softmax } from '../../lib/ops/nn/activations'
import { dot_product_attention } from '../../lib/ops/nn/attention'
import { conv, conv_transpose, depthwise_conv } from '../../lib/ops/nn/conv'
import { multi_hot, one_hot } from '../../lib/ops/nn/encoding'
import { fused_dense } from '../../lib/ops/nn/fused'
import { binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy } from '../../lib/ops/nn/losses'
import { batch_norm_training, batch_normalization, layer_normalization, moments } from '../../lib/ops/nn/normalization'
import { average_pool, max_pool } from '../../lib/ops/nn/pool'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { ones, zeros } from '../../lib/ops/numpy/creation'
import { sum } from '../../lib/ops/numpy/reduce'
import { expect_close, values } from './numbers'

const weights = (shape: number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1)
  return tensor(
    Float32Array.from({ length: size }, (_, i) => Math.cos(i)),
    shape,
  )
}

/** The gradient of sum(fn(x) * cos(i)) beside central differences. */
function expect_gradient(fn: (x: Tensor) => Tensor, x: Tensor, tolerance = 2e-2): void {
  const loss = (t: Tensor): Tensor => {
    const y = fn(t)
    return sum(multiply(y, weights(y.shape)))
  }
  const analytic = values(grad(loss)(x))
  const flat = values(x)
  const step = 1e-2
  flat.forEach((_, i) => {
    const moved = (by: number): number =>
      values(
        loss(
          tensor(
            Float32Array.from(flat, (v, j) => (i === j ? v + by : v)),
            x.shape,
          ),
        ),
      )[0]!
    const numeric = (moved(step) - moved(-step)) / (2 * step)
    expect(Math.abs(numeric - analytic[i]!)).toBeLessThan(tolerance * Math.max(1, Math.abs(numeric)))
  })
}

test('Average pooling does not count the padding.', () => {
  expect(values(average_pool(ones([1, 3, 3, 1]), 2, { strides: 2, padding: 'same' }))).toEqual([1, 1, 1, 1])
})

test('Pooling takes sequences, images and volumes in both layouts.', () => {
  expect(values(max_pool(tensor([[[1], [3], [2], [5]]]), 2))).toEqual([3, 5])
  expect(max_pool(zeros([1, 4, 4, 4, 2]), 2).shape).toEqual([1, 2, 2, 2, 2])
  expect(max_pool(zeros([1, 2, 6, 6]), 3, { data_format: 'channels_first' }).shape).toEqual([1, 2, 2, 2])
})

test('Causal convolution sees no future value.', () => {
  const x = tensor([[[1], [2], [3]]])
  expect(values(conv(x, ones([2, 1, 1]), { padding: 'causal' }))).toEqual([1, 3, 5])
})

test('Convolution splits channels into groups.', () => {
  const x = tensor([
    [
      [1, 10],
      [2, 20],
    ],
  ])
  expect(values(conv(x, tensor([[[1, 3]]]), { padding: 'valid' }))).toEqual([1, 30, 2, 60])
})

test('A transposed convolution has the output size of Keras.', () => {
  const kernel = ones([3, 3, 1, 1])
  expect(conv_transpose(ones([1, 2, 2, 1]), kernel, { strides: 2 }).shape).toEqual([1, 5, 5, 1])
  expect(conv_transpose(ones([1, 2, 2, 1]), kernel, { strides: 2, padding: 'same' }).shape).toEqual([1, 4, 4, 1])
  expect(values(conv_transpose(ones([1, 2, 1]), ones([2, 1, 1]), { strides: 1 }))).toEqual([1, 2, 1])
})

test('Unequal strides work for depthwise convolution.', () => {
  expect(depthwise_conv(ones([1, 5, 6, 2]), ones([2, 2, 2, 1]), { strides: [1, 2] }).shape).toEqual([1, 4, 3, 2])
})

test('Gradients of normalisation agree with finite differences.', () => {
  const x = tensor([0.5, -1, 2, 0.3, 1.5, -0.7], [3, 2])
  const [gamma, beta] = [tensor([1.5, 0.5]), tensor([0.1, -0.2])]
  expect_gradient((t) => layer_normalization(t, { gamma, beta, epsilon: 1e-3 }), x)
  expect_gradient((t) => batch_norm_training(t, 1, beta, gamma, 1e-3)[0], x)
  expect_gradient((t) => batch_norm_training(t, 1, null, null, 1e-3)[2], x)
  expect_gradient((t) => batch_normalization(t, gamma, gamma, -1, { scale: gamma, offset: beta }), x)
  expect_gradient((t) => layer_normalization(x, { gamma: t, beta }), gamma)
})

test('Gradients of cross-entropies agree with finite differences.', () => {
  const logits = tensor([0.5, -1, 2, 0.3, 1.5, -0.7], [2, 3])
  const target = tensor([0, 0.2, 0.8, 1, 0, 0], [2, 3])
  expect_gradient((t) => categorical_crossentropy(target, t, { from_logits: true }), logits)
  expect_gradient((t) => sparse_categorical_crossentropy([2, 0], t, { from_logits: true }), logits)
  expect_gradient((t) => binary_crossentropy(target, t, { from_logits: true }), logits)
  expect_gradient((t) => softmax(t), logits)
})

test('Gradients of gradients pass through the custom ones.', () => {
  const x = tensor([0.5, -1, 2], [1, 3])
  const target = tensor([0, 0, 1], [1, 3])
  const first = (t: Tensor): Tensor => grad((u: Tensor) => sum(categorical_crossentropy(target, u, { from_logits: true })))(t)
  expect_gradient(first, x)
})

test('Cross-entropies answer Keras numbers.', () => {
  expect_close(
    sparse_categorical_crossentropy(
      [1, 2],
      [
        [0.05, 0.95, 0],
        [0.1, 0.8, 0.1],
      ],
    ),
    [0.0512933, 2.3025851],
  )
  expect_close(binary_crossentropy([0.1, 0.7, 0.2], [0, 1, 1]), [1.6118095, 4.782715, 12.7539076], 1e-4)
  expect(() =>
    sparse_categorical_crossentropy(
      [1],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ),
  ).toThrow('must have the same shape up until the last dimension')
})

test('Moments and hot encodings.', () => {
  const [mean, variance] = moments(
    [
      [1, 3],
      [5, 7],
    ],
    [0],
  ) as unknown as [Tensor, Tensor]
  expect(values(mean)).toEqual([3, 5])
  expect(values(variance)).toEqual([4, 4])
  expect(values(one_hot([1, -1, 5], 3))).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0])
  expect(values(multi_hot([[0, 2]], 3))).toEqual([1, 0, 1])
})

test('Attention leaves masked places out.', () => {
  const q = ones([1, 1, 1, 2])
  const v = tensor([[[[1, 2]], [[30, 40]]]])
  const mask = tensor([[[[true, false]]]], undefined, 'bool')
  expect_close(dot_product_attention(q, ones([1, 2, 1, 2]), v, { mask }), [1, 2])
})

test('A dense product runs one kernel where nothing is recorded, and has its gradients where it is.', () => {
  const [x, kernel, bias] = [
    tensor([[1, -2]]),
    tensor([
      [1, 2],
      [3, 4],
    ]),
    tensor([1, 7]),
  ]
  const names: string[] = []
  const result = engine().profile(() => fused_dense(x, kernel, bias, 'relu'))
  return result.then((profile) => {
    names.push(...profile.kernelNames)
    expect(names).toEqual(['_FusedMatMul'])
    expect(values(profile.result as Tensor)).toEqual([0, 1])
    const w = variable(kernel)
    expect(values(grad((k: Tensor) => sum(fused_dense(x, k, bias, 'relu')))(w))).toEqual([0, 1, 0, -2])
  })
})

test('Ops free what they do not return, also under a gradient and after an error.', () => {
  const x = tensor([[0.5, 1, -1]])
  const before = memory().numTensors
  layer_normalization(x).dispose()
  grad((t: Tensor) => sum(layer_normalization(t)))(x).dispose()
  expect(() => max_pool(tensor([1]), 2)).toThrow()
  expect(memory().numTensors).toBe(before + 1)
})
