import * as tf from '@tensorflow/tfjs-core'

/** What a gradient of a 2D convolution needs to know. All tensors are NHWC. */
export interface ConvGeometry {
  strides: [number, number]
  dilations: [number, number]
  /** Zeros put before the first row and before the first column. */
  padding: [number, number]
}

/** Pads (or, where negative, crops) the two image axes 1 and 2. */
function pad_or_crop(x: tf.Tensor4D, before: [number, number], after: [number, number]): tf.Tensor4D {
  const pads = [0, 1].map((i) => [Math.max(0, before[i]!), Math.max(0, after[i]!)] as [number, number])
  const padded = pads.every(([a, b]) => a === 0 && b === 0) ? x : tf.pad4d(x, [[0, 0], pads[0]!, pads[1]!, [0, 0]])
  if (before.every((n) => n >= 0) && after.every((n) => n >= 0)) return padded
  const begin = before.map((n) => Math.max(0, -n))
  const size = [0, 1].map((i) => padded.shape[i + 1]! - begin[i]! - Math.max(0, -after[i]!))
  return tf.slice4d(padded, [0, begin[0]!, begin[1]!, 0], [-1, size[0]!, size[1]!, -1])
}

/**
 * Filter gradient as one forward convolution: the images' channels play the batch, the batch plays the channels, and `dy` is the filter.
 * Strides and dilations change places.
 */
export function filter_gradient(x: tf.Tensor4D, dy: tf.Tensor4D, filter_shape: number[], geometry: ConvGeometry): tf.Tensor4D {
  return tf.tidy(() => {
    const { strides, dilations, padding } = geometry
    const needed = [0, 1].map((i) => (filter_shape[i]! - 1) * dilations[i]! + (dy.shape[i + 1]! - 1) * strides[i]! + 1)
    const after = [0, 1].map((i) => needed[i]! - x.shape[i + 1]! - padding[i]!) as [number, number]
    const images = pad_or_crop(tf.transpose(x, [3, 1, 2, 0]), padding, after)
    const result = tf.conv2d(images, tf.transpose(dy, [1, 2, 0, 3]), dilations, 'valid', 'NHWC', strides)
    return tf.transpose(result, [1, 2, 0, 3])
  })
}

/** Puts `stride - 1` zeros between neighbours along the two image axes. */
function spread(dy: tf.Tensor4D, strides: [number, number]): tf.Tensor4D {
  if (strides[0] === 1 && strides[1] === 1) return dy
  const [n, h, w, c] = dy.shape
  const apart = tf.pad(tf.reshape(dy, [n, h, 1, w, 1, c]), [
    [0, 0],
    [0, 0],
    [0, strides[0] - 1],
    [0, 0],
    [0, strides[1] - 1],
    [0, 0],
  ])
  return tf.reshape(apart, [n, h * strides[0], w * strides[1], c])
}

/** Input gradient as one forward convolution of the spread `dy` with the flipped filter. */
export function input_gradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  input_shape: number[],
  geometry: ConvGeometry,
  flip = (w: tf.Tensor4D) => tf.transpose(tf.reverse(w, [0, 1]), [0, 1, 3, 2]),
): tf.Tensor4D {
  return tf.tidy(() => {
    const { strides, dilations, padding } = geometry
    const wide = spread(dy, strides)
    const reach = [0, 1].map((i) => (filter.shape[i]! - 1) * dilations[i]!)
    const before = [0, 1].map((i) => reach[i]! - padding[i]!) as [number, number]
    const after = [0, 1].map((i) => input_shape[i + 1]! + reach[i]! - wide.shape[i + 1]! - before[i]!) as [number, number]
    return tf.conv2d(pad_or_crop(wide, before, after), flip(filter), 1, 'valid', 'NHWC', dilations)
  })
}

/** Depthwise filter gradient as one depthwise convolution with batch times channels as the channels, summed over the batch. */
export function depthwise_filter_gradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filter_shape: number[],
  geometry: ConvGeometry,
): tf.Tensor4D {
  return tf.tidy(() => {
    const { strides, dilations, padding } = geometry
    const [n, h, w, channels] = x.shape
    const [, out_h, out_w] = dy.shape
    const multiplier = filter_shape[3]!
    const needed = [0, 1].map((i) => (filter_shape[i]! - 1) * dilations[i]! + (dy.shape[i + 1]! - 1) * strides[i]! + 1)
    const after = [0, 1].map((i) => needed[i]! - x.shape[i + 1]! - padding[i]!) as [number, number]
    const images = pad_or_crop(tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [1, h, w, n * channels]), padding, after)
    const filter = tf.reshape(tf.transpose(dy, [1, 2, 0, 3]), [out_h, out_w, n * channels, multiplier]) as tf.Tensor4D
    const taps = tf.depthwiseConv2d(images, filter, dilations, 'valid', 'NHWC', strides)
    return tf.reshape(
      tf.sum(tf.reshape(taps, [filter_shape[0]!, filter_shape[1]!, n, channels * multiplier]), 2),
      filter_shape as [number, number, number, number],
    )
  })
}

/** Depthwise input gradient as one depthwise convolution of the spread `dy`, summed over the multiplier. */
export function depthwise_input_gradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  input_shape: number[],
  geometry: ConvGeometry,
): tf.Tensor4D {
  return tf.tidy(() => {
    const { strides, dilations, padding } = geometry
    const [rows, columns, channels, multiplier] = filter.shape
    const wide = spread(dy, strides)
    const reach = [(rows - 1) * dilations[0], (columns - 1) * dilations[1]]
    const before = [0, 1].map((i) => reach[i]! - padding[i]!) as [number, number]
    const after = [0, 1].map((i) => input_shape[i + 1]! + reach[i]! - wide.shape[i + 1]! - before[i]!) as [number, number]
    const flipped = tf.reshape(tf.reverse(filter, [0, 1]), [rows, columns, channels * multiplier, 1]) as tf.Tensor4D
    const dx = tf.depthwiseConv2d(pad_or_crop(wide, before, after), flipped, 1, 'valid', 'NHWC', dilations)
    if (multiplier === 1) return dx
    return tf.reshape(tf.sum(tf.reshape(dx, [-1, multiplier]), 1), input_shape as [number, number, number, number])
  })
}
