import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { MetaOutput, MetaRule } from '../../meta/rule'
import { backward_cell, forward_cell } from './cells'
import { type Block, type Workspace, workspace } from './memory'
import { type CellKind, cell_steps, type Row } from './steps'

/** How a recurrence runs. */
export interface RecurrenceAttrs {
  kind: CellKind
  go_backwards: boolean
  /** Whether the outputs of masked steps are zero. */
  zero_output: boolean
  /** Whether the outputs of all steps are wanted. */
  sequences: boolean
  /** Whether the gradient will be wanted. */
  kept: boolean
}

type Infos = Record<string, TensorInfo | undefined>

/** Which samples take part in a step, by the mask `[batch, time]`. */
function active(mask: ArrayLike<number> | null, place: number): boolean {
  return mask === null || mask[place]! !== 0
}

function mask_values(backend: object, mask: TensorInfo | undefined): ArrayLike<number> | null {
  if (mask === undefined) return null
  const heap = backend as { typedArrayFromHeap?(info: TensorInfo): Uint8Array; readSync(id: object): Uint8Array }
  return heap.typedArrayFromHeap === undefined ? heap.readSync(mask.dataId) : heap.typedArrayFromHeap(mask).slice()
}

/**
 * All steps of a recurrent layer from its projected inputs `x` [batch, time, parts * units]: the last states, with `sequences` the outputs [batch, time, units] in the order
 * of the steps, with `kept` what the gradient needs: values of the gates, and the state before each step, both in the order of time.
 */
const recurrence: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, h, c, recurrent, bias, mask } = inputs as unknown as Infos
  const { kind, go_backwards, zero_output, sequences, kept } = attrs as unknown as RecurrenceAttrs
  const steps = cell_steps[kind]
  const [batch, time] = x!.shape as [number, number]
  const units = h!.shape[1]!
  const width = steps.parts * units
  const work = workspace(backend)
  const last_h = copied(work, h!)
  const last_c = c === undefined ? null : copied(work, c)
  const outputs = sequences ? work.zeros([batch, time, units]) : null
  const kept_values = kept ? work.zeros([batch, time, steps.kept * units]) : null
  const before = kept ? work.zeros([batch, time, units]) : null
  const product = work.zeros([batch, width])
  const multiplier = work.multiplier(recurrent!, false, batch)
  const bias_block = bias === undefined ? null : work.input(bias)
  const cell = forward_cell(work, kind, units, {
    ...{ x: work.input(x!), m: product, h: last_h, c: last_c ?? last_h },
    ...{ bias: bias_block, kept: kept_values },
  })
  const masks = mask_values(backend, mask)
  const row: Row = { x: 0, m: 0, state: 0, kept: 0 }
  const h_values = last_h.values
  const before_values = before === null ? null : before.values
  const output_values = outputs === null ? null : outputs.values
  for (let step = 0; step < time; step++) {
    const t = go_backwards ? time - 1 - step : step
    multiplier.multiply(last_h, product)
    for (let b = 0; b < batch; b++) {
      const place = b * time + t
      row.x = place * width
      row.m = b * width
      row.state = b * units
      row.kept = place * steps.kept * units
      const on = active(masks, place)
      if (before_values !== null) for (let j = 0; j < units; j++) before_values[place * units + j] = h_values[row.state + j]!
      if (on) cell(row)
      if (output_values !== null && (on || !zero_output)) {
        const to = (b * time + step) * units
        for (let j = 0; j < units; j++) output_values[to + j] = h_values[row.state + j]!
      }
    }
  }
  multiplier.free()
  work.free([product])
  return [last_h, last_c, outputs, kept_values, before].filter((block) => block !== null).map((block) => block!.info())
}

/**
 * The gradient of a recurrence: slopes by the projected inputs, by the recurrent products (both [batch, time, parts * units]), and by the first states. `dh`, `dc`,
 * `d_outputs`: slopes by its results, where there are any.
 */
