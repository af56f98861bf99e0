import type { Tensor } from '@tensorflow/tfjs-core'
import type { DType } from '../common/dtypes'
import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { repr } from '../common/text'
import { as_tensor, convert } from '../ops/convert'
import { reshape } from '../ops/numpy/shape'
import { window_values } from '../ops/windows'
import { ConfiguredInitializer } from './initializer'

export interface STFTConfig {
  /** Which part of the transform: `real` (default) or `imag`. */
  side: 'real' | 'imag'
  /** Name of the window, its values, or null for none. Default `hann`. */
  window: string | readonly number[] | null
  /** `density` (default), `spectrum`, or null. */
  scaling: 'density' | 'spectrum' | null
  /** Whether a named window is periodic. Default false. */
  periodic: boolean
}
export interface STFT extends STFTConfig {}

/** The matrix of a short-time Fourier transform, as a kernel `[frame_length, channels, fft_length / 2 + 1]`. Source: keras.initializers.STFT. */
export class STFT extends ConfiguredInitializer<STFTConfig> {
  static override class_name = 'STFT'

  /** @throws ValueError for an unknown side or scaling. */
  constructor(config?: Partial<STFTConfig>) {
    super(config, { side: 'real', window: 'hann', scaling: 'density', periodic: false })
    if (this.side !== 'real' && this.side !== 'imag') {
      throw new ValueError(`\`side\` should be "real" or "imag". Received: side=${repr(this.side)}`)
    }
    if (this.scaling !== null && this.scaling !== 'density' && this.scaling !== 'spectrum') {
      throw new ValueError(
        `Scaling is invalid, it must be \`None\`, "density" or "spectrum". Received: scaling=${repr(this.scaling)}`,
      )
    }
    if (typeof this.window === 'string') window_values(this.window, 1, this.periodic)
  }

  /** @throws ValueError when the window has another length than the frame. */
  override make(shape: readonly number[], dtype: DType): Tensor {
    const [frame, channels, bins] = shape as [number, number, number]
    const full = (bins - 1) * 2
    let window: ArrayLike<number> = new Float32Array(frame).fill(1)
    let scale = 1
    if (this.window !== null) {
      window = typeof this.window === 'string' ? window_values(this.window, frame, this.periodic) : this.window
      if (window.length !== frame)
        throw new ValueError(
          `The shape of \`window\` must be equal to [frame_length]. Received: window shape=${shape_text([window.length])}`,
        )
      const sum = (fn: (value: number) => number): number => Array.from(window).reduce((total, value) => total + fn(value), 0)
      if (this.scaling === 'density') scale = 1 / Math.sqrt(sum((value) => value * value))
      if (this.scaling === 'spectrum') scale = 1 / sum(Math.abs)
    }
    const part = this.side === 'real' ? Math.cos : Math.sin
    const values = new Float32Array(frame * channels * bins)
    for (let at = 0; at < values.length; at++) {
      const time = Math.floor(at / (channels * bins))
      values[at] = part((-2 * Math.PI * time * (at % bins)) / full) * scale * window[time]!
    }
    return convert(reshape(as_tensor(values), [...shape]), dtype)
  }
}
