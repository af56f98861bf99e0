import type { CellKind } from '../kernels/recurrent/steps'
import type { SimdFunctions } from './load'

/** Addresses of what one step of one sample reads and writes; 0 for what there is not. */
export interface CellPlaces {
  x: number
  m: number
  h: number
  c: number
  bias: number
  kept: number
}

/** Addresses of what one step of the gradient reads and writes. `h` is the state before the step. */
export interface SlopePlaces {
  kept: number
  h: number
  dh: number
  dc: number
  dx: number
  dm: number
}

interface SimdCell {
  forward(simd: SimdFunctions, at: CellPlaces, units: number): void
  backward(simd: SimdFunctions, at: SlopePlaces, units: number): void
}

/** The cells of `kernels/recurrent/steps`, four units at a time. */
export const simd_cells: Record<CellKind, SimdCell> = {
  simple: {
    forward: (simd, { x, m, h, kept }, units) => simd.simple_forward(x, m, h, kept, units),
    backward: (simd, { kept, dh, dx, dm }, units) => simd.simple_backward(kept, dh, dx, dm, units),
  },
  lstm: {
    forward: (simd, { x, m, h, c, kept }, units) => simd.lstm_forward(x, m, h, c, kept, units),
    backward: (simd, { kept, dh, dc, dx, dm }, units) => simd.lstm_backward(kept, dh, dc, dx, dm, units),
  },
  gru: {
    forward: (simd, { x, m, h, bias, kept }, units) => simd.gru_forward(x, m, h, bias, kept, units),
    backward: (simd, { kept, h, dh, dx, dm }, units) => simd.gru_backward(kept, h, dh, dx, dm, units),
  },
}
