import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { normalize } from '../../ops/nn/normalization'
import { matmul } from '../../ops/numpy/linear'
import { moveaxis, reshape } from '../../ops/numpy/shape'
import { type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'
import { Merge } from './base_merge'

export interface DotConfig extends LayerConfig {
  /** The axis of both tensors, or `[of the first, of the second]`; not the batch. */
  axes: number | [number, number]
  /** Whether to divide by the lengths first, which gives the cosine. Default false. */
  normalize?: boolean
}
export interface Dot extends Resolved<DotConfig> {}

/**
 * The products of two tensors, summed over an axis of each: `[b, 3, 5]` and `[b, 10, 3]` with `axes: [1, 2]` give `[b, 5, 10]`. Source: keras.layers.Dot.
 *
 * ```ts
 * new Dot({ axes: 1 })([ops.ones([1, 3]), ops.ones([1, 3])]) // [[3]]
 * ```
 */
export class Dot extends Merge {
  static override class_name = 'Dot'
  static override defaults = { axes: required, normalize: false }

  /** @throws TypeError, ValueError when `axes` is neither an integer nor two of them. */
  constructor(config: DotConfig) {
    super(config)
    const { axes } = this
    if (typeof axes === 'number') return
    if (!Array.isArray(axes))
      throw new TypeError(`Invalid type for argument \`axes\`: it should be a list or an int. Received: axes=${repr(axes)}`)
    if (axes.length !== 2)
      throw new ValueError(`Invalid format for argument \`axes\`: it should contain two elements. Received: axes=${repr(axes)}`)
    if (!axes.every(Number.isInteger))
      throw new ValueError(`Invalid format for argument \`axes\`: list elements should be integers. Received: axes=${repr(axes)}`)
  }

  private places(a: Shape, b: Shape): [number, number] {
    const [i, j] = typeof this.axes === 'number' ? [this.axes, this.axes] : this.axes
    return [i < 0 ? i + a.length : i, j < 0 ? j + b.length : j]
  }

  override build(input_shape: any): void {
    if (!Array.isArray(input_shape[0]) || input_shape.length !== 2) {
      throw new ValueError(
        `A \`Dot\` layer should be called on a list of 2 inputs. Received: input_shape=${shape_text(input_shape)}`,
      )
    }
    const [a, b] = input_shape as [Shape, Shape]
    const [i, j] = this.places(a, b)
    if (i === 0 || j === 0) throw new ValueError(`Cannot perform batch_dot over axis 0. Received: axes=${repr(this.axes)}`)
    if (a[i] !== null && b[j] !== null && a[i] !== b[j]) {
      throw new ValueError(
        `Incompatible input shapes: axis values ${repr(a[i])} (at axis ${i}) != ${repr(b[j])} (at axis ${j}). Full input shapes: ${shape_text(a)}, ${shape_text(b)}`,
      )
    }
  }

  /** @throws ValueError for anything but two shapes. */
  override compute_output_shape(input_shape: any): any {
    if (!Array.isArray(input_shape) || input_shape.length !== 2) {
      throw new ValueError(`A \`Dot\` layer should be called on a list of 2 inputs. Received: input_shape=${repr(input_shape)}`)
    }
    const [a, b] = input_shape as [Shape, Shape]
    const [i, j] = this.places(a, b)
    const rest = [...a.filter((_, axis) => axis !== i), ...b.filter((_, axis) => axis !== j && axis !== 0)]
    return rest.length === 1 ? [...rest, 1] : rest
  }

  override call(inputs: Tensor[]): Tensor {
    return this.merge(inputs)
  }

  protected override merge([x, y]: Tensor[]): Tensor {
    const [i, j] = this.places(x!.shape, y!.shape)
    const [a, b] = this.normalize ? [normalize(x!, { axis: i }), normalize(y!, { axis: j })] : [x!, y!]
    const left = moveaxis(a, i, -1)
    const right = moveaxis(b, j, 1)
    const batch = left.shape[0]!
    const shared = left.shape.at(-1)!
    const rows = left.shape.slice(1, -1)
    const columns = right.shape.slice(2)
    const size = (shape: number[]): number => shape.reduce((product, d) => product * d, 1)
    const product = matmul(reshape(left, [batch, size(rows), shared]), reshape(right, [batch, shared, size(columns)]))
    return reshape(product, rows.length + columns.length === 0 ? [batch, 1] : [batch, ...rows, ...columns])
  }

  override compute_mask(): null {
    return null
  }
}
