import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import type { KerasTensor } from '../graph/keras_tensor'
import { as_tensor, binary, finish, float_scalar, store_as, unary } from '../ops/convert'
import { op1 } from '../ops/declare'
import * as nn from '../ops/nn/activations'
import { exp, tanh as tanh_op } from '../ops/numpy/elementwise'
import type { Float } from '../ops/promotion'
import { type TensorLike, tensor_dtype } from '../variables/to_tensor'

/** A function of one tensor, symbolic or not; its arguments come by position or as one object. */
export interface Activation<C extends object = object> {
  (x: KerasTensor, ...config: [Partial<C>?] | unknown[]): KerasTensor
  (x: TensorLike, ...config: [Partial<C>?] | unknown[]): Tensor
}

type Callable = (x: any, ...config: any[]) => any

/** A plain function with Keras's name, which files hold. */
function named<C extends object = object>(name: string, run: Callable): Activation<C> {
  return { [name]: (x: any, ...config: any[]) => run(x, ...config) }[name] as unknown as Activation<C>
}

interface ReluConfig {
  /** Slope below the threshold. Default 0. */
  negative_slope?: number
  /** Largest answer. Default none. */
  max_value?: number | null
  /** What is below answers `negative_slope * (x - threshold)`. Default 0. */
  threshold?: number
}

const relu_op = /*#__PURE__*/ op1(
  {
    class_name: 'ReLU',
    module: 'keras.src.activations.activations',
    inputs: ['x'],
    config: { negative_slope: 0, max_value: null as number | null, threshold: 0 },
  },
  (input: TensorLike, slope: number | Float, max_value: number | Float | null, limit: number | Float) => {
    const [negative_slope, threshold] = [Number(slope), Number(limit)]
    const ceiling = max_value === null || max_value === undefined ? null : Number(max_value)
    if (negative_slope !== 0 && ceiling === null && threshold === 0) return nn.leaky_relu(input, negative_slope)
    if (threshold === 0 && ceiling === 6 && negative_slope === 0) return nn.relu6(input)
    if (threshold === 0 && ceiling === null) return nn.relu(input)
    const x = as_tensor(input)
    const values = store_as(x, 'float32')
    const part = (t: Tensor, from: number): Tensor =>
      binary('Multiply', t, store_as(binary('Greater', values, float_scalar(from)), 'float32'))
    let result = threshold === 0 ? (nn.relu(values) as Tensor) : part(values, threshold)
    if (ceiling !== null) result = nn.limited(result, 0, ceiling, 0.5)
    if (negative_slope !== 0) {
      const under = unary('Relu', binary('Sub', float_scalar(threshold), values))
      result = binary('Sub', result, binary('Multiply', under, float_scalar(negative_slope)))
    }
    return finish(result, tensor_dtype(x))
  },
)

/** max(x, 0), with a slope below, a largest value and a threshold as wanted. Source: keras.activations.relu. */
export const relu = /*#__PURE__*/ named<ReluConfig>('relu', relu_op)
/** Source: keras.activations.leaky_relu. Default slope 0.2. */
export const leaky_relu = /*#__PURE__*/ named<{ negative_slope?: number }>('leaky_relu', nn.leaky_relu)
/** Source: keras.activations.relu6. */
export const relu6 = /*#__PURE__*/ named('relu6', nn.relu6)

/**
 * exp(x) over its sum along an axis. Source: keras.activations.softmax.
 * @throws ValueError for a scalar.
 */
