import type { Tensor } from '@tensorflow/tfjs-core'
import { engine, run_kernel } from '../../backend/engine'
import { memory_at_hand } from '../../backend/kernels/memory_at_hand'
import { batch_norm_runs, run_batch_norm, run_batch_norm_gradient } from '../../backend/kernels/normalization/batch_norm_training'
import { run_layer_norm } from '../../backend/kernels/normalization/layer_norm'
import { on_native } from '../../backend/native/backend'
import { epsilon as default_epsilon } from '../../common/config'
import { is_half_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { shapes_equal } from '../../common/shape'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis, range, reduced_axes, reduced_shape, size_of } from '../axes'
import { as_float, as_tensor, binary, finish, float_scalar, promote_float, reshaped, unary } from '../convert'
import { tape_on, taped } from '../custom'
import { type Axis, in_nn, op1, op3 } from '../declare'
import { reduce } from '../numpy/reduce'

const mul = (a: Tensor, b: Tensor): Tensor => binary('Multiply', a, b)
const add = (a: Tensor, b: Tensor): Tensor => binary('Add', a, b)
const sub = (a: Tensor, b: Tensor): Tensor => binary('Sub', a, b)
const sum = (x: Tensor, axes: number[], keep = false): Tensor => reduce('Sum', x, axes, keep)
const mean = (x: Tensor, axes: number[], keep = true): Tensor => reduce('Mean', x, axes, keep)
const in_shape = (x: Tensor, shape: number[]): Tensor => (shapes_equal(x.shape, shape) ? x : reshaped(x, shape))

/** Mean and variance over axes. Half-precision values are computed in float32. Source: keras.ops.moments. */
export const moments = /*#__PURE__*/ op1(
  { class_name: 'Moments', module: in_nn, inputs: ['x'], config: { axes: [] as Axis, keepdims: false, synchronized: false } },
  (input: TensorLike, axes: Axis, keepdims: boolean): Tensor[] => {
    const x = as_float(input)
    const places = reduced_axes(axes, x.shape.length)
    const dtype = tensor_dtype(x)
    const center = mean(x, places)
    const spread = mean(unary('Square', sub(x, center)), places)
    const shape = reduced_shape(x.shape, places, keepdims)
    const held = (t: Tensor): Tensor => {
      const bounded =
        is_half_dtype(dtype) && dtype === 'float16' ? unary('ClipByValue', t, { clipValueMin: -65504, clipValueMax: 65504 }) : t
      return finish(keepdims ? bounded : reshaped(bounded, shape), dtype)
    }
    return [held(center), held(spread)]
  },
)

/** A vector laid along one axis of a tensor of some rank. */
function laid(vector: Tensor, axis: number, rank: number): Tensor {
  if (axis === rank - 1) return vector
  return reshaped(
    vector,
    range(rank).map((i) => (i === axis ? vector.shape[0]! : 1)),
  )
}

/** `(x - mean) * scale / sqrt(variance + epsilon) + offset` along one axis. Source: keras.ops.batch_normalization. */
export const batch_normalization = /*#__PURE__*/ op3(
  {
    class_name: 'BatchNorm',
    module: in_nn,
    inputs: ['x', 'mean', 'variance'],
    config: { axis: -1, offset: null as TensorLike | null, scale: null as TensorLike | null, epsilon: 1e-3 },
  },
  (
    input: TensorLike,
    mean_like: TensorLike,
    variance_like: TensorLike,
    axis: number,
    offset: TensorLike | null,
    scale: TensorLike | null,
    epsilon: number,
  ) => {
    const extras = [offset, scale].filter((value) => value !== null && value !== undefined)
    const [[x, center, spread], dtype] = promote_float(input, mean_like, variance_like, ...extras)
    const place = one_axis(axis, x!.shape.length)
    const length = x!.shape[place]!
    const beta = offset === null || offset === undefined ? null : as_tensor(offset, dtype)
    const gamma = scale === null || scale === undefined ? null : as_tensor(scale, dtype)
    for (const [name, vector] of [
      ['mean', center!],
      ['variance', spread!],
      ['offset', beta],
      ['scale', gamma],
    ] as const) {
      if (vector !== null && (vector.shape.length !== 1 || vector.shape[0] !== length)) {
        throw new ValueError(
          `Arguments \`${name}\` must be a vector of length \`x.shape[axis]\`. Expected: \`(${length},)\`. Received: ${name}.shape=${repr(vector.shape)}.`,
        )
      }
    }
    return finish(normalized_with(x!, center!, spread!, place, beta, gamma, epsilon), dtype)
  },
)

