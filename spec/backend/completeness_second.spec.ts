import * as tf from '@tensorflow/tfjs-core'
import { engine } from '../../lib/backend/engine'
import { value_and_grads } from '../../lib/backend/gradient_tape'

const run = (name: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor => {
  const result = engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, attrs)
  return Array.isArray(result) ? result[0]! : result
}

const window = { filterSize: [2, 2], strides: [1, 1], pad: 'same' }
const box = { filterSize: [2, 2, 2], strides: [1, 1, 1], pad: 'valid', dataFormat: 'NDHWC' }
const size = { size: [3, 4], alignCorners: false, halfPixelCenters: true }
const transforms = (): tf.Tensor => tf.tensor([[0.9, 0.2, 0.3, 0.1, 1.1, 0.2, 0.01, 0.02]])

/** Ops by the shape of what they are differentiated by, twice. */
const cases: [string, number[], (x: tf.Tensor) => tf.Tensor][] = [
  ['Elu', [6], (x) => run('Elu', { x }, {})],
  ['MaxPool', [1, 3, 3, 1], (x) => run('MaxPool', { x }, window)],
  ['AvgPool', [1, 3, 3, 1], (x) => run('AvgPool', { x }, window)],
  ['MaxPool3D', [1, 2, 3, 2, 1], (x) => run('MaxPool3D', { x }, box)],
  ['AvgPool3D', [1, 2, 3, 2, 1], (x) => run('AvgPool3D', { x }, box)],
  ['MaxPoolWithArgmax', [1, 3, 3, 1], (x) => run('MaxPoolWithArgmax', { x }, { ...window, includeBatchInIndex: true })],
  ['ResizeBilinear', [1, 2, 3, 1], (images) => run('ResizeBilinear', { images }, size)],
  ['ResizeNearestNeighbor', [1, 2, 3, 1], (images) => run('ResizeNearestNeighbor', { images }, size)],
  [
    'Transform',
    [1, 3, 3, 1],
    (image) =>
      run('Transform', { image, transforms: transforms() }, { interpolation: 'bilinear', fillMode: 'reflect', fillValue: 0 }),
  ],
  ['RotateWithOffset', [1, 3, 4, 1], (image) => run('RotateWithOffset', { image }, { radians: 0.7, fillValue: 1, center: 0.4 })],
  [
    'CropAndResize',
    [1, 3, 3, 1],
    (image) =>
      run(
        'CropAndResize',
        { image, boxes: tf.tensor([[0.1, 0.2, 0.8, 0.9]]), boxInd: tf.tensor([0], [1], 'int32') },
        { cropSize: [2, 3], method: 'bilinear', extrapolationValue: 0 },
      ),
  ],
  ['LRN', [1, 1, 2, 3], (x) => run('LRN', { x }, { depthRadius: 1, bias: 1, alpha: 0.7, beta: 0.5 })],
  [
    'Dilation2D',
    [1, 3, 3, 1],
    (x) =>
      run(
        'Dilation2D',
        { x, filter: tf.tensor([0.1, 0.3, -0.2, 0.4], [2, 2, 1]) },
        { strides: [1, 1], pad: 'valid', dilations: [1, 1] },
      ),
  ],
  [
    'DepthwiseConv2dNative',
    [1, 3, 3, 1],
    (x) =>
      run(
        'DepthwiseConv2dNative',
        { x, filter: tf.reshape(tf.slice(x, [0, 0, 0, 0], [1, 2, 2, 1]), [2, 2, 1, 1]) },
        { strides: [1, 1], pad: 'valid', dilations: [1, 1] },
      ),
  ],
  [
    'Conv3D',
    [1, 2, 2, 2, 1],
    (x) =>
      run('Conv3D', { x, filter: tf.reshape(x, [2, 2, 2, 1, 1]) }, { strides: [1, 1, 1], pad: 'same', dilations: [1, 1, 1] }),
  ],
  [
    'BatchNorm',
    [2, 3],
    (x) => run('FusedBatchNorm', { x, mean: tf.mean(x, 0), variance: tf.square(tf.sum(x, 0)) }, { varianceEpsilon: 0.5 }),
  ],
]

const values_for = (count: number): number[] => Array.from({ length: count }, (_, i) => (((i * 37) % 17) - 8) / 7 + 0.03)
const weights = (x: tf.Tensor): tf.Tensor =>
  tf.tensor(
    Array.from({ length: x.size }, (_, i) => ((i * 7) % 5) - 1.5),
    x.shape,
  )

/** The first gradient, weighted and summed up. */
function slope_sum(op: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  const { grads } = value_and_grads(() => tf.sum(tf.square(tf.mul(op(x), weights(op(x))))), [x])
  return tf.sum(tf.mul(grads[0]!, weights(x)))
}

test.each(cases)(
  'the second gradient of %s agrees with finite differences of the first and leaves nothing behind',
  (_name, shape, op) => {
    const values = values_for(shape.reduce((a, b) => a * b, 1))
    const x = tf.tensor(values, shape)
    const before = tf.memory().numTensors
    const { value, grads } = value_and_grads(() => slope_sum(op, x), [x])
    expect(tf.memory().numTensors).toBe(before + 2)
    const slopes = grads[0]!.dataSync()
    const first = (at: number, step: number): number =>
      tf.tidy(
        () =>
          slope_sum(
            op,
            tf.tensor(
              values.map((v, i) => (i === at ? v + step : v)),
              shape,
            ),
          ).dataSync()[0]!,
      )
    values.forEach((_, i) => {
      const expected = (first(i, 5e-3) - first(i, -5e-3)) / 1e-2
      expect(Math.abs(slopes[i]! - expected)).toBeLessThan(0.02 * (1 + Math.abs(expected)))
    })
    tf.dispose([value, grads[0]!, x])
  },
)
