import { Inflate } from 'fflate'
import { ModelFormatError } from '../../common/errors'
import { zip_error } from './fields'

/** Deflate grows a byte to at most 1032, so that a piece never makes more than 17 MB before its size is seen. */
const piece = 16_384

/** What a stream of fflate holds back: bytes that no block used, but for the first bits of the first one. */
interface HeldBack {
  p: Uint8Array
  s: { p: number }
}

/** The `size` bytes that `stored` inflates to. @throws ModelFormatError `zip-size` for another number of bytes, `zip-structure` for no deflate stream, or bytes behind it. */
export function inflate(stored: Uint8Array, size: number, path: string): Uint8Array {
  if (stored.length === 0) throw zip_error('zip-structure', 'A deflated member has no bytes at all.', { path })
  const result = new Uint8Array(size)
  let filled = 0
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > size) {
      throw zip_error('zip-size', `The member inflates to more than it says. Received: more than ${size} bytes`, { path })
    }
    result.set(chunk, filled)
    filled += chunk.length
  })
  try {
    for (let at = 0; at < stored.length; at += piece) {
      stream.push(stored.subarray(at, at + piece), at + piece >= stored.length)
    }
  } catch (error) {
    if (error instanceof ModelFormatError) throw error
    throw zip_error('zip-structure', 'The member is not a deflate stream, or it is cut.', { path, cause: error })
  }
  if (filled !== size) {
    throw zip_error('zip-size', `The member inflates to less than it says. Received: ${filled} of ${size} bytes`, { path })
  }
  const { p: rest, s: state } = stream as unknown as HeldBack
  if (rest.length > (state.p > 0 ? 1 : 0)) {
    throw zip_error('zip-structure', 'The member has bytes behind its deflate stream.', { path })
  }
  return result
}
