import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { class_name_of } from '../../graph/operation'
import { TruncatedNormal } from '../../initializers/random_initializers'
import { cast, dtype } from '../../ops/core'
import { normalize } from '../../ops/nn/normalization'
import { divide } from '../../ops/numpy/arithmetic'
import { equal, where } from '../../ops/numpy/comparison'
import { matmul } from '../../ops/numpy/linear'
import { all } from '../../ops/numpy/reduce'
import { reshape, transpose } from '../../ops/numpy/shape'
import type { Variable } from '../../variables/variable'
import { Wrapper, type WrapperConfig } from '../core/wrapper'
import { type CallOptions, InputSpec } from '../layer'

export interface SpectralNormalizationConfig extends WrapperConfig {
  /** How often the largest singular value is refined in each call. Default 1. */
  power_iterations?: number
}

/** Divides the kernel (or the embeddings) of a layer by its largest singular value in each training call. Source: keras.layers.SpectralNormalization. */
export class SpectralNormalization extends Wrapper {
  static override class_name = 'SpectralNormalization'
  static override defaults = { power_iterations: 1 }
  static override call_options = { training: false }
  declare power_iterations: number
  declare kernel: Variable
  declare vector_u: Variable

  /** @throws ValueError when `power_iterations` is not positive. */
  constructor(config: SpectralNormalizationConfig) {
    super(config)
    if (this.power_iterations <= 0) {
      throw new ValueError(
        `\`power_iterations\` should be greater than zero. Received: \`power_iterations=${this.power_iterations}\``,
      )
    }
  }

  /** @throws ValueError when the layer has neither a kernel nor embeddings. */
  override build(input_shape: Shape): void {
    super.build(input_shape)
    this.input_spec = new InputSpec({ min_ndim: 1, axes: { '-1': input_shape.at(-1)! } })
    const inner = this.layer as unknown as { kernel?: Variable; embeddings?: Variable }
    const kernel = inner.kernel ?? inner.embeddings
    if (kernel === undefined)
      throw new ValueError(`${class_name_of(this.layer.constructor)} object has no attribute 'kernel' nor 'embeddings'`)
    this.kernel = kernel
    this.vector_u = this.add_weight({
      name: 'vector_u',
      shape: [1, kernel.shape.at(-1)!],
      initializer: new TruncatedNormal({ stddev: 0.02 }),
      trainable: false,
      dtype: kernel.keras_dtype,
    })
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    if (training) this.normalize_kernel()
    return cast((this.layer as any)(inputs), dtype(inputs))
  }

  /** One update of the kernel and of the singular vector; a kernel of zeros stays as it is. */
  private normalize_kernel(): void {
    const { kernel, vector_u, power_iterations } = this
    const rows = reshape(kernel, [-1, kernel.shape.at(-1)!])
    let u: Tensor = vector_u.value
    let v: Tensor = u
    for (let i = 0; i < power_iterations; i++) {
      v = normalize(matmul(u, transpose(rows)), { axis: null as never })
      u = normalize(matmul(v, rows), { axis: null as never })
    }
    const sigma = matmul(matmul(v, rows), transpose(u))
    const empty = all(equal(kernel, 0))
    const scaled = where(empty, kernel, reshape(divide(rows, sigma), kernel.shape))
    vector_u.assign(where(empty, vector_u, u))
    kernel.assign(scaled)
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return this.layer.compute_output_shape(input_shape)
  }
}
