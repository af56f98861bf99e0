import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { has_fill, trace, unfilled_shape } from '../../lib/backend/meta'
import type { Shape } from '../../lib/common/shape'

type T = any

const fill = (...shape: number[]): T => tf.fill(shape, 1)

function shapes_of(inputs: Shape[], program: (...tensors: T[]) => Tensor | Tensor[]): Shape[] {
  const specs = inputs.map((shape) => ({ shape, dtype: 'float32' }))
  return trace(specs, (tensors) => [program(...tensors)].flat()).map((spec) => spec.shape)
}

const _ = null

const programs: [string, Shape[], (...tensors: T[]) => Tensor | Tensor[], Shape[]][] = [
  ['an element-wise function', [[_, 5]], (x) => tf.relu(x), [[_, 5]]],
  ['a sum with a constant row', [[_, 5]], (x) => tf.add(x, fill(5)), [[_, 5]]],
  ['a constant that broadcasts over the batch', [[_, 5]], (x) => tf.mul(x, fill(1, 5)), [[_, 5]]],
  ['a dense layer', [[_, 64]], (x) => tf.matMul(x, fill(64, 10)), [[_, 10]]],
  ['a dense layer on an unknown last axis, which can only be 64', [[_, _]], (x) => tf.matMul(x, fill(64, 10)), [[_, 10]]],
  [
    'a sum of two inputs with unknown lengths, which must be equal',
    [
      [_, _, 4],
      [_, _, 4],
    ],
    (a, b) => tf.add(a, b),
    [[_, _, 4]],
  ],
  [
    'three inputs with unknown lengths, all equal',
    [
      [_, _],
      [_, _],
      [_, _],
    ],
    (a, b, c) => tf.add(tf.add(a, b), c),
    [[_, _]],
  ],
  [
    'an unknown length against a known one',
    [
      [_, _, 4],
      [_, 7, 4],
    ],
    (a, b) => tf.add(a, b),
    [[_, 7, 4]],
  ],
  [
    'an unknown length against one',
    [
      [_, _, 4],
      [_, 1, 4],
    ],
    (a, b) => tf.add(a, b),
    [[_, _, 4]],
  ],
  [
    'a batch of 32 against an unknown batch',
    [
      [32, 4],
      [_, 4],
    ],
    (a, b) => tf.add(a, b),
    [[32, 4]],
  ],
  [
    'a comparison, which tfjs checks before its kernel',
    [
      [_, _],
      [_, _],
    ],
    (a, b) => tf.cast(tf.equal(a, b), 'float32'),
    [[_, _]],
  ],
  [
    'a choice between two inputs',
    [
      [_, _],
      [_, _],
    ],
    (a, b) => tf.where(tf.greater(a, b), a, b),
    [[_, _]],
  ],
  ['flatten', [[_, 4, 6]], (x) => tf.reshape(x, [-1, 24]), [[_, 24]]],
  ['flatten of an unknown length', [[_, _, 3]], (x) => tf.reshape(x, [x.shape[0], -1]), [[_, _]]],
  ['a batch that takes in the length', [[_, _, 3]], (x) => tf.reshape(x, [-1, 3]), [[_, 3]]],
  [
    'a batch that takes in the length, and back again',
    [[_, _, 3]],
    (x) => tf.reshape(tf.reshape(x, [-1, 3]), [-1, x.shape[1], 3]),
    [[_, _, 3]],
  ],
  ['a reshape that needs an even length', [[_, _, 3]], (x) => tf.reshape(x, [x.shape[0], -1, 6]), [[_, _, 6]]],
  ['heads of attention', [[_, _, 32]], (x) => tf.transpose(tf.reshape(x, [-1, x.shape[1], 4, 8]), [0, 2, 1, 3]), [[_, 4, _, 8]]],
  [
    'attention scores of queries and keys with unknown lengths',
    [
      [_, _, 8],
      [_, _, 8],
    ],
    (q, k) => tf.matMul(q, k, false, true),
    [[_, _, _]],
  ],
  [
    'attention whose keys and values have the same unknown length',
    [
      [_, _, 8],
      [_, _, 8],
      [_, _, 5],
    ],
    (q, k, v) => tf.matMul(tf.softmax(tf.matMul(q, k, false, true)), v),
    [[_, _, 5]],
  ],
  [
    'an einsum',
    [
      [_, _, 8],
      [_, _, 8],
    ],
    (a, b) => tf.einsum('btd,bsd->bts', a, b),
    [[_, _, _]],
  ],
  [
    'an einsum that makes two lengths one',
    [
      [_, _, 8],
      [_, _, 8],
    ],
    (a, b) => tf.einsum('btd,btd->bt', a, b),
    [[_, _]],
  ],
  ['a convolution with same padding', [[_, _, _, 3]], (x) => tf.conv2d(x, fill(3, 3, 3, 8), 1, 'same'), [[_, _, _, 8]]],
  ['a convolution without padding', [[_, 32, 32, 3]], (x) => tf.conv2d(x, fill(3, 3, 3, 8), 2, 'valid'), [[_, 15, 15, 8]]],
  ['a stride of 32', [[_, _, _, 3]], (x) => tf.conv2d(x, fill(3, 3, 3, 8), 32, 'same'), [[_, _, _, 8]]],
  ['a depthwise convolution', [[_, _, 9, 3]], (x) => tf.depthwiseConv2d(x, fill(3, 3, 3, 2), 1, 'valid'), [[_, _, 7, 6]]],
  ['pooling', [[_, _, _, 3]], (x) => tf.maxPool(x, 2, 2, 'valid'), [[_, _, _, 3]]],
  [
    'five poolings in a row',
    [[_, _, 64, 3]],
    (x) => [0, 1, 2, 3, 4].reduce((y) => tf.maxPool(y, 2, 2, 'same'), x),
    [[_, _, 2, 3]],
  ],
  ['global pooling', [[_, _, _, 16]], (x) => tf.mean(x, [1, 2]), [[_, 16]]],
  ['a mean that keeps the axes', [[_, _, 16]], (x) => tf.mean(x, 1, true), [[_, 1, 16]]],
  ['a sum over everything', [[_, _]], (x) => tf.sum(x), [[]]],
  ['the largest place', [[_, _, 16]], (x) => tf.argMax(x, -1), [[_, _]]],
  [
    'two unknown lengths one after the other',
    [
      [_, _, 4],
      [_, _, 4],
    ],
    (a, b) => tf.concat([a, b], 1),
    [[_, _, 4]],
  ],
  [
    'features side by side, which makes the lengths one',
    [
      [_, _, 4],
      [_, _, 5],
    ],
    (a, b) => tf.concat([a, b], 2),
    [[_, _, 9]],
  ],
  [
    'an unknown and a known number of features side by side',
    [
      [_, _],
      [_, 3],
    ],
    (a, b) => tf.concat([a, b], 1),
    [[_, _]],
  ],
  [
    'a stack',
    [
      [_, _],
      [_, _],
    ],
    (a, b) => tf.stack([a, b], 1),
    [[_, 2, _]],
  ],
  [
    'a stack of two unknown inputs and a known one',
    [
      [_, _],
      [_, _],
      [_, 6],
    ],
    (a, b, c) => tf.stack([a, b, c]),
    [[3, _, 6]],
  ],
  [
    'a split of an unknown even axis',
    [[_, _]],
    (x) => tf.split(x, 2, 1),
    [
      [_, _],
      [_, _],
    ],
  ],
  [
    'a split of a known axis',
    [[_, 9]],
    (x) => tf.split(x, [2, 3, 4], 1),
    [
      [_, 2],
      [_, 3],
      [_, 4],
    ],
  ],
  ['a transpose', [[_, _, 3]], (x) => tf.transpose(x, [2, 1, 0]), [[3, _, _]]],
  ['a product with its own transpose', [[_, 4]], (x) => tf.matMul(x, x, false, true), [[_, _]]],
  ['the first step of an unknown length', [[_, _, 8]], (x) => tf.squeeze(tf.slice(x, [0, 0, 0], [-1, 1, -1]), [1]), [[_, 8]]],
  ['all but the first step', [[_, _, 8]], (x) => tf.slice(x, [0, 1, 0], [-1, -1, -1]), [[_, _, 8]]],
  ['every second step', [[_, _, 8]], (x) => tf.stridedSlice(x, [0, 0, 0], x.shape, [1, 2, 1]), [[_, _, 8]]],
  [
    'padding',
    [[_, _, 3]],
    (x) =>
      tf.pad(x, [
        [0, 0],
        [2, 1],
        [0, 0],
      ]),
    [[_, _, 3]],
  ],
  [
    'padding of a known axis',
    [[_, 7]],
    (x) =>
      tf.pad(x, [
        [0, 0],
        [2, 1],
      ]),
    [[_, 10]],
  ],
  ['tiling', [[_, _]], (x) => tf.tile(x, [1, 3]), [[_, _]]],
  ['repeating a vector', [[_, 8]], (x) => tf.tile(tf.expandDims(x, 1), [1, 5, 1]), [[_, 5, 8]]],
  ['a one-hot of integers', [[_, _]], (x) => tf.oneHot(tf.cast(x, 'int32'), 10), [[_, _, 10]]],
  ['an embedding', [[_, _]], (x) => tf.gather(fill(100, 16), tf.cast(x, 'int32')), [[_, _, 16]]],
  ['the best three', [[_, 9]], (x) => tf.topk(x, 3).values, [[_, 3]]],
  ['upsampling by two', [[_, _, _, 3]], (x) => tf.image.resizeBilinear(x, [x.shape[1] * 2, x.shape[2] * 2]), [[_, _, _, 3]]],
  ['resizing to a known size', [[_, _, _, 3]], (x) => tf.image.resizeBilinear(x, [24, 32]), [[_, 24, 32, 3]]],
  [
    'a transposed convolution',
    [[_, _, _, 3]],
    (x) => tf.conv2dTranspose(x, fill(3, 3, 8, 3), [x.shape[0], x.shape[1] * 2, x.shape[2] * 2, 8], 2, 'same'),
    [[_, _, _, 8]],
  ],
  ['a batch that is only repeated', [[_, 4]], (x) => tf.tile(x, [2, 1]), [[_, 4]]],
  ['an output that does not depend on the input', [[_, 4]], () => fill(3, 3), [[3, 3]]],
  [
    'a convolution over both branches of a sum',
    [
      [_, _, 4],
      [_, _, 4],
    ],
    (a, b) => tf.add(tf.conv1d(a, fill(3, 4, 4), 1, 'valid'), tf.conv1d(b, fill(3, 4, 4), 1, 'valid')),
    [[_, _, 4]],
  ],
  ['a running sum', [[_, _]], (x) => tf.cumsum(x, 1), [[_, _]]],
  ['blocks of pixels moved into channels', [[_, _, 8]], (x) => tf.reshape(x, [x.shape[0], x.shape[1] / 4, 32]), [[_, _, 32]]],
]

