import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { backend } from '../../lib/backend/choose'
import { engine } from '../../lib/backend/engine'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { register_gradients } from '../../lib/backend/gradients'
import { ensure_backend_kernels } from '../../lib/backend/kernels/register'
import { domains, gradient_probes } from './completeness_probes'
import { without_gradient, without_input_gradient, without_kernel } from './completeness_tables'
import { type Given, type Probe, probes, Random } from './meta_probes'

const source = readFileSync(require.resolve('@tensorflow/tfjs-core/dist/kernel_names.js'), 'utf8')
const kernel_names = Array.from(source.matchAll(/^export const \w+ = '(\w+)'/gm), (match) => match[1]!)

type Inputs = Record<string, tf.Tensor | tf.Tensor[]> | tf.Tensor[]

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

const copied = (attrs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, Array.isArray(value) ? value.slice() : value]))

function run(name: string, inputs: Inputs, attrs: Record<string, unknown>): tf.Tensor[] {
  return [engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, copied(attrs))].flat()
}

/** Each float of a probe as a tensor to differentiate by; the parts of a complex one are two. */
interface Leaf {
  name: string
  shape: number[]
  values: Float32Array
}

/** What a probe's floats are, and how the kernel's inputs are made of tensors for them. */
function leaves_of(probe: Probe, name: string): { leaves: Leaf[]; build: (xs: tf.Tensor[]) => Inputs } {
  const leaves: Leaf[] = []
  const [low, high] = domains[name] ?? [-1.5, 1.5]
  const leaf = (input: string, { shape, values }: Given, shift = 0): number => {
    const moved = Float32Array.from(values as number[], (v) => low + (((v + shift) % 3) / 3) * (high - low))
    return leaves.push({ name: input, shape, values: moved }) - 1
  }
  const maker = (input: string, given: Given): ((xs: tf.Tensor[]) => tf.Tensor) => {
    if (given.dtype === 'float32') {
      const at = leaf(input, given)
      return (xs) => xs[at]!
    }
    if (given.dtype === 'complex64') {
      const [re, im] = [leaf(input, given), leaf(input, given, 1.1)]
      return (xs) => tf.complex(xs[re]!, xs[im]!)
    }
    return () => tf.tensor(given.values as number[], given.shape, given.dtype as 'int32')
  }
  const { inputs } = probe
  if (Array.isArray(inputs)) {
    const makers = inputs.map((given, i) => maker(String(i), given))
    return { leaves, build: (xs) => makers.map((make) => make(xs)) }
  }
  const makers = Object.entries(inputs).map(
    ([key, given]) => [key, Array.isArray(given) ? given.map((g) => maker(key, g)) : maker(key, given)] as const,
  )
  return {
    leaves,
    build: (xs) =>
      Object.fromEntries(makers.map(([key, make]) => [key, Array.isArray(make) ? make.map((m) => m(xs)) : make(xs)])),
  }
}

/** The float results with weights, summed up. */
function weighted(results: tf.Tensor[]): tf.Tensor {
  const parts = results.flatMap((y) => (y.dtype === 'complex64' ? [tf.real(y), tf.imag(y)] : y.dtype === 'float32' ? [y] : []))
  return parts.reduce<tf.Tensor>((total, y) => {
    const weights = Array.from({ length: y.size }, (_, i) => ((i * 7) % 5) - 1.5)
    return tf.add(total, tf.sum(tf.mul(y, tf.tensor(weights, y.shape))))
  }, tf.scalar(0))
}

interface Subject extends ReturnType<typeof leaves_of> {
  name: string
  attrs: Record<string, unknown>
}

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

/** Probes whose inputs are floats where they may be, and few. */
function gradient_subjects(name: string, count: number): Subject[] {
  const random = new Random(name.length * 101 + name.charCodeAt(1))
  const make = gradient_probes[name] ?? probes[name]!
  const found: Subject[] = []
  for (let i = 0; i < 300 && found.length < count; i++) {
    const probe = make(random)
    const subject = { name, attrs: probe.attrs, ...leaves_of(probe, name) }
    const size = subject.leaves.reduce((sum, l) => sum + l.values.length, 0)
    if (size >= 2 && size <= 40) found.push(subject)
  }
  return found
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
      const made = (g: Given): tf.Tensor =>
        g.dtype === 'complex64'
          ? tf.complex(tf.tensor(g.values as number[], g.shape), tf.tensor(g.values as number[], g.shape))
          : tf.tensor(g.values as number[], g.shape, g.dtype as 'float32')
      const inputs = Array.isArray(probe.inputs)
        ? probe.inputs.map(made)
        : Object.fromEntries(Object.entries(probe.inputs).map(([k, g]) => [k, Array.isArray(g) ? g.map(made) : made(g)]))
      for (const result of run(name, inputs, probe.attrs))
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
