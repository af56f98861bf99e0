import { grads, memory, type Tensor, tensor, tidy, valueAndGrad } from '@tensorflow/tfjs-core'
import { relu } from '../../lib/ops/nn/activations'
import { dot_product_attention } from '../../lib/ops/nn/attention'
import { conv, depthwise_conv } from '../../lib/ops/nn/conv'
import { fused_conv2d, fused_depthwise_conv2d, fused_einsum } from '../../lib/ops/nn/fused'
import { layer_normalization, rms_normalization } from '../../lib/ops/nn/normalization'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { einsum } from '../../lib/ops/numpy/einsum'
import { tanh } from '../../lib/ops/numpy/elementwise'
import { sum } from '../../lib/ops/numpy/reduce'
import { reshape } from '../../lib/ops/numpy/shape'
import { expect_close, values } from './numbers'

const noise = (shape: number[], seed = 1): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233) * 1.5),
    shape,
  )

/** What `fn` answers, and what the kernels answer that are recorded for gradients. */
function both_ways(fn: (x: Tensor) => Tensor, x: Tensor): [fused: Tensor, composed: number[]] {
  let recorded: number[] = []
  valueAndGrad((t: Tensor) => {
    const y = fn(t)
    recorded = values(y)
    return sum(y) as never
  })(x)
  return [fn(x), recorded]
}

describe('dot_product_attention in one pass', () => {
  const query = (): Tensor => noise([2, 5, 4, 6])
  const [key, value] = [() => noise([2, 7, 4, 6], 2), () => noise([2, 7, 4, 3], 3)]
  const mask = (shape: number[]) => (): Tensor =>
    tensor(
      Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Number(i % 3 !== 1)),
      shape,
      'bool',
    )

  test.each<[string, { mask?: () => Tensor; scale?: number; is_causal?: boolean }]>([
    ['nothing else', {}],
    ['a scale', { scale: 0.3 }],
    ['a causal mask', { is_causal: true }],
    ['a mask of all places', { mask: mask([2, 4, 5, 7]) }],
    ['a mask that broadcasts', { mask: mask([2, 1, 1, 7]) }],
    ['a mask beside the causal one', { mask: mask([1, 1, 5, 7]), is_causal: true }],
  ])('answers as products and softmax do, with %s', (_, given) => {
    const options = given.mask === undefined ? given : { ...given, mask: given.mask() }
    const [fused, composed] = both_ways((q) => dot_product_attention(q, key(), value(), options), query())
    expect_close(fused, composed)
  })

  test('answers as products and softmax do where heads of key and value are shared', () => {
    const [shared_key, shared_value] = [noise([2, 7, 2, 6], 2), noise([2, 7, 2, 6], 3)]
    const [fused, composed] = both_ways((q) => dot_product_attention(q, shared_key, shared_value), query())
    expect_close(fused, composed)
  })

  test('gives the mean of the values where a row may not attend to anything', () => {
    const nothing = tensor(new Uint8Array(7), [1, 1, 1, 7], 'bool')
    const result = dot_product_attention(noise([1, 1, 1, 6]), noise([1, 7, 1, 6]), tensor([1, 2, 3, 4, 5, 6, 7], [1, 7, 1, 1]), {
      mask: nothing,
    })
    expect_close(result, [4])
  })

  test('leaves no tensors behind', () => {
    const [q, k, v] = [query(), key(), value()]
    const before = memory().numTensors
    dot_product_attention(q, k, v).dispose()
    expect(memory().numTensors).toBe(before)
  })
})

describe('normalisation in one pass', () => {
  const x = (): Tensor => noise([3, 4, 5])

  test.each([
    [[-1], [5]],
    [
      [1, 2],
      [4, 5],
    ],
    [[1], [4]],
  ])('layer_normalization over axes %j answers as its parts do', (axis, shape) => {
    const [gamma, beta] = [noise(shape, 4), noise(shape, 5)]
    const [fused, composed] = both_ways((t) => layer_normalization(t, { gamma, beta, axis, epsilon: 1e-3 }), x())
    expect_close(fused, composed)
    const [bare, composed_bare] = both_ways((t) => layer_normalization(t, { axis, epsilon: 1e-3 }), x())
    expect_close(bare, composed_bare)
  })

  test('rms_normalization answers as its parts do', () => {
    const [fused, composed] = both_ways((t) => rms_normalization(t, { scale: noise([5], 4), epsilon: 1e-5 }), x())
    expect_close(fused, composed)
  })
})

