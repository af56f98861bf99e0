import '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../../lib/backend/choose'
import { engine } from '../../../lib/backend/engine'
import { value_and_grads } from '../../../lib/backend/gradient_tape'
import { register_gradients } from '../../../lib/backend/gradients'
import { ensure_backend_kernels } from '../../../lib/backend/kernels/register'
import { gradient_probes } from '../../backend/completeness_probes'
import { without_input_gradient } from '../../backend/completeness_tables'
import { type Given, type Probe, probes, Random } from '../../backend/meta_probes'
import { gradient_subjects, type Inputs, inputs_of, run, type Subject, weighted } from '../../backend/probe_leaves'
import { further_probes } from './further_probes'

/** What a kernel did that it should not: nothing, when it did well. */
export interface KernelReport {
  /** Where values differ from those of the backend cpu. */
  wrong: string[]
  /** The messages of the errors that it threw, in order of the probes. */
  thrown: string[]
}

/** What the test calls in the page. */
export interface KernelPage {
  start(backend: string, flags: Record<string, boolean | number>): Promise<void>
  /** Runs the probes of a kernel; with `on_device` their inputs are results of kernels, which JavaScript has not seen. */
  forward(name: string, on_device: boolean): Promise<KernelReport>
  gradient(name: string, on_device: boolean): Promise<KernelReport>
}

interface Answer {
  shape: number[]
  dtype: string
  values: ArrayLike<number | string>
}

type Outcome = Answer[] | Error

let target = ''
let device_errors: string[] = []

/** The same values, made by a kernel. */
function computed(x: tf.Tensor): tf.Tensor {
  if (x.dtype === 'string' || x.size === 0) return x
  if (x.dtype === 'complex64') return tf.complex(computed(tf.real(x)), computed(tf.imag(x)))
  if (x.dtype === 'bool') return tf.logicalAnd(x, tf.onesLike(x))
  return tf.mul(x, tf.scalar(1, x.dtype as 'float32'))
}

const each = (inputs: Inputs, change: (x: tf.Tensor) => tf.Tensor): Inputs => {
  if (Array.isArray(inputs)) return inputs.map(change)
  return Object.fromEntries(Object.entries(inputs).map(([key, x]) => [key, Array.isArray(x) ? x.map(change) : change(x)]))
}

async function answers_of(work: () => tf.Tensor[]): Promise<Outcome> {
  const core = engine()
  core.startScope()
  try {
    const results = work()
    const answers: Answer[] = []
    for (const result of results) {
      const values = (await result.data()) as unknown as ArrayLike<number | string>
      answers.push({ shape: result.shape, dtype: result.dtype, values: Array.from(values as ArrayLike<number>) })
    }
    return answers
  } catch (error) {
    return error as Error
  } finally {
    core.endScope()
  }
}

const tolerance = 2e-3

function differs(got: Answer, wanted: Answer): string | null {
  if (got.shape.join() !== wanted.shape.join()) return `shape [${got.shape}], wanted [${wanted.shape}]`
  if (got.dtype !== wanted.dtype) return `dtype ${got.dtype}, wanted ${wanted.dtype}`
  for (let i = 0; i < wanted.values.length; i++) {
    const [a, b] = [got.values[i]!, wanted.values[i]!]
    const same =
      typeof b === 'string' || !Number.isFinite(b)
        ? Object.is(a, b)
        : Math.abs((a as number) - b) <= tolerance * (1 + Math.abs(b))
    if (!same) return `value ${i}: got ${a}, wanted ${b}`
  }
  return null
}

/** Kernels whose answers are random. */
const random = ['Multinomial']

/** Kernels whose usual probes name a place twice: which value stays there is not specified. */
const repeating = ['SparseToDense', 'TensorScatterUpdate']

/** Kernels of floats: what they give for integers differs from backend to backend. This library casts before. */
const of_floats =
  'Acos Acosh Asin Asinh Atan Atan2 Atanh Cos Cosh Erf Expm1 Log Log1p RealDiv Reciprocal Rsqrt Sigmoid Sin Sinh Softplus Tan Tanh'.split(
    ' ',
  )

