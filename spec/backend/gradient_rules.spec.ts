import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { type GradientCase, gradient_cases } from './gradient_cases'

/** Numbers in (-1, 1), each at least 0.05 from the others, 0, 0.5 and so on, always the same. */
function values_for(size: number, seed: number, positive: boolean): number[] {
  let state = seed * 7919 + 17
  return Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647
    const value = ((state % 1999) - 999) / 1000
    const spread = value + Math.sign(value || 1) * 0.013
    return positive ? 1 + spread / 2 : spread
  })
}

const weights = (size: number): number[] => Array.from({ length: size }, (_, i) => ((i * 7) % 5) - 1.5)

function inputs_of({ shapes, values, positive }: GradientCase): Float32Array[] {
  return shapes.map((shape, i) =>
    Float32Array.from(i === 0 && values ? values : values_for(tf.util.sizeFromShape(shape), i + 1, positive ?? false)),
  )
}

function weighted(fn: GradientCase['fn'], xs: tf.Tensor[]): tf.Tensor {
  const y = fn(...xs)
  return tf.sum(tf.mul(y, tf.tensor(weights(y.size), y.shape)))
}

function numeric(test: GradientCase, inputs: Float32Array[], at: number): number[] {
  const step = 1e-2
  const value = (): number => {
    const xs = inputs.map((values, i) => tf.tensor(Float32Array.from(values), test.shapes[i]!))
    return tf.tidy(() => weighted(test.fn, xs)).dataSync()[0]!
  }
  return Array.from(inputs[at]!, (x, i) => {
    inputs[at]![i] = x + step
    const high = tf.tidy(() => [tf.scalar(value())])[0]!.dataSync()[0]!
    inputs[at]![i] = x - step
    const low = tf.tidy(() => [tf.scalar(value())])[0]!.dataSync()[0]!
    inputs[at]![i] = x
    return (high - low) / (2 * step)
  })
}

describe.each(['cpu', 'wasm'])('gradients on %s', (name) => {
  beforeAll(() => set_backend(name))

  it.each(gradient_cases.map((test) => [test.name, test] as const))('of %s agree with finite differences', (_, test) => {
    const inputs = inputs_of(test)
    const xs = inputs.map((values, i) => tf.tensor(Float32Array.from(values), test.shapes[i]!))
    const before = tf.memory().numTensors
    const { value, grads } = value_and_grads(() => weighted(test.fn, xs), xs)
    expect(tf.memory().numTensors).toBe(before + 1 + grads.length)
    tf.tidy(() => {
      for (const [at, grad] of grads.entries()) {
        expect(grad!.shape).toEqual(test.shapes[at])
        const expected = numeric(test, inputs, at)
        for (const [i, slope] of Array.from(grad!.dataSync()).entries()) {
          expect(Math.abs(slope - expected[i]!)).toBeLessThan(0.02 * (1 + Math.abs(expected[i]!)))
        }
      }
    })
    tf.dispose([value, grads as tf.Tensor[], xs])
  })
})
