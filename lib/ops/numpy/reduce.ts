import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import type { DType } from '../../common/dtypes'
import { is_int_dtype, standardize_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis, range, reduced_axes, reduced_shape, size_of } from '../axes'
import {
  as_float,
  as_tensor,
  binary,
  finish,
  float_scalar,
  int_scalar,
  like,
  promote_float,
  reshaped,
  store_as,
  unary,
} from '../convert'
import { taped } from '../custom'
import { type Axis, in_numpy, op1 } from '../declare'

/** The dtype of sums: bool and small integers become int32 or uint32. */
export function sum_dtype(dtype: DType): DType {
  if (dtype === 'bool') return 'int32'
  if (!is_int_dtype(dtype)) return dtype
  return dtype.startsWith('u') ? 'uint32' : 'int32'
}

/** What a reduction of no values gives. */
const of_nothing: Record<string, number> = { Mean: Number.NaN, Prod: 1, All: 1 }

/** A reducing kernel; nothing is done without axes. */
export function reduce(kernel: string, x: Tensor, axes: number[], keepdims: boolean): Tensor {
  if (axes.length === 0) return unary('Identity', x)
  if (axes.some((axis) => x.shape[axis] === 0)) {
    return run_kernel(
      'Fill',
      {},
      { shape: reduced_shape(x.shape, axes, keepdims), value: of_nothing[kernel] ?? 0, dtype: x.dtype },
    )
  }
  const attrs = kernel === 'Max' ? { reductionIndices: axes, keepDims: keepdims } : { axis: axes, keepDims: keepdims }
  return run_kernel(kernel, { x }, attrs)
}

const reduce_config = { axis: null as Axis, keepdims: false }

/** Source: keras.ops.sum. */
export const sum = /*#__PURE__*/ op1(
  { class_name: 'Sum', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_tensor(input)
    const values = x.dtype === 'bool' ? store_as(x, 'int32') : x
    return finish(reduce('Sum', values, reduced_axes(axis, x.shape.length), keepdims), sum_dtype(tensor_dtype(x)))
  },
)

/** Source: keras.ops.mean. */
export const mean = /*#__PURE__*/ op1(
  { class_name: 'Mean', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_float(input)
    return finish(reduce('Mean', x, reduced_axes(axis, x.shape.length), keepdims), tensor_dtype(x))
  },
)

/** Source: keras.ops.prod. */
export const prod = /*#__PURE__*/ op1(
  { class_name: 'Prod', module: in_numpy, inputs: ['x'], config: { ...reduce_config, dtype: null as DType | null } },
  (input: TensorLike, axis: Axis, keepdims: boolean, dtype: DType | null) => {
    const x = dtype === null ? as_tensor(input) : as_tensor(input, standardize_dtype(dtype))
    const values = x.dtype === 'bool' ? store_as(x, 'int32') : x
    return finish(
      reduce('Prod', values, reduced_axes(axis, x.shape.length), keepdims),
      dtype === null ? sum_dtype(tensor_dtype(x)) : tensor_dtype(x),
    )
  },
)

function extreme_op(class_name: string, kernel: 'Max' | 'Min', pair: string) {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: { ...reduce_config, initial: null as number | null } },
    (input: TensorLike, axis: Axis, keepdims: boolean, initial: number | null) => {
      const x = as_tensor(input)
      const axes = reduced_axes(axis, x.shape.length)
      if (initial === null && axes.some((a) => x.shape[a] === 0))
        throw new ValueError(`zero-size array to reduction operation ${kernel.toLowerCase()} which has no identity`)
      if (x.shape.includes(0)) {
        return finish(
          run_kernel(
            'Fill',
            {},
            {
              shape: reduced_shape(x.shape, axes, keepdims),
              value: initial ?? 0,
              dtype: x.dtype === 'int32' ? 'int32' : 'float32',
            },
          ),
          tensor_dtype(x),
        )
      }
      const values = x.dtype === 'bool' ? store_as(x, 'int32') : x
      const result = reduce(kernel, values, axes, keepdims)
      const bounded =
        initial === null ? result : binary(pair, result, result.dtype === 'int32' ? int_scalar(initial) : float_scalar(initial))
      return like(store_as(bounded, x.dtype as 'float32'), x)
    },
  )
}

