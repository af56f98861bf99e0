import * as tf from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { scoped } from '../../lib/backend/scope'
import {
  cholesky,
  cholesky_inverse,
  det,
  eig,
  eigh,
  inv,
  lstsq,
  lu_factor,
  matrix_power,
  norm,
  pinv,
  qr,
  solve,
  solve_triangular,
  svd,
} from '../../lib/ops/linalg'
import { logdet, slogdet } from '../../lib/ops/linalg/slogdet'
import { imag, real } from '../../lib/ops/numpy'

type Compute = (...xs: tf.Tensor[]) => tf.Tensor | tf.Tensor[]
type Values = (size: number) => number[]

/** Values between -0.5 and 0.5 that are the same in every run. */
const noise: Values = (size) => Array.from({ length: size }, (_, i) => (((i + 3) * 7919) % 1013) / 1013 - 0.5)

/** Matrices far from singular. */
const regular =
  (n: number): Values =>
  (size) =>
    noise(size).map((value, i) => (Math.floor((i % (n * n)) / n) === i % n ? value + 1.5 + 0.4 * (i % n) : value))

/** The sum of the outputs, each value with its own weight. */
function weighted(outputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return [outputs]
    .flat()
    .filter((output) => output.dtype === 'float32')
    .map((output, k) => {
      const weights = Float32Array.from({ length: output.size }, (_, i) => Math.cos(i + k))
      return tf.sum(tf.mul(output, tf.tensor(weights, output.shape)))
    })
    .reduce((a, b) => tf.add(a, b))
}

const number_of = (fn: Compute, values: number[][], shapes: number[][]): number =>
  tf.tidy(() => weighted(fn(...values.map((v, i) => tf.tensor(v, shapes[i])))).dataSync()[0]!)

/** Compares the gradients of `fn`, and those of a sum over them, with finite differences. */
function expect_gradients(fn: Compute, shapes: number[][], make: Values | Values[], order: 1 | 2): void {
  const values = shapes.map((shape, i) => (Array.isArray(make) ? make[i]! : make)(shape.reduce((a, b) => a * b, 1)))
  const taken: Compute =
    order === 1 ? fn : (...xs) => value_and_grads(() => weighted(fn(...xs)), xs).grads.filter((g) => g !== null)
  const xs = values.map((v, i) => tf.tensor(v, shapes[i]))
  const before = tf.memory().numTensors
  const { value, grads } = value_and_grads(() => scoped(() => weighted(taken(...xs))), xs)
  expect(tf.memory().numTensors).toBe(before + 1 + grads.filter((g) => g !== null).length)
  values.forEach((own, i) => {
    const found = grads[i]?.dataSync() ?? new Float32Array(own.length)
    expect(grads[i]?.shape ?? shapes[i]).toEqual(shapes[i])
    own.forEach((x, at) => {
      const slope = (step: number): number => {
        own[at] = x + step
        const high = number_of(taken, values, shapes)
        own[at] = x - step
        const low = number_of(taken, values, shapes)
        own[at] = x
        return (high - low) / (2 * step)
      }
      const [wide, narrow] = [slope(2e-2), slope(1e-2)]
      const expected = narrow + (narrow - wide) / 3
      const close = Math.abs(found[at]! - expected) < 4e-3 * (1 + Math.abs(expected))
      expect({ i, at, slope: close ? expected : found[at] }).toEqual({ i, at, slope: expected })
    })
  })
  tf.dispose([value, ...xs, ...grads.filter((g) => g !== null)])
}

/** What of vectors does not depend on their signs: their products with themselves. */
const projectors = (vectors: tf.Tensor): tf.Tensor => {
  const n = vectors.shape.at(-1)!
  return tf.mul(tf.expandDims(vectors, -2), tf.reshape(vectors, [...vectors.shape.slice(0, -1), 1, n]))
}

/** The sum of the products of the eigenvectors with themselves, by the sizes of their eigenvalues: without the factors that they are free to have, and in no order. */
function spectral_sum(x: tf.Tensor): tf.Tensor[] {
  const [values, vectors] = eig(x) as [tf.Tensor, tf.Tensor]
  const [re, im] = [real(vectors), imag(vectors)]
  const sizes = tf.add(tf.square(real(values)), tf.square(imag(values)))
  const times = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.matMul(tf.mul(a, sizes), b, false, true)
  return [tf.add(times(re, re), times(im, im)), tf.sub(times(im, re), times(re, im))]
}

