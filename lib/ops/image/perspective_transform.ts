import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { as_tensor, binary, reshaped, store_as } from '../convert'
import { in_image, op3 } from '../declare'
import { joined, parted } from '../numpy/join'
import { cross } from '../numpy/linear'
import { as_batch, check_choice, from_batch, layout_of } from './images'
import { projected } from './projected'
import { orders } from './sampling'

type Three = [Tensor, Tensor, Tensor]

const scaled_sum = (a: Tensor, b: Tensor): Tensor =>
  run_kernel('Sum', { x: binary('Multiply', a, b) }, { axis: [1], keepDims: true })

const crosses = ([a, b, c]: Three): Three => [cross(b, c), cross(c, a), cross(a, b)] as Three

/** The columns, `[n, 3]`, of the matrix that takes the three unit vectors and their sum to four points `[n, 4, 2]`. */
function basis(points: Tensor): Three {
  const n = points.shape[0]!
  const ones = run_kernel('Fill', {}, { shape: [n, 4, 1], value: 1, dtype: 'float32' })
  const [a, b, c, d] = parted(joined([points, ones], 2), [1, 1, 1, 1], 1).map((point) => reshaped(point, [n, 3])) as [
    ...Three,
    Tensor,
  ]
  const sides = crosses([a, b, c])
  const area = scaled_sum(a, sides[0])
  return [a, b, c].map((point, i) => binary('Multiply', point, binary('RealDiv', scaled_sum(d, sides[i]!), area))) as Three
}

/** The transforms, `[n, 8]`, that take the points `from` to the points `to`; their ninth number is 1. */
function projection(from: Tensor, to: Tensor): Tensor {
  const [inverse, columns] = [crosses(basis(from)), basis(to)]
  const n = from.shape[0]!
  const matrix = inverse
    .map((row, i) => binary('Multiply', reshaped(columns[i]!, [n, 3, 1]), reshaped(row, [n, 1, 3])))
    .reduce((a, b) => binary('Add', a, b))
  const [numbers, last] = parted(reshaped(matrix, [n, 9]), [8, 1], 1) as [Tensor, Tensor]
  return binary('RealDiv', numbers, last)
}

function check_points(points: Tensor, name: string): void {
  const { shape } = points
  if ((shape.length !== 2 && shape.length !== 3) || shape.at(-2) !== 4 || shape.at(-1) !== 2)
    throw new ValueError(
      `Invalid ${name} shape: expected (4,2) for a single image or (N,4,2) for a batch. Received shape: ${shape_text(shape)}`,
    )
}

/**
 * Images seen from elsewhere: what was at the four `start_points` (x, y), `[4, 2]` or one such list for each image, comes to the four `end_points`. `interpolation`: `bilinear`
 * (default) or `nearest`; what comes from outside is `fill_value`. Source: keras.ops.image.perspective_transform.
 * @throws ValueError for another rank, shape or name.
 *
 * ```ts
 * const corners = [[0, 0], [1, 0], [0, 1], [1, 1]]
 * const turned = [[1, 0], [1, 1], [0, 0], [0, 1]]
 * ops.image.perspective_transform([[[1], [2]], [[3], [4]]], corners, turned) // [[[3], [1]], [[4], [2]]]
 * ```
 */
export const perspective_transform = /*#__PURE__*/ op3(
  {
    class_name: 'PerspectiveTransform',
    module: in_image,
    inputs: ['images', 'start_points', 'end_points'],
    config: {
      interpolation: 'bilinear' as 'bilinear' | 'nearest',
      fill_value: 0,
      data_format: null as string | null,
    },
  },
  (
    images: TensorLike,
    start_points: TensorLike,
    end_points: TensorLike,
    interpolation: string,
    fill_value: number,
    data_format: string | null,
  ) => {
    check_choice('interpolation', interpolation, Object.keys(orders))
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    const [start, end] = [start_points, end_points].map((points) => store_as(as_tensor(points), 'float32')) as [Tensor, Tensor]
    check_points(start, 'start_points')
    check_points(end, 'end_points')
    const batch = as_batch(x, layout)
    const count = start.shape.length === 2 ? 1 : start.shape[0]!
    if (shape_text(start.shape) !== shape_text(end.shape))
      throw new ValueError(
        `start_points and end_points must have the same shape. Received start_points.shape=${shape_text(start.shape)}, end_points.shape=${shape_text(end.shape)}`,
      )
    if (count !== 1 && count !== batch.shape[0])
      throw new ValueError(
        `perspective_transform: points are given for all images or for each. Received: start_points.shape=${shape_text(start.shape)}, images.shape=${shape_text(x.shape)}`,
      )
    const transforms = projection(reshaped(end, [count, 4, 2]), reshaped(start, [count, 4, 2]))
    const sampling = { order: orders[interpolation]!, fill_mode: 'constant' as const, fill_value: Number(fill_value) }
    return from_batch(projected(batch, transforms, sampling), layout)
  },
)