/** Source: keras.ops.max. */
export const max = /*#__PURE__*/ extreme_op('Max', 'Max', 'Maximum')
/** Source: keras.ops.min. */
export const min = /*#__PURE__*/ extreme_op('Min', 'Min', 'Minimum')

function plain_extreme(class_name: string, kernel: 'Max' | 'Min') {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: reduce_config },
    (input: TensorLike, axis: Axis, keepdims: boolean) => {
      const x = as_tensor(input)
      const values = x.dtype === 'bool' ? store_as(x, 'int32') : x
      return like(store_as(reduce(kernel, values, reduced_axes(axis, x.shape.length), keepdims), x.dtype as 'float32'), x)
    },
  )
}

/** Source: keras.ops.amax. */
export const amax = /*#__PURE__*/ plain_extreme('Amax', 'Max')
/** Source: keras.ops.amin. */
export const amin = /*#__PURE__*/ plain_extreme('Amin', 'Min')

/** The range of the values: max - min. Source: keras.ops.ptp. */
export const ptp = /*#__PURE__*/ op1(
  { class_name: 'Ptp', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_tensor(input)
    const values = x.dtype === 'bool' ? store_as(x, 'int32') : x
    const axes = reduced_axes(axis, x.shape.length)
    return finish(binary('Sub', reduce('Max', values, axes, keepdims), reduce('Min', values, axes, keepdims)), tensor_dtype(x))
  },
)

/** Mean of squared deviations of float values. */
export function variance(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const center = reduce('Mean', x, axes, true)
  return reduce('Mean', unary('Square', binary('Sub', x, center)), axes, keepdims)
}

/** Source: keras.ops.var. */
const variance_op = /*#__PURE__*/ op1(
  { class_name: 'Var', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_float(input)
    return finish(variance(x, reduced_axes(axis, x.shape.length), keepdims), tensor_dtype(x))
  },
)

/** Source: keras.ops.std. */
export const std = /*#__PURE__*/ op1(
  { class_name: 'Std', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = as_float(input)
    return finish(unary('Sqrt', variance(x, reduced_axes(axis, x.shape.length), keepdims)), tensor_dtype(x))
  },
)

/** True where any value is not zero. Source: keras.ops.any. */
export const any = /*#__PURE__*/ op1(
  { class_name: 'Any', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = store_as(as_tensor(input), 'bool')
    return reduce('Any', x, reduced_axes(axis, x.shape.length), keepdims)
  },
)
/** True where no value is zero. Source: keras.ops.all. */
export const all = /*#__PURE__*/ op1(
  { class_name: 'All', module: in_numpy, inputs: ['x'], config: reduce_config },
  (input: TensorLike, axis: Axis, keepdims: boolean) => {
    const x = store_as(as_tensor(input), 'bool')
    return reduce('All', x, reduced_axes(axis, x.shape.length), keepdims)
  },
)

/** How many values are not zero. Source: keras.ops.count_nonzero. */
export const count_nonzero = /*#__PURE__*/ op1(
  { class_name: 'CountNonzero', module: in_numpy, inputs: ['x'], config: { axis: null as Axis } },
  (input: TensorLike, axis: Axis) => {
    const x = as_tensor(input)
    const flags = store_as(store_as(x, 'bool'), 'int32')
    return store_as(reduce('Sum', flags, reduced_axes(axis, x.shape.length), false), 'int32')
  },
)

/** The place of an extreme, counted along an axis, or in the flat tensor. */
export function place_of(kernel: 'ArgMax' | 'ArgMin', x: Tensor, axis: number | null, keepdims: boolean): Tensor {
  const values = store_as(x, x.dtype === 'bool' ? 'int32' : (x.dtype as 'float32'))
  if (axis === null || axis === undefined) {
    const flat = run_kernel(kernel, { x: reshaped(values, [size_of(x.shape)]) }, { axis: 0 })
    return keepdims
      ? reshaped(
          flat,
          x.shape.map(() => 1),
        )
      : flat
  }
  const place = one_axis(axis, x.shape.length)
  const result = run_kernel(kernel, { x: values }, { axis: place })
  return keepdims ? reshaped(result, reduced_shape(x.shape, [place], true)) : result
}

const place_config = { axis: null as number | null, keepdims: false }

