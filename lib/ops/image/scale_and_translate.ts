import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import type { Op } from '../../graph/op'
import { op } from '../../graph/op'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis } from '../axes'
import { as_float, as_tensor, finish, reshaped, store_as } from '../convert'
import { in_image } from '../declare'
import { add, divide, maximum, multiply, subtract } from '../numpy/arithmetic'
import { greater, greater_equal, less_equal, logical_and, where } from '../numpy/comparison'
import { absolute, sinc } from '../numpy/elementwise'
import { parted } from '../numpy/join'
import { check_choice } from './images'
import { along_axes } from './resampled'

const linear = (x: Tensor): Tensor => maximum(subtract(1, x), 0)

const cubic = (x: Tensor): Tensor => {
  const near = add(multiply(multiply(subtract(multiply(x, 1.5), 2.5), x), x), 1)
  const far = add(multiply(subtract(multiply(add(multiply(x, -0.5), 2.5), x), 4), x), 2)
  return where(greater_equal(x, 2), 0, where(greater_equal(x, 1), far, near))
}

const lanczos =
  (radius: number) =>
  (x: Tensor): Tensor =>
    where(greater(x, radius), 0, multiply(sinc(x), sinc(divide(x, radius))))

/** The weight of a pixel by its distance, in pixels. */
const kernels: Record<string, (distance: Tensor) => Tensor> = {
  linear,
  bilinear: linear,
  trilinear: linear,
  cubic,
  bicubic: cubic,
  tricubic: cubic,
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
}

const counted = (count: number): Tensor => run_kernel('Range', {}, { start: 0, stop: count, step: 1, dtype: 'float32' })

/** The weights `[to, from]` of the pixels of a line, of which each new one is made; none where it is beyond the ends. */
function weights_of(from: number, to: number, scale: Tensor, translation: Tensor, method: string, antialias: boolean): Tensor {
  const step = divide(1, scale)
  const center = reshaped(subtract(subtract(multiply(add(counted(to), 0.5), step), multiply(translation, step)), 0.5) as Tensor, [
    to,
    1,
  ])
  const distance = absolute(subtract(center, reshaped(counted(from), [1, from])))
  const weights = kernels[method]!(antialias ? divide(distance, maximum(step, 1)) : distance)
  const total = run_kernel('Sum', { x: weights }, { axis: [1], keepDims: true })
  const counts = greater(absolute(total), 1000 * 2 ** -23)
  const inside = logical_and(greater_equal(center, -0.5), less_equal(center, from - 0.5))
  return where(logical_and(counts, inside), divide(weights, where(counts, total, 1)), 0)
}

type Numbers = readonly number[]
type Config = { spatial_dims: Numbers | null; method: string | null; antialias: boolean }

/**
 * Images scaled and moved along the axes `spatial_dims`, into `output_shape`: what was at p comes to `p * scale + translation`, `scale` and `translation` having one number for
 * each of these axes. `method`: `linear` (or `bilinear`, `trilinear`), `cubic` (`bicubic`, `tricubic`), `lanczos3`, `lanczos5`. Gradients flow to the images, the scale and the
 * translation. Source: keras.ops.image.scale_and_translate.
 * @throws ValueError that names the argument.
 *
 * ```ts
 * ops.image.scale_and_translate([[[1.5], [2.5]]], [1, 4, 1], [2], [0], [1], 'linear') // [[[1.5], [1.75], [2.25], [2.5]]]
 * ```
 */
export const scale_and_translate = /*#__PURE__*/ op(
  {
    class_name: 'ScaleAndTranslate',
    module: in_image,
    inputs: ['images', 'output_shape', 'scale', 'translation'],
    config: { spatial_dims: null, method: null, antialias: true } as Config,
  },
  (
    images: TensorLike,
    output_shape: Numbers,
    scale: TensorLike,
    translation: TensorLike,
    spatial_dims: Numbers | null,
    method: string | null,
    antialias: boolean,
  ) => {
    check_choice('method', method, Object.keys(kernels))
    const x = as_float(images)
    const [factors, shifts] = [scale, translation].map((value) => store_as(as_tensor(value), 'float32')) as [Tensor, Tensor]
    const rank = x.shape.length
    const axes = (spatial_dims ?? []).map((axis) => one_axis(axis, rank))
    if (!Array.isArray(output_shape) || output_shape.length !== rank)
      throw new ValueError(
        `scale_and_translate: \`output_shape\` must have one size for each axis. Received: output_shape=${repr(output_shape)}, images.shape=${shape_text(x.shape)}`,
      )
    for (const [name, given] of [
      ['scale', factors],
      ['translation', shifts],
    ] as const) {
      if (given.shape.length !== 1 || given.shape[0] !== axes.length)
        throw new ValueError(
          `scale_and_translate: \`${name}\` must have one number for each of \`spatial_dims\`. Received: ${name}.shape=${shape_text(given.shape)}, spatial_dims=${repr(spatial_dims)}`,
        )
    }
    if (axes.length === 0) return run_kernel('Identity', { x })
    const parts = [factors, shifts].map((given) =>
      parted(given, new Array(axes.length).fill(1), 0).map((part) => reshaped(part, [])),
    ) as [Tensor[], Tensor[]]
    const products = axes.map((axis, i): [number, Tensor] => [
      axis,
      weights_of(x.shape[axis]!, output_shape[axis]!, parts[0][i]!, parts[1][i]!, method!, antialias),
    ])
    return finish(along_axes(store_as(x, 'float32'), products), tensor_dtype(x))
  },
) as unknown as Op<[images: TensorLike, output_shape: Numbers, scale: TensorLike, translation: TensorLike], Config, Tensor>
