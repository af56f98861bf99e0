import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { range } from '../axes'
import { as_tensor, binary, finish, float_scalar, like, promote_float, reshaped, store_as, unary } from '../convert'
import { segment_total } from '../core'
import { in_nn, op1, op2 } from '../declare'
import { gathered, permuted } from '../numpy/shape'
import { channels_first, type PerAxis, padded, per_axis, to_last } from './windows'

const block_config = { block_size: 2, data_format: 'channels_last' as string | null }

function check_block(block: number, x: Tensor): void {
  if (x.shape.length !== 4) throw new ValueError(`The input must be a 4D tensor. Received: x.shape=${shape_text(x.shape)}`)
  if (!Number.isInteger(block) || block < 2)
    throw new ValueError(`\`block_size\` must be at least 2. Received: block_size=${block}`)
}

/** Channels laid out as blocks of pixels. Source: keras.ops.depth_to_space. */
export const depth_to_space = /*#__PURE__*/ op1(
  { class_name: 'DepthToSpace', module: in_nn, inputs: ['x'], config: block_config },
  (input: TensorLike, block: number, data_format: string | null) => {
    const x = as_tensor(input)
    check_block(block, x)
    const first = channels_first(data_format)
    const [n, h, w, c] = (first ? to_last(x) : x).shape as [number, number, number, number]
    if (c % (block * block) !== 0)
      throw new ValueError(
        `Number of channels must be divisible by block_size ** 2. Received: channels=${c}, block_size=${block}`,
      )
    if (first) {
      const split = reshaped(x, [n, c / block ** 2, block, block, h, w])
      return like(reshaped(permuted(split, [0, 1, 4, 2, 5, 3]), [n, c / block ** 2, h * block, w * block]), x)
    }
    const split = reshaped(x, [n, h, w, block, block, c / block ** 2])
    return like(reshaped(permuted(split, [0, 1, 3, 2, 4, 5]), [n, h * block, w * block, c / block ** 2]), x)
  },
)

/** Blocks of pixels laid out as channels. Source: keras.ops.space_to_depth. */
export const space_to_depth = /*#__PURE__*/ op1(
  { class_name: 'SpaceToDepth', module: in_nn, inputs: ['x'], config: block_config },
  (input: TensorLike, block: number, data_format: string | null) => {
    const x = as_tensor(input)
    check_block(block, x)
    const first = channels_first(data_format)
    const [n, h, w, c] = (first ? [x.shape[0], x.shape[2], x.shape[3], x.shape[1]] : x.shape) as [number, number, number, number]
    if (h % block !== 0 || w % block !== 0)
      throw new ValueError(
        `Height and width must be divisible by block_size. Received: height=${h}, width=${w}, block_size=${block}`,
      )
    if (first) {
      const split = reshaped(x, [n, c, h / block, block, w / block, block])
      return like(reshaped(permuted(split, [0, 1, 3, 5, 2, 4]), [n, c * block ** 2, h / block, w / block]), x)
    }
    const split = reshaped(x, [n, h / block, block, w / block, block, c])
    return like(reshaped(permuted(split, [0, 1, 3, 2, 4, 5]), [n, h / block, w / block, c * block ** 2]), x)
  },
)

interface Grid {
  size: [number, number]
  pads: [number, number]
  /** For each place in the window and each window, the flat pixel that it covers. */
  pixels: number[]
  windows: number
  places: number
}

function grid(height: number, width: number, kernel: PerAxis, dilation: PerAxis, padding: PerAxis, stride: PerAxis): Grid {
  const [kh, kw] = per_axis(kernel, 2, 'kernel_size') as [number, number]
  const [dh, dw] = per_axis(dilation, 2, 'dilation') as [number, number]
  const [ph, pw] = per_axis(padding, 2, 'padding') as [number, number]
  const [sh, sw] = per_axis(stride, 2, 'stride') as [number, number]
  const [full_h, full_w] = [height + 2 * ph, width + 2 * pw]
  const rows = Math.floor((full_h - dh * (kh - 1) - 1) / sh) + 1
  const columns = Math.floor((full_w - dw * (kw - 1) - 1) / sw) + 1
  const pixels: number[] = []
  for (const i of range(kh)) {
    for (const j of range(kw))
      for (const r of range(rows)) for (const c of range(columns)) pixels.push((r * sh + i * dh) * full_w + c * sw + j * dw)
  }
  return { size: [full_h, full_w], pads: [ph, pw], pixels, windows: rows * columns, places: kh * kw }
}

