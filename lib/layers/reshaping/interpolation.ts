import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'

/** How values between pixels are found. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3' | 'lanczos5'

const interpolations: readonly string[] = ['bilinear', 'nearest', 'lanczos3', 'lanczos5', 'bicubic']

/** The name in lower case. @throws ValueError for another one. */
export function standardize_interpolation(value: unknown): Interpolation {
  const name = String(value).toLowerCase()
  if (interpolations.includes(name)) return name as Interpolation
  throw new ValueError(
    `Invalid value for argument \`interpolation\`. Expected of one ('bilinear', 'nearest', 'lanczos3', 'lanczos5', 'bicubic'). Received: interpolation=${repr(value)}`,
  )
}
