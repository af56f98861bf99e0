import type { Tensor } from '@tensorflow/tfjs-core'
import { engine, run_kernel } from '../../backend/engine'
import { memory_at_hand } from '../../backend/kernels/memory_at_hand'
import { type CellKind, type RecurrenceAttrs, run_recurrence } from '../../backend/kernels/recurrent/run'
import { type LSTMTensors, native_lstm, native_lstm_gradient, native_lstm_runs } from '../../backend/native/recurrent'
import { binary, reshaped } from '../convert'
import { tape_on, taped } from '../custom'
import { flipped, permuted } from '../numpy/shape'

export interface RecurrenceTensors {
  /** `[batch, time, features]` */
  x: Tensor
  /** `[batch, units]` */
  h: Tensor
  /** The carry of an LSTM, `[batch, units]`. */
  c: Tensor | null
  kernel: Tensor
  recurrent_kernel: Tensor
  /** Of a GRU two rows: for the inputs and for the recurrent product. */
  bias: Tensor | null
  /** Booleans `[batch, time]`. */
  mask: Tensor | null
}

export interface RecurrenceSettings {
  go_backwards: boolean
  /** Whether the outputs of masked steps are zero. */
  zero_output: boolean
  /** Whether the outputs of all steps are wanted. */
  sequences: boolean
}

/** True where `fused_recurrence` can run now: on cpu and wasm, an LSTM without a mask on native too, and not while gradients of gradients are taken. */
export function can_fuse_recurrence(kind: CellKind, masked: boolean): boolean {
  return (memory_at_hand() || (native_lstm_runs() && kind === 'lstm' && !masked)) && engine().state.gradientDepth <= 1
}

const product = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  run_kernel('BatchMatMul', { a, b }, { transposeA, transposeB })

const rows_of = (x: Tensor): Tensor => reshaped(x, [x.shape[0]! * x.shape[1]!, x.shape[2]!])

const sum_of_rows = (x: Tensor): Tensor => run_kernel('Sum', { x }, { axis: [0], keepDims: false })

const row_of = (x: Tensor, row: number): Tensor =>
  reshaped(run_kernel('Slice', { x }, { begin: [row, 0], size: [1, x.shape[1]!] }), [x.shape[1]!])

/** `x @ kernel + bias` for all steps. */
function project(x: Tensor, kernel: Tensor, bias: Tensor | null): Tensor {
  const attrs = { transposeA: false, transposeB: false, activation: 'linear', leakyreluAlpha: 0 }
  const inputs = { a: rows_of(x), b: kernel }
  const rows = bias === null ? run_kernel('BatchMatMul', inputs, attrs) : run_kernel('_FusedMatMul', { ...inputs, bias }, attrs)
  return reshaped(rows, [x.shape[0]!, x.shape[1]!, kernel.shape[1]!])
}

/**
 * A recurrent layer with the activations tanh and sigmoid as one entry of the tape: `[h, c, outputs]` after the last step; `c` only for an LSTM, `outputs`
 * [batch, time, units], in the order of the steps, only when wanted. The reset gate of a GRU acts after the recurrent product. All tensors are float32.
 */
