/** The arrays of one step, of one sample, by their first places. */
export interface Row {
  /** The projected input, and in the gradient the place of its slope. */
  x: number
  /** The recurrent product, and in the gradient the place of its slope. */
  m: number
  /** The states. */
  state: number
  /** What is kept for the gradient. */
  kept: number
}

/** What a step reads and writes. */
export interface StepArrays {
  /** Projected inputs. */
  x: Float32Array
  /** Recurrent products. */
  m: Float32Array
  h: Float32Array
  c: Float32Array
  /** Bias of the recurrent product, or null. */
  bias: Float32Array | null
  /** Kept for the gradient, or null. */
  kept: Float32Array | null
}

/** What a step of the gradient reads and writes. */
export interface SlopeArrays {
  kept: Float32Array
  /** The state before the step. */
  h: Float32Array
  /** The slope by the state after the step; becomes that part of the slope by the state before that does not pass the recurrent product. */
  dh: Float32Array
  dc: Float32Array
  /** Slopes by the projected inputs. */
  dx: Float32Array
  /** Slopes by the recurrent product. */
  dm: Float32Array
}

/** The arithmetic of one cell with `tanh` and `sigmoid`. */
export interface CellSteps {
  /** Parts of a product, each of the size of the state. */
  parts: number
  /** Values kept for the gradient, by the size of the state. */
  kept: number
  forward(arrays: StepArrays, row: Row, units: number): void
  backward(arrays: SlopeArrays, row: Row, before: number, units: number): void
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const tanh = (x: number): number => 2 / (1 + Math.exp(-2 * x)) - 1

/** Kept: the state. */
const simple: CellSteps = {
  parts: 1,
  kept: 1,
  forward({ x, m, h, kept }, row, units) {
    for (let j = 0; j < units; j++) {
      const value = tanh(x[row.x + j]! + m[row.m + j]!)
      h[row.state + j] = value
      if (kept !== null) kept[row.kept + j] = value
    }
  },
  backward({ kept, dh, dx, dm }, row, _before, units) {
    for (let j = 0; j < units; j++) {
      const value = kept[row.kept + j]!
      const slope = dh[row.state + j]! * (1 - value) * (1 + value)
      dx[row.x + j] = slope
      dm[row.m + j] = slope
      dh[row.state + j] = 0
    }
  },
}

/** Parts: input, forget, candidate, output. Kept: these, the carry before, tanh of the carry after. */
const lstm: CellSteps = {
  parts: 4,
  kept: 6,
  forward({ x, m, h, c, kept }, row, units) {
    for (let j = 0; j < units; j++) {
      const a = row.x + j
      const b = row.m + j
      const i = sigmoid(x[a]! + m[b]!)
      const f = sigmoid(x[a + units]! + m[b + units]!)
      const g = tanh(x[a + 2 * units]! + m[b + 2 * units]!)
      const o = sigmoid(x[a + 3 * units]! + m[b + 3 * units]!)
      const s = row.state + j
      const before = c[s]!
      const after = f * before + i * g
      const squashed = tanh(after)
      c[s] = after
      h[s] = o * squashed
      if (kept === null) continue
      const k = row.kept + j
      kept[k] = i
      kept[k + units] = f
      kept[k + 2 * units] = g
      kept[k + 3 * units] = o
      kept[k + 4 * units] = before
      kept[k + 5 * units] = squashed
    }
  },
  backward({ kept, dh, dc, dx, dm }, row, _before, units) {
    for (let j = 0; j < units; j++) {
      const k = row.kept + j
      const i = kept[k]!
      const f = kept[k + units]!
      const g = kept[k + 2 * units]!
      const o = kept[k + 3 * units]!
      const squashed = kept[k + 5 * units]!
      const s = row.state + j
      const slope = dh[s]!
      const carry = dc[s]! + slope * o * (1 - squashed) * (1 + squashed)
      const a = row.x + j
      const b = row.m + j
      dx[a] = carry * g * i * (1 - i)
      dx[a + units] = carry * kept[k + 4 * units]! * f * (1 - f)
      dx[a + 2 * units] = carry * i * (1 - g) * (1 + g)
      dx[a + 3 * units] = slope * squashed * o * (1 - o)
      dm[b] = dx[a]!
      dm[b + units] = dx[a + units]!
      dm[b + 2 * units] = dx[a + 2 * units]!
      dm[b + 3 * units] = dx[a + 3 * units]!
      dc[s] = carry * f
      dh[s] = 0
    }
  },
}

/** Parts: update, reset, candidate; the reset gate acts after the product. Kept: these, and the product of the candidate. */
const gru: CellSteps = {
  parts: 3,
  kept: 4,
  forward({ x, m, h, bias, kept }, row, units) {
    for (let j = 0; j < units; j++) {
      const a = row.x + j
      const b = row.m + j
      const b_z = bias === null ? 0 : bias[j]!
      const b_r = bias === null ? 0 : bias[j + units]!
      const b_h = bias === null ? 0 : bias[j + 2 * units]!
      const z = sigmoid(x[a]! + m[b]! + b_z)
      const r = sigmoid(x[a + units]! + m[b + units]! + b_r)
      const product = m[b + 2 * units]! + b_h
      const candidate = tanh(x[a + 2 * units]! + r * product)
      const s = row.state + j
      h[s] = z * h[s]! + (1 - z) * candidate
      if (kept === null) continue
      const k = row.kept + j
      kept[k] = z
      kept[k + units] = r
      kept[k + 2 * units] = candidate
      kept[k + 3 * units] = product
    }
  },
  backward({ kept, h, dh, dx, dm }, row, before, units) {
    for (let j = 0; j < units; j++) {
      const k = row.kept + j
      const z = kept[k]!
      const r = kept[k + units]!
      const candidate = kept[k + 2 * units]!
      const product = kept[k + 3 * units]!
      const s = row.state + j
      const slope = dh[s]!
      const d_candidate = slope * (1 - z) * (1 - candidate) * (1 + candidate)
      const d_z = slope * (h[before + j]! - candidate) * z * (1 - z)
      const d_r = d_candidate * product * r * (1 - r)
      const a = row.x + j
      const b = row.m + j
      dx[a] = d_z
      dx[a + units] = d_r
      dx[a + 2 * units] = d_candidate
      dm[b] = d_z
      dm[b + units] = d_r
      dm[b + 2 * units] = d_candidate * r
      dh[s] = slope * z
    }
  },
}

export type CellKind = 'simple' | 'lstm' | 'gru'

export const cell_steps: Record<CellKind, CellSteps> = { simple, lstm, gru }