const recurrence_gradient: KernelFunc = ({ inputs, attrs, backend }) => {
  const { kept, before, recurrent, mask, dh, dc, d_outputs } = inputs as unknown as Infos
  const { kind, go_backwards, zero_output } = attrs as unknown as RecurrenceAttrs
  const steps = cell_steps[kind]
  const [batch, time, units] = before!.shape as [number, number, number]
  const width = steps.parts * units
  const work = workspace(backend)
  const slope_h = dh === undefined ? work.zeros([batch, units]) : copied(work, dh)
  const slope_c = kind !== 'lstm' ? null : dc === undefined ? work.zeros([batch, units]) : copied(work, dc)
  const dx = work.zeros([batch, time, width])
  const dm = kind === 'gru' ? work.zeros([batch, time, width]) : null
  const step_slopes = work.zeros([batch, width])
  const through = work.zeros([batch, units])
  const multiplier = work.multiplier(recurrent!, true, batch)
  const cell = backward_cell(work, kind, units, {
    ...{ kept: work.input(kept!), h: work.input(before!), dh: slope_h, dc: slope_c ?? slope_h },
    ...{ dx, dm: step_slopes },
  })
  const masks = mask_values(backend, mask)
  const row: Row = { x: 0, m: 0, state: 0, kept: 0 }
  const dh_values = slope_h.values
  const m_values = step_slopes.values
  const dm_values = dm === null ? null : dm.values
  const d_values = d_outputs === undefined ? null : work.input(d_outputs).values
  const added = through.values
  for (let step = time - 1; step >= 0; step--) {
    const t = go_backwards ? time - 1 - step : step
    for (let b = 0; b < batch; b++) {
      const place = b * time + t
      row.x = place * width
      row.m = b * width
      row.state = b * units
      row.kept = place * steps.kept * units
      const on = active(masks, place)
      if (d_values !== null && (on || !zero_output)) {
        const from = (b * time + step) * units
        for (let j = 0; j < units; j++) dh_values[row.state + j]! += d_values[from + j]!
      }
      if (on) cell(row, place * units)
      else m_values.fill(0, row.m, row.m + width)
      if (dm_values !== null) for (let j = 0; j < width; j++) dm_values[row.x + j] = m_values[row.m + j]!
    }
    multiplier.multiply(step_slopes, through)
    for (let i = 0; i < dh_values.length; i++) dh_values[i]! += added[i]!
  }
  multiplier.free()
  work.free([step_slopes, through])
  return [dx, dm, slope_h, slope_c].filter((block) => block !== null).map((block) => block!.info())
}

function copied(work: Workspace, info: TensorInfo): Block {
  const block = work.zeros(info.shape)
  block.values.set(work.input(info).values)
  return block
}

/** A recurrence in one kernel, and its gradient in another, for the backends whose memory is at hand: cpu and wasm. */
export const recurrent_kernels: Record<string, KernelFunc> = {
  KerasRecurrence: recurrence,
  KerasRecurrenceGrad: recurrence_gradient,
}

const floats = (...shape: number[]): MetaOutput => ({ shape, dtype: 'float32' })

/** Shapes of their results. */
export const recurrent_rules: Record<string, MetaRule> = {
  KerasRecurrence: ({ x, h }, { kind, sequences, kept }: RecurrenceAttrs) => {
    const [batch, time] = x!.shape as [number, number]
    const units = h!.shape[1]!
    const results = [floats(batch, units)]
    if (kind === 'lstm') results.push(floats(batch, units))
    if (sequences) results.push(floats(batch, time, units))
    if (kept) results.push(floats(batch, time, cell_steps[kind].kept * units), floats(batch, time, units))
    return results
  },
  KerasRecurrenceGrad: ({ before }, { kind }: RecurrenceAttrs) => {
    const [batch, time, units] = before!.shape as [number, number, number]
    const slopes = floats(batch, time, cell_steps[kind].parts * units)
    const results = kind === 'gru' ? [slopes, slopes] : [slopes]
    return [...results, floats(batch, units), ...(kind === 'lstm' ? [floats(batch, units)] : [])]
  },
}
