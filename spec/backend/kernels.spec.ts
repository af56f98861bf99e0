import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { engine } from '../../lib/backend/engine'
import { type Answer, backend_ids, expect_close, probes_of, run } from './probe_answers'

/** Kernels that this library replaces or adds, whose answers on cpu and wasm must be the same. */
const compared =
  'AvgPool3DGrad AvgPoolGrad BatchMatMul Complex ComplexAbs Conv2DBackpropFilter Conv2DBackpropInput Conv3DBackpropFilterV2 ' +
  'Conv3DBackpropInputV2 Cumprod Cumsum DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput ' +
  'Dilation2D Dilation2DBackpropFilter Dilation2DBackpropInput Einsum FFT GatherV2 IFFT Identity Imag MaxPool3D MaxPool3DGrad MaxPoolGrad ' +
  'MaxPoolWithArgmax OneHot Prelu Real ResizeBilinearGrad ResizeNearestNeighborGrad Select Slice SplitV StridedSlice TensorScatterUpdate ' +
  'Tile Unpack UnsortedSegmentSum'

/** Memory that was used before holds other values than zero. */
function dirty_memory(): void {
  tf.tidy(() => {
    for (let i = 0; i < 200; i++) tf.fill([1 + ((i * 37) % 300)], 7.5)
  })
}

describe('kernels on wasm', () => {
  const scope = globalThis as { ImageData?: unknown }
  const image_data = scope.ImageData

  beforeAll(() => {
    scope.ImageData ??= class {}
  })

  afterAll(() => {
    scope.ImageData = image_data
  })

  test('every kernel that cpu has is registered', async () => {
    await set_backend('wasm')
    for (const { kernelName } of tf.getKernelsForBackend('cpu')) {
      expect(tf.getKernel(kernelName, 'wasm') ? kernelName : `${kernelName} is missing`).toBe(kernelName)
    }
  })

  test.each(compared.split(' '))(
    '%s gives what it gives on cpu, in memory that was used before, and leaves nothing behind',
    async (name) => {
      await set_backend('cpu')
      const cases = probes_of(name)
      const expected = cases.map((probe) => run(probe, name))
      await set_backend('wasm')
      dirty_memory()
      const before = [tf.memory().numTensors, backend_ids()]
      for (const [i, probe] of cases.entries()) expect_close(run(probe, name), expected[i]!, probe)
      expect([tf.memory().numTensors, backend_ids()]).toEqual(before)
    },
  )
})

const noise = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => (((i + seed) * 7919) % 1013) / 500 - 1),
    shape,
  )

const large: [string, () => tf.Tensor][] = [
  ['a matrix product with the first operand transposed', () => tf.matMul(noise([300, 70], 1), noise([300, 90], 2), true)],
  ['a matrix product with the second transposed', () => tf.matMul(noise([70, 300], 1), noise([90, 300], 2), false, true)],
  ['a matrix product with both transposed', () => tf.matMul(noise([300, 70], 1), noise([90, 300], 2), true, true)],
  ['a batch of large products', () => tf.matMul(noise([3, 80, 90], 1), noise([3, 90, 70], 2))],
  ['a batch of large products, transposed', () => tf.matMul(noise([2, 2, 90, 80], 1), noise([2, 2, 70, 90], 2), true, true)],
  ['a batch times one matrix', () => tf.matMul(noise([3, 40, 90], 1), noise([1, 70, 90], 2), false, true)],
  ['one matrix times a batch', () => tf.matMul(noise([1, 40, 90], 1), noise([3, 90, 70], 2))],
  [
    'two products by one operand in different shapes',
    () => {
      const b = noise([12, 4], 1)
      return tf.concat([
        tf.reshape(tf.matMul(noise([5, 12], 2), b), [-1]),
        tf.reshape(tf.matMul(noise([5, 2], 3), tf.reshape(b, [2, 24])), [-1]),
      ])
    },
  ],
  [
    'a convolution whose stride is larger than its filter',
    () => tf.conv2d(noise([1, 8, 6, 2], 1) as tf.Tensor4D, noise([1, 3, 2, 2], 2) as tf.Tensor4D, 2, 'same'),
  ],
  ['a large tile', () => tf.tile(noise([20, 1, 30], 1), [2, 50, 1])],
]