/** Batch normalisation with given statistics, as one entry of the tape. */
export function normalized_with(
  x: Tensor,
  center: Tensor,
  spread: Tensor,
  axis: number,
  beta: Tensor | null,
  gamma: Tensor | null,
  epsilon: number,
): Tensor {
  const rank = x.shape.length
  const everywhere = rank <= 4 || memory_at_hand() || on_native()
  const one_kernel = axis === rank - 1 && everywhere && engine().state.gradientDepth < 2
  const by_kernel = (): Tensor => {
    const parts = { x, mean: center, variance: spread, offset: beta ?? undefined, scale: gamma ?? undefined }
    return run_kernel('FusedBatchNorm', parts, { varianceEpsilon: epsilon })
  }
  if (one_kernel && !tape_on()) return by_kernel()
  const rest = range(rank).filter((i) => i !== axis)
  const factor_of = (variance: Tensor, scale: Tensor | null): Tensor => {
    const inverse = unary('Rsqrt', add(variance, float_scalar(epsilon)))
    return scale === null ? inverse : mul(inverse, scale)
  }
  const inputs = [x, center, spread, ...(beta === null ? [] : [beta]), ...(gamma === null ? [] : [gamma])]
  const forward = (): Tensor[] => {
    if (one_kernel) return [by_kernel()]
    const factor = factor_of(spread, gamma)
    const shift = beta === null ? unary('Neg', mul(center, factor)) : sub(beta, mul(center, factor))
    return [add(mul(x, laid(factor, axis, rank)), laid(shift, axis, rank))]
  }
  const [result] = taped(inputs, forward, ([dy], saved) => {
    const [t, m, v] = saved as [Tensor, Tensor, Tensor]
    const scale = gamma === null ? null : saved[saved.length - 1]!
    const deviation = (): Tensor => sub(t, laid(m, axis, rank))
    const inverse = (): Tensor => unary('Rsqrt', add(v, float_scalar(epsilon)))
    const dot = (): Tensor => sum(mul(dy!, deviation()), rest)
    const gradients = [
      () => mul(dy!, laid(factor_of(v, scale), axis, rank)),
      () => unary('Neg', mul(sum(dy!, rest), factor_of(v, scale))),
      () => {
        const cubed = mul(unary('Square', inverse()), factor_of(v, scale))
        return mul(mul(dot(), cubed), float_scalar(-0.5))
      },
    ]
    if (beta !== null) gradients.push(() => sum(dy!, rest))
    if (gamma !== null) gradients.push(() => mul(dot(), inverse()))
    return gradients
  })
  return result!
}

/**
 * Batch normalisation with the statistics of the batch, as one entry of the tape: `[y, mean, variance]`, the last two as vectors along `axis`. Float32.
 */
