import { readFileSync } from 'node:fs'
import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { engine } from '../../lib/backend/engine'
import { register_kernels } from '../../lib/backend/kernels/register'
import { trace } from '../../lib/backend/meta'
import { kernel_rules } from '../../lib/backend/meta/rules'
import { without_kernel } from './completeness_tables'
import { type Given, type Probe, probes, Random } from './meta_probes'

const source = readFileSync(require.resolve('@tensorflow/tfjs-core/dist/kernel_names.js'), 'utf8')
const kernel_names = Array.from(source.matchAll(/^export const \w+ = '(\w+)'/gm), (match) => match[1]!)

const absent_from_cpu = without_kernel

const other_dtype_on_cpu: Record<string, string> = {
  FloorDiv: 'cpu says int32 also for floats; wasm, webgl and native keep the dtype',
}

let before: string

beforeAll(async () => {
  before = tf.getBackend()
  await tf.setBackend('cpu')
  register_kernels('cpu')
  const scope = globalThis as { ImageData?: unknown }
  scope.ImageData ??= class {}
})

afterAll(() => tf.setBackend(before))

function made({ shape, dtype, values }: Given): Tensor {
  if (dtype === 'complex64') return tf.complex(tf.tensor(values as number[], shape), tf.tensor(values as number[], shape))
  return tf.tensor(values as number[], shape, dtype)
}

function run({ inputs, attrs }: Probe, name: string): Tensor[] {
  const tensors = Array.isArray(inputs)
    ? inputs.map(made)
    : Object.fromEntries(
        Object.entries(inputs).map(([key, given]) => [key, Array.isArray(given) ? given.map(made) : made(given)]),
      )
  const result: Tensor | Tensor[] = engine().runKernel(name, tensors, structured(attrs))
  return Array.isArray(result) ? result : [result]
}

/** Kernels may write into their attributes. */
function structured(attrs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, Array.isArray(value) ? value.slice() : value]))
}

interface Answer {
  shape: (number | null)[]
  dtype?: string
}

function on_cpu(probe: Probe, name: string): Answer[] {
  let answers: Answer[] = []
  tf.tidy(() => {
    answers = run(probe, name).map(({ shape, dtype }) => ({ shape, dtype }))
  })
  return answers
}

test('Every kernel name of tfjs-core has a rule, and no rule is for a kernel that does not exist.', () => {
  expect(kernel_names).toHaveLength(180)
  expect(Object.keys(kernel_rules()).sort()).toEqual([...kernel_names].sort())
})

test('Every kernel name is probed against the cpu backend or stands in the table of those that cpu lacks.', () => {
  expect([...Object.keys(probes), ...Object.keys(absent_from_cpu)].sort()).toEqual([...kernel_names].sort())
  const registered = new Set(tf.getKernelsForBackend('cpu').map((kernel) => kernel.kernelName))
  expect(kernel_names.filter((name) => !registered.has(name)).sort()).toEqual(Object.keys(absent_from_cpu).sort())
})

describe('For 20 generated inputs the meta backend answers what the cpu kernel gives', () => {
  test.each(Object.keys(probes))('%s', (name) => {
    const tensors = tf.memory().numTensors
    const random = new Random(kernel_names.indexOf(name) + 1)
    let dtypes_differ = false
    for (let i = 0; i < 20; i++) {
      const probe = probes[name]!(random)
      const expected = on_cpu(probe, name)
      const answer = trace([], () => run(probe, name))
      if (name in other_dtype_on_cpu) {
        dtypes_differ ||= expected.some((e, k) => e.dtype !== answer[k]!.dtype)
        for (const result of [...expected, ...answer] as Answer[]) delete result.dtype
      }
      expect({ probe, answer }).toEqual({ probe, answer: expected })
    }
    expect(dtypes_differ).toBe(name in other_dtype_on_cpu)
    expect(tf.memory().numTensors).toBe(tensors)
  })
})

const x = (shape: number[], dtype = 'float32') => ({ shape, dtype })

test.each([
  ['BroadcastTo', { x: x([1, 3]) }, { shape: [2, 3] }, x([2, 3])],
  ['FromPixels', {}, { numChannels: 3 }, x([4, 5, 3], 'int32')],
  ['LogicalXor', { a: x([2, 1], 'bool'), b: x([3], 'bool') }, {}, x([2, 3], 'bool')],
  ['LogSoftmax', { logits: x([2, 5]) }, { axis: -1 }, x([2, 5])],
  ['LowerBound', { sortedSequence: x([2, 5]), values: x([2, 3]) }, {}, x([2, 3], 'int32')],
  ['MatrixBandPart', { input: x([2, 4, 4]) }, {}, x([2, 4, 4])],
  ['Pool', { input: x([1, 4, 4, 2]) }, { filterSize: 2, strides: 2, pad: 'valid' }, x([1, 2, 2, 2])],
  ['UpperBound', { sortedSequence: x([2, 5]), values: x([2, 3]) }, {}, x([2, 3], 'int32')],
])('%s, which cpu lacks, is answered by its definition.', (name, inputs, attrs, expected) => {
  const specs = Object.values(inputs) as { shape: number[]; dtype: string }[]
  const keys = Object.keys(inputs)
  const answer = trace(specs, (tensors) => {
    const named: Record<string, unknown> = Object.fromEntries(keys.map((key, i) => [key, tensors[i]]))
    if (name === 'FromPixels') named.pixels = { height: 4, width: 5 }
    return [engine().runKernel(name as string, named, attrs)]
  })
  expect(answer).toEqual([expected])
})

test('Depth to space with the channels first moves blocks of channels into the two last axes.', () => {
  const answer = trace([x([2, 12, 3, 5])], ([t]) => [
    engine().runKernel('DepthToSpace', { x: t }, { blockSize: 2, dataFormat: 'NCHW' }),
  ])
  expect(answer).toEqual([x([2, 3, 6, 10])])
})

test.each([
  ['Unique', { x: x([3]) }, { axis: 0 }],
  ['NonMaxSuppressionV3', { boxes: x([3, 4]), scores: x([3]) }, { maxOutputSize: 2, iouThreshold: 0.5, scoreThreshold: 0 }],
  [
    'NonMaxSuppressionV5',
    { boxes: x([3, 4]), scores: x([3]) },
    { maxOutputSize: 2, iouThreshold: 0.5, scoreThreshold: 0, softNmsSigma: 0 },
  ],
  ['StringSplit', { input: x([3], 'string'), delimiter: x([], 'string') }, { skipEmpty: true }],
  ['SparseSegmentSum', { data: x([3, 2]), indices: x([3], 'int32'), segmentIds: x([3], 'int32') }, {}],
  ['RaggedRange', { starts: x([3], 'int32'), limits: x([3], 'int32'), deltas: x([3], 'int32') }, {}],
])('%s of a tensor whose values are not known is a RuntimeError that says so.', (name, inputs, attrs) => {
  const keys = Object.keys(inputs)
  const body = (tensors: Tensor[]) => {
    const named = Object.fromEntries(keys.map((key, i) => [key, tensors[i]]))
    const result: Tensor | Tensor[] = engine().runKernel(name as string, named, attrs)
    return Array.isArray(result) ? result : [result]
  }
  const attempt = () => trace(Object.values(inputs), body)
  expect(attempt).toThrow(`${name.startsWith('Sparse') ? 'SparseSegment' : name}: the values of a symbolic tensor are not known`)
})