export function fused_recurrence(kind: CellKind, tensors: RecurrenceTensors, settings: RecurrenceSettings): Tensor[] {
  if (native_lstm_runs()) return native_recurrence(tensors, settings)
  const { x, h, c, kernel, recurrent_kernel: recurrent, bias, mask } = tensors
  const attrs: RecurrenceAttrs = { kind, ...settings, kept: tape_on() }
  const [input_bias, recurrent_bias] = kind === 'gru' && bias !== null ? [0, 1].map((row) => row_of(bias, row)) : [bias, null]
  const forward = (save: (tensor: Tensor) => void): Tensor[] => {
    const projected = project(x, kernel, input_bias!)
    const inputs = { x: projected, h, c, recurrent, bias: recurrent_bias, mask }
    const results = run_recurrence('KerasRecurrence', inputs, attrs)
    if (!attrs.kept) return results
    for (const tensor of results.splice(-2)) save(tensor)
    if (mask !== null) save(mask)
    return results
  }
  const inputs = [x, h, ...(c === null ? [] : [c]), kernel, recurrent, ...(bias === null ? [] : [bias])]
  return taped(
    inputs,
    forward,
    (dys, [x, kernel, recurrent, kept, before, mask]) => {
      const [dh, ...others] = dys
      const dc = c === null ? null : others.shift()
      const slopes = run_recurrence('KerasRecurrenceGrad', { kept, before, recurrent, mask, dh, dc, d_outputs: others[0] }, attrs)
      const projected = rows_of(slopes.shift()!)
      const recurred = kind === 'gru' ? rows_of(slopes.shift()!) : projected
      const d_bias = (): Tensor =>
        kind === 'gru'
          ? run_kernel('Pack', [sum_of_rows(projected), sum_of_rows(recurred)] as never, { axis: 0 })
          : sum_of_rows(projected)
      return [
        () => reshaped(product(projected, kernel!, false, true), x!.shape),
        ...slopes.map((slope) => () => slope),
        () => product(rows_of(x!), projected, true, false),
        () => product(rows_of(before!), recurred, true, false),
        ...(bias === null ? [] : [d_bias]),
      ]
    },
    [x, kernel, recurrent],
  )
}

const slice = (x: Tensor, begin: number[], size: number[]): Tensor => run_kernel('Slice', { x }, { begin, size })

/** An LSTM on native: as above, by TensorFlow's own op, whose steps come first. */
function native_recurrence(tensors: RecurrenceTensors, { go_backwards, sequences }: RecurrenceSettings): Tensor[] {
  const { x, h, c, kernel, recurrent_kernel: recurrent, bias } = tensors
  const [, time, features] = x.shape as [number, number, number]
  const [batch, units] = h.shape as [number, number]
  const in_order = (t: Tensor): Tensor => (go_backwards ? flipped(t, [0]) : t)
  const swapped = (t: Tensor): Tensor => permuted(t, [1, 0, 2])
  const last = (t: Tensor): Tensor => reshaped(slice(t, [time - 1, 0, 0], [1, batch, units]), [batch, units])
  const forward = (save: (tensor: Tensor) => void): Tensor[] => {
    const read: LSTMTensors = {
      x: in_order(swapped(x)),
      h,
      c: c!,
      weights: run_kernel('Concat', [kernel, recurrent], { axis: 0 }),
      bias: bias ?? run_kernel('Fill', {}, { shape: [4 * units], value: 0, dtype: 'float32' }),
    }
    const results = native_lstm(read)
    for (const tensor of [...Object.values(read), ...results]) save(tensor)
    const hidden = results[6]!
    return [last(hidden), last(results[1]!), ...(sequences ? [swapped(hidden)] : [])]
  }
  const slopes_of_steps = (at_end: Tensor | null | undefined, everywhere: Tensor | null | undefined): Tensor => {
    const steps = everywhere == null ? null : swapped(everywhere)
    if (at_end == null) return steps ?? run_kernel('Fill', {}, { shape: [time, batch, units], value: 0, dtype: 'float32' })
    const padding = [
      [time - 1, 0],
      [0, 0],
      [0, 0],
    ]
    const alone = run_kernel('PadV2', { x: reshaped(at_end, [1, batch, units]) }, { paddings: padding, constantValue: 0 })
    return steps === null ? alone : binary('Add', alone, steps)
  }
  return taped(
    [x, h, c!, kernel, recurrent, ...(bias === null ? [] : [bias])],
    forward,
    ([dh, dc, d_outputs], [x, h, c, weights, bias_read, ...results]) => {
      const read = { x, h, c, weights, bias: bias_read } as LSTMTensors
      const [dx, dc_first, dh_first, d_weights, d_bias] = native_lstm_gradient(
        read,
        results,
        slopes_of_steps(dc, null),
        slopes_of_steps(dh, d_outputs),
      )
      return [
        () => swapped(in_order(dx!)),
        () => dh_first!,
        () => dc_first!,
        () => slice(d_weights!, [0, 0], [features, 4 * units]),
        () => slice(d_weights!, [features, 0], [units, 4 * units]),
        ...(bias === null ? [] : [() => d_bias!]),
      ]
    },
    [],
  )
}
