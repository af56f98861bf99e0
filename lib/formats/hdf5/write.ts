import { ValueError } from '../../common/errors'
import type { Hdf5File, Hdf5GroupToWrite, Hdf5Values } from './tree'
import { align8, undefined_address, utf8 } from './write_bytes'
import { FilePlan } from './write_objects'
import { bytes_of, check_values } from './write_types'

const signature_size = 8

/**
 * Lays out an HDF5 file of the kind that h5py writes: superblock 0, symbol-table groups, contiguous arrays without filters.
 *
 * Equal trees in equal order give equal bytes. Names are sorted; arrays are stored in the order of the tree, each at a multiple of 8.
 * A dataset of dtype bfloat16 gets Keras's attribute `dtype`. `values` of a dataset is called while the file is written; of a dataset
 * of strings it is called here, because they decide the size. If writing fails, `target` holds no HDF5 file: its head is written last.
 *
 * @throws ValueError for an unknown dtype, a number of values that the shape does not have, a member's name that is empty, `.`, or has
 *   `/` or NUL, an attribute larger than 64,512 bytes, more than 65,535 attributes, groups deeper than 1,000.
 */
export function hdf5_file(root: Hdf5GroupToWrite): Hdf5File {
  const plan = new FilePlan()
  const { sink, placed } = plan
  sink.u8(0x89).bytes(utf8('HDF\r\n\x1a\n')).u8(0, 0, 0, 0, 0, 8, 8, 0).u16(4, 16).u32(0)
  sink.u64(0, undefined_address)
  const end_at = sink.length
  sink.u64(0, undefined_address, 0)
  const root_at = sink.length
  sink.u64(0, 1, 0, 0)
  const { address, table } = plan.write_group(root, '', 0)
  for (const [i, value] of [address, 1, table!.tree, table!.heap].entries()) sink.set_u64(root_at + 8 * i, value)
  plan.heap.write(sink)
  const data_at = sink.align().length
  for (const { address_at, offset } of placed) sink.set_u64(address_at, data_at + offset)
  const byte_length = data_at + plan.data_size
  sink.set_u64(end_at, byte_length)
  const head = sink.content()
  return {
    byte_length,
    write_into(target) {
      if (target.byteLength !== byte_length) {
        throw new ValueError(`HDF5: the file has ${byte_length} bytes. Received: a target of ${target.byteLength} bytes`)
      }
      target.fill(0, 0, signature_size)
      for (const { path, dataset, count, offset, size } of placed) {
        const values = dataset.values()
        check_values(values, dataset.dtype, count, path)
        const at = data_at + offset
        target.set(bytes_of(values as Exclude<Hdf5Values, string[]>), at)
        target.fill(0, at + size, at + align8(size))
      }
      target.set(head)
    },
  }
}