test.each(programs)('Unknown dimensions go through %s.', (_title, inputs, program, expected) => {
  const tensors = tf.memory().numTensors
  expect(shapes_of(inputs, program)).toEqual(expected)
  expect(tf.memory().numTensors).toBe(tensors)
})

test('The body is run once when all dimensions are known, and twice when one is not.', () => {
  let runs = 0
  const body = ([x]: Tensor[]) => {
    runs++
    return [tf.relu(x!)]
  }
  trace([{ shape: [2, 3], dtype: 'float32' }], body)
  expect(runs).toBe(1)
  trace([{ shape: [null, 3], dtype: 'float32' }], body)
  expect(runs).toBe(3)
})

test('The first axes of all inputs are one dimension.', () => {
  const batches: number[][] = []
  trace(
    [
      { shape: [null, 2], dtype: 'float32' },
      { shape: [null, null], dtype: 'int32' },
    ],
    ([a, b]) => {
      batches.push([a!.shape[0]!, b!.shape[0]!, b!.shape[1]!])
      return []
    },
  )
  expect(batches).toEqual([
    [331, 331, 337],
    [1487, 1487, 1489],
  ])
})

test('A known dimension never equals the number that stands for an unknown one.', () => {
  const answer = trace([{ shape: [null, 331, 1489], dtype: 'float32' }], ([x]) => [tf.transpose(x!, [1, 0, 2])])
  expect(answer[0]!.shape).toEqual([331, null, 1489])
})

