import * as tf from '@tensorflow/tfjs-core'
import { engine } from '../../lib/backend/engine'

/** A function whose gradient is compared with finite differences, and the shapes of its inputs. */
export interface GradientCase {
  name: string
  shapes: number[][]
  fn: (...xs: any[]) => tf.Tensor
  /** Values for the first input, where random ones would not do. */
  values?: number[]
  /** All inputs in (0.5, 1.5). */
  positive?: boolean
}

const run = (name: string, inputs: unknown, attrs: unknown): tf.Tensor => engine().runKernel(name, inputs, attrs)

const c = (name: string, shapes: number[][], fn: GradientCase['fn'], more: Partial<GradientCase> = {}): GradientCase => ({
  name,
  shapes,
  fn,
  ...more,
})

const ids = (values: number[], shape = [values.length]): tf.Tensor => tf.tensor(values, shape, 'int32')

export const gradient_cases: GradientCase[] = [
  c('add with broadcasting', [[2, 3], [3]], (a, b) => tf.add(a, b)),
  c('sub with broadcasting', [[2, 1], [3]], (a, b) => tf.sub(a, b)),
  c(
    'mul with broadcasting',
    [
      [2, 3],
      [2, 1],
    ],
    (a, b) => tf.mul(a, b),
  ),
  c('mul by itself', [[3]], (a) => tf.mul(a, a)),
  c('div with broadcasting', [[2, 3], [3]], (a, b) => tf.div(a, b), { positive: true }),
  c('squaredDifference with broadcasting', [[2, 3], [3]], (a, b) => tf.squaredDifference(a, b)),
  c(
    'pow',
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.pow(a, b),
    { positive: true },
  ),
  c('abs, square, sqrt, relu, relu6', [[5]], (x) =>
    tf.add(tf.sqrt(tf.abs(x)), tf.add(tf.square(x), tf.mul(tf.relu(x), tf.relu6(tf.mul(x, 3))))),
  ),
  c('where on a comparison of the input', [[6]], (x) => tf.where(tf.greater(x, 0), tf.mul(x, 3), tf.square(x))),
  c('a comparison used as a factor', [[6]], (x) =>
    tf.mul(x, tf.cast(tf.logicalAnd(tf.less(x, 0.5), tf.notEqual(x, 0)), 'float32')),
  ),
  c('divNoNan', [[4], [4]], (a, b) => tf.divNoNan(a, b), { positive: true }),
  c('sum over axes', [[2, 3, 4]], (x) => tf.sum(x, [0, 2])),
  c('sum with kept axes', [[2, 3]], (x) => tf.sum(x, 1, true)),
  c('mean', [[2, 3, 4]], (x) => tf.mean(x, 1)),
  c('mean of all', [[2, 3]], (x) => tf.mean(x)),
  c('max and min', [[3, 4]], (x) => tf.add(tf.max(x, 1), tf.min(x, 1))),
  c('prod over axes', [[2, 3, 2]], (x) => tf.prod(x, [0, 2])),
  c('prod with a zero', [[4]], (x) => tf.prod(x), { values: [2, 0, 3, 4] }),
  c('cumsum on the first axis', [[3, 2]], (x) => tf.cumsum(x, 0)),
  c('cumsum exclusive and reversed', [[2, 4]], (x) => tf.cumsum(x, 1, true, true)),
  c('cumprod', [[2, 4]], (x) => tf.cumprod(x, 1), { positive: true }),
  c('cumprod exclusive and reversed on the first axis', [[4, 2]], (x) => tf.cumprod(x, 0, true, true), { positive: true }),
  c('reshape and expandDims', [[2, 3]], (x) => tf.expandDims(tf.reshape(x, [3, 2]), 1)),
  c(
    'concat',
    [
      [2, 3],
      [2, 1],
    ],
    (a, b) => tf.concat([a, b], 1),
  ),
  c('stack', [[3], [3]], (a, b) => tf.stack([a, b], 1)),
  c('unstack and split', [[4, 3]], (x) => tf.add(tf.mul(tf.unstack(x)[1]!, 2), tf.sum(tf.split(x, [1, 3])[1]!, 0))),
  c('pad', [[2, 3]], (x) =>
    tf.pad(x, [
      [1, 0],
      [2, 1],
    ]),
  ),
  c('mirrorPad reflect', [[3, 4]], (x) =>
    tf.mirrorPad(
      x,
      [
        [1, 2],
        [0, 3],
      ],
      'reflect',
    ),
  ),
  c('mirrorPad symmetric', [[3, 2]], (x) =>
    tf.mirrorPad(
      x,
      [
        [2, 1],
        [1, 2],
      ],
      'symmetric',
    ),
  ),
  c('slice', [[4, 5]], (x) => tf.slice(x, [1, 2], [2, -1])),
  c('stridedSlice with steps', [[5, 6]], (x) => tf.stridedSlice(x, [1, 0], [5, 6], [2, 3])),
  c('stridedSlice backwards', [[6, 3]], (x) => tf.stridedSlice(x, [5, 2], [0, 0], [-2, -1])),
  c('stridedSlice with masks', [[4, 5]], (x) => tf.stridedSlice(x, [1, 0], [2, 4], [1, 2], 0, 2, 0, 0, 1)),
  c('tile', [[2, 1, 3]], (x) => tf.tile(x, [2, 3, 2])),
  c('broadcastTo', [[2, 1]], (x) => tf.broadcastTo(x, [2, 4])),
  c('depthToSpace', [[1, 2, 2, 8]], (x) => tf.depthToSpace(x, 2, 'NHWC')),
  c('spaceToBatchND', [[1, 4, 4, 1]], (x) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  c('flipLeftRight', [[1, 2, 3, 2]], (x) => tf.image.flipLeftRight(x)),
  c('diag', [[3]], (x) => tf.diag(x)),
  c('reverse', [[3, 4]], (x) => tf.reverse(x, 1)),
  c('transpose', [[2, 3, 4]], (x) => tf.transpose(x, [2, 0, 1])),
  c('gather on the first axis', [[4, 3]], (x) => tf.gather(x, ids([0, 2, 2, 3, 0, 1], [2, 3]))),
  c('gather on the last axis', [[2, 3, 4]], (x) => tf.gather(x, ids([3, 0, 0]), 2)),
  c('gather on a middle axis', [[2, 3, 2]], (x) => tf.gather(x, ids([2, 0, 2, 1]), 1)),
  c('gather with batch axes', [[2, 3, 2]], (x) => tf.gather(x, ids([2, 0, 1, 1], [2, 2]), 1, 1)),
  c('gatherND', [[3, 4]], (x) => tf.gatherND(x, ids([0, 1, 2, 3, 0, 1], [3, 2]))),
  c('scatterND', [[3, 2]], (x) => tf.scatterND(ids([0, 3, 0], [3, 1]), x, [4, 2])),
  c(
    'tensorScatterUpdate',
    [
      [4, 2],
      [2, 2],
    ],
    (x, u) => tf.tensorScatterUpdate(x, ids([3, 1], [2, 1]), u),
  ),
  c('unsortedSegmentSum', [[5, 2]], (x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 1, 0], 'int32'), 3)),
  c('topk', [[2, 5]], (x) => tf.topk(x, 3).values, { values: [3, 1, 4, -1, 5, 9, 2, 6, 7, 8] }),
  c(
    'matMul with a broadcast batch',
    [
      [1, 2, 3],
      [4, 3, 2],
    ],
    (a, b) => tf.matMul(a, b),
  ),
  c(
    'matMul transposed',
    [
      [2, 3, 2],
      [2, 4, 3],
    ],
    (a, b) => tf.matMul(a, b, true, true),
  ),
  c(
    'matMul with the second transposed',
    [
      [2, 3],
      [4, 3],
    ],
    (a, b) => tf.matMul(a, b, false, true),
  ),
  c(
    'einsum as matrix product',
    [
      [2, 3],
      [3, 4],
    ],
    (a, b) => tf.einsum('ij,jk->ik', a, b),
  ),
  c(
    'einsum of attention',
    [
      [2, 3, 2, 4],
      [2, 5, 2, 4],
    ],
    (a, b) => tf.einsum('aecd,abcd->acbe', a, b),
  ),
  c(
    'einsum with summed labels',
    [
      [2, 3],
      [3, 4],
    ],
    (a, b) => tf.einsum('ij,jk->k', a, b),
  ),
  c('einsum of one operand', [[2, 3, 4]], (a) => tf.einsum('ijk->ki', a)),
  c(
    'einsum of three operands',
    [
      [2, 3],
      [3, 4],
      [4, 2],
    ],
    (a, b, d) => run('Einsum', [a, b, d], { equation: 'ij,jk,kl->il' }),
  ),
  c(
    'conv2d',
    [
      [2, 5, 4, 3],
      [3, 2, 3, 2],
    ],
    (x, w) => tf.conv2d(x, w, 1, 'same'),
  ),
  c(
    'conv2d with strides',
    [
      [2, 6, 5, 2],
      [3, 3, 2, 3],
    ],
    (x, w) => tf.conv2d(x, w, 2, 'same'),
  ),
  c(
    'conv2d with strides that leave a rest',
    [
      [1, 8, 8, 1],
      [2, 2, 1, 2],
    ],
    (x, w) => tf.conv2d(x, w, 3, 'valid'),
  ),
  c(
    'conv2d with dilation',
    [
      [1, 7, 6, 2],
      [3, 2, 2, 2],
    ],
    (x, w) => tf.conv2d(x, w, 1, 'same', 'NHWC', 2),
  ),
  c(
    'conv2d with uneven dilation',
    [
      [1, 7, 6, 2],
      [2, 3, 2, 1],
    ],
    (x, w) => tf.conv2d(x, w, 1, 'valid', 'NHWC', [3, 2]),
  ),
  c(
    'conv1d',
    [
      [2, 6, 2],
      [3, 2, 2],
    ],
    (x, w) => tf.conv1d(x, w, 1, 'same'),
  ),
  c(
    'conv2dTranspose',
    [
      [1, 3, 3, 2],
      [3, 3, 1, 2],
    ],
    (x, w) => tf.conv2dTranspose(x, w, [1, 6, 6, 1], 2, 'same'),
  ),
  c(
    'depthwiseConv2d',
    [
      [2, 5, 5, 3],
      [3, 3, 3, 2],
    ],
    (x, w) => tf.depthwiseConv2d(x, w, 1, 'same'),
  ),
  c(
    'depthwiseConv2d with strides',
    [
      [1, 6, 6, 2],
      [3, 2, 2, 1],
    ],
    (x, w) => tf.depthwiseConv2d(x, w, 2, 'valid'),
  ),
  c(
    'depthwiseConv2d with dilation',
    [
      [1, 6, 6, 2],
      [2, 2, 2, 2],
    ],
    (x, w) => tf.depthwiseConv2d(x, w, 1, 'same', 'NHWC', 2),
  ),
  c(
    'conv3d',
    [
      [1, 3, 3, 3, 2],
      [2, 2, 2, 2, 2],
    ],
    (x, w) => tf.conv3d(x, w, 1, 'same'),
  ),
  c(
    'conv3d with dilation',
    [
      [1, 4, 4, 4, 1],
      [2, 2, 2, 1, 2],
    ],
    (x, w) => tf.conv3d(x, w, 1, 'same', 'NDHWC', 2),
  ),
  c(
    'conv3dTranspose',
    [
      [1, 2, 2, 2, 2],
      [2, 2, 2, 1, 2],
    ],
    (x, w) => tf.conv3dTranspose(x, w, [1, 4, 4, 4, 1], 2, 'same'),
  ),
  c('maxPool and avgPool', [[1, 4, 4, 2]], (x) => tf.add(tf.maxPool(x, 2, 2, 'same'), tf.avgPool(x, 2, 2, 'same'))),
  c(
    'maxPool3d and avgPool3d',
    [[1, 3, 4, 4, 2]],
    (x) => tf.add(tf.sum(tf.maxPool3d(x, 2, 1, 'valid')), tf.sum(tf.avgPool3d(x, 2, 2, 'same'))),
    {
      values: Array.from({ length: 96 }, (_, i) => ((i * 37) % 97) / 10 - 5),
    },
  ),
  c('avgPool and maxPool with a rest', [[1, 5, 4, 1]], (x) => tf.add(tf.avgPool(x, 3, 2, 'same'), tf.maxPool(x, 3, 2, 'same'))),
  c('resizeBilinear', [[1, 3, 4, 2]], (x) => tf.image.resizeBilinear(x, [5, 6], false, true)),
  c('resizeBilinear to a smaller image', [[1, 5, 4, 1]], (x) => tf.image.resizeBilinear(x, [2, 3])),
  c('resizeNearestNeighbor', [[1, 3, 2, 2]], (x) => tf.image.resizeNearestNeighbor(x, [6, 4])),
  c('resizeNearestNeighbor to a smaller image', [[1, 4, 5, 1]], (x) => tf.image.resizeNearestNeighbor(x, [2, 3])),
  c('resizeNearestNeighbor with half pixels', [[1, 3, 2, 1]], (x) => tf.image.resizeNearestNeighbor(x, [5, 4], false, true)),
  c(
    'prelu',
    [
      [2, 3, 2],
      [3, 1],
    ],
    (x, a) => tf.prelu(x, a),
  ),
  c('localResponseNormalization', [[1, 2, 2, 3]], (x) => tf.localResponseNormalization(x, 1)),
  c('softmax and logSoftmax', [[2, 4]], (x) => tf.add(tf.softmax(x), tf.logSoftmax(x))),
  c('batchNorm', [[4, 3], [3], [3], [3], [3]], (x, m, v, o, s) => tf.batchNorm(x, m, v, o, s), { positive: true }),
  c(
    'real and imag of an fft',
    [
      [2, 4],
      [2, 4],
    ],
    (a, b) => {
      const y = tf.fft(tf.complex(a, b))
      return tf.add(tf.real(y), tf.mul(tf.imag(y), 2))
    },
  ),
  c(
    'ifft of an odd length',
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.real(tf.ifft(tf.complex(a, b))),
  ),
  c('rfft', [[2, 6]], (x) => {
    const y = tf.rfft(x)
    return tf.add(tf.real(y), tf.imag(y))
  }),
  c('absolute value of a complex product', [[3], [3], [3]], (a, b, d) => tf.abs(tf.mul(tf.complex(a, b), tf.complex(d, a))), {
    positive: true,
  }),
  c('floorDiv, floor and round, which are flat', [[5]], (x) => tf.add(x, tf.add(tf.floor(x), tf.round(tf.mul(x, 1.1))))),
]
