import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { ensure_linalg_kernels, linalg_kernels } from '../../lib/backend/kernels/linalg/kernels'
import { native_name } from '../../lib/backend/native/backend'
import { native_linalg_kernels, smallest_native } from '../../lib/backend/native/linalg'

interface Addon {
  getNumOfTFTensors(): number
}

const held = (): [number, number] => [tf.memory().numTensors, (tf.backend() as unknown as Addon).getNumOfTFTensors()]

beforeAll(async () => {
  await set_backend('native')
  ensure_linalg_kernels()
})

type Inputs = Record<string, tf.Tensor>

function results_of(kernel: tf.KernelFunc, inputs: Inputs, attrs: object): tf.Tensor[] {
  const made = [kernel({ inputs, attrs: attrs as tf.NamedAttrMap, backend: tf.backend() })].flat()
  return made.map((info) => ('rank' in info && info instanceof tf.Tensor ? info : tf.engine().makeTensorFromTensorInfo(info)))
}

const in_loops = (name: string, inputs: Inputs, attrs: object): tf.Tensor[] => results_of(linalg_kernels[name]!, inputs, attrs)
const on_native = (name: string, inputs: Inputs, attrs: object): tf.Tensor[] =>
  results_of(tf.getKernel(name, native_name)!.kernelFunc, inputs, attrs)

/** Values between -1 and 1 that are the same in every run. */
const noise = (shape: number[], seed = 0): tf.Tensor => {
  let state = seed + 1
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (state * 48271) % 2147483647
    return (2 * state) / 2147483647 - 1
  })
  return tf.tensor(values, shape)
}

/** Matrices far from singular, which TensorFlow computed. */
const regular = (shape: number[], seed = 0): tf.Tensor =>
  tf.tidy(() => tf.add(noise(shape, seed), tf.mul(tf.eye(shape.at(-2)!, shape.at(-1)!), 2 * Math.sqrt(shape.at(-1)!))))

const positive = (shape: number[]): tf.Tensor =>
  tf.tidy(() => {
    const x = noise(shape)
    return tf.add(tf.div(tf.matMul(x, x, false, true), shape.at(-1)!), tf.eye(shape.at(-1)!))
  })

function expect_same(found: tf.Tensor[], wanted: tf.Tensor[], tolerance = 2e-6): void {
  expect(found.map((t) => [t.dtype, t.shape])).toEqual(wanted.map((t) => [t.dtype, t.shape]))
  found.forEach((t, i) => {
    const values = wanted[i]!.dataSync()
    const far = t.dataSync().findIndex((value, j) => !(Math.abs(value - values[j]!) <= tolerance * (1 + Math.abs(values[j]!))))
    expect({ i, far }).toEqual({ i, far: -1 })
  })
}

/** What of vectors in columns, or rows, has no sign: their sizes, and the matrices that they make. */
const sizes = (x: tf.Tensor): tf.Tensor => tf.abs(x)

type Case = [kernel: string, make: () => Inputs, attrs?: object, signless?: boolean]

const big = [65, 65]
const many = [3, 40, 40]

const cases: Case[] = [
  ['KerasCholesky', () => ({ x: positive([130, 130]) })],
  ['KerasCholesky', () => ({ x: tf.tidy(() => tf.add(positive([12, 40, 40]), tf.mul(noise([12, 40, 40], 5), 0.05))) })],
  ['KerasInverse', () => ({ x: regular(many) })],
  ['KerasDeterminant', () => ({ x: positive([30, 12, 12]) })],
  ['KerasLogDeterminant', () => ({ x: noise(many) })],
  ['KerasSolve', () => ({ matrix: regular(many), rhs: noise([3, 40, 2]) }), { adjoint: false }],
  ['KerasSolve', () => ({ matrix: regular(big), rhs: noise([65, 3]) }), { adjoint: true }],
  ['KerasTriangularSolve', () => ({ matrix: regular(big), rhs: noise([65, 3]) }), { lower: true, adjoint: false }],
  ['KerasTriangularSolve', () => ({ matrix: regular(many), rhs: noise([3, 40, 2]) }), { lower: false, adjoint: true }],
  ['KerasLu', () => ({ x: noise(big) })],
  ['KerasLu', () => ({ x: noise(many, 2) })],
  ['KerasLu', () => ({ x: noise([80, 60]) })],
  ['KerasQr', () => ({ x: noise([3, 30, 20]) }), { full: false }],
  ['KerasQr', () => ({ x: noise([20, 60]) }), { full: true }],
  ['KerasQr', () => ({ x: noise([60, 20]) }), { full: true }],
  ['KerasPinv', () => ({ x: regular([2, 20, 30]) }), { rcond: 1e-5 }],
  ['KerasPinv', () => ({ x: noise([60, 20]) }), { rcond: 0.5 }],
  ['KerasSingularValues', () => ({ x: noise([2, 130, 70]) })],
  ['KerasEigh', () => ({ x: noise(many) }), {}, true],
  ['KerasSvd', () => ({ x: noise([2, 30, 20]) }), { full: false }, true],
  ['KerasSvd', () => ({ x: noise([20, 60]) }), { full: false }, true],
]

