import type { Tensor } from '@tensorflow/tfjs-core'
import { random_normal } from '../backend/kernels/random/bits'
import type { DType } from '../common/dtypes'
import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { qr } from '../ops/linalg/qr'
import { multiply } from '../ops/numpy/arithmetic'
import { eye } from '../ops/numpy/creation'
import { sign } from '../ops/numpy/elementwise'
import { sum } from '../ops/numpy/reduce'
import { reshape, transpose } from '../ops/numpy/shape'
import { cast_tensor } from '../variables/to_tensor'
import { RandomInitializer, type SeedLike } from './initializer'

export interface OrthogonalConfig {
  gain: number
  seed: SeedLike
}
export interface Orthogonal extends OrthogonalConfig {}

/** A random orthogonal matrix times `gain` (default 1); of a larger rank all axes but the last make its rows. Source: A. Saxe et al., 2014; keras.initializers.Orthogonal. */
export class Orthogonal extends RandomInitializer<OrthogonalConfig> {
  static override class_name = 'Orthogonal'

  constructor(config?: Partial<OrthogonalConfig>) {
    super(config, { gain: 1, seed: null })
  }

  /** @throws ValueError for shapes of fewer than two axes. */
  override make(shape: readonly number[], dtype: DType): Tensor {
    if (shape.length < 2) {
      throw new ValueError(
        `The tensor to initialize must be at least two-dimensional. Received: shape=${shape_text(shape)} of rank ${shape.length}.`,
      )
    }
    const columns = shape.at(-1)!
    const rows = shape.slice(0, -1).reduce((product, d) => product * d, 1)
    const drawn = random_normal(this.draw(), [Math.max(rows, columns), Math.min(rows, columns)])
    const [q, r] = qr(drawn) as [Tensor, Tensor]
    const diagonal = sum(multiply(r, eye(r.shape[0]!, r.shape[1]!)), { axis: 1 })
    let matrix: Tensor = multiply(q, sign(diagonal))
    if (rows < columns) matrix = transpose(matrix)
    return cast_tensor(multiply(reshape(matrix, [...shape]), this.gain), dtype)
  }
}
