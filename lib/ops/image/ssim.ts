import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, binary, float_scalar, reshaped, store_as } from '../convert'
import { cast_values } from '../core'
import { in_image, op2 } from '../declare'
import { joined, parted } from '../numpy/join'
import { bell, blurred } from './blurred'
import { as_batch, layout_of } from './images'

const config = { max_val: 1, filter_size: 11, filter_sigma: 1.5, k1: 0.01, k2: 0.03, data_format: null as string | null }

/** `(2 a + c) / (b + c)`. */
const ratio = (a: Tensor, b: Tensor, c: Tensor): Tensor =>
  binary('RealDiv', binary('Add', binary('Add', a, a), c), binary('Add', b, c))

/**
 * How alike two images are in structure, at most 1, for each of a batch. Means and variances are taken under a bell of `filter_size` pixels and `filter_sigma`; `max_val` is
 * the range of the values. Source: keras.ops.image.ssim.
 * @throws ValueError for another rank, unequal shapes, and images smaller than the filter.
 *
 * ```ts
 * const image = ops.reshape(ops.arange(16, { dtype: 'float32' }), [4, 4, 1])
 * ops.image.ssim(image, image, { max_val: 16, filter_size: 3 }) // 1
 * ```
 */
export const ssim = /*#__PURE__*/ op2(
  { class_name: 'SSIM', module: in_image, inputs: ['image1', 'image2'], config },
  (
    image1: TensorLike,
    image2: TensorLike,
    max_val: number,
    filter_size: number,
    filter_sigma: number,
    k1: number,
    k2: number,
    data_format: string | null,
  ) => {
    const given = [as_tensor(image1), as_tensor(image2)] as [Tensor, Tensor]
    const layout = layout_of(given[0], data_format, 'image1')
    layout_of(given[1], data_format, 'image2')
    if (shape_text(given[0].shape) !== shape_text(given[1].shape))
      throw new ValueError(
        `ssim: images must have one shape. Received: image1.shape=${shape_text(given[0].shape)}, image2.shape=${shape_text(given[1].shape)}`,
      )
    const [x, y] = given.map((image) => as_batch(store_as(image, 'float32'), layout)) as [Tensor, Tensor]
    const [n, height, width] = x.shape as [number, number, number]
    if (height < filter_size || width < filter_size)
      throw new ValueError(
        `ssim: images must not be smaller than the filter. Received: image1.shape=${shape_text(given[0].shape)}, filter_size=${filter_size}`,
      )
    const weights = bell(filter_size, Number(filter_sigma))
    const maps = [x, y, binary('Multiply', x, x), binary('Multiply', y, y), binary('Multiply', x, y)]
    const means = parted(blurred(joined(maps, 0), weights, weights, 'valid'), new Array(5).fill(n), 0)
    const [mean_x, mean_y, square_x, square_y, product] = means as [Tensor, Tensor, Tensor, Tensor, Tensor]
    const [xx, yy] = [mean_x, mean_y].map((mean) => binary('Multiply', mean, mean)) as [Tensor, Tensor]
    const xy = binary('Multiply', mean_x, mean_y)
    const constant = (k: number): Tensor => float_scalar((Number(k) * Number(max_val)) ** 2)
    const spread = binary('Add', binary('Sub', square_x, xx), binary('Sub', square_y, yy))
    const alike = binary(
      'Multiply',
      ratio(xy, binary('Add', xx, yy), constant(k1)),
      ratio(binary('Sub', product, xy), spread, constant(k2)),
    )
    const mean = run_kernel('Mean', { x: alike }, { axis: [1, 2, 3], keepDims: false })
    return cast_values(layout.batched ? mean : reshaped(mean, []), tensor_dtype(given[0]))
  },
)
