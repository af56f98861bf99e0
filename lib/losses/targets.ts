import type { Tensor } from '@tensorflow/tfjs-core'
import { floatx } from '../common/config'
import { is_float_dtype } from '../common/dtypes'
import { cast_tensor, type TensorLike, tensor_dtype, to_tensor } from '../variables/to_tensor'
import { squeeze_or_expand_to_same_rank } from './reduction'

/** Both as tensors of the predictions' dtype (a float type), and of one rank. */
export function as_pair(y_true: TensorLike, y_pred: TensorLike): [Tensor, Tensor] {
  const [target, output] = as_tensors(y_true, y_pred)
  return squeeze_or_expand_to_same_rank(target, output)
}

/** Both as tensors of the predictions' dtype (a float type). */
export function as_tensors(y_true: TensorLike, y_pred: TensorLike): [Tensor, Tensor] {
  const given = to_tensor(y_pred)
  const dtype = tensor_dtype(given)
  const output = is_float_dtype(dtype) ? given : cast_tensor(given, floatx())
  return [to_tensor(y_true, tensor_dtype(output)), output]
}