export function batch_norm_training(
  x: Tensor,
  axis: number,
  beta: Tensor | null,
  gamma: Tensor | null,
  epsilon: number,
): [y: Tensor, mean: Tensor, variance: Tensor] {
  const rank = x.shape.length
  const rest = range(rank).filter((i) => i !== axis)
  const count = size_of(rest.map((i) => x.shape[i]!))
  const keep = axis !== rank - 1
  const line = (t: Tensor): Tensor => in_shape(t, [x.shape[axis]!])
  const inputs = [x, ...(beta === null ? [] : [beta]), ...(gamma === null ? [] : [gamma])]
  const at_once = batch_norm_runs(x, axis) && engine().state.gradientDepth < 2
  const forward = (save: (t: Tensor) => void): Tensor[] => {
    if (at_once) {
      const results = run_batch_norm(x, gamma, beta, epsilon)
      for (const tensor of results.slice(1)) save(tensor)
      if (gamma !== null) save(gamma)
      return results
    }
    const center = mean(x, rest, keep)
    const spread = mean(binary('SquaredDifference', x, center), rest, keep)
    const inverse = unary('Rsqrt', add(spread, float_scalar(epsilon)))
    const factor = gamma === null ? inverse : mul(inverse, laid(gamma, axis, rank))
    const shift = sub(beta === null ? float_scalar(0) : laid(beta, axis, rank), mul(center, factor))
    for (const tensor of [center, inverse, factor]) save(tensor)
    return [add(mul(x, factor), shift), line(center), line(spread)]
  }
  const backward_at_once = (dys: (Tensor | null)[], saved: Tensor[]): (() => Tensor)[] => {
    const [t, center, spread, scale] = saved as [Tensor, Tensor, Tensor, Tensor?]
    const [dy, dmean, dvariance] = dys
    if (dy == null || dmean != null || dvariance != null) {
      const inverse = unary('Rsqrt', add(spread, float_scalar(epsilon)))
      return backward(dys, [t, center, inverse, scale === undefined ? inverse : mul(inverse, scale)])
    }
    const [dx, dgamma, dbeta] = run_batch_norm_gradient(dy, t, scale ?? null, center, spread, epsilon)
    return [dx, ...(beta === null ? [] : [dbeta]), ...(gamma === null ? [] : [dgamma])].map((gradient) => () => gradient)
  }
  const backward = ([dy, dmean, dvariance]: (Tensor | null)[], saved: Tensor[]): (() => Tensor)[] => {
    const [t, center, inverse, factor] = saved as [Tensor, Tensor, Tensor, Tensor]
    const deviation = sub(t, center)
    const total = dy === null ? null : sum(dy!, rest, keep)
    const dot = dy === null ? null : sum(mul(dy!, deviation), rest, keep)
    const into_x = (): Tensor => {
      const parts: Tensor[] = []
      if (dy !== null) {
        const part = mul(factor, float_scalar(-1 / count))
        const slope = mul(mul(dot!, unary('Square', inverse)), part)
        parts.push(add(add(mul(dy!, factor), mul(deviation, slope)), mul(total!, part)))
      }
      if (dmean) parts.push(mul(in_shape(dmean, center.shape), float_scalar(1 / count)))
      if (dvariance) parts.push(mul(deviation, mul(in_shape(dvariance, center.shape), float_scalar(2 / count))))
      const whole = parts.length === 0 ? unary('ZerosLike', t) : parts.reduce(add)
      return shapes_equal(whole.shape, t.shape) ? whole : add(whole, unary('ZerosLike', t))
    }
    const zeros = (): Tensor => run_kernel('Fill', {}, { shape: [t.shape[axis]!], value: 0, dtype: 'float32' })
    const gradients = [into_x]
    if (beta !== null) gradients.push(() => (total === null ? zeros() : line(total)))
    if (gamma !== null) gradients.push(() => (dot === null ? zeros() : line(mul(dot, inverse))))
    return gradients
  }
  return taped(inputs, forward, at_once ? backward_at_once : backward, [x]) as [Tensor, Tensor, Tensor]
}

type Vector = TensorLike | null

/** Centred and scaled over axes; `gamma` and `beta` have the shape of those axes. Source: keras.ops.layer_normalization. */
export const layer_normalization = /*#__PURE__*/ op1(
  {
    class_name: 'LayerNorm',
    module: in_nn,
    inputs: ['x'],
    config: { gamma: null as Vector, beta: null as Vector, axis: -1 as Axis, epsilon: null as number | null, rms_scaling: false },
  },
  (input: TensorLike, gamma: Vector, beta: Vector, axis: Axis, epsilon: number | null, rms_scaling: boolean) => {
    const x = as_float(input)
    const dtype = tensor_dtype(x)
    const axes = reduced_axes(axis, x.shape.length)
    const scale = gamma === null || gamma === undefined ? null : as_tensor(gamma, 'float32')
    const shift = beta === null || beta === undefined ? null : as_tensor(beta, 'float32')
    const small = epsilon ?? default_epsilon()
    return finish(rms_scaling ? deviation_scaled(x, axes, scale, small) : layer_normalized(x, axes, shift, scale, small), dtype)
  },
)

/** The vector in a shape that broadcasts against `x`. */
function over(vector: Tensor, x: Tensor, axes: number[]): Tensor {
  const rank = x.shape.length
  const first = rank - axes.length
  if (axes.every((axis) => axis >= first) && shapes_equal(vector.shape, x.shape.slice(first))) return vector
  return in_shape(
    vector,
    range(rank).map((i) => (axes.includes(i) ? x.shape[i]! : 1)),
  )
}

/** True for the last axes of a tensor, in their order. */
function are_last(axes: number[], { shape }: Tensor): boolean {
  return axes.length > 0 && axes.every((axis, i) => axis === shape.length - axes.length + i)
}