/** The place of the largest value, int32. Source: keras.ops.argmax. */
export const argmax = /*#__PURE__*/ op1(
  { class_name: 'Argmax', module: in_numpy, inputs: ['x'], config: place_config },
  (x: TensorLike, axis: number | null, keepdims: boolean) => store_as(place_of('ArgMax', as_tensor(x), axis, keepdims), 'int32'),
)
/** The place of the smallest value, int32. Source: keras.ops.argmin. */
export const argmin = /*#__PURE__*/ op1(
  { class_name: 'Argmin', module: in_numpy, inputs: ['x'], config: place_config },
  (x: TensorLike, axis: number | null, keepdims: boolean) => store_as(place_of('ArgMin', as_tensor(x), axis, keepdims), 'int32'),
)

/** A running sum or product over one axis; null runs over the flat tensor. */
export function running(kernel: 'Cumsum' | 'Cumprod', x: Tensor, axis: number | null): Tensor {
  const flat = axis === null || axis === undefined
  const values = flat ? reshaped(x, [size_of(x.shape)]) : x
  const place = flat ? 0 : one_axis(axis, x.shape.length)
  const run = (t: Tensor, name: string, reverse: boolean): Tensor =>
    run_kernel(name, { x: t }, { axis: place, exclusive: false, reverse })
  if (kernel === 'Cumsum') return run(values, 'Cumsum', false)
  const [result] = taped(
    [values],
    (save) => {
      const product = run(values, 'Cumprod', false)
      save(product)
      return [product]
    },
    ([dy], [t, product]) => [() => binary('RealDiv', run(binary('Multiply', dy!, product!), 'Cumsum', true), t!)],
  )
  return result!
}

function running_op(class_name: string, kernel: 'Cumsum' | 'Cumprod') {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: { axis: null as number | null, dtype: null as DType | null } },
    (input: TensorLike, axis: number | null, dtype: DType | null) => {
      const x = dtype === null ? as_tensor(input) : as_tensor(input, standardize_dtype(dtype))
      const own = tensor_dtype(x)
      const values = x.dtype === 'bool' ? store_as(x, 'int32') : x
      return finish(running(kernel, values, axis), own === 'bool' ? (dtype === 'bool' ? 'bool' : 'int32') : own)
    },
  )
}

/** Running sums; a null axis runs over the flat tensor. Source: keras.ops.cumsum. */
export const cumsum = /*#__PURE__*/ running_op('Cumsum', 'Cumsum')
/** Running products; a null axis runs over the flat tensor. Source: keras.ops.cumprod. */
export const cumprod = /*#__PURE__*/ running_op('Cumprod', 'Cumprod')

/** The weighted mean. Source: keras.ops.average. */
export const average = /*#__PURE__*/ op1(
  { class_name: 'Average', module: in_numpy, inputs: ['x'], config: { axis: null as Axis, weights: null as TensorLike | null } },
  (input: TensorLike, axis: Axis, weights: TensorLike | null) => {
    if (weights === null || weights === undefined) {
      const x = as_float(input)
      return finish(reduce('Mean', x, reduced_axes(axis, x.shape.length), false), tensor_dtype(x))
    }
    const [[x, w], dtype] = promote_float(input, weights)
    const rank = x!.shape.length
    const axes = reduced_axes(axis, rank)
    let factors = w!
    const same = factors.shape.length === rank && factors.shape.every((d, i) => d === x!.shape[i])
    if (!same) {
      if (axis === null || axis === undefined)
        throw new ValueError(
          `\`weights\` must have the same shape as \`x\` when \`axis=None\`. Received: weights.shape=(${factors.shape}), x.shape=(${x!.shape})`,
        )
      if (factors.shape.length !== 1 || axes.length !== 1 || factors.shape[0] !== x!.shape[axes[0]!]) {
        throw new ValueError(
          `\`weights\` must have the same size as \`x\` at \`axis\`. Received: weights.shape=(${factors.shape}), x.shape=(${x!.shape}), axis=${axis}`,
        )
      }
      factors = reshaped(
        factors,
        x!.shape.map((d, i) => (i === axes[0] ? d : 1)),
      )
    }
    const total = reduce('Sum', factors, same ? axes : range(rank), false)
    return finish(binary('RealDiv', reduce('Sum', binary('Multiply', x!, factors), axes, false), total), dtype)
  },
)

export { variance_op as var }
