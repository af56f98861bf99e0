import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { epsilon } from '../../common/config'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis } from '../axes'
import { as_float, as_tensor, binary, finish, float_scalar, promote_float, reshaped, store_as, unary } from '../convert'
import { taped } from '../custom'
import { in_nn, op2 } from '../declare'
import { log_softmax_rows, over_axes } from './activations'
import { encoded } from './encoding'

const mul = (a: Tensor, b: Tensor): Tensor => binary('Multiply', a, b)
const sub = (a: Tensor, b: Tensor): Tensor => binary('Sub', a, b)
const add = (a: Tensor, b: Tensor): Tensor => binary('Add', a, b)

/** Probabilities kept off 0 and 1, whose logarithms are infinite. */
function inside(x: Tensor): Tensor {
  return unary('ClipByValue', x, { clipValueMin: epsilon(), clipValueMax: 1 - epsilon() })
}

function total(x: Tensor, axis: number, keepDims = false): Tensor {
  return run_kernel('Sum', { x }, { axis: [axis], keepDims })
}

/** -sum(target * log_softmax(logits)) as one entry of the tape; both float32. */
function entropy_of_logits(target: Tensor, logits: Tensor, axis: number): Tensor {
  const [result] = taped(
    [target, logits],
    (save) => {
      const logs = over_axes(logits, axis, log_softmax_rows)
      save(logs)
      return [unary('Neg', total(mul(target, logs), axis))]
    },
    ([dy], saved) => {
      const [given, logs] = saved as [Tensor, Tensor]
      const wide = reshaped(
        dy!,
        given.shape.map((d, i) => (i === axis ? 1 : d)),
      )
      return [() => unary('Neg', mul(wide, logs)), () => mul(wide, sub(mul(unary('Exp', logs), total(given, axis, true)), given))]
    },
    [target],
  )
  return result!
}

function entropy_of_probabilities(target: Tensor, output: Tensor, axis: number): Tensor {
  const shares = binary('RealDiv', output, total(output, axis, true))
  return unary('Neg', total(mul(target, unary('Log', inside(shares))), axis))
}

/** -sum(target * log(output)) along an axis. Source: keras.ops.categorical_crossentropy. */
export const categorical_crossentropy = /*#__PURE__*/ op2(
  {
    class_name: 'CategoricalCrossentropy',
    module: in_nn,
    inputs: ['target', 'output'],
    config: { from_logits: false, axis: -1 },
  },
  (target_like: TensorLike, output_like: TensorLike, from_logits: boolean, axis: number) => {
    const [[target, output], dtype] = promote_float(target_like, output_like)
    if (target!.shape.length !== output!.shape.length || target!.shape.some((d, i) => d !== output!.shape[i])) {
      throw new ValueError(
        `Arguments \`target\` and \`output\` must have the same shape. Received: target.shape=${shape_text(target!.shape)}, output.shape=${shape_text(output!.shape)}`,
      )
    }
    if (target!.shape.length < 1)
      throw new ValueError(
        `Arguments \`target\` and \`output\` must be at least rank 1. Received: target.shape=${shape_text(target!.shape)}, output.shape=${shape_text(output!.shape)}`,
      )
    const place = one_axis(axis, output!.shape.length)
    return finish(
      from_logits ? entropy_of_logits(target!, output!, place) : entropy_of_probabilities(target!, output!, place),
      dtype,
    )
  },
)

/** The cross-entropy with integer labels. Source: keras.ops.sparse_categorical_crossentropy. */
export const sparse_categorical_crossentropy = /*#__PURE__*/ op2(
  {
    class_name: 'SparseCategoricalCrossentropy',
    module: in_nn,
    inputs: ['target', 'output'],
    config: { from_logits: false, axis: -1 },
  },
  (target_like: TensorLike, output_like: TensorLike, from_logits: boolean, axis: number) => {
    const output = as_float(output_like)
    let target = store_as(as_tensor(target_like), 'int32')
    const rank = output.shape.length
    if (target.shape.length === rank && target.shape[rank - 1] === 1) target = reshaped(target, target.shape.slice(0, -1))
    if (rank < 1)
      throw new ValueError(`Argument \`output\` must be at least rank 1. Received: output.shape=${shape_text(output.shape)}`)
    const place = one_axis(axis, rank)
    const expected = output.shape.filter((_, i) => i !== place)
    if (target.shape.length !== expected.length || target.shape.some((d, i) => d !== expected[i])) {
      throw new ValueError(
        `Arguments \`target\` and \`output\` must have the same shape up until the last dimension: target.shape=${shape_text(target.shape)}, output.shape=${shape_text(output.shape)}`,
      )
    }
    const labels = encoded(target, output.shape[place]!, place, 'float32')
    const value = from_logits ? entropy_of_logits(labels, output, place) : entropy_of_probabilities(labels, output, place)
    return finish(value, tensor_dtype(output))
  },
)

/** -target * log(output) - (1 - target) * log(1 - output), by element. Source: keras.ops.binary_crossentropy. */
export const binary_crossentropy = /*#__PURE__*/ op2(
  { class_name: 'BinaryCrossentropy', module: in_nn, inputs: ['target', 'output'], config: { from_logits: false } },
  (target_like: TensorLike, output_like: TensorLike, from_logits: boolean) => {
    const [[target, output], dtype] = promote_float(target_like, output_like)
    if (target!.shape.length !== output!.shape.length || target!.shape.some((d, i) => d !== output!.shape[i])) {
      throw new ValueError(
        `Arguments \`target\` and \`output\` must have the same shape. Received: target.shape=${shape_text(target!.shape)}, output.shape=${shape_text(output!.shape)}`,
      )
    }
    return finish(from_logits ? binary_entropy_of_logits(target!, output!) : binary_entropy(target!, output!), dtype)
  },
)

/** softplus(logits) - target * logits as one entry of the tape: exact where the sigmoid is saturated. */
function binary_entropy_of_logits(target: Tensor, logits: Tensor): Tensor {
  const [result] = taped(
    [target, logits],
    () => [sub(unary('Softplus', logits), mul(target, logits))],
    ([dy], saved) => {
      const [t, z] = saved as [Tensor, Tensor]
      return [() => unary('Neg', mul(dy!, z)), () => mul(dy!, sub(unary('Sigmoid', z), t))]
    },
  )
  return result!
}

function binary_entropy(target: Tensor, probability: Tensor): Tensor {
  const [result] = taped(
    [target, probability],
    () => {
      const p = inside(probability)
      const rest = sub(float_scalar(1), p)
      return [unary('Neg', add(mul(target, unary('Log', p)), mul(sub(float_scalar(1), target), unary('Log', rest))))]
    },
    ([dy], saved) => {
      const [t, q] = saved as [Tensor, Tensor]
      const p = inside(q)
      const rest = sub(float_scalar(1), p)
      return [
        () => mul(dy!, sub(unary('Log', rest), unary('Log', p))),
        () => {
          const slope = sub(binary('RealDiv', sub(float_scalar(1), t), rest), binary('RealDiv', t, p))
          const free = store_as(binary('Equal', p, q), 'float32')
          return mul(mul(dy!, slope), free)
        },
      ]
    },
  )
  return result!
}
