import * as tf from '@tensorflow/tfjs-core'
import { engine } from '../../lib/backend/engine'
import { type Given, type Probe, probes, Random } from './meta_probes'

/** Floats are moved to lie on both sides of zero. */
function made({ shape, dtype, values }: Given): tf.Tensor {
  const given = dtype === 'float32' ? (values as number[]).map((v) => v - 1.5) : values
  if (dtype === 'complex64') return tf.complex(tf.tensor(given as number[], shape), tf.tensor(given as number[], shape))
  return tf.tensor(given as number[], shape, dtype)
}

const copied = (attrs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, Array.isArray(value) ? value.slice() : value]))

/** What a kernel gave. */
export interface Answer {
  shape: number[]
  values: number[]
}

/** What a kernel gives for a probe; everything is freed. */
export function run({ inputs, attrs }: Probe, name: string): Answer[] {
  let answers: Answer[] = []
  tf.tidy(() => {
    const tensors = Array.isArray(inputs)
      ? inputs.map(made)
      : Object.fromEntries(
          Object.entries(inputs).map(([key, given]) => [key, Array.isArray(given) ? given.map(made) : made(given)]),
        )
    const result: tf.Tensor | tf.Tensor[] = engine().runKernel(name, tensors, copied(attrs))
    answers = [result].flat().map((t) => ({ shape: t.shape, values: Array.from(t.dataSync() as unknown as number[]) }))
  })
  return answers
}

/** How many tensors the backend holds. */
export const backend_ids = (): number => engine().backend.numDataIds()

/** The probes of a kernel, the same in every run. */
export function probes_of(name: string): Probe[] {
  const random = new Random(name.length * 31 + name.charCodeAt(0))
  return Array.from({ length: 12 }, () => probes[name]!(random))
}

/** Expects the same shapes, and values that differ by rounding. */
export function expect_close(answers: Answer[], expected: Answer[], what: unknown): void {
  expect(answers.map((a) => a.shape)).toEqual(expected.map((a) => a.shape))
  for (const [k, { values }] of answers.entries()) {
    const far = values.findIndex((v, i) => Math.abs(v - expected[k]!.values[i]!) > 1e-4 * (1 + Math.abs(v)))
    expect({ what, far }).toEqual({ what, far: -1 })
  }
}