function is_specified(name: string, { inputs }: Probe): boolean {
  const given = Object.values(inputs).flat() as Given[]
  if (of_floats.includes(name)) return given.every(({ dtype }) => dtype === 'float32')
  // The backend cpu, which the others are compared with, is wrong about conditions for rows, and does not mark in vectors.
  if (name === 'Select') return given[0]!.shape.length === given[1]!.shape.length
  return name !== 'DenseBincount' || given[0]!.shape.length > 1
}

/** Runs each work on the backend cpu and on the one in question, and compares. */
async function compared(name: string, works: { what: unknown; work: () => tf.Tensor[] }[]): Promise<KernelReport> {
  const report: KernelReport = { wrong: [], thrown: [] }
  await set_backend('cpu')
  const wanted: Outcome[] = []
  for (const { work } of works) wanted.push(await answers_of(work))
  await set_backend(target)
  for (const [i, { what, work }] of works.entries()) {
    const expected = wanted[i]!
    if (expected instanceof Error) throw expected
    device_errors = []
    const got = await answers_of(work)
    const at = `probe ${i} ${JSON.stringify(what)}`
    if (got instanceof Error) report.thrown.push(`${got.name}: ${got.message} at ${at}`)
    else if (device_errors.length > 0) report.wrong.push(`${device_errors[0]} at ${at}`)
    else if (!random.includes(name)) {
      for (const [k, answer] of expected.entries()) {
        const difference = differs(got[k]!, answer)
        if (difference !== null) report.wrong.push(`${difference} at ${at}`)
      }
    }
  }
  return report
}

const shapes_of = ({ inputs, attrs }: Probe): unknown => [
  Object.entries(inputs).map(([key, given]) => [key, [given].flat().map(({ dtype, shape }) => `${dtype}[${shape}]`)]),
  attrs,
]

const page: KernelPage = {
  async start(backend, flags) {
    target = backend
    if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl')
    for (const [flag, value] of Object.entries(flags)) tf.env().set(flag, value)
    await set_backend(backend)
    register_gradients()
    ensure_backend_kernels()
    const { device } = engine().backendInstance as unknown as { device?: EventTarget }
    device?.addEventListener('uncapturederror', (event) => {
      device_errors.push((event as unknown as { error: Error }).error.message)
    })
  },

  forward(name, on_device) {
    const generator = new Random(name.length + name.charCodeAt(0))
    const make = repeating.includes(name) ? gradient_probes[name] : probes[name]
    const usual = make === undefined ? [] : Array.from({ length: 3 }, () => make(generator))
    const given = [...usual, ...(further_probes[name] ?? [])].filter((probe) => is_specified(name, probe))
    const made = (probe: Probe): Inputs => (on_device ? each(inputs_of(probe), computed) : inputs_of(probe))
    return compared(
      name,
      given.map((probe) => ({ what: shapes_of(probe), work: () => run(name, made(probe), probe.attrs) })),
    )
  },

  gradient(name, on_device) {
    const skipped = without_input_gradient[name] ?? {}
    const slopes =
      ({ leaves, build, attrs }: Subject) =>
      (): tf.Tensor[] => {
        const given = leaves.map((leaf) => tf.tensor(leaf.values.slice(), leaf.shape))
        const xs = on_device ? given.map(computed) : given
        const wanted = xs.filter((_, i) => !(leaves[i]!.name in skipped))
        const inputs = (): Inputs =>
          on_device ? each(build(xs), (x) => (xs.includes(x) || x.dtype === 'complex64' ? x : computed(x))) : build(xs)
        const { value, grads } = value_and_grads(() => weighted(run(name, inputs(), attrs)), wanted)
        return [value, ...grads.map((slope, i) => slope ?? tf.zerosLike(wanted[i]!))]
      }
    const subjects = gradient_subjects(name, 1)
    return compared(
      name,
      subjects.map((subject) => ({
        what: [subject.leaves.map(({ name, shape }) => [name, shape]), subject.attrs],
        work: slopes(subject),
      })),
    )
  },
}

Object.assign(globalThis, { kernels: page, outcome: true })