describe('fused_einsum', () => {
  test.each([
    ['abc,cd->abd', [2, 3, 4], [4, 5], [5]],
    ['abc,cde->abde', [2, 3, 4], [4, 2, 3], [2, 3]],
    ['abcd,cde->abe', [2, 3, 4, 2], [4, 2, 5], [5]],
    ['...x,xy->...y', [2, 3, 4], [4, 5], [5]],
    ['ab,b->a', [3, 4], [4], []],
    ['abc,cd->adb', [2, 3, 4], [4, 5], [3]],
    ['abc,bcd->abd', [2, 3, 4], [3, 4, 5], [3, 5]],
    ['abc,cde->abde', [2, 3, 4], [4, 2, 3], [3]],
  ])('%s of %j and %j with a bias %j answers as einsum, sum and activation, and so do its gradients', (equation, ...shapes) => {
    const [x, kernel, bias] = shapes.map((shape, i) => noise(shape, i + 1)) as [Tensor, Tensor, Tensor]
    const fused = (a: Tensor, b: Tensor, c: Tensor): Tensor => fused_einsum(equation, a, b, c, 'relu')
    const composed = (a: Tensor, b: Tensor, c: Tensor): Tensor => relu(add(einsum(equation, a, b), c))
    const expected = composed(x, kernel, bias)
    expect(fused(x, kernel, bias).shape).toEqual(expected.shape)
    expect_close(fused(x, kernel, bias), values(expected))
    const loss = (fn: typeof fused) => (a: Tensor, b: Tensor, c: Tensor) => sum(multiply(fn(a, b, c), noise(expected.shape, 9)))
    const found = grads(loss(fused) as never)([x, kernel, bias])
    const wanted = grads(loss(composed) as never)([x, kernel, bias])
    found.forEach((gradient, i) => {
      expect(gradient.shape).toEqual(wanted[i]!.shape)
      expect_close(gradient, values(wanted[i]!), 1e-4)
    })
  })

  test('refuses sizes that do not match, in the words of einsum', () => {
    expect(() => fused_einsum('ab,bc->ac', noise([2, 3]), noise([4, 5]), null, null)).toThrow(
      "the axis 'b' has two sizes, 3 and 4",
    )
  })
})

describe('convolutions with bias and activation', () => {
  test.each([
    ['valid', [1, 1], [1, 1]],
    ['same', [2, 2], [1, 1]],
    ['same', [1, 1], [2, 2]],
    ['same', [2, 1], [1, 1]],
  ] as const)('padding %s, strides %j, dilations %j answer as the parts do', (padding, strides, dilations) => {
    const [x, bias] = [noise([2, 6, 5, 3]), noise([6], 3)]
    const settings = { padding, strides: [...strides], dilations: [...dilations] }
    const options = { padding, strides, dilation_rate: dilations }
    const kernel = noise([3, 2, 3, 6], 2)
    const deep = reshape(noise([3, 2, 3, 2], 2), [3, 2, 3, 2])
    for (const [name, fn] of [
      ['relu', relu],
      ['tanh', tanh],
    ] as const) {
      const plane = fn(add(conv(x, kernel, options), bias))
      expect_close(fused_conv2d(x, kernel, bias, name, settings), values(plane))
      const by_channel = fn(add(depthwise_conv(x, deep, options), bias))
      expect_close(fused_depthwise_conv2d(x, deep, bias, name, settings), values(by_channel))
    }
  })
})

describe('a reshaped tensor', () => {
  test('shares the data, lives on when the other is freed, and leaves nothing behind', () => {
    const before = memory()
    const x = tensor([1, 2, 3, 4, 5, 6])
    const bytes = memory().numDataBuffers
    const y = reshape(x, [2, 3])
    expect(memory().numDataBuffers).toBe(bytes)
    x.dispose()
    expect(values(y)).toEqual([1, 2, 3, 4, 5, 6])
    tidy(() => expect(values(reshape(y, [3, -1]))).toEqual([1, 2, 3, 4, 5, 6]))
    y.dispose()
    expect(memory().numDataBuffers).toBe(before.numDataBuffers)
  })

  test('refuses a shape of another size', () => {
    expect(() => reshape(tensor([1, 2, 3]), [2, 2])).toThrow()
  })
})
