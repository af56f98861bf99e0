import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'

/** How values between pixels are found. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3' | 'lanczos5'

function lanczos(radius: number, distance: number): number {
  if (distance > radius) return 0
  const angle = Math.PI * distance
  return distance < 1e-3 ? 1 : (radius * Math.sin(angle) * Math.sin(angle / radius)) / (angle * angle)
}

/** The weight of a pixel by its distance, in pixels. */
const kernels: Record<Exclude<Interpolation, 'nearest'>, (distance: number) => number> = {
  bilinear: (d) => Math.max(0, 1 - d),
  bicubic: (d) => {
    if (d >= 2) return 0
    return d >= 1 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : (1.5 * d - 2.5) * d * d + 1
  },
  lanczos3: (d) => lanczos(3, d),
  lanczos5: (d) => lanczos(5, d),
}

/** The name in lower case. @throws ValueError for another one. */
export function standardize_interpolation(value: unknown): Interpolation {
  const name = String(value).toLowerCase()
  if (name === 'nearest' || Object.hasOwn(kernels, name)) return name as Interpolation
  throw new ValueError(
    `Invalid value for argument \`interpolation\`. Expected of one ('bilinear', 'nearest', 'lanczos3', 'lanczos5', 'bicubic'). Received: interpolation=${repr(value)}`,
  )
}

const matrices = new Map<string, Float32Array>()

/** The weights `[size * factor, size]` that pixels have in a line which is `factor` times as long; pixels stand in the middle of their places. */
export function upsampling_matrix(interpolation: Exclude<Interpolation, 'nearest'>, size: number, factor: number): Float32Array {
  const key = `${interpolation} ${size} ${factor}`
  let matrix = matrices.get(key)
  if (matrix !== undefined) return matrix
  matrix = new Float32Array(size * factor * size)
  for (let i = 0; i < size * factor; i++) {
    const center = (i + 0.5) / factor - 0.5
    const row = Array.from({ length: size }, (_, j) => kernels[interpolation](Math.abs(center - j)))
    const total = row.reduce((sum, weight) => sum + weight, 0)
    matrix.set(
      row.map((weight) => weight / total),
      i * size,
    )
  }
  if (matrices.size >= 16) matrices.clear()
  matrices.set(key, matrix)
  return matrix
}