const conv_gradients: [string, string, Record<string, number[]>, Record<string, unknown>][] = [1, 2].flatMap((stride) => {
  const out = 14 / stride
  const attrs = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] }
  return [
    [
      'Conv2DBackpropFilter',
      `stride ${stride}`,
      { x: [4, 14, 14, 8], dy: [4, out, out, 16] },
      { ...attrs, filterShape: [3, 3, 8, 16] },
    ],
    [
      'Conv2DBackpropInput',
      `stride ${stride}`,
      { dy: [4, out, out, 16], filter: [3, 3, 8, 16] },
      { ...attrs, inputShape: [4, 14, 14, 8] },
    ],
    [
      'DepthwiseConv2dNativeBackpropFilter',
      `stride ${stride}`,
      { x: [4, 14, 14, 8], dy: [4, out, out, 16] },
      { ...attrs, filterShape: [3, 3, 8, 2] },
    ],
    [
      'DepthwiseConv2dNativeBackpropInput',
      `stride ${stride}`,
      { dy: [4, out, out, 16], filter: [3, 3, 8, 2] },
      { ...attrs, inputShape: [4, 14, 14, 8] },
    ],
  ]
})

async function expect_same_on_both(make: () => tf.Tensor): Promise<void> {
  const answers: Answer[] = []
  for (const backend of ['cpu', 'wasm']) {
    await set_backend(backend)
    const before = [tf.memory().numTensors, backend_ids()]
    tf.tidy(() => {
      const result = make()
      answers.push({ shape: result.shape, values: Array.from(result.dataSync()) })
    })
    expect([tf.memory().numTensors, backend_ids()]).toEqual(before)
  }
  expect_close([answers[1]!], [answers[0]!], 'large')
}

describe('large inputs, which take other ways on wasm, give there what they give on cpu', () => {
  test.each(large)('%s', (_, make) => expect_same_on_both(make))

  test.each(conv_gradients)('%s with %s', (name, _, shapes, attrs) =>
    expect_same_on_both(() => {
      const inputs = Object.fromEntries(Object.entries(shapes).map(([key, shape], i) => [key, noise(shape, i)]))
      return engine().runKernel(name, inputs, attrs)
    }),
  )
})

