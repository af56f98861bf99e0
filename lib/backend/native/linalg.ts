import { type KernelFunc, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { rounding_of, tidied } from '../matrices/eig'
import { transposed } from '../matrices/triangular'
import type { NativeBackend } from './backend'
import { complex_double, double, NativeDoubles, whole } from './doubles'

type Results = TensorInfo | TensorInfo[]

/** What a kernel is made of in TensorFlow's ops; null where that is of no use. */
type Form = (ops: NativeDoubles, inputs: Record<string, TensorInfo>, attrs: Record<string, any>) => Results | null

/** One op of TensorFlow, given the inputs in order, with as many results. */
const one_op =
  (op: string, attrs_of: (attrs: any) => Record<string, boolean> = () => ({}), outputs = 1): Form =>
  (ops, inputs, attrs) => {
    const ids = Object.values(inputs).map((info) => ops.take(info))
    const results = ops.run(op, ids, { attrs: attrs_of(attrs), outputs }).map((made) => ops.give(made))
    return outputs === 1 ? results[0] : results
  }

/** The exchanges, one after the other, that bring rows into an order. */
function exchanges_of(order: ArrayLike<number>, count: number): Int32Array {
  const present = Array.from(order, (_, i) => i)
  return Int32Array.from({ length: count }, (_, k) => {
    const at = present.indexOf(order[k])
    ;[present[k], present[at]] = [present[at], present[k]]
    return at
  })
}

const lu: Form = (ops, { x }) => {
  const n = x.shape[x.shape.length - 1]
  const given = [ops.type('T', double), ops.type('output_idx_type', whole)]
  const [factors, order] = ops.run('Lu', [ops.take(x)], { given, outputs: 2 }).map((made) => ops.give(made))
  const rows = ops.values_of(order)
  const pivots = new Int32Array(rows.length)
  for (let at = 0; at < rows.length; at += n) pivots.set(exchanges_of(rows.subarray(at, at + n), n), at)
  return [factors, ops.put(pivots, order.shape), order]
}

/** Null where a matrix is not positive definite: TensorFlow then gives what is no number. */
const cholesky: Form = (ops, { x }) => {
  const factor = ops.give(ops.run('Cholesky', [ops.symmetric(x)])[0])
  const values = ops.values_of(factor)
  const size = x.shape[x.shape.length - 1] ** 2
  for (let last = size - 1; last < values.length; last += size) {
    if (!Number.isNaN(values[last])) continue
    factor.dispose()
    return null
  }
  return factor
}

const eigh: Form = (ops, { x }) =>
  ops.run('SelfAdjointEigV2', [ops.symmetric(x)], { attrs: { compute_v: true }, outputs: 2 }).map((made) => ops.give(made))

/** TensorFlow gives eigenvectors any factor of length 1; they get that of the plain loops. */
const eig: Form = (ops, { x }) => {
  const n = x.shape[x.shape.length - 1]
  const given = [ops.type('T', double), ops.type('Tout', complex_double)]
  const made = ops.run('Eig', [ops.take(x)], { attrs: { compute_v: true }, given, outputs: 2 })
  const [w, v] = made.map((part) => ops.values_of_made(part))
  const matrices = ops.values_of(x)
  const shapes = made.map(({ shape }) => shape)
  const [wr, wi, vr, vi] = [w, w, v, v].map((part) => new Float32Array(part.length / 2))
  for (let at = 0; at < matrices.length; at += n * n) {
    const of = (part: TypedArray, from: number, count: number, half: 0 | 1): Float64Array =>
      Float64Array.from({ length: count }, (_, i) => part[2 * (from + i) + half])
    const first = at / n
    const columns = [of(v, at, n * n, 0), of(v, at, n * n, 1)].map((part) => transposed(part, n, n))
    const found = { values: { re: of(w, first, n, 0), im: of(w, first, n, 1) }, vectors: { re: columns[0], im: columns[1] } }
    const { values, vectors } = tidied(found, n, rounding_of(new Float64Array(matrices.subarray(at, at + n * n))))
    wr.set(values.re, first)
    wi.set(values.im, first)
    vr.set(transposed(vectors.re, n, n), at)
    vi.set(transposed(vectors.im, n, n), at)
  }
  return [ops.put(wr, shapes[0]), ops.put(wi, shapes[0]), ops.put(vr, shapes[1]), ops.put(vi, shapes[1])]
}

const svd: Form = (ops, { x }, { full }) => {
  const attrs = { compute_uv: true, full_matrices: full as boolean }
  const [s, u, v] = ops.run('Svd', [ops.take(x)], { attrs, outputs: 3 })
  return [u, s, ops.transposed(v.id, x.shape.length)].map((made) => ops.give(made))
}

const singular_values: Form = (ops, { x }) =>
  ops.give(ops.run('Svd', [ops.take(x)], { attrs: { compute_uv: false, full_matrices: false }, outputs: 3 })[0])

const pinv: Form = (ops, { x }, { rcond }) => {
  const [s, u, v] = ops.run('Svd', [ops.take(x)], { attrs: { compute_uv: true, full_matrices: false }, outputs: 3 })
  const count = Math.min(...x.shape.slice(-2))
  const sizes = ops.values_of_made(s)
  const scales = Float32Array.from(sizes, (size, i) => (size > rcond * sizes[i - (i % count)] ? 1 / size : 0))
  const row = ops.put_double(scales, [...x.shape.slice(0, -2), 1, count])
  const scaled = ops.run('Mul', [v.id, row])[0].id
  return ops.give(ops.run('BatchMatMulV2', [scaled, u.id], { attrs: { adj_x: false, adj_y: true } })[0])
}

/** Each form, and from how many values on it is faster than plain loops, the way to double precision and back included. */
const forms: Record<string, [form: Form, smallest: number]> = {
  KerasCholesky: [cholesky, 16_384],
  KerasInverse: [one_op('MatrixInverse', () => ({ adjoint: false })), 1024],
  KerasDeterminant: [one_op('MatrixDeterminant'), 4096],
  KerasLogDeterminant: [one_op('LogMatrixDeterminant', () => ({}), 2), 4096],
  KerasSolve: [one_op('MatrixSolve', ({ adjoint }) => ({ adjoint })), 1024],
  KerasTriangularSolve: [one_op('MatrixTriangularSolve', ({ lower, adjoint }) => ({ lower, adjoint })), 4096],
  KerasLu: [lu, 4096],
  KerasPinv: [pinv, 1024],
  KerasQr: [one_op('Qr', ({ full }) => ({ full_matrices: full }), 2), 1024],
  KerasEigh: [eigh, 1024],
  KerasEig: [eig, 4096],
  KerasSingularValues: [singular_values, 16_384],
  KerasSvd: [svd, 1024],
}

/** TensorFlow's ops for matrices of many values, the plain kernel for few, and for what TensorFlow refuses: singular matrices, or LU of such as are not square. */
function native_kernel([form, smallest]: [Form, number], plain: KernelFunc): KernelFunc {
  return (args) => {
    const inputs = args.inputs as Record<string, TensorInfo>
    const { shape } = inputs.x ?? inputs.matrix
    if (util.sizeFromShape(shape) < smallest) return plain(args)
    return attempt(form, args, inputs) ?? plain(args)
  }
}

function attempt(form: Form, { attrs, backend }: Parameters<KernelFunc>[0], inputs: Record<string, TensorInfo>): Results | null {
  const ops = new NativeDoubles(backend as unknown as NativeBackend)
  try {
    return form(ops, inputs, (attrs ?? {}) as Record<string, unknown>)
  } catch {
    return null
  } finally {
    ops.free()
  }
}

/** From how many values on TensorFlow's ops are taken for a kernel. */
export const smallest_native = (kernel: string): number => forms[kernel][1]

/** The kernels of linear algebra that are faster with TensorFlow's own on the native backend. */
export function native_linalg_kernels(plain: Record<string, KernelFunc>): Record<string, KernelFunc> {
  return Object.fromEntries(Object.entries(forms).map(([name, pair]) => [name, native_kernel(pair, plain[name])]))
}
