import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { size_of } from '../axes'
import { as_tensor, like, reshaped, store_as } from '../convert'
import { in_image, op2 } from '../declare'
import { parted } from '../numpy/join'
import { type FillMode, fill_modes, sampled } from './sampling'

/**
 * The values of `inputs` at `coordinates` `[rank, ...]`, whose first axis has one place for each axis of `inputs`. `order` 0 takes the nearest value, 1 weighs those around.
 * `fill_mode` says what stands beyond the ends: `constant` (`fill_value`, the default), `nearest`, `wrap`, `mirror`, `reflect`. Source: keras.ops.image.map_coordinates.
 * @throws ValueError that names the argument.
 *
 * ```ts
 * ops.image.map_coordinates([[1.5, 2.5], [3.5, 4.5]], [[0, 0.5], [0.5, 0.5]], 1) // [2, 3]
 * ```
 */
export const map_coordinates = /*#__PURE__*/ op2(
  {
    class_name: 'MapCoordinates',
    module: in_image,
    inputs: ['inputs', 'coordinates'],
    config: { order: null as number | null, fill_mode: 'constant' as FillMode, fill_value: 0 },
  },
  (inputs: TensorLike, coordinates: TensorLike, order: number | null, fill_mode: FillMode, fill_value: number) => {
    const x = as_tensor(inputs)
    const places = store_as(as_tensor(coordinates), 'float32')
    const rank = x.shape.length
    if (places.shape[0] !== rank)
      throw new ValueError(
        `First dim of \`coordinates\` must be the same as the rank of \`inputs\`. Received inputs with shape: ${shape_text(x.shape)} and coordinate leading dim of ${places.shape[0]}`,
      )
    if (places.shape.length < 2)
      throw new ValueError(
        `Invalid coordinates rank: expected at least rank 2. Received input with shape: ${shape_text(places.shape)}`,
      )
    if (!fill_modes.includes(fill_mode))
      throw new ValueError(
        `Invalid value for argument \`fill_mode\`. Expected one of ${repr(fill_modes)}. Received: fill_mode=${repr(fill_mode)}`,
      )
    if (order !== 0 && order !== 1)
      throw new ValueError(`Invalid value for argument \`order\`. Expected one of [0, 1]. Received: order=${repr(order)}`)
    const shape = places.shape.slice(1)
    const points = size_of(shape)
    const along = parted(reshaped(places, [rank, points]), new Array(rank).fill(1), 0)
    const image = like(reshaped(x, [1, ...x.shape, 1]), x)
    return like(reshaped(sampled(image, along, { order, fill_mode, fill_value: Number(fill_value) }), shape), x)
  },
)
