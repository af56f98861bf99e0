import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { TypeError, ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { repr } from '../common/text'
import { type TensorLike, tensor_dtype } from '../variables/to_tensor'
import { range, size_of } from './axes'
import { as_tensor, binary, finish, float_scalar, promote_float, reshaped } from './convert'
import { segment_total } from './core'
import { in_math, op_list, op1 } from './declare'
import { framed } from './math'
import { choose } from './numpy/comparison'
import { permuted } from './numpy/shape'
import { window_values } from './windows'

type Parts = [real: Tensor, imaginary: Tensor]

/** Up to this length a transform is two matrix products, which have gradients on every backend and need no complex numbers. */
const longest_product = 4096

/** The matrices cos and sin of 2 pi i k / n, `rows` by `columns`. */
function turn_matrices(n: number, rows: number, columns: number): Parts {
  if (n > longest_product)
    throw new ValueError(`Fourier transforms of more than ${longest_product} values are not supported. Received: ${n}`)
  const make = (fn: (angle: number) => number): Tensor =>
    reshaped(
      as_tensor(
        Float32Array.from({ length: rows * columns }, (_, at) =>
          fn((2 * Math.PI * ((Math.floor(at / columns) * (at % columns)) % n)) / n),
        ),
        'float32',
      ),
      [rows, columns],
    )
  return [make(Math.cos), make(Math.sin)]
}

/** Rows of the last axis times a matrix. */
function times(x: Tensor, matrix: Tensor): Tensor {
  const last = x.shape.length - 1
  const rows = reshaped(x, [size_of(x.shape.slice(0, -1)), x.shape[last]!])
  const product = run_kernel('BatchMatMul', { a: rows, b: matrix }, { transposeA: false, transposeB: false })
  return reshaped(product, [...x.shape.slice(0, -1), matrix.shape[1]!])
}

/** The transform of the last axis; inverse transforms are divided by the length. */
function transformed([re, im]: Parts, inverse: boolean): Parts {
  const n = re.shape[re.shape.length - 1]!
  const [cos, sin] = turn_matrices(n, n, n)
  const first = inverse ? 'Sub' : 'Add'
  const second = inverse ? 'Add' : 'Sub'
  const real = binary(first, times(re, cos), times(im, sin))
  const imaginary = binary(second, times(im, cos), times(re, sin))
  if (!inverse) return [real, imaginary]
  return [binary('Multiply', real, float_scalar(1 / n)), binary('Multiply', imaginary, float_scalar(1 / n))]
}

function swapped(parts: Parts): Parts {
  const rank = parts[0].shape.length
  const perm = [...range(rank - 2), rank - 1, rank - 2]
  return [permuted(parts[0], perm), permuted(parts[1], perm)]
}

function pair_of(x: readonly TensorLike[]): [Parts, string] {
  if (!Array.isArray(x) || x.length !== 2)
    throw new ValueError(`Input \`x\` should be a tuple of two tensors - real and imaginary. Received: x=${repr(x)}`)
  const [[re, im], dtype] = promote_float(...x)
  if (shape_text(re!.shape) !== shape_text(im!.shape))
    throw new ValueError(
      `Input \`x\` should be a tuple of two tensors - real and imaginary.Both the real and imaginary parts should have the same shape. Received: x[0].shape = ${shape_text(re!.shape)}, x[1].shape = ${shape_text(im!.shape)}`,
    )
  return [[re!, im!], dtype]
}

function pair_op(class_name: string, least_rank: number, fn: (parts: Parts) => Parts) {
  return op_list({ class_name, module: in_math, inputs: ['x'] }, (x: readonly TensorLike[]): Tensor[] => {
    const [parts, dtype] = pair_of(x)
    if (parts[0].shape.length < least_rank)
      throw new ValueError(`Input should have rank >= ${least_rank}. Received: input.shape = ${shape_text(parts[0].shape)}`)
    return fn(parts).map((part) => finish(part, dtype))
  })
}

/** The Fourier transform of the last axis of `[real, imaginary]`. Source: keras.ops.fft. */
export const fft = /*#__PURE__*/ pair_op('FFT', 1, (parts) => transformed(parts, false))
/** The Fourier transform of the last two axes of `[real, imaginary]`. Source: keras.ops.fft2. */
export const fft2 = /*#__PURE__*/ pair_op('FFT2', 2, (parts) => swapped(transformed(swapped(transformed(parts, false)), false)))
/** The inverse Fourier transform of the last two axes of `[real, imaginary]`. Source: keras.ops.ifft2. */
export const ifft2 = /*#__PURE__*/ pair_op('IFFT2', 2, (parts) => swapped(transformed(swapped(transformed(parts, true)), true)))

/** The last axis cut or filled with zeros to a length. */
function of_length(x: Tensor, length: number): Tensor {
  const last = x.shape.length - 1
  const present = x.shape[last]!
  if (present > length)
    return run_kernel('Slice', { x }, { begin: x.shape.map(() => 0), size: [...x.shape.slice(0, -1), length] })
  if (present === length) return x
  return run_kernel('PadV2', { x }, { paddings: x.shape.map((_, i) => [0, i === last ? length - present : 0]), constantValue: 0 })
}

function real_transform(x: Tensor, length: number): Parts {
  const [cos, sin] = turn_matrices(length, length, Math.floor(length / 2) + 1)
  const values = of_length(x, length)
  return [times(values, cos), run_kernel('Neg', { x: times(values, sin) })]
}

function check_length(fft_length: number | null): void {
  if (fft_length !== null && (!Number.isInteger(fft_length) || fft_length < 1))
    throw new ValueError(`fft_length must be a positive integer or None. Received: fft_length=${repr(fft_length)}`)
}

/** The Fourier transform of real values, `[real, imaginary]` of `fft_length / 2 + 1` values. Source: keras.ops.rfft. */
export const rfft = /*#__PURE__*/ op1(
  { class_name: 'RFFT', module: in_math, inputs: ['x'], config: { fft_length: null as number | null } },
  (input: TensorLike, fft_length: number | null): Tensor[] => {
    check_length(fft_length)
    const [[x], dtype] = promote_float(input)
    return real_transform(x!, fft_length ?? x!.shape[x!.shape.length - 1]!).map((part) => finish(part, dtype))
  },
)

function real_inverse([re, im]: Parts, length: number): Tensor {
  const bins = Math.floor(length / 2) + 1
  const [cos, sin] = turn_matrices(length, bins, length)
  const weights = range(bins).map((k) => (k === 0 || (length % 2 === 0 && k === length / 2) ? 1 : 2) / length)
  const weight = as_tensor(Float32Array.from(weights), 'float32')
  const weighted = (x: Tensor): Tensor => binary('Multiply', of_length(x, bins), weight)
  return binary('Sub', times(weighted(re), cos), times(weighted(im), sin))
}

/** Real values of half a transform `[real, imaginary]`. Source: keras.ops.irfft. */
export const irfft = /*#__PURE__*/ op_list(
  { class_name: 'IRFFT', module: in_math, inputs: ['x'], config: { fft_length: null as number | null } },
  (x: readonly TensorLike[], fft_length: number | null) => {
    check_length(fft_length)
    const [parts, dtype] = pair_of(x)
    const last = parts[0].shape[parts[0].shape.length - 1]!
    return finish(real_inverse(parts, fft_length ?? 2 * (last - 1)), dtype)
  },
)

type Window = string | TensorLike | null

/** The window in the middle of `fft_length` values. */
function centred_window(window: Window, sequence_length: number, fft_length: number): Tensor {
  const before = Math.floor((fft_length - sequence_length) / 2)
  if (window === null) return run_kernel('Fill', {}, { shape: [fft_length], value: 1, dtype: 'float32' })
  if (typeof window === 'string' && window !== 'hann' && window !== 'hamming') {
    throw new ValueError(
      `If a string is passed to \`window\`, it must be one of \`"hann"\`, \`"hamming"\`. Received: window=${window}`,
    )
  }
  const values =
    typeof window === 'string' ? as_tensor(window_values(window, sequence_length, true), 'float32') : as_tensor(window, 'float32')
  if (values.shape.length !== 1 || values.shape[0] !== sequence_length) {
    throw new ValueError(
      `The shape of \`window\` must be equal to [sequence_length]. Received: window shape=${shape_text(values.shape)}`,
    )
  }
  return run_kernel('PadV2', { x: values }, { paddings: [[before, fft_length - sequence_length - before]], constantValue: 0 })
}

function check_frames(sequence_length: number, sequence_stride: number, fft_length: number): void {
  if (!Number.isInteger(sequence_stride) || sequence_stride <= 0)
    throw new ValueError(`\`sequence_stride\` must be a positive integer. Received: sequence_stride=${repr(sequence_stride)}`)
  if (fft_length < sequence_length)
    throw new ValueError(
      `\`fft_length\` must equal or larger than \`sequence_length\`. Received: sequence_length=${sequence_length}, fft_length=${fft_length}`,
    )
}

/** The transforms of overlapping windows: `[real, imaginary]`, each `[..., windows, fft_length / 2 + 1]`. Source: keras.ops.stft. */
export const stft = /*#__PURE__*/ op1(
  {
    class_name: 'STFT',
    module: in_math,
    inputs: ['x'],
    config: { sequence_length: 1, sequence_stride: 1, fft_length: 1, window: 'hann' as Window, center: true },
  },
  (
    input: TensorLike,
    sequence_length: number,
    sequence_stride: number,
    fft_length: number,
    window: Window,
    center: boolean,
  ): Tensor[] => {
    check_frames(sequence_length, sequence_stride, fft_length)
    const given = as_tensor(input)
    if (given.dtype !== 'float32')
      throw new TypeError(`Invalid input type. Expected \`float32\` or \`float64\`. Received: input type=${tensor_dtype(given)}`)
    const last = given.shape.length - 1
    let x = given
    if (center) {
      const side = Math.floor(fft_length / 2)
      const count = x.shape[last]!
      const period = Math.max(1, 2 * (count - 1))
      const places = range(count + 2 * side).map((i) => {
        const place = (((i - side) % period) + period) % period
        return place < count ? place : period - place
      })
      x = run_kernel('GatherV2', { x, indices: as_tensor(places, 'int32') }, { axis: last, batchDims: 0 })
    }
    const frames = binary('Multiply', framed(x, fft_length, sequence_stride), centred_window(window, sequence_length, fft_length))
    return real_transform(frames, fft_length).map((part) => finish(part, tensor_dtype(given)))
  },
)

/** The signal of overlapping transforms `[real, imaginary]`. Source: keras.ops.istft. */
export const istft = /*#__PURE__*/ op_list(
  {
    class_name: 'ISTFT',
    module: in_math,
    inputs: ['x'],
    config: {
      sequence_length: 1,
      sequence_stride: 1,
      fft_length: 1,
      length: null as number | null,
      window: 'hann' as Window,
      center: true,
    },
  },
  (
    x: readonly TensorLike[],
    sequence_length: number,
    sequence_stride: number,
    fft_length: number,
    length: number | null,
    window: Window,
    center: boolean,
  ) => {
    check_frames(sequence_length, sequence_stride, fft_length)
    const [parts, dtype] = pair_of(x)
    const shape = parts[0].shape
    const frames = shape[shape.length - 2]!
    const total = fft_length + sequence_stride * (frames - 1)
    const win = centred_window(window, sequence_length, fft_length)
    const pieces = binary('Multiply', real_inverse(parts, fft_length), win)
    const batch = size_of(shape.slice(0, -2))
    const places = as_tensor(
      range(frames).flatMap((f) => range(fft_length).map((j) => f * sequence_stride + j)),
      'int32',
    )
    const rows = permuted(reshaped(pieces, [batch, frames * fft_length]), [1, 0])
    const sums = segment_total(rows, places, total)
    const squares = run_kernel('Tile', { x: reshaped(run_kernel('Square', { x: win }), [1, fft_length]) }, { reps: [frames, 1] })
    const norms = segment_total(reshaped(squares, [frames * fft_length, 1]), places, total)
    const safe = choose(binary('Greater', norms, float_scalar(1e-10)), norms, run_kernel('OnesLike', { x: norms }))
    const scale = window === null ? fft_length / sequence_stride : 1
    const signal = permuted(binary('Multiply', binary('RealDiv', sums, safe), float_scalar(scale)), [1, 0])
    const start = center ? Math.floor(fft_length / 2) : 0
    const end = length !== null ? Math.min(total, start + length) : center ? total - Math.floor(fft_length / 2) : total
    const part = run_kernel('Slice', { x: signal }, { begin: [0, start], size: [batch, Math.max(0, end - start)] })
    return finish(reshaped(part, [...shape.slice(0, -2), Math.max(0, end - start)]), dtype)
  },
)
