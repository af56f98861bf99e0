import { check_hdf5 } from '../../lib/formats/hdf5/check'
import { lookup3 } from '../../lib/formats/hdf5/checksum'
import type { GroupNode } from '../../lib/formats/hdf5/nodes'
import { read_hdf5 } from '../../lib/formats/hdf5/read'
import { Budget } from '../../lib/formats/limits'

function checked_root(bytes: Uint8Array): GroupNode {
  const root = read_hdf5(bytes, new Budget()) as GroupNode
  check_hdf5(root)
  return root
}

/** A copy of `bytes` with some of them changed, where the checksum of the structure from `start` to `end` fits again, if it has one. */
function resealed(bytes: Uint8Array, start: number, end: number, at: number, hexadecimal: string): Uint8Array {
  const copy = bytes.slice()
  copy.set(Buffer.from(hexadecimal, 'hex'), at)
  const stored = new DataView(bytes.buffer)
  for (let sum = start + 8; sum + 4 <= end; sum++) {
    if (stored.getUint32(sum, true) === lookup3(bytes.subarray(start, sum))) {
      new DataView(copy.buffer).setUint32(sum, lookup3(copy.subarray(start, sum)), true)
      break
    }
  }
  return copy
}

/** A copy of a file with bytes of the first structure of a signature changed. Its checksum fits, unless `seal` is false. */
export function changed_structure(
  bytes: Uint8Array,
  signature: string,
  at: number,
  hexadecimal: string,
  seal = true,
): Uint8Array {
  const text = (start: number) => String.fromCharCode(...bytes.subarray(start, start + signature.length))
  const { start, end } = checked_root(bytes).store.source.claims.find((claim) => text(claim.start) === signature)!
  return resealed(bytes, start, seal ? end : start, start + at, hexadecimal)
}

/** A copy of a file with bytes of the first message of a type changed, in the header of a member of the root. Its checksum fits. */
export function changed_message(bytes: Uint8Array, name: string, type: number, at: number, hexadecimal: string): Uint8Array {
  const root = checked_root(bytes)
  const message = root.get(name)!.object.header.messages.find((found) => found.type === type)!
  const { start, end } = root.store.source.claims.find((claim) => claim.start <= message.start && message.end <= claim.end)!
  return resealed(bytes, start, end, message.start + at, hexadecimal)
}
