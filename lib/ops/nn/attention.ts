import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { run_attention } from '../../backend/kernels/attention'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { as_tensor, binary, finish, float_scalar, int_scalar, promote_float, reshaped, store_as } from '../convert'
import { in_nn, op3 } from '../declare'
import { lowest_score } from '../float_range'
import { choose } from '../numpy/comparison'
import { counting } from '../numpy/creation'
import { matrix_product } from '../numpy/linear'
import { permuted } from '../numpy/shape'

const config = {
  bias: null as TensorLike | null,
  mask: null as TensorLike | null,
  scale: null as number | null,
  is_causal: false,
  flash_attention: null as boolean | null,
  attn_logits_soft_cap: null as number | null,
}

/** Each head of keys and values repeated for the query heads that share it. */
function shared_heads(x: Tensor, heads: number): Tensor {
  const [n, length, own, size] = x.shape as [number, number, number, number]
  if (own === heads) return x
  const times = heads / own
  return reshaped(run_kernel('Tile', { x: reshaped(x, [n, length, own, 1, size]) }, { reps: [1, 1, 1, times, 1] }), [
    n,
    length,
    heads,
    size,
  ])
}

/** softmax(query . key * scale + bias) . value over `[batch, length, heads, size]`; `mask` is true where attention is allowed. Source: keras.ops.dot_product_attention. */
export const dot_product_attention = /*#__PURE__*/ op3(
  { class_name: 'DotProductAttention', module: in_nn, inputs: ['query', 'key', 'value'], config },
  (
    query_like: TensorLike,
    key_like: TensorLike,
    value_like: TensorLike,
    bias: TensorLike | null,
    mask: TensorLike | null,
    scale: number | null,
    is_causal: boolean,
    _flash: boolean | null,
    soft_cap: number | null,
  ) => {
    const [[query, key, value], dtype] = promote_float(query_like, key_like, value_like)
    for (const tensor of [query!, key!, value!]) {
      if (tensor.shape.length !== 4) {
        throw new ValueError(
          `\`dot_product_attention\` only supports 4D inputs. Received: query.shape=${shape_text(query!.shape)}, key.shape=${shape_text(key!.shape)}, value.shape=${shape_text(value!.shape)}.`,
        )
      }
    }
    const [, rows, heads, size] = query!.shape as [number, number, number, number]
    const factor = scale ?? 1 / Math.sqrt(size)
    let allowed = mask === null || mask === undefined ? null : store_as(as_tensor(mask), 'bool')
    if ((bias === null || bias === undefined) && soft_cap === null && dtype === 'float32') {
      const at_once = run_attention(query!, key!, value!, allowed, { scale: factor, is_causal })
      if (at_once !== null) return at_once
    }
    const q = permuted(query!, [0, 2, 1, 3])
    const k = permuted(shared_heads(key!, heads), [0, 2, 3, 1])
    const v = permuted(shared_heads(value!, heads), [0, 2, 1, 3])
    const columns = key!.shape[1]!
    let scores = binary('Multiply', matrix_product(q, k), float_scalar(factor))
    if (bias !== null && bias !== undefined) scores = binary('Add', scores, as_tensor(bias, 'float32'))
    if (soft_cap !== null)
      scores = binary(
        'Multiply',
        run_kernel('Tanh', { x: binary('RealDiv', scores, float_scalar(soft_cap)) }),
        float_scalar(soft_cap),
      )
    if (is_causal) {
      const line = binary(
        'LessEqual',
        reshaped(counting(columns), [1, columns]),
        binary('Add', reshaped(counting(rows), [rows, 1]), int_scalar(0)),
      )
      allowed = allowed === null ? line : binary('LogicalAnd', allowed, line)
    }
    if (allowed !== null)
      scores = choose(
        allowed,
        scores,
        run_kernel('Fill', {}, { shape: scores.shape, value: lowest_score(-0.7 * 3.4028234663852886e38), dtype: 'float32' }),
      )
    const weights = finish(run_kernel('Softmax', { logits: scores }, { dim: 3 }), dtype)
    return finish(permuted(matrix_product(weights, v), [0, 2, 1, 3]), dtype)
  },
)
