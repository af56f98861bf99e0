import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, reshaped, store_as } from '../convert'
import { cast_values } from '../core'
import { in_image, op1 } from '../declare'
import { depthwise_convolved } from '../nn/conv'
import { channels_first, to_last } from '../nn/windows'
import { permuted } from '../numpy/shape'

/** What the nine pixels around give to the change down and to the change across. */
const weights = [
  [-1, -1],
  [-2, 0],
  [-1, 1],
  [0, -2],
  [0, 0],
  [0, 2],
  [1, -1],
  [2, 0],
  [1, 1],
]

/**
 * How images `[n, h, w, c]` change down and across: `[n, h, w, c, 2]`. Zeros stand around the images. Source: keras.ops.image.sobel_edges.
 * @throws ValueError for another rank.
 *
 * ```ts
 * ops.image.sobel_edges([[[[1], [2], [4]]]]) // [[[[[0, 4]], [[0, 6]], [[0, -4]]]]]
 * ```
 */
export const sobel_edges = /*#__PURE__*/ op1(
  { class_name: 'SobelEdges', module: in_image, inputs: ['images'], config: { data_format: null as string | null } },
  (images: TensorLike, data_format: string | null) => {
    const x = as_tensor(images)
    if (x.shape.length !== 4)
      throw new ValueError(
        `Invalid images rank: expected rank 4 (batch of images). Received: images.shape=${shape_text(x.shape)}`,
      )
    const first = channels_first(data_format)
    const values = store_as(first ? to_last(x) : x, 'float32')
    const [n, height, width, channels] = values.shape as [number, number, number, number]
    const kernel = weights.flatMap((pair) => new Array<number[]>(channels).fill(pair).flat())
    const edges = depthwise_convolved(values, reshaped(as_tensor(Float32Array.from(kernel)), [3, 3, channels, 2]), {
      strides: [1, 1],
      padding: 'same',
      dilations: [1, 1],
    })
    const pairs = reshaped(edges, [n, height, width, channels, 2])
    return cast_values(first ? permuted(pairs, [0, 3, 1, 2, 4]) : pairs, tensor_dtype(x))
  },
)
