import type { Tensor } from '@tensorflow/tfjs-core'
import type { DType } from '../common/dtypes'
import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { is_plain_object } from '../common/tree'
import { cast } from '../ops/core'
import { multiply } from '../ops/numpy/arithmetic'
import { eye, full, ones, zeros } from '../ops/numpy/creation'
import { broadcast_to } from '../ops/numpy/shape'
import { float } from '../ops/promotion'
import type { TensorLike } from '../variables/to_tensor'
import { ConfiguredInitializer, Initializer } from './initializer'

/** Zeros. Source: keras.initializers.Zeros. */
export class Zeros extends Initializer {
  static override class_name = 'Zeros'

  override make(shape: readonly number[], dtype: DType): Tensor {
    return zeros([...shape], { dtype })
  }
}

/** Ones. Source: keras.initializers.Ones. */
export class Ones extends Initializer {
  static override class_name = 'Ones'

  override make(shape: readonly number[], dtype: DType): Tensor {
    return ones([...shape], { dtype })
  }
}

export interface ConstantConfig {
  /** A number, or an array that broadcasts to the shape. Default 0. */
  value: TensorLike
}
export interface Constant extends ConstantConfig {}

/** One value everywhere. Source: keras.initializers.Constant. */
export class Constant extends ConfiguredInitializer<ConstantConfig> {
  static override class_name = 'Constant'

  constructor(config?: Partial<ConstantConfig>) {
    super(config, { value: 0 })
  }

  override make(shape: readonly number[], dtype: DType): Tensor {
    if (typeof this.value === 'number') return full([...shape], this.value, { dtype })
    return broadcast_to(cast(plain_value(this.value), dtype), [...shape])
  }
}

/** The values of an array in its serialised form. */
function plain_value(value: unknown): TensorLike {
  return is_plain_object(value) && is_plain_object(value.config) ? (value.config.value as TensorLike) : (value as TensorLike)
}

export interface IdentityConfig {
  /** Factor of the matrix. Default 1. */
  gain: number
}
export interface Identity extends IdentityConfig {}

/** The identity matrix. Source: keras.initializers.Identity. */
export class Identity extends ConfiguredInitializer<IdentityConfig> {
  static override class_name = 'Identity'

  constructor(config?: Partial<IdentityConfig>) {
    super(config, { gain: 1 })
  }

  /** @throws ValueError for shapes that are not two-dimensional. */
  override make(shape: readonly number[], dtype: DType): Tensor {
    if (shape.length !== 2) {
      throw new ValueError(
        `Identity matrix initializer can only be used for 2D matrices. Received: shape=${shape_text(shape)} of rank ${shape.length}.`,
      )
    }
    return multiply(eye(shape[0]!, shape[1]!, { dtype }), float(this.gain))
  }
}
