import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import type { DType } from '../../common/dtypes'
import { standardize_dtype } from '../../common/dtypes'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { reduced_axes } from '../axes'
import { as_float, as_tensor, binary, convert, finish, like, store_as, unary } from '../convert'
import { type Axis, in_numpy, op1 } from '../declare'
import { choose } from './comparison'
import { place_of, reduce, running, sum_dtype } from './reduce'

const config = { axis: null as Axis, keepdims: false }

function nan_mask(x: Tensor): Tensor {
  return store_as(unary('IsNan', x), 'bool')
}

/** The values with another number in the place of NaN. */
function without_nan(x: Tensor, value: number): Tensor {
  return choose(nan_mask(x), run_kernel('Fill', {}, { shape: x.shape, value, dtype: 'float32' }), x)
}

function total_op(class_name: string, kernel: 'Sum' | 'Prod', neutral: number) {
  return op1({ class_name, module: in_numpy, inputs: ['x'], config }, (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_tensor(input)
    const values = x.dtype === 'float32' ? without_nan(x, neutral) : store_as(x, 'int32')
    return finish(reduce(kernel, values, reduced_axes(axis, x.shape.length), keepdims), sum_dtype(tensor_dtype(x)))
  })
}

/** The sum of what is not NaN. Source: keras.ops.nansum. */
export const nansum = /*#__PURE__*/ total_op('Nansum', 'Sum', 0)
/** The product of what is not NaN. Source: keras.ops.nanprod. */
export const nanprod = /*#__PURE__*/ total_op('Nanprod', 'Prod', 1)

interface Moments {
  mean: Tensor
  variance: () => Tensor
}

function moments(x: Tensor, axes: number[], keepdims: boolean): Moments {
  const present = store_as(unary('LogicalNot', nan_mask(x)), 'float32')
  const values = without_nan(x, 0)
  const count = (keep: boolean): Tensor => reduce('Sum', present, axes, keep)
  const mean = (keep: boolean): Tensor => binary('RealDiv', reduce('Sum', values, axes, keep), count(keep))
  const variance = (): Tensor => {
    const deviation = binary('Multiply', binary('Sub', values, mean(true)), present)
    const clean = choose(store_as(present, 'bool'), deviation, unary('ZerosLike', deviation))
    return binary('RealDiv', reduce('Sum', unary('Square', clean), axes, keepdims), count(keepdims))
  }
  return { mean: mean(keepdims), variance }
}

function moment_op(class_name: string, fn: (m: Moments) => Tensor) {
  return op1({ class_name, module: in_numpy, inputs: ['x'], config }, (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_float(input)
    return finish(fn(moments(x, reduced_axes(axis, x.shape.length), keepdims)), tensor_dtype(x))
  })
}

/** The mean of what is not NaN. Source: keras.ops.nanmean. */
export const nanmean = /*#__PURE__*/ moment_op('Nanmean', (m) => m.mean)
/** The variance of what is not NaN. Source: keras.ops.nanvar. */
export const nanvar = /*#__PURE__*/ moment_op('Nanvar', (m) => m.variance())
/** The standard deviation of what is not NaN. Source: keras.ops.nanstd. */
export const nanstd = /*#__PURE__*/ moment_op('Nanstd', (m) => unary('Sqrt', m.variance()))

function extreme_op(class_name: string, kernel: 'Max' | 'Min', worst: number) {
  return op1({ class_name, module: in_numpy, inputs: ['x'], config }, (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_tensor(input)
    const axes = reduced_axes(axis, x.shape.length)
    if (x.dtype !== 'float32') return like(store_as(reduce(kernel, store_as(x, 'int32'), axes, keepdims), x.dtype as 'int32'), x)
    const result = reduce(kernel, without_nan(x, worst), axes, keepdims)
    const none = reduce('All', nan_mask(x), axes, keepdims)
    return like(choose(none, run_kernel('Fill', {}, { shape: result.shape, value: Number.NaN, dtype: 'float32' }), result), x)
  })
}

/** The largest value that is not NaN. Source: keras.ops.nanmax. */
export const nanmax = /*#__PURE__*/ extreme_op('Nanmax', 'Max', -Infinity)
/** The smallest value that is not NaN. Source: keras.ops.nanmin. */
export const nanmin = /*#__PURE__*/ extreme_op('Nanmin', 'Min', Infinity)

function place_op(class_name: string, kernel: 'ArgMax' | 'ArgMin', worst: number) {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: { axis: null as number | null, keepdims: false } },
    (input: TensorLike, axis: number | null, keepdims: boolean) => {
      const x = as_tensor(input)
      if (x.dtype !== 'float32') return store_as(place_of(kernel, x, axis, keepdims), 'int32')
      const place = store_as(place_of(kernel, without_nan(x, worst), axis, keepdims), 'int32')
      const none = reduce('All', nan_mask(x), reduced_axes(axis, x.shape.length), keepdims)
      return choose(none, run_kernel('Fill', {}, { shape: place.shape, value: -1, dtype: 'int32' }), place)
    },
  )
}

/** The place of the largest value that is not NaN, -1 without one. Source: keras.ops.nanargmax. */
export const nanargmax = /*#__PURE__*/ place_op('Nanargmax', 'ArgMax', -Infinity)
/** The place of the smallest value that is not NaN, -1 without one. Source: keras.ops.nanargmin. */
export const nanargmin = /*#__PURE__*/ place_op('Nanargmin', 'ArgMin', Infinity)

function running_op(class_name: string, kernel: 'Cumsum' | 'Cumprod', neutral: number) {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: { axis: null as number | null, dtype: null as DType | null } },
    (input: TensorLike, axis: number | null, dtype: DType | null) => {
      const given = as_tensor(input)
      const wanted = dtype === null ? sum_or_own(tensor_dtype(given)) : standardize_dtype(dtype)
      const x = convert(given.dtype === 'float32' ? without_nan(given, neutral) : given, wanted)
      return finish(running(kernel, x.dtype === 'bool' ? store_as(x, 'int32') : x, axis), wanted)
    },
  )
}

function sum_or_own(dtype: DType): DType {
  return dtype === 'bool' ? 'int32' : dtype
}

/** Running sums where NaN counts as 0. Source: keras.ops.nancumsum. */
export const nancumsum = /*#__PURE__*/ running_op('Nancumsum', 'Cumsum', 0)
/** Running products where NaN counts as 1. Source: keras.ops.nancumprod. */
export const nancumprod = /*#__PURE__*/ running_op('Nancumprod', 'Cumprod', 1)
