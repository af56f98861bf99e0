import { simd_cells } from '../../simd/cells'
import type { Block, Workspace } from './memory'
import { type CellKind, cell_steps, type Row } from './steps'

/** Whether four units at a time make up all. */
const in_fours = (work: Workspace, units: number): boolean => work.simd !== null && units % 4 === 0

const address = (block: Block | null, place: number): number => (block === null ? 0 : block.at + 4 * place)

/** One step of one sample, on these arrays. */
export function forward_cell(
  work: Workspace,
  kind: CellKind,
  units: number,
  blocks: Record<'x' | 'm' | 'h' | 'c', Block> & Record<'bias' | 'kept', Block | null>,
): (row: Row) => void {
  const { x, m, h, c, bias, kept } = blocks
  if (in_fours(work, units)) {
    const { simd } = work
    const cell = simd_cells[kind]
    const at = { x: 0, m: 0, h: 0, c: 0, bias: address(bias, 0), kept: 0 }
    return (row) => {
      at.x = address(x, row.x)
      at.m = address(m, row.m)
      at.h = address(h, row.state)
      at.c = address(c, row.state)
      at.kept = address(kept, row.kept)
      cell.forward(simd!, at, units)
    }
  }
  const arrays = {
    ...{ x: x.values, m: m.values, h: h.values, c: c.values },
    ...{ bias: bias === null ? null : bias.values, kept: kept === null ? null : kept.values },
  }
  return (row) => cell_steps[kind].forward(arrays, row, units)
}

/** One step of the gradient of one sample, on these arrays. `before` is the place of the state before the step. */
export function backward_cell(
  work: Workspace,
  kind: CellKind,
  units: number,
  blocks: Record<'kept' | 'h' | 'dh' | 'dc' | 'dx' | 'dm', Block>,
): (row: Row, before: number) => void {
  const { kept, h, dh, dc, dx, dm } = blocks
  if (in_fours(work, units)) {
    const { simd } = work
    const cell = simd_cells[kind]
    const at = { kept: 0, h: 0, dh: 0, dc: 0, dx: 0, dm: 0 }
    return (row, before) => {
      at.kept = address(kept, row.kept)
      at.h = address(h, before)
      at.dh = address(dh, row.state)
      at.dc = address(dc, row.state)
      at.dx = address(dx, row.x)
      at.dm = address(dm, row.m)
      cell.backward(simd!, at, units)
    }
  }
  const arrays = { kept: kept.values, h: h.values, dh: dh.values, dc: dc.values, dx: dx.values, dm: dm.values }
  return (row, before) => cell_steps[kind].backward(arrays, row, before, units)
}