test.each(cases)('%s is what the loops make, and leaves nothing behind: case %#', (name, make, attrs = {}, signless = false) => {
  const inputs = make()
  const { shape } = inputs.x ?? inputs.matrix!
  expect(shape.reduce((a, b) => a * b, 1)).toBeGreaterThanOrEqual(smallest_native(name))
  tf.dispose(on_native(name, inputs, attrs))
  const before = held()
  tf.tidy(() => {
    const [found, wanted] = [on_native(name, inputs, attrs), in_loops(name, inputs, attrs)]
    if (signless) expect_same(found.map(sizes), wanted.map(sizes), 2e-5)
    else expect_same(found, wanted)
  })
  expect(held()).toEqual(before)
  tf.dispose(inputs)
})

test('vectors belong to their values: the matrices come back', () => {
  const x = noise(big)
  tf.tidy(() => {
    const [u, s, vh] = on_native('KerasSvd', { x }, { full: true }) as [tf.Tensor, tf.Tensor, tf.Tensor]
    expect_same([tf.matMul(tf.mul(u, s), vh)], [x], 2e-5)
    const [w, v] = on_native('KerasEigh', { x }, {}) as [tf.Tensor, tf.Tensor]
    expect_same([tf.matMul(tf.mul(v, w), v, false, true)], [tf.mul(tf.add(x, tf.transpose(x)), 0.5)], 2e-5)
  })
  x.dispose()
})

test('eigenvalues are those of the loops, in another order, with vectors that belong to them', () => {
  const inputs = { x: noise(many) }
  tf.dispose(on_native('KerasEig', inputs, {}))
  const before = held()
  tf.tidy(() => {
    const [wr, wi, vr, vi] = on_native('KerasEig', inputs, {}) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
    const [plain_wr, plain_wi] = in_loops('KerasEig', inputs, {}) as [tf.Tensor, tf.Tensor]
    const sorted = (re: tf.Tensor, im: tf.Tensor): string[] => {
      const [rows, columns] = [re.arraySync(), im.arraySync()] as [number[][], number[][]]
      return rows.flatMap((row, i) => row.map((value, j) => `${value.toFixed(3)} ${(columns[i]![j]! + 0).toFixed(3)}`).sort())
    }
    expect(sorted(wr, wi)).toEqual(sorted(plain_wr, plain_wi))
    const [w, u] = [tf.expandDims(wr, 1), tf.expandDims(wi, 1)]
    const of = (v: tf.Tensor): tf.Tensor => tf.matMul(inputs.x, v)
    expect_same([of(vr), of(vi)], [tf.sub(tf.mul(vr, w), tf.mul(vi, u)), tf.add(tf.mul(vr, u), tf.mul(vi, w))], 2e-5)
    const real = tf.cast(tf.equal(u, 0), 'float32')
    expect(tf.sum(tf.mul(tf.abs(vi), real)).dataSync()[0]).toBe(0)
    expect(tf.sum(real).dataSync()[0]).toBeGreaterThan(0)
    expect_same([tf.sum(tf.add(tf.square(vr), tf.square(vi)), 1)], [tf.onesLike(wr)], 2e-5)
  })
  expect(held()).toEqual(before)
  tf.dispose(inputs)
})

test.each([
  ['KerasInverse', (x: tf.Tensor): Inputs => ({ x })],
  ['KerasLogDeterminant', (x: tf.Tensor): Inputs => ({ x })],
  ['KerasLu', (x: tf.Tensor): Inputs => ({ x })],
  ['KerasSolve', (matrix: tf.Tensor): Inputs => ({ matrix, rhs: matrix })],
  ['KerasTriangularSolve', (matrix: tf.Tensor): Inputs => ({ matrix, rhs: matrix })],
])('%s of singular matrices, which TensorFlow refuses, is what the loops make', (name, inputs_of) => {
  for (const x of [tf.zeros(big), tf.ones(big)]) {
    const attrs = { adjoint: false, lower: true }
    tf.dispose(on_native(name, inputs_of(x), attrs))
    const before = held()
    tf.tidy(() => {
      const [found, wanted] = [on_native(name, inputs_of(x), attrs), in_loops(name, inputs_of(x), attrs)]
      expect(found.map((t) => Array.from(t.dataSync()))).toEqual(wanted.map((t) => Array.from(t.dataSync())))
    })
    expect(held()).toEqual(before)
    x.dispose()
  }
})

test.each(['KerasEigh', 'KerasEig', 'KerasSvd', 'KerasSingularValues'])(
  '%s of values that are not finite is no number',
  (name) => {
    const x = tf.fill([130, 130], Number.NaN)
    tf.tidy(() => {
      for (const part of on_native(name, { x }, { full: false })) expect(part.dataSync().every(Number.isNaN)).toBe(true)
    })
    x.dispose()
  },
)

test('a matrix that is not positive definite is refused, and nothing is left behind', () => {
  const x = tf.neg(tf.eye(130))
  const before = held()
  expect(() => on_native('KerasCholesky', { x }, {})).toThrow('Cholesky decomposition failed')
  expect(held()).toEqual(before)
  x.dispose()
})

test('only kernels that have a plain form are replaced', () => {
  for (const name of Object.keys(native_linalg_kernels(linalg_kernels))) expect(linalg_kernels).toHaveProperty(name)
})