test('The error of a program that cannot work has None for unknown dimensions.', () => {
  expect(() => shapes_of([[null, 32]], (x) => tf.matMul(x, fill(64, 10)))).toThrow('shapes (None, 32) and (64, 10)')
  expect(() => shapes_of([[null, null, 3]], (x) => tf.add(x, fill(4)))).toThrow('shapes are: (None, None, 3) and (4,)')
})

test('Two unknown dimensions that were found to be one may clash with a constant later.', () => {
  const program = (a: T, b: T) => tf.add(tf.add(a, b), fill(6))
  expect(
    shapes_of(
      [
        [null, null],
        [null, null],
      ],
      program,
    ),
  ).toEqual([[null, 6]])
})

test('A sub-layer sees null for unknown dimensions, and multiples of them are found.', () => {
  const seen: unknown[] = []
  trace([{ shape: [null, null, 8], dtype: 'float32' }], ([x]) => {
    const flat = tf.reshape(x!, [x!.shape[0]!, -1])
    seen.push(
      unfilled_shape(x!),
      unfilled_shape([x!.shape[0]!, 5]),
      has_fill(x!.shape[1]!),
      has_fill(flat.shape[1]!),
      has_fill(8),
    )
    return [flat]
  })
  expect(seen.slice(0, 5)).toEqual([[null, null, 8], [null, 5], true, true, false])
  expect(has_fill(331)).toBe(false)
  expect(unfilled_shape([331])).toEqual([331])
})

test('A trace inside a trace uses other numbers and leaves those of the outer one alone.', () => {
  let inner: Shape = []
  const outer = trace([{ shape: [null, 4], dtype: 'float32' }], ([x]) => {
    inner = trace([{ shape: [null, x!.shape[0]!], dtype: 'float32' }], ([y]) => [tf.transpose(y!)])[0]!.shape
    return [
      tf.fill(
        inner.map((d) => d ?? 1),
        1,
      ),
    ]
  })
  expect(inner).toEqual([1487, null])
  expect(outer[0]!.shape).toEqual([null, 1])
})

test('Dtypes come with the shapes.', () => {
  const answer = trace([{ shape: [null, 4], dtype: 'int32' }], ([x]) => [
    tf.cast(x!, 'float32'),
    tf.greater(x!, 1),
    tf.mean(x!, 1),
  ])
  expect(answer.map((spec) => spec.dtype)).toEqual(['float32', 'bool', 'float32'])
})
