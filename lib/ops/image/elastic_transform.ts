import type { Tensor } from '@tensorflow/tfjs-core'
import { random_normal } from '../../backend/kernels/random/bits'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { draw_seed, type SeedGenerator } from '../../variables/seed_generator'
import type { TensorLike } from '../../variables/to_tensor'
import { as_tensor, binary, float_scalar, like, reshaped } from '../convert'
import { in_image, op1 } from '../declare'
import { bell, blurred } from './blurred'
import { as_batch, check_choice, from_batch, layout_of } from './images'
import { type FillMode, fill_modes, orders, pixel_places, sampled } from './sampling'

/**
 * Images bent: each pixel is read at a place moved by a smooth random amount, the same down and across. `alpha` is the strength, `sigma` the smoothness. `interpolation`:
 * `bilinear` (default) or `nearest`; `fill_mode`: `reflect` (default), `constant` (with `fill_value`), `nearest`, `wrap`, `mirror`. The same seed gives the same amounts.
 * Source: keras.ops.image.elastic_transform.
 * @throws ValueError for another rank, number or name.
 *
 * ```ts
 * ops.image.elastic_transform(ops.ones([4, 4, 1]), { alpha: 2, sigma: 1, seed: 3 }).shape // [4, 4, 1]
 * ```
 */
export const elastic_transform = /*#__PURE__*/ op1(
  {
    class_name: 'ElasticTransform',
    module: in_image,
    inputs: ['images'],
    config: {
      alpha: 20,
      sigma: 5,
      interpolation: 'bilinear' as 'bilinear' | 'nearest',
      fill_mode: 'reflect' as FillMode,
      fill_value: 0,
      seed: null as number | SeedGenerator | null,
      data_format: null as string | null,
    },
  },
  (
    images: TensorLike,
    alpha: number,
    given_sigma: number,
    interpolation: string,
    fill_mode: FillMode,
    fill_value: number,
    seed: number | SeedGenerator | null,
    data_format: string | null,
  ) => {
    check_choice('interpolation', interpolation, Object.keys(orders))
    check_choice('fill_mode', fill_mode, fill_modes)
    const sigma = Number(given_sigma)
    if (!(sigma > 0)) throw new ValueError(`elastic_transform: \`sigma\` must be positive. Received: sigma=${repr(given_sigma)}`)
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    const batch = as_batch(x, layout)
    const [n, height, width] = batch.shape as [number, number, number]
    const weights = bell(Math.trunc(6 * sigma) | 1, sigma)
    const noise = random_normal(draw_seed(seed), [n, height, width], 0, sigma)
    const smooth = blurred(reshaped(noise, [n, height, width, 1]), weights, weights, 'same')
    const shift = binary('Multiply', reshaped(smooth, [n, height * width]), float_scalar(alpha))
    const [rows, columns] = pixel_places(height, width).map((places) => binary('Add', places, shift)) as [Tensor, Tensor]
    const moved = sampled(batch, [rows, columns], { order: orders[interpolation]!, fill_mode, fill_value: Number(fill_value) })
    return from_batch(like(reshaped(moved, batch.shape), x), layout)
  },
)