const turning: Values = () => [1, -2, 0.3, 1.5, 0.5, 0.2, -0.4, 0.1, 2]

const positive: Values = (size) => {
  const n = Math.round(Math.sqrt(size))
  return noise(size).map((value, i) => (Math.floor(i / n) === i % n ? value + 2 + 0.3 * (i % n) : value / 2))
}

type Case = [string, Compute, number[][], (Values | Values[])?, (1 | 2)[]?]

const cases: Case[] = [
  ['cholesky', (x) => cholesky(x), [[3, 3]], positive],
  ['cholesky of several', (x) => cholesky(x), [[2, 2, 2]], regular(2)],
  ['cholesky, upper', (x) => cholesky(x, { upper: true }), [[3, 3]], positive],
  ['cholesky_inverse', (x) => cholesky_inverse(x), [[3, 3]], regular(3)],
  ['cholesky_inverse, upper', (x) => cholesky_inverse(x, { upper: true }), [[2, 2, 2]], regular(2)],
  ['det', (x) => det(x), [[2, 3, 3]], regular(3)],
  ['det of a singular matrix', (x) => det(x), [[3, 3]], () => [1, 2, 3, 2, 4, 6, 1, 0, 1], [1]],
  ['det of a matrix of rank 1', (x) => det(x), [[3, 3]], () => new Array(9).fill(1), [1]],
  ['slogdet', (x) => slogdet(x)[1]!, [[2, 3, 3]], regular(3)],
  ['logdet', (x) => logdet(x), [[2, 2]], () => [0.3, 2, 1.5, 0.2]],
  ['inv', (x) => inv(x), [[2, 3, 3]], regular(3)],
  ['matrix_power', (x) => matrix_power(x, 3), [[2, 2]], regular(2)],
  ['matrix_power, negative', (x) => matrix_power(x, -2), [[2, 2]], regular(2)],
  [
    'solve',
    (a, b) => solve(a!, b!),
    [
      [3, 3],
      [3, 2],
    ],
    [regular(3), noise],
  ],
  ['solve for a vector', (a, b) => solve(a!, b!), [[2, 3, 3], [3]], [regular(3), noise]],
  [
    'solve_triangular',
    (a, b) => solve_triangular(a!, b!),
    [
      [3, 3],
      [3, 2],
    ],
    [regular(3), noise],
  ],
  [
    'solve_triangular, lower',
    (a, b) => solve_triangular(a!, b!, { lower: true }),
    [
      [2, 3, 3],
      [2, 3],
    ],
    [regular(3), noise],
  ],
  ['lu_factor', (x) => lu_factor(x), [[3, 3]], () => [0.2, 2, 0.5, 1.5, 0.3, 0.7, 0.4, 0.6, 2.2]],
  ['lu_factor of a wide matrix', (x) => lu_factor(x), [[2, 4]], () => [0.3, 1, -0.5, 0.4, 2, 0.4, 0.8, -0.7]],
  [
    'lu_factor of tall matrices',
    (x) => lu_factor(x),
    [[2, 3, 2]],
    () => [0.3, 1, 2, -0.5, 0.4, 2.5, 1.5, 0.4, 0.3, 2, -0.2, 0.5],
  ],
  ['qr', (x) => qr(x), [[3, 3]], regular(3)],
  ['qr of tall matrices', (x) => qr(x), [[2, 3, 2]], regular(2)],
  ['qr of a wide matrix', (x) => qr(x), [[2, 4]], () => [1.3, 1, -0.5, 0.4, 2, -0.4, 0.8, -0.7]],
  [
    'qr, complete',
    (x) => {
      const [q, r] = qr(x, { mode: 'complete' }) as [tf.Tensor, tf.Tensor]
      return [r, tf.slice(q, [0, 0], [3, 1]), projectors(tf.slice(q, [0, 2], [3, 1]))]
    },
    [[3, 2]],
    regular(2),
    [1],
  ],
  ['eigh, values', (x) => eigh(x)[0]!, [[2, 3, 3]], regular(3)],
  ['eigh, vectors', (x) => projectors(eigh(x)[1]!), [[3, 3]], regular(3)],
  ['singular values', (x) => svd(x, { compute_uv: false }), [[2, 3, 2]], regular(2)],
  [
    'svd',
    (x) => {
      const [u, s, vh] = svd(x, { full_matrices: false }) as [tf.Tensor, tf.Tensor, tf.Tensor]
      return [tf.matMul(u, tf.mul(tf.reshape(tf.sqrt(s), [-1, 1]), vh)), projectors(u), projectors(tf.transpose(vh))]
    },
    [[4, 3]],
    regular(3),
  ],
  [
    'svd of a wide matrix',
    (x) => {
      const [u, s, vh] = svd(x, { full_matrices: false }) as [tf.Tensor, tf.Tensor, tf.Tensor]
      return [tf.matMul(u, tf.mul(tf.reshape(s, [-1, 1]), vh)), s, projectors(u), projectors(tf.transpose(vh))]
    },
    [[2, 3]],
    () => [1.2, 0.3, -0.4, 0.6, -0.9, 0.8],
  ],
  [
    'svd, full, of a tall matrix',
    (x) => {
      const [u, s, vh] = svd(x) as [tf.Tensor, tf.Tensor, tf.Tensor]
      return [s, projectors(tf.slice(u, [0, 2], [3, 1])), projectors(tf.slice(u, [0, 0], [3, 2])), projectors(tf.transpose(vh))]
    },
    [[3, 2]],
    () => [1.2, 0.3, -0.4, 0.6, -0.9, 0.8],
    [1],
  ],
  [
    'svd, full, of a wide matrix',
    (x) => {
      const [u, s, vh] = svd(x) as [tf.Tensor, tf.Tensor, tf.Tensor]
      return [s, projectors(u), projectors(tf.transpose(tf.slice(vh, [2, 0], [1, 3])))]
    },
    [[2, 3]],
    () => [1.2, 0.3, -0.4, 0.6, -0.9, 0.8],
    [1],
  ],
  ['pinv of a tall matrix', (x) => pinv(x), [[3, 2]], regular(2)],
  ['pinv of wide matrices', (x) => pinv(x), [[2, 2, 3]], () => [1.2, 0.3, -0.4, 0.6, -0.9, 0.8, 1, 0.3, 0.4, -0.6, -0.9, 0.8]],
  [
    'lstsq',
    (a, b) => lstsq(a!, b!),
    [
      [4, 2],
      [4, 2],
    ],
    [regular(2), noise],
  ],
  ['lstsq with too few equations', (a, b) => lstsq(a!, b!), [[2, 3], [2]], [() => [1.2, 0.3, -0.4, 0.6, -0.9, 0.8], noise]],
  ['the Frobenius norm', (x) => norm(x), [[2, 3]], noise],
  ['the nuclear norm', (x) => norm(x, { ord: 'nuc' }), [[3, 2]], regular(2)],
  ['the spectral norm', (x) => norm(x, { ord: 2, axis: [0, 2] }), [[2, 2, 3]], noise],
  ['the norm of order 3 of vectors', (x) => norm(x, { ord: 3, axis: 1 }), [[2, 3]], noise],
  [
    'eig, values',
    (x) => {
      const values = eig(x)[0]!
      return [tf.sum(tf.square(real(values))), tf.sum(tf.square(imag(values)))]
    },
    [[3, 3]],
    turning,
  ],
  ['eig, complex vectors', spectral_sum, [[3, 3]], turning],
  ['eig, real vectors', spectral_sum, [[3, 3]], () => [1, 0.2, 0.3, -0.1, 2, 0.2, 0.4, 0.1, 3.5]],
]

const by_order = (order: 1 | 2) => cases.filter(([, , , , orders]) => orders === undefined || orders.includes(order))

test.each(by_order(1))('the gradient of %s agrees with finite differences', (_name, fn, shapes, make = noise) => {
  expect_gradients(fn, shapes, make, 1)
})

test.each(by_order(2))('the second gradient of %s agrees with finite differences', (_name, fn, shapes, make = noise) => {
  expect_gradients(fn, shapes, make, 2)
})

test.each<[string, Compute]>([
  ['eigh', (x) => eigh(x)],
  ['svd', (x) => svd(x)],
  ['eig', (x) => eig(x).map((part) => real(part))],
])('equal values leave the gradient of %s finite', (_name, fn) => {
  const x = tf.eye(3)
  const { value, grads } = value_and_grads(() => scoped(() => weighted(fn(x))), [x])
  expect(Array.from(grads[0]!.dataSync()).every(Number.isFinite)).toBe(true)
  tf.dispose([value, grads[0]!, x])
})