/** Layer normalisation as one entry of the tape. Float32. */
export function layer_normalized(x: Tensor, axes: number[], beta: Tensor | null, gamma: Tensor | null, epsilon: number): Tensor {
  const at_once = are_last(axes, x) ? run_layer_norm(x, axes.length, gamma, beta, { epsilon, centered: true }) : null
  if (at_once !== null) return at_once
  const rest = range(x.shape.length).filter((i) => !axes.includes(i))
  const inputs = [x, ...(beta === null ? [] : [beta]), ...(gamma === null ? [] : [gamma])]
  const forward = (save: (t: Tensor) => void): Tensor[] => {
    const deviation = sub(x, mean(x, axes))
    const inverse = unary('Rsqrt', add(mean(unary('Square', deviation), axes), float_scalar(epsilon)))
    const value = mul(deviation, inverse)
    save(value)
    save(inverse)
    const scaled = gamma === null ? value : mul(value, over(gamma, x, axes))
    return [beta === null ? scaled : add(scaled, over(beta, x, axes))]
  }
  const kept = gamma === null ? [] : [gamma]
  const [result] = taped(
    inputs,
    forward,
    ([dy], saved) => {
      const [value, inverse] = saved.slice(kept.length) as [Tensor, Tensor]
      const into_x = (): Tensor => {
        const d = gamma === null ? dy! : mul(dy!, over(saved[0]!, dy!, axes))
        const center = mean(d, axes)
        const slope = mean(mul(d, value), axes)
        return mul(sub(sub(d, center), mul(value, slope)), inverse)
      }
      const gradients = [into_x]
      if (beta !== null) gradients.push(() => in_shape(sum(dy!, rest), beta.shape))
      if (gamma !== null) gradients.push(() => in_shape(sum(mul(dy!, value), rest), gamma.shape))
      return gradients
    },
    kept,
  )
  return result!
}

/** `x / sqrt(variance + epsilon) * scale`, not centred. */
function deviation_scaled(x: Tensor, axes: number[], gamma: Tensor | null, epsilon: number): Tensor {
  const spread = mean(unary('Square', sub(x, mean(x, axes))), axes)
  const value = mul(x, unary('Rsqrt', add(spread, float_scalar(epsilon))))
  return gamma === null ? value : mul(value, over(gamma, x, axes))
}

/** `x / sqrt(mean(x^2) + epsilon) * scale`. */
function root_mean_scaled(x: Tensor, axes: number[], gamma: Tensor | null, epsilon: number): Tensor {
  const at_once = are_last(axes, x) ? run_layer_norm(x, axes.length, gamma, null, { epsilon, centered: false }) : null
  if (at_once !== null) return at_once
  const value = mul(x, unary('Rsqrt', add(mean(unary('Square', x), axes), float_scalar(epsilon))))
  return gamma === null ? value : mul(value, over(gamma, x, axes))
}

/** Divided by the root of the mean of squares. Source: keras.ops.rms_normalization. */
export const rms_normalization = /*#__PURE__*/ op1(
  {
    class_name: 'RMSNorm',
    module: in_nn,
    inputs: ['x'],
    config: { scale: null as Vector, axis: -1 as Axis, epsilon: null as number | null },
  },
  (input: TensorLike, scale: Vector, axis: Axis, epsilon: number | null) => {
    const x = as_float(input)
    const axes = reduced_axes(axis, x.shape.length)
    const vector = scale === null || scale === undefined ? null : as_tensor(scale, 'float32')
    if (vector === null || vector.shape.length === 0) {
      const value = root_mean_scaled(x, axes, null, epsilon ?? default_epsilon())
      return finish(vector === null ? value : mul(value, vector), tensor_dtype(x))
    }
    return finish(root_mean_scaled(x, axes, vector, epsilon ?? default_epsilon()), tensor_dtype(x))
  },
)

/** Divided by the norm of some order over axes. Source: keras.ops.normalize. */
export const normalize = /*#__PURE__*/ op1(
  {
    class_name: 'Normalize',
    module: in_nn,
    inputs: ['x'],
    config: { axis: -1 as Axis, order: 2 as number | 'fro' | 'inf', epsilon: null as number | null },
  },
  (input: TensorLike, axis: Axis, order: number | string, epsilon: number | null) => {
    const x = as_float(input)
    const small = epsilon ?? default_epsilon()
    if (typeof order === 'string' || !Number.isInteger(order) || order < 1)
      throw new ValueError(`Argument \`order\` must be an int >= 1. Received: order=${repr(order)}`)
    const places = x.shape.length === 0 ? [] : reduced_axes(axis, x.shape.length)
    if (order === 2) {
      const total = reduce('Sum', unary('Square', x), places, true)
      return finish(mul(x, unary('Rsqrt', binary('Maximum', total, float_scalar(small * small)))), tensor_dtype(x))
    }
    const size = unary('Abs', x)
    const total =
      order === 1
        ? reduce('Sum', size, places, true)
        : binary('Pow', reduce('Sum', binary('Pow', size, float_scalar(order)), places, true), float_scalar(1 / order))
    return finish(binary('RealDiv', x, binary('Maximum', total, float_scalar(small))), tensor_dtype(x))
  },
)
