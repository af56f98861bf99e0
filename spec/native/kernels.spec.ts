import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { type Probe, probes } from '../backend/meta_probes'
import { backend_ids, expect_close, probes_of, run } from '../backend/probe_answers'

interface Box {
  filterSize?: number[]
  filterShape?: number[]
  strides?: number[]
  pad?: unknown
}

const shape_of = ({ inputs }: Probe, name: string): number[] | undefined =>
  (inputs as Record<string, { shape: number[] } | undefined>)[name]?.shape

/** A window shorter than its stride in three dimensions: TensorFlow.js gives it a negative padding on cpu. */
function gap_in_3d(probe: Probe): boolean {
  const { filterSize, filterShape, strides, pad } = probe.attrs as Box
  const window = filterSize ?? filterShape ?? shape_of(probe, 'filter')
  return pad === 'same' && strides?.length === 3 && strides.some((stride, i) => stride > window![i]!)
}

/** Complex tensors of different shapes, which cpu adds wrongly. */
function complex_broadcast({ inputs }: Probe): boolean {
  const given = Object.values(inputs) as { dtype?: string; shape?: number[] }[]
  return given.some(({ dtype }) => dtype === 'complex64') && new Set(given.map(({ shape }) => String(shape))).size > 1
}

/** Probes that have no common answer: what cpu gets wrong, and what no op of this library asks for. */
const left_out: Record<string, (probe: Probe) => boolean> = {
  Add: complex_broadcast,
  Sub: complex_broadcast,
  AvgPool3D: gap_in_3d,
  AvgPool3DGrad: gap_in_3d,
  Conv3D: gap_in_3d,
  Conv3DBackpropFilterV2: gap_in_3d,
  Conv3DBackpropInputV2: gap_in_3d,
  MaxPool3D: gap_in_3d,
  Draw: () => true,
  MaxPool3DGrad: () => true,
  Multinomial: ({ attrs }) => attrs.normalized !== true,
}

describe('kernels on the native backend', () => {
  const scope = globalThis as { ImageData?: unknown }
  const image_data = scope.ImageData

  beforeAll(() => {
    scope.ImageData ??= class {}
  })

  afterAll(() => {
    scope.ImageData = image_data
  })

  test('every kernel that cpu has is registered', async () => {
    await set_backend('native')
    for (const { kernelName } of tf.getKernelsForBackend('cpu')) {
      expect(tf.getKernel(kernelName, 'tensorflow') ? kernelName : `${kernelName} is missing`).toBe(kernelName)
    }
  })

  test.each(Object.keys(probes))('%s gives what it gives on cpu, and leaves nothing behind', async (name) => {
    const cases = probes_of(name).filter((probe) => !left_out[name]?.(probe))
    await set_backend('cpu')
    const expected = cases.map((probe) => run(probe, name))
    await set_backend('native')
    const before = [tf.memory().numTensors, backend_ids()]
    for (const [i, probe] of cases.entries()) expect_close(run(probe, name), expected[i]!, probe)
    expect([tf.memory().numTensors, backend_ids()]).toEqual(before)
  })

  test('the gradient of a 3D pooling by its own maxima is that of cpu', async () => {
    const answers: number[][] = []
    for (const backend of ['cpu', 'native']) {
      await set_backend(backend)
      const grads = tf.tidy(() => {
        const x = tf.reshape(tf.sin(tf.range(0, 120)), [1, 4, 5, 3, 2]) as tf.Tensor5D
        return Array.from(
          tf
            .grad((t: tf.Tensor) => tf.sum(tf.square(tf.maxPool3d(t as tf.Tensor5D, 2, 1, 'same'))))(x)
            .dataSync(),
        )
      })
      answers.push(grads)
    }
    answers[0]!.forEach((value, i) => void expect(answers[1]![i]).toBeCloseTo(value, 4))
  })

  test('convolutions with paddings given as numbers have the gradients of cpu', async () => {
    const answers: number[][] = []
    for (const backend of ['cpu', 'native']) {
      await set_backend(backend)
      tf.tidy(() => {
        const x = tf.reshape(tf.sin(tf.range(0, 120)), [2, 5, 6, 2]) as tf.Tensor4D
        const w = tf.reshape(tf.cos(tf.range(0, 36)), [3, 2, 2, 3]) as tf.Tensor4D
        const pad: [[number, number], [number, number], [number, number], [number, number]] = [
          [0, 0],
          [2, 1],
          [1, 0],
          [0, 0],
        ]
        const grads = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
          tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [2, 1], pad))),
        )([x, w])
        answers.push(grads.flatMap((g) => Array.from(g.dataSync())))
      })
    }
    expect(answers[0]!.length).toBe(156)
    answers[0]!.forEach((value, i) => void expect(answers[1]![i]).toBeCloseTo(value, 3))
  })

  test('an equation may have spaces', async () => {
    await set_backend('native')
    const y = tf.tidy(() =>
      tf.einsum(
        'ij , jk -> ik',
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tf.tensor2d([
          [1, 0],
          [1, 1],
        ]),
      ),
    )
    expect(Array.from(y.dataSync())).toEqual([3, 2, 7, 4])
    y.dispose()
  })

  test('integers may be divided by zero', async () => {
    await set_backend('native')
    const y = tf.tidy(() => tf.floorDiv(tf.tensor1d([7, 7], 'int32'), tf.tensor1d([2, 0], 'int32')))
    expect(y.dataSync()[0]).toBe(3)
    y.dispose()
  })
})
