import '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../../lib/backend/choose'
import { engine } from '../../../lib/backend/engine'
import { value_and_grads } from '../../../lib/backend/gradient_tape'
import { register_gradients } from '../../../lib/backend/gradients'
import { ensure_linalg_kernels } from '../../../lib/backend/kernels/linalg/kernels'

/** A kernel with attributes, on square matrices or on others. */
const calls: Record<string, { attrs?: Record<string, unknown>; rows?: number; two?: boolean }> = {
  KerasCholesky: {},
  KerasInverse: {},
  KerasCofactors: {},
  KerasTriangularSolve: { attrs: { lower: true, adjoint: false }, two: true },
  KerasSolve: { attrs: { adjoint: true }, two: true },
  KerasDeterminant: {},
  KerasLogDeterminant: {},
  KerasLu: { rows: 4 },
  KerasPinv: { attrs: { rcond: 1e-6 }, rows: 4 },
  KerasQr: { attrs: { full: false }, rows: 4 },
  KerasEigh: {},
  KerasEig: {},
  KerasSingularValues: { rows: 4 },
  KerasSvd: { attrs: { full: false }, rows: 4 },
}

/** What the test calls in the page. */
export interface LinalgPage {
  names: string[]
  start(backend: string, flags: Record<string, boolean | number>): Promise<void>
  /** How far values and gradients of a kernel are from those of the backend cpu, or the message of its error. With `on_device` JavaScript has not seen the inputs. */
  farthest(name: string, on_device: boolean): Promise<number | string>
}

let target = ''

const values = (size: number, columns: number, shift: number): number[] =>
  Array.from({ length: size }, (_, i) => {
    const on_diagonal = Math.floor(i / columns) === i % columns
    return (((i + shift) * 37) % 23) / 23 - 0.5 + (on_diagonal ? 2 + 0.5 * (i % columns) : 0)
  })

function answers(name: string, on_device: boolean): tf.Tensor[] {
  const { attrs = {}, rows = 3, two = false } = calls[name]!
  const given = (size: number[], shift: number): tf.Tensor => {
    const x = tf.tensor(values(size[0]! * size[1]!, size[1]!, shift), size)
    return on_device ? tf.mul(x, 1) : x
  }
  const xs = two ? [given([3, 3], 0), given([3, 2], 4)] : [given([rows, 3], 0)]
  const inputs = two ? { matrix: xs[0], rhs: xs[1] } : { x: xs[0] }
  const run = (): tf.Tensor[] => [engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, attrs)].flat()
  const weighted = (): tf.Tensor =>
    run()
      .filter(({ dtype }) => dtype === 'float32')
      .map((y) => tf.sum(tf.mul(y, tf.tensor(values(y.size, 2, 9), y.shape))))
      .reduce((a, b) => tf.add(a, b))
  const { grads } = value_and_grads(weighted, xs)
  return [...run(), ...grads.map((grad) => grad!)]
}

async function read(name: string, on_device: boolean): Promise<number[]> {
  const core = engine()
  core.startScope()
  try {
    ensure_linalg_kernels()
    const parts = await Promise.all(answers(name, on_device).map((answer) => answer.data()))
    return parts.flatMap((part) => Array.from(part as Float32Array))
  } finally {
    core.endScope()
  }
}

const page: LinalgPage = {
  names: Object.keys(calls),

  async start(backend, flags) {
    target = backend
    if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl')
    for (const [flag, value] of Object.entries(flags)) tf.env().set(flag, value)
    await set_backend(backend)
    register_gradients()
  },

  async farthest(name, on_device) {
    await set_backend('cpu')
    const wanted = await read(name, false)
    await set_backend(target)
    try {
      const got = await read(name, on_device)
      if (got.length !== wanted.length) return `${got.length} values, wanted ${wanted.length}`
      return Math.max(...wanted.map((value, i) => Math.abs(got[i]! - value) / (1 + Math.abs(value))))
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`
    }
  },
}

Object.assign(globalThis, { linalg: page, outcome: true })
