/** How pixels of one line become pixels of a longer or shorter one; pixels stand in the middle of their places. */
export type ResizeMethod = 'bilinear' | 'bicubic' | 'lanczos3' | 'lanczos5' | 'area'

/** For each pixel of the new line: the first old one that it is made of, and `taps` weights from there on. */
export interface Band {
  taps: number
  first: Int32Array
  weights: Float32Array
}

function lanczos(radius: number, distance: number): number {
  const angle = Math.PI * distance
  return distance < 1e-3 ? 1 : (radius * Math.sin(angle) * Math.sin(angle / radius)) / (angle * angle)
}

function cubic(distance: number): number {
  return distance >= 1 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : (1.5 * distance - 2.5) * distance ** 2 + 1
}

/** How far the weights of a method reach, in pixels, and the weight by the distance. */
const kernels: Record<Exclude<ResizeMethod, 'area'>, { radius: number; weight: (distance: number) => number }> = {
  bilinear: { radius: 1, weight: (distance) => 1 - distance },
  bicubic: { radius: 2, weight: cubic },
  lanczos3: { radius: 3, weight: (distance) => lanczos(3, distance) },
  lanczos5: { radius: 5, weight: (distance) => lanczos(5, distance) },
}

/** The old pixels that one new pixel is made of, and their weights, which have the sum one. */
function row_of(method: ResizeMethod, at: number, from: number, to: number, antialias: boolean): [first: number, row: number[]] {
  const step = from / to
  const stretch = antialias ? Math.max(step, 1) : 1
  const center = (at + 0.5) * step - 0.5
  const reach = method === 'area' ? step / 2 + 0.5 : kernels[method].radius * stretch
  const first = Math.max(0, Math.ceil(center - reach))
  const last = Math.min(from - 1, Math.floor(center + reach))
  const row = Array.from({ length: last - first + 1 }, (_, i) => {
    const j = first + i
    if (method === 'area') return Math.max(0, Math.min((at + 1) * step, j + 1) - Math.max(at * step, j))
    return kernels[method].weight(Math.abs(center - j) / stretch)
  })
  const total = row.reduce((sum, weight) => sum + weight, 0)
  return [first, row.map((weight) => weight / total)]
}

function banded(rows: [first: number, row: number[]][]): Band {
  const taps = Math.max(1, ...rows.map(([, row]) => row.length))
  const weights = new Float32Array(rows.length * taps)
  rows.forEach(([, row], i) => void weights.set(row, i * taps))
  return { taps, first: Int32Array.from(rows, ([first]) => first), weights }
}

/** The same weights by old pixel: what each of `from` old pixels gives to which new ones. */
function transposed({ taps, first, weights }: Band, from: number): Band {
  const rows = Array.from({ length: from }, (): [number, number[]] => [0, []])
  first.forEach((start, i) => {
    for (let t = 0; t < taps && start + t < from; t++) {
      const row = rows[start + t]!
      if (row[1].length === 0) row[0] = i
      row[1][i - row[0]] = weights[i * taps + t]!
    }
  })
  return banded(rows)
}

const bands = new Map<string, Band>()

/** The weights that turn a line of `from` pixels into one of `to`, or (`backward`) the slopes of the new line into those of the old one. */
export function resize_band(method: ResizeMethod, from: number, to: number, antialias: boolean, backward = false): Band {
  const key = `${method} ${from} ${to} ${antialias} ${backward}`
  let band = bands.get(key)
  if (band !== undefined) return band
  band = backward
    ? transposed(resize_band(method, from, to, antialias), from)
    : banded(Array.from({ length: to }, (_, i) => row_of(method, i, from, to, antialias)))
  if (bands.size >= 32) bands.clear()
  bands.set(key, band)
  return band
}

/** The weights as a matrix `[to, from]`, flat. */
export function resize_matrix(method: ResizeMethod, from: number, to: number, antialias: boolean): Float32Array {
  const { taps, first, weights } = resize_band(method, from, to, antialias)
  const matrix = new Float32Array(to * from)
  first.forEach((start, i) => {
    for (let t = 0; t < taps && start + t < from; t++) matrix[i * from + start + t] = weights[i * taps + t]!
  })
  return matrix
}
