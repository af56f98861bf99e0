import { check_hdf5 } from '../../formats/hdf5/check'
import { read_hdf5 } from '../../formats/hdf5/read'
import type { Hdf5Group } from '../../formats/hdf5/tree'
import type { Budget } from '../../formats/limits'

/** Opens an HDF5 file, and checks all of its structure, also what nobody will ask for. No values are read. @throws ModelFormatError */
export function open_hdf5(bytes: Uint8Array, budget: Budget): Hdf5Group {
  const root = read_hdf5(bytes, budget)
  check_hdf5(root)
  return root
}