describe('single kernels', () => {
  test.each(['cpu', 'wasm'])('a strided slice drops an axis while another has a step, on %s', async (backend) => {
    await set_backend(backend)
    const x = tf.tensor2d([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 5], 'int32')
    const y = tf.stridedSlice(x, [1, 0], [2, 5], [1, 2], 0, 0, 0, 0, 1)
    expect([y.shape, y.dtype, Array.from(y.dataSync())]).toEqual([[3], 'int32', [5, 7, 9]])
    tf.dispose([x, y])
  })

  test.each(['cpu', 'wasm'])('an update of rows leaves its input as it was, on %s', async (backend) => {
    await set_backend(backend)
    const x = tf.tensor1d([1, 2, 3])
    const y = tf.tensorScatterUpdate(x, tf.tensor2d([[1]], [1, 1], 'int32'), tf.tensor1d([9]))
    expect([Array.from(x.dataSync()), Array.from(y.dataSync())]).toEqual([
      [1, 2, 3],
      [1, 9, 3],
    ])
    tf.dispose([x, y])
  })

  test.each(['cpu', 'wasm'])('a class out of range is a row of zeros, on %s', async (backend) => {
    await set_backend(backend)
    const y = tf.tidy(() => tf.oneHot(tf.tensor1d([0, -1, 2, 5], 'int32'), 3))
    expect(Array.from(y.dataSync())).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
    y.dispose()
  })

  test.each(['cpu', 'wasm'])('a transform of length 5 and its inverse, on %s', async (backend) => {
    await set_backend(backend)
    const [re, im, back] = tf.tidy(() => {
      const y = tf.fft(tf.complex(tf.tensor1d([1, 2, 3, 4, 5]), tf.zeros([5])))
      return [tf.real(y), tf.imag(y), tf.real(tf.ifft(y))]
    })
    const expected = [15, -2.5, -2.5, -2.5, -2.5]
    for (const [i, v] of Array.from(re!.dataSync()).entries()) expect(v).toBeCloseTo(expected[i]!, 4)
    expect(im!.dataSync()[1]).toBeCloseTo(3.440955, 4)
    for (const [i, v] of Array.from(back!.dataSync()).entries()) expect(v).toBeCloseTo(i + 1, 4)
    tf.dispose([re!, im!, back!])
  })

  test.each([
    [32, 512, 480],
    [3, 700, 640],
    [200, 64, 40],
  ])('a product of %i rows with the transposed of a matrix, %i by %i', async (m, k, n) => {
    const given = (rows: number, columns: number): tf.Tensor2D =>
      tf.tensor2d(
        Array.from({ length: rows * columns }, (_, i) => Math.sin(i)),
        [rows, columns],
      )
    const answers: Float32Array[] = []
    for (const backend of ['cpu', 'wasm']) {
      await set_backend(backend)
      answers.push(tf.tidy(() => tf.matMul(given(m, k), given(n, k), false, true).dataSync() as Float32Array))
    }
    const [expected, found] = answers as [Float32Array, Float32Array]
    expect(found).toHaveLength(m * n)
    expect(found.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i]!)), 0)).toBeLessThan(1e-3)
  })

  test.each(['cpu', 'wasm'])('a bias that was reshaped goes into fused kernels as any other, on %s', async (backend) => {
    await set_backend(backend)
    const [rows, images] = tf.tidy(() => {
      const bias = tf.reshape(tf.tensor2d([[1, 2]]), [2]) as tf.Tensor1D
      const rows = tf.fused.matMul({ a: tf.ones([1, 3]), b: tf.ones([3, 2]), bias })
      const other = tf.reshape(tf.tensor2d([[1, 2]]), [2])
      const filter = tf.ones<tf.Rank.R4>([1, 1, 3, 2])
      return [rows, tf.fused.conv2d({ x: tf.ones<tf.Rank.R4>([1, 1, 1, 3]), filter, strides: 1, pad: 'valid', bias: other })]
    })
    expect(Array.from(rows!.dataSync())).toEqual([4, 5])
    expect(Array.from(images!.dataSync())).toEqual([4, 5])
    tf.dispose([rows!, images!])
  })

  test.each([
    ['cpu', [9, 8, 8, 8]],
    ['wasm', [9, 8, 8, 8]],
    ['wasm', [2, 2, 2, 8]],
    ['cpu', [700, 8]],
    ['wasm', [700, 8]],
    ['wasm', [7, 100, 8]],
  ] as const)('batch normalization along the channels, on %s, of %j, leaves nothing behind', async (backend, shape) => {
    await set_backend(backend)
    const channel = (at: (i: number) => number): tf.Tensor1D => tf.tensor1d(Array.from({ length: 8 }, (_, i) => at(i)))
    const [mean, variance, scale, offset] = [
      channel((i) => i - 3),
      channel((i) => i + 0.5),
      channel((i) => 2 - i),
      channel(Math.sin),
    ]
    const x = tf.tensor(
      Array.from({ length: shape.reduce((a: number, b) => a * b, 1) }, (_, i) => 3 * Math.sin(i)),
      [...shape],
    )
    for (const [factor, shift] of [
      [scale, offset],
      [scale, undefined],
      [undefined, offset],
      [undefined, undefined],
    ]) {
      const before = [tf.memory().numTensors, tf.memory().numDataBuffers, engine().backend.numDataIds()]
      const inputs = { x, mean: mean!, variance: variance!, scale: factor, offset: shift }
      const y = engine().runKernel('FusedBatchNorm', inputs as unknown as tf.NamedTensorMap, {
        varianceEpsilon: 0.5,
      }) as tf.Tensor
      expect(y.shape).toEqual(shape)
      const found = y.dataSync()
      const given = x.dataSync()
      for (let i = 0; i < found.length; i++) {
        const c = i % 8
        const expected = ((given[i]! - (c - 3)) * (factor ? 2 - c : 1)) / Math.sqrt(c + 1) + (shift ? Math.sin(c) : 0)
        if (Math.abs(found[i]! - expected) > 1e-5) expect(found[i]).toBeCloseTo(expected, 5)
      }
      y.dispose()
      expect([tf.memory().numTensors, tf.memory().numDataBuffers, engine().backend.numDataIds()]).toEqual(before)
    }
    tf.dispose([mean!, variance!, scale!, offset!, x])
  })
})
