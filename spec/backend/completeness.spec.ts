import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { backend } from '../../lib/backend/choose'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { register_gradients } from '../../lib/backend/gradients'
import { ensure_backend_kernels } from '../../lib/backend/kernels/register'
import { without_gradient, without_input_gradient, without_kernel } from './completeness_tables'
import { probes, Random } from './meta_probes'
import { gradient_subjects, inputs_of, run, type Subject, weighted } from './probe_leaves'

const source = readFileSync(require.resolve('@tensorflow/tfjs-core/dist/kernel_names.js'), 'utf8')
const kernel_names = Array.from(source.matchAll(/^export const \w+ = '(\w+)'/gm), (match) => match[1]!)

const scope = globalThis as { ImageData?: unknown }
const image_data = scope.ImageData

beforeAll(() => {
  scope.ImageData ??= class {}
  register_gradients()
  ensure_backend_kernels()
})

afterAll(() => {
  scope.ImageData = image_data
})

function value_of({ name, leaves, build, attrs }: Subject): number {
  return tf.tidy(() => weighted(run(name, build(leaves.map((l) => tf.tensor(l.values.slice(), l.shape))), attrs)).dataSync()[0]!)
}

/** The slope by one element, or null where there is a kink nearby. */
function numeric(subject: Subject, values: Float32Array, at: number): number | null {
  const x = values[at]!
  const slope = (step: number): number => {
    values[at] = x + step
    const high = value_of(subject)
    values[at] = x - step
    const low = value_of(subject)
    values[at] = x
    return (high - low) / (2 * step)
  }
  const [wide, narrow] = [slope(2e-2), slope(1e-2)]
  return Math.abs(wide - narrow) < 0.01 * (1 + Math.abs(wide)) ? narrow : null
}

test('every kernel that tfjs-core names is registered on this backend, or stands in the table of those that are not', () => {
  expect(kernel_names).toHaveLength(180)
  expect(kernel_names.filter((name) => !tf.getKernel(name, backend()))).toEqual(
    kernel_names.filter((name) => name in without_kernel && !tf.getKernel(name, backend())),
  )
})

test('every kernel that tfjs-core names has a gradient, or stands in the table of those that have none', () => {
  const missing = kernel_names.filter((name) => !tf.getGradient(name))
  expect(missing.sort()).toEqual(Object.keys(without_gradient).sort())
})

test.each(kernel_names.filter((name) => !(name in without_kernel)))('the kernel %s runs and leaves nothing behind', (name) => {
  const random = new Random(name.length + name.charCodeAt(0))
  const before = tf.memory().numTensors
  for (let i = 0; i < 4; i++) {
    tf.tidy(() => {
      const probe = probes[name]!(random)
      for (const result of run(name, inputs_of(probe), probe.attrs))
        expect(result.dataSync()).toHaveLength(result.dtype === 'complex64' ? 2 * result.size : result.size)
    })
  }
  expect(tf.memory().numTensors).toBe(before)
})

/** TensorFlow's MaxPool3DGrad goes by the output that it is given, and the probes give it any. */
const trusting = process.env.KERAS_TFJS_BACKEND === 'native' ? ['MaxPool3DGrad'] : []

test.each(kernel_names.filter((name) => !(name in without_gradient) && !trusting.includes(name)))(
  'the gradient of the kernel %s agrees with finite differences and leaves nothing behind',
  (name) => {
    const subjects = gradient_subjects(name, 2)
    expect(subjects.length).toBeGreaterThan(0)
    let compared = 0
    for (const subject of subjects) {
      const { leaves, build, attrs } = subject
      const xs = leaves.map((l) => tf.tensor(l.values.slice(), l.shape))
      const wanted = leaves.map((l) => !(l.name in (without_input_gradient[name] ?? {})))
      const before = tf.memory().numTensors
      const variables = xs.filter((_, i) => wanted[i])
      const { value, grads } = value_and_grads(() => weighted(run(name, build(xs), attrs)), variables)
      expect(tf.memory().numTensors).toBe(before + 1 + grads.filter((g) => g !== null).length)
      let at = 0
      leaves.forEach((leaf, i) => {
        if (!wanted[i]) return
        const slopes = grads[at]?.dataSync() ?? new Float32Array(leaf.values.length)
        expect(grads[at]?.shape ?? leaf.shape).toEqual(leaf.shape)
        at++
        leaf.values.forEach((_, k) => {
          const expected = numeric(subject, leaf.values, k)
          if (expected === null) return
          compared++
          const close = Math.abs(slopes[k]! - expected) < 0.03 * (1 + Math.abs(expected))
          expect({ input: leaf.name, k, attrs, slope: close ? expected : slopes[k] }).toEqual({
            input: leaf.name,
            k,
            attrs,
            slope: expected,
          })
        })
      })
      tf.dispose([value, xs, grads.filter((g) => g !== null)])
    }
    expect(compared).toBeGreaterThan(0)
  },
)

test('pixels become a tensor without a kernel for them', () => {
  const pixels = { data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), width: 2, height: 1 }
  const x = tf.browser.fromPixels(pixels)
  expect([x.shape, Array.from(x.dataSync())]).toEqual([
    [1, 2, 3],
    [1, 2, 3, 5, 6, 7],
  ])
  x.dispose()
})
