import { check_hdf5 } from '../../lib/formats/hdf5/check'
import { lookup3 } from '../../lib/formats/hdf5/checksum'
import type { GroupNode } from '../../lib/formats/hdf5/nodes'
import { read_hdf5 } from '../../lib/formats/hdf5/read'
import { Budget } from '../../lib/formats/limits'

/** Where the structures of a file stand that begin with `signature`. */
function structures(bytes: Uint8Array, signature: string): { start: number; end: number }[] {
  const root = read_hdf5(bytes, new Budget()) as GroupNode
  check_hdf5(root)
  const text = (start: number) => String.fromCharCode(...bytes.subarray(start, start + signature.length))
  return root.store.source.claims.filter(({ start }) => text(start) === signature)
}

/** A copy of a file with bytes of the first structure of a signature changed, and its checksum made to fit if it has one and `seal` is true. */
export function changed_structure(
  bytes: Uint8Array,
  signature: string,
  at: number,
  hexadecimal: string,
  seal = true,
): Uint8Array {
  const { start, end } = structures(bytes, signature)[0]
  const copy = bytes.slice()
  copy.set(Buffer.from(hexadecimal, 'hex'), start + at)
  const stored = new DataView(bytes.buffer)
  for (let sum = start + 8; seal && sum + 4 <= end; sum++) {
    if (stored.getUint32(sum, true) === lookup3(bytes.subarray(start, sum))) {
      new DataView(copy.buffer).setUint32(sum, lookup3(copy.subarray(start, sum)), true)
      break
    }
  }
  return copy
}
