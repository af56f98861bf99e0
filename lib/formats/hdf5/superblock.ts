import { lookup3 } from './checksum'
import { no_address } from './cursor'
import type { Link } from './links'
import type { Source } from './source'
import { read_symbol_table_message } from './symbol_table'

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

/** Where the root group is, and what its symbol table entry says of it. */
export interface Root extends Link {
  /** Bytes of the file that belong to HDF5. */
  end: number
}

/** Reads the start of a file: sizes of numbers into `source`, and where the root group is. */
export function read_superblock(source: Source): Root {
  const cursor = source.at(0, source.bytes.length, 'file')
  for (let i = 0; i < signature.length; i++) {
    if (source.bytes[i] !== signature[i]) throw source.broken('The file does not begin with the signature of HDF5.', 0)
  }
  cursor.skip(signature.length)
  const version = cursor.u8()
  if (version > 3) throw source.broken(`The version of the superblock is unknown. Received: ${version}`, 8)
  return version < 2 ? read_old(source, version) : read_new(source)
}

function read_old(source: Source, version: number): Root {
  const cursor = source.at(9, source.bytes.length - 9, 'superblock')
  cursor.version(0, 'free space storage')
  cursor.version(0, 'root group')
  cursor.skip(1)
  cursor.version(0, 'shared header messages')
  sizes(source, cursor.u8(), cursor.u8())
  cursor.skip(1)
  source.leaf_k = cursor.u16()
  source.internal_k = cursor.u16()
  consistency(source, cursor.u32())
  if (version === 1) {
    source.chunk_k = cursor.u16()
    cursor.skip(2)
  }
  if (source.leaf_k === 0 || source.internal_k === 0 || source.chunk_k === 0) {
    throw source.broken('Nodes of the file have no entries. Received: k=0', 16)
  }
  base(source, cursor.address())
  cursor.address()
  const end = end_of_file(source, cursor.address())
  if (cursor.address() !== no_address) throw source.unsupported('The file has a driver information block.', cursor.position)
  cursor.skip(source.offset_size)
  const address = cursor.address()
  const cache = cursor.u32()
  cursor.skip(4)
  const scratch = cursor.slice(16)
  source.claim(0, cursor.position, 'superblock')
  if (cache > 1) throw source.broken(`The root of the file is of an unknown kind. Received: ${cache}`, cursor.position)
  return { address, end, cached: cache === 1 ? read_symbol_table_message(scratch) : null }
}

function read_new(source: Source): Root {
  const cursor = source.at(9, source.bytes.length - 9, 'superblock')
  sizes(source, cursor.u8(), cursor.u8())
  consistency(source, cursor.u8())
  base(source, cursor.address())
  const extension = cursor.address()
  const end = end_of_file(source, cursor.address())
  const address = cursor.address()
  const computed = lookup3(source.bytes.subarray(0, cursor.position))
  if (cursor.u32() !== computed) {
    throw source.error('format', 'hdf5-checksum', 'The checksum of the superblock does not fit.', cursor.position - 4)
  }
  if (extension !== no_address) throw source.unsupported('The file has a superblock extension.', extension)
  source.claim(0, cursor.position, 'superblock')
  return { address, end, cached: null }
}

function sizes(source: Source, offset_size: number, length_size: number): void {
  for (const size of [offset_size, length_size]) {
    if (size !== 2 && size !== 4 && size !== 8) {
      throw source.broken(`Addresses and lengths must have 2, 4 or 8 bytes. Received: ${size}`)
    }
  }
  source.offset_size = offset_size
  source.length_size = length_size
}

function consistency(source: Source, flags: number): void {
  if (flags !== 0) throw source.broken(`The file was not closed by who wrote it. Received: consistency flags ${flags}`)
}

function base(source: Source, address: number): void {
  if (address !== 0) throw source.broken(`The file has a user block. Received: base address ${address}`)
}

function end_of_file(source: Source, end: number): number {
  if (end === no_address || end > source.bytes.length) {
    throw source.error(
      'format',
      'hdf5-bounds',
      `The file is cut. Received: ${source.bytes.length} bytes where ${end === no_address ? 'none are given' : end}`,
      source.bytes.length,
    )
  }
  return end
}
