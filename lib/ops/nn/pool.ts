import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, finish, reshaped, store_as } from '../convert'
import { in_nn, op1 } from '../declare'
import { as_image, as_sequence, channels_first, type PerAxis, per_axis, to_first, to_last } from './windows'

const config = { pool_size: 2 as PerAxis, strides: null as PerAxis | null, padding: 'valid', data_format: null as string | null }

type Kind = 'MaxPool' | 'AvgPool'

function pooled(kind: Kind, x: Tensor, size: number[], strides: number[], padding: 'valid' | 'same'): Tensor {
  const spatial = size.length
  if (spatial === 1) return as_sequence(pooled(kind, as_image(x), [1, size[0]!], [1, strides[0]!], padding))
  if (spatial === 2) {
    return run_kernel(kind, { x }, { filterSize: size, strides, pad: padding, dimRoundingMode: null })
  }
  if (spatial === 3) return pooled_3d(kind, x, size, strides, padding)
  throw new ValueError(`pool: the input must have 1, 2 or 3 spatial axes. Received: inputs.shape=${shape_text(x.shape)}`)
}

/** Volumes are pooled by planes first, then along the depth. */
function pooled_3d(kind: Kind, x: Tensor, size: number[], strides: number[], padding: 'valid' | 'same'): Tensor {
  const [n, d, h, w, c] = x.shape as [number, number, number, number, number]
  const planes = pooled(kind, reshaped(x, [n * d, h, w, c]), size.slice(1), strides.slice(1), padding)
  const [, rows, columns] = planes.shape as [number, number, number, number]
  const columns_of_depth = reshaped(planes, [n, d, rows * columns, c])
  const result = pooled(kind, columns_of_depth, [size[0]!, 1], [strides[0]!, 1], padding)
  return reshaped(result, [n, result.shape[1]!, rows, columns, c])
}

function pool_op(class_name: string, kind: Kind) {
  return op1(
    { class_name, module: in_nn, inputs: ['inputs'], config },
    (input: TensorLike, pool_size: PerAxis, strides: PerAxis | null, padding: string, data_format: string | null) => {
      const x = as_tensor(input)
      const spatial = x.shape.length - 2
      const name = String(padding).toLowerCase()
      if (name !== 'valid' && name !== 'same')
        throw new ValueError(`Invalid padding '${padding}', must be 'same' or 'valid'. Received: padding=${repr(padding)}`)
      const size = per_axis(pool_size, spatial, 'pool_size')
      const steps = per_axis(strides ?? pool_size, spatial, 'strides')
      const first = channels_first(data_format)
      const values = store_as(first ? to_last(x) : x, 'float32')
      if (name === 'valid' && values.shape.slice(1, -1).some((d, i) => d < size[i]!)) {
        throw new ValueError(
          `Computed output size would be negative. Received: \`inputs.shape=${shape_text(x.shape)}\`, \`pool_size=${shape_text(size)}\`.`,
        )
      }
      const result = pooled(kind, values, size, steps, name)
      return finish(first ? to_first(result) : result, tensor_dtype(x))
    },
  )
}

/** The largest value of each window. Source: keras.ops.max_pool. */
export const max_pool = /*#__PURE__*/ pool_op('MaxPool', 'MaxPool')
/** The mean of each window; padding does not count. Source: keras.ops.average_pool. */
export const average_pool = /*#__PURE__*/ pool_op('AveragePool', 'AvgPool')

const adaptive_config = { output_size: 1 as PerAxis, data_format: null as string | null }

/** Windows that share an axis of `size` among `count` results as evenly as possible. */
function adaptive_axis(x: Tensor, axis: number, count: number, kind: Kind): Tensor {
  const size = x.shape[axis]!
  const bounds = Array.from({ length: count }, (_, i): [number, number] => [
    Math.floor((i * size) / count),
    Math.ceil(((i + 1) * size) / count),
  ])
  const parts = bounds.map(([from, to]) => {
    const part = run_kernel(
      'Slice',
      { x },
      { begin: x.shape.map((_, i) => (i === axis ? from : 0)), size: x.shape.map((d, i) => (i === axis ? to - from : d)) },
    )
    return kind === 'MaxPool'
      ? run_kernel('Max', { x: part }, { reductionIndices: [axis], keepDims: true })
      : run_kernel('Mean', { x: part }, { axis: [axis], keepDims: true })
  })
  return parts.length === 1 ? parts[0]! : run_kernel('Concat', parts, { axis })
}

function adaptive_op(class_name: string, kind: Kind) {
  return op1(
    { class_name, module: in_nn, inputs: ['inputs'], config: adaptive_config },
    (input: TensorLike, output_size: PerAxis, data_format: string | null) => {
      const x = as_tensor(input)
      const spatial = x.shape.length - 2
      if (spatial < 1 || spatial > 3) {
        throw new ValueError(
          `adaptive_${kind === 'MaxPool' ? 'max' : 'average'}_pool supports only 1D/2D/3D inputs. Received: inputs.shape=${shape_text(x.shape)}`,
        )
      }
      const sizes = per_axis(output_size, spatial, 'output_size')
      const offset = channels_first(data_format) ? 2 : 1
      let result = store_as(x, 'float32')
      sizes.forEach((count, i) => {
        result = adaptive_axis(result, i + offset, count, kind)
      })
      return finish(result, tensor_dtype(x))
    },
  )
}

/** The mean of windows that are chosen so that the result has the given size. Source: keras.ops.adaptive_average_pool. */
export const adaptive_average_pool = /*#__PURE__*/ adaptive_op('AdaptiveAveragePool', 'AvgPool')
/** The largest value of windows that are chosen so that the result has the given size. Source: keras.ops.adaptive_max_pool. */
export const adaptive_max_pool = /*#__PURE__*/ adaptive_op('AdaptiveMaxPool', 'MaxPool')