export const softmax = /*#__PURE__*/ named<{ axis?: number | readonly number[] }>('softmax', (x, ...config) => {
  if (Array.isArray(x?.shape) && x.shape.length === 0)
    throw new ValueError(`softmax: the input must have at least one axis. Received: x=${repr(x)}`)
  return nn.softmax(x, ...config)
})
/** Source: keras.activations.elu. */
export const elu = /*#__PURE__*/ named<{ alpha?: number }>('elu', nn.elu)
/** Source: keras.activations.selu. */
export const selu = /*#__PURE__*/ named('selu', nn.selu)
/** Source: keras.activations.softplus. */
export const softplus = /*#__PURE__*/ named('softplus', nn.softplus)
/** Source: keras.activations.softsign. */
export const softsign = /*#__PURE__*/ named('softsign', nn.softsign)
/** Source: keras.activations.soft_shrink. */
export const soft_shrink = /*#__PURE__*/ named<{ threshold?: number }>('soft_shrink', nn.soft_shrink)
/** Source: keras.activations.sparse_plus. */
export const sparse_plus = /*#__PURE__*/ named('sparse_plus', nn.sparse_plus)
/** Source: keras.activations.silu. */
export const silu = /*#__PURE__*/ named('silu', nn.silu)
/** Source: keras.activations.silu. */
export const swish = silu
/** Source: keras.activations.squareplus. */
export const squareplus = /*#__PURE__*/ named<{ b?: number }>('squareplus', nn.squareplus)
/** x * P(X <= x) of the normal distribution; exact unless `approximate`. Source: keras.activations.gelu. */
export const gelu = /*#__PURE__*/ named<{ approximate?: boolean }>('gelu', (x, config) =>
  nn.gelu(x, typeof config === 'object' ? (config?.approximate ?? false) : (config ?? false)),
)
/** Source: keras.activations.celu. */
export const celu = /*#__PURE__*/ named<{ alpha?: number }>('celu', nn.celu)
/** Source: keras.activations.glu. */
export const glu = /*#__PURE__*/ named<{ axis?: number }>('glu', nn.glu)
/** Source: keras.activations.tanh. */
export const tanh = /*#__PURE__*/ named('tanh', tanh_op)
/** Source: keras.activations.tanh_shrink. */
export const tanh_shrink = /*#__PURE__*/ named('tanh_shrink', nn.tanh_shrink)
/** Source: keras.activations.hard_tanh. */
export const hard_tanh = /*#__PURE__*/ named('hard_tanh', nn.hard_tanh)
/** Source: keras.activations.hard_shrink. */
export const hard_shrink = /*#__PURE__*/ named<{ threshold?: number }>('hard_shrink', nn.hard_shrink)
/** x above the threshold, else `default_value`; both are needed. Source: keras.activations.threshold. */
export const threshold = /*#__PURE__*/ named<{ threshold?: number; default_value?: number }>('threshold', nn.threshold)
/** Source: keras.activations.sigmoid. */
export const sigmoid = /*#__PURE__*/ named('sigmoid', nn.sigmoid)
/** Source: keras.activations.exponential. */
export const exponential = /*#__PURE__*/ named('exponential', exp)
/** Source: keras.activations.hard_sigmoid. */
export const hard_sigmoid = /*#__PURE__*/ named('hard_sigmoid', nn.hard_sigmoid)
/** Source: keras.activations.log_sigmoid. */
export const log_sigmoid = /*#__PURE__*/ named('log_sigmoid', nn.log_sigmoid)
/** Source: keras.activations.sparse_sigmoid. */
export const sparse_sigmoid = /*#__PURE__*/ named('sparse_sigmoid', nn.sparse_sigmoid)
/** Source: keras.activations.hard_silu. */
export const hard_silu = /*#__PURE__*/ named('hard_silu', nn.hard_silu)
/** Source: keras.activations.hard_silu. */
export const hard_swish = hard_silu
/** The same values. Source: keras.activations.linear. */
export const linear = /*#__PURE__*/ named('linear', (x) => x)
/** Source: keras.activations.mish. */
export const mish = /*#__PURE__*/ named('mish', nn.mish)
/** Source: keras.activations.log_softmax. */
export const log_softmax = /*#__PURE__*/ named<{ axis?: number }>('log_softmax', nn.log_softmax)
/** Source: keras.activations.sparsemax. */
export const sparsemax = /*#__PURE__*/ named<{ axis?: number }>('sparsemax', nn.sparsemax)