const unfold_config = { kernel_size: 1 as PerAxis, dilation: 1 as PerAxis, padding: 0 as PerAxis, stride: 1 as PerAxis }

/** The windows of images `[n, c, h, w]` as columns: `[n, c * window, windows]`. Source: keras.ops.unfold. */
export const unfold = /*#__PURE__*/ op1(
  { class_name: 'Unfold', module: in_nn, inputs: ['x'], config: unfold_config },
  (input: TensorLike, kernel: PerAxis, dilation: PerAxis, padding: PerAxis, stride: PerAxis) => {
    const x = as_tensor(input)
    if (x.shape.length !== 4) throw new ValueError(`Input must be a 4D tensor. Received: x.shape=${shape_text(x.shape)}`)
    const [n, c, h, w] = x.shape as [number, number, number, number]
    const { size, pads, pixels, windows, places } = grid(h, w, kernel, dilation, padding, stride)
    const wide = padded(x, [
      [0, 0],
      [0, 0],
      [pads[0], pads[0]],
      [pads[1], pads[1]],
    ])
    const flat = reshaped(wide, [n, c, size[0] * size[1]])
    return like(reshaped(gathered(flat, as_tensor(pixels, 'int32'), 2), [n, c * places, windows]), x)
  },
)

const fold_config = { output_size: 1 as PerAxis, ...unfold_config }

/** Columns laid back into images, overlaps summed: the counterpart of `unfold`. Source: keras.ops.fold. */
export const fold = /*#__PURE__*/ op1(
  { class_name: 'Fold', module: in_nn, inputs: ['x'], config: fold_config },
  (input: TensorLike, output_size: PerAxis, kernel: PerAxis, dilation: PerAxis, padding: PerAxis, stride: PerAxis) => {
    const x = as_tensor(input)
    if (x.shape.length !== 3) throw new ValueError(`Input must be a 3D tensor. Received: x.shape=${shape_text(x.shape)}`)
    const [h, w] = per_axis(output_size, 2, 'output_size') as [number, number]
    const { size, pads, pixels, windows, places } = grid(h, w, kernel, dilation, padding, stride)
    const [n, channels, count] = x.shape as [number, number, number]
    if (channels % places !== 0 || count !== windows)
      throw new ValueError(
        `fold: the input does not match \`output_size\` and \`kernel_size\`. Received: x.shape=${shape_text(x.shape)}`,
      )
    const c = channels / places
    const rows = permuted(reshaped(store_as(x, 'float32'), [n * c, places * windows]), [1, 0])
    const sums = segment_total(rows, as_tensor(pixels, 'int32'), size[0] * size[1])
    const images = reshaped(permuted(sums, [1, 0]), [n, c, size[0], size[1]])
    return finish(run_kernel('Slice', { x: images }, { begin: [0, 0, pads[0], pads[1]], size: [n, c, h, w] }), tensor_dtype(x))
  },
)

/** The peak signal-to-noise ratio in decibels. Source: keras.ops.psnr. */
export const psnr = /*#__PURE__*/ op2(
  { class_name: 'PSNR', module: in_nn, inputs: ['x1', 'x2'], config: { max_val: 1 } },
  (x1: TensorLike, x2: TensorLike, max_val: number) => {
    const [[a, b], dtype] = promote_float(x1, x2)
    if (shape_text(a!.shape) !== shape_text(b!.shape))
      throw new ValueError(`Input shapes ${shape_text(a!.shape)} and ${shape_text(b!.shape)} must match for PSNR calculation. `)
    const error = run_kernel(
      'Mean',
      { x: binary('SquaredDifference', a!, b!) },
      { axis: range(a!.shape.length), keepDims: false },
    )
    const decibels = binary(
      'Multiply',
      unary('Log', binary('RealDiv', float_scalar(Number(max_val) ** 2), error)),
      float_scalar(10 / Math.LN10),
    )
    return finish(decibels, dtype)
  },
)

/** Complex numbers of magnitudes and angles. Source: keras.ops.polar. */
export const polar = /*#__PURE__*/ op2(
  { class_name: 'Polar', module: in_nn, inputs: ['abs', 'angle'] },
  (abs: TensorLike, angle: TensorLike) => {
    const [[r, phi]] = promote_float(abs, angle)
    return run_kernel('Complex', {
      real: binary('Multiply', r!, unary('Cos', phi!)),
      imag: binary('Multiply', r!, unary('Sin', phi!)),
    })
  },
)
