import * as tf from '@tensorflow/tfjs-core'
import { engine } from '../../lib/backend/engine'
import { domains, gradient_probes } from './completeness_probes'
import { type Given, type Probe, probes, Random } from './meta_probes'

export type Inputs = Record<string, tf.Tensor | tf.Tensor[]> | tf.Tensor[]

const copied = (attrs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attrs).map(([key, value]) => [key, Array.isArray(value) ? value.slice() : value]))

/** What a kernel gives. */
export function run(name: string, inputs: Inputs, attrs: Record<string, unknown>): tf.Tensor[] {
  return [engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, copied(attrs))].flat()
}

/** Each float of a probe as a tensor to differentiate by; the parts of a complex one are two. */
export interface Leaf {
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
export function weighted(results: tf.Tensor[]): tf.Tensor {
  const parts = results.flatMap((y) => (y.dtype === 'complex64' ? [tf.real(y), tf.imag(y)] : y.dtype === 'float32' ? [y] : []))
  return parts.reduce<tf.Tensor>((total, y) => {
    const weights = Array.from({ length: y.size }, (_, i) => ((i * 7) % 5) - 1.5)
    return tf.add(total, tf.sum(tf.mul(y, tf.tensor(weights, y.shape))))
  }, tf.scalar(0))
}

/** A probe to differentiate. */
export interface Subject extends ReturnType<typeof leaves_of> {
  name: string
  attrs: Record<string, unknown>
}

/** Probes whose inputs are floats where they may be, and few. */
export function gradient_subjects(name: string, count: number): Subject[] {
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

/** The inputs of a probe as tensors, as they are. */
export function inputs_of({ inputs }: Probe): Inputs {
  const made = ({ shape, dtype, values }: Given): tf.Tensor =>
    dtype === 'complex64'
      ? tf.complex(tf.tensor(values as number[], shape), tf.tensor(values as number[], shape))
      : tf.tensor(values as number[], shape, dtype as 'float32')
  if (Array.isArray(inputs)) return inputs.map(made)
  return Object.fromEntries(Object.entries(inputs).map(([k, g]) => [k, Array.isArray(g) ? g.map(made) : made(g)]))
}
