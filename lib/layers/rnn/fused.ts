import type { Tensor } from '@tensorflow/tfjs-core'
import { serialize } from '../../activations/get'
import { is_float_dtype } from '../../common/dtypes'
import { convert } from '../../ops/convert'
import { can_fuse_recurrence, fused_recurrence, type RecurrenceTensors } from '../../ops/nn/recurrent'
import { multiply } from '../../ops/numpy/arithmetic'
import { zeros } from '../../ops/numpy/creation'
import { reshape } from '../../ops/numpy/shape'
import { tensor_dtype } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import type { MatrixCell } from './dropout_cell'
import type { LoopResult } from './loop'
import type { States } from './recurrent_cell'

type Kind = Parameters<typeof fused_recurrence>[0]

/** What of a recurrent layer matters here. */
interface Recurrent {
  cell: MatrixCell
  go_backwards: boolean
  return_sequences: boolean
  unroll: boolean
  zero_output_for_mask: boolean
}

/** True when an activation is the built-in one of this name. */
function is_activation(activation: unknown, name: string): boolean {
  return (activation as { name?: string }).name === name && serialize(activation as never) === name
}

function fusible(cell: MatrixCell, cell_class: object): boolean {
  const { recurrent_activation, reset_after } = cell as { recurrent_activation?: unknown; reset_after?: boolean }
  return (
    cell.constructor === cell_class &&
    cell.compute_dtype === 'float32' &&
    cell.activity_regularizer === null &&
    cell._state.remat === null &&
    is_activation(cell.activation, 'tanh') &&
    (recurrent_activation === undefined || is_activation(recurrent_activation, 'sigmoid')) &&
    reset_after !== false
  )
}

/** The inputs after dropout; null when the dropout is not the same for all gates. */
function dropped_inputs(cell: MatrixCell, x: Tensor, training: boolean | null): Tensor | null {
  if (training !== true) return x
  if (cell.recurrent_dropout > 0 || cell.dropout >= 1 || (cell.dropout > 0 && cell.dropout_mask_count !== null)) return null
  if (cell.dropout === 0) return x
  const [batch, , features] = x.shape as [number, number, number]
  const masks = cell.get_dropout_mask(zeros([batch, features]) as Tensor)
  return multiply(x, reshape(masks as Tensor, [batch, 1, features])) as Tensor
}

/** All steps of a built-in cell at once; null where only the loop gives the result. */
export function run_fused(
  kind: Kind,
  layer: Recurrent,
  cell_class: object,
  sequences: Tensor,
  states: States,
  mask: Tensor | null,
  training: boolean | null,
): LoopResult | null {
  const { cell, go_backwards, return_sequences, zero_output_for_mask } = layer
  const [h, c = null] = states as [Tensor, Tensor?]
  const [batch, steps] = sequences.shape as [number, number]
  const masked = mask !== null && (layer.unroll || mask.shape.length !== 2 || (zero_output_for_mask && !return_sequences))
  if (masked || steps === 0 || !fusible(cell, cell_class) || !can_fuse_recurrence(kind, mask !== null)) return null
  if ([h, ...(c === null ? [] : [c])].some((state) => tensor_dtype(state) !== 'float32') || h.shape[0] !== batch) return null
  if (is_float_dtype(tensor_dtype(sequences)) && tensor_dtype(sequences) !== 'float32') return null
  const x = dropped_inputs(cell, convert(sequences, 'float32'), training)
  if (x === null) return null
  const value = (variable: Variable | null): Tensor | null => variable?.value ?? null
  const tensors: RecurrenceTensors = {
    x,
    h,
    c,
    kernel: cell.kernel.value,
    recurrent_kernel: cell.recurrent_kernel.value,
    bias: value(cell.bias),
    mask: mask === null ? null : convert(mask, 'bool'),
  }
  const results = fused_recurrence(kind, tensors, {
    go_backwards,
    zero_output: zero_output_for_mask,
    sequences: return_sequences,
  })
  const outputs = return_sequences ? results[results.length - 1]! : null
  return [results[0]!, outputs, results.slice(0, states.length)]
}
