import type { KernelFunc, Tensor, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { on_native } from '../../native/backend'
import { native_batch_norm, native_batch_norm_gradient } from '../../native/batch_norm'
import { values_at_hand } from '../../values_at_hand'
import { run_loop } from '../memory'

/** True where the two functions below can run and are faster than the composed form: for floats normalised along the last axis. */
export function batch_norm_runs(x: Tensor, axis: number): boolean {
  if (x.dtype !== 'float32' || axis !== x.rank - 1 || x.size === 0) return false
  return values_at_hand() || (on_native() && x.rank > 2)
}

/** Normalises by the statistics of the batch along the last axis: `[y, mean, variance]`, the variance that of the values themselves. */
export function run_batch_norm(x: Tensor, gamma: Tensor | null, beta: Tensor | null, epsilon: number): Tensor[] {
  if (on_native()) return native_batch_norm(x, gamma, beta, epsilon)
  return engine().runKernel<Tensor[]>('KerasBatchNorm', { x, gamma: gamma ?? undefined, beta: beta ?? undefined }, { epsilon })
}

/** The gradients of `y` by `x`, `gamma` and `beta`, from what `run_batch_norm` answered. */
export function run_batch_norm_gradient(
  dy: Tensor,
  x: Tensor,
  gamma: Tensor | null,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
): [x: Tensor, gamma: Tensor, beta: Tensor] {
  if (on_native()) return native_batch_norm_gradient(dy, x, gamma, mean, variance, epsilon)
  const inputs = { dy, x, gamma: gamma ?? undefined, mean, variance }
  return engine().runKernel<Tensor[]>('KerasBatchNormGrad', inputs, { epsilon }) as [Tensor, Tensor, Tensor]
}

/** A kernel's vectors along the channels. */
export type Vector = ArrayLike<number> | null

/** `factor` and `shift` of each channel, such that the result is `x factor + shift`. */
export function forward_factors(
  mean: Vector,
  variance: Vector,
  gamma: Vector,
  beta: Vector,
  epsilon: number,
): [Float64Array, Float64Array] {
  const channels = mean!.length
  const [factor, shift] = [new Float64Array(channels), new Float64Array(channels)]
  for (let i = 0; i < channels; i++) {
    factor[i] = (gamma === null ? 1 : gamma[i]!) / Math.sqrt(variance![i]! + epsilon)
    shift[i] = (beta === null ? 0 : beta[i]!) - mean![i]! * factor[i]!
  }
  return [factor, shift]
}

/** `first`, `second` and `shift` of each channel, such that the slope by x is `dy first + x second + shift`; makes `dot`, the sums of `dy (x - mean)`, the slope by gamma. */
export function backward_factors(
  rows: number,
  mean: Vector,
  variance: Vector,
  gamma: Vector,
  total: Vector,
  dot: Float32Array | Float64Array,
  epsilon: number,
): [first: Float64Array, second: Float64Array, shift: Float64Array] {
  const channels = mean!.length
  const [first, second, shift] = [0, 1, 2].map(() => new Float64Array(channels)) as [Float64Array, Float64Array, Float64Array]
  for (let i = 0; i < channels; i++) {
    const inverse = 1 / Math.sqrt(variance![i]! + epsilon)
    const factor = (gamma === null ? 1 : gamma[i]!) * inverse
    first[i] = factor
    second[i] = (-dot[i]! * inverse * inverse * factor) / rows
    shift[i] = -mean![i]! * second[i]! - (factor * total![i]!) / rows
    dot[i] = dot[i]! * inverse
  }
  return [first, second, shift]
}

/** For each channel the sum of what `value` gives at each place. */
function channel_sums(size: number, channels: number, value: (place: number, channel: number) => number): Float64Array {
  const sums = new Float64Array(channels)
  for (let start = 0; start < size; start += channels) for (let i = 0; i < channels; i++) sums[i]! += value(start + i, i)
  return sums
}

type Infos = Record<string, TensorInfo | undefined>

const present = (infos: (TensorInfo | undefined)[]): TensorInfo[] => infos.filter((info) => info != null)

/** The values of optional inputs, in their order. */
function optional(infos: (TensorInfo | undefined)[], values: TypedArray[]): (TypedArray | null)[] {
  const rest = [...values]
  return infos.map((info) => (info == null ? null : rest.shift()!))
}

const forward: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, gamma, beta } = inputs as unknown as Infos
  const { epsilon } = attrs as unknown as { epsilon: number }
  const channels = x!.shape.at(-1)!
  const results = [x!.shape, [channels], [channels]].map((shape) => ({ shape, dtype: 'float32' as const }))
  return run_loop(backend, present([x, gamma, beta]), results, ([values, ...vectors], [y, mean, variance]) => {
    const size = values!.length
    const center = channel_sums(size, channels, (place) => values![place]!).map((sum) => (sum * channels) / size)
    const spread = channel_sums(size, channels, (place, i) => (values![place]! - center[i]!) ** 2).map(
      (sum) => (sum * channels) / size,
    )
    const [scale, offset] = optional([gamma, beta], vectors)
    const [factor, shift] = forward_factors(center, spread, scale!, offset!, epsilon)
    for (let start = 0; start < size; start += channels)
      for (let i = 0; i < channels; i++) y![start + i] = values![start + i]! * factor[i]! + shift[i]!
    mean!.set(center)
    variance!.set(spread)
  })
}

const backward: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, x, mean, variance, gamma } = inputs as unknown as Infos
  const { epsilon } = attrs as unknown as { epsilon: number }
  const channels = x!.shape.at(-1)!
  const results = [x!.shape, [channels], [channels]].map((shape) => ({ shape, dtype: 'float32' as const }))
  const given = present([dy, x, mean, variance, gamma])
  return run_loop(backend, given, results, ([slopes, values, center, spread, ...vectors], [dx, d_gamma, d_beta]) => {
    const size = values!.length
    const total = channel_sums(size, channels, (place) => slopes![place]!)
    const dot = channel_sums(size, channels, (place, i) => slopes![place]! * (values![place]! - center![i]!))
    const [scale] = optional([gamma], vectors)
    const factors = backward_factors(size / channels, center!, spread!, scale!, total, dot, epsilon)
    const [first, second, shift] = factors
    for (let start = 0; start < size; start += channels)
      for (let i = 0; i < channels; i++)
        dx![start + i] = slopes![start + i]! * first[i]! + values![start + i]! * second[i]! + shift[i]!
    d_gamma!.set(dot)
    d_beta!.set(total)
  })
}

/** Batch normalisation in training in one kernel, and its gradient in another, for the backends whose memory is at hand: cpu and wasm. */
export const batch_norm_training_kernels: Record<string, KernelFunc> = { KerasBatchNorm: forward, KerasBatchNormGrad: backward }
