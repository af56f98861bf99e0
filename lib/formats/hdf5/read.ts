import type { Budget } from '../limits'
import { check_cached, GroupNode, ObjectStore } from './nodes'
import { Source } from './source'
import { read_superblock } from './superblock'
import type { Hdf5Group } from './tree'

/**
 * Opens an HDF5 file: gives its root group. Objects are read when they are asked for, values when `read` is called; values may be views of `bytes`,
 * which must not change meanwhile.
 *
 * Links other than hard ones, values in other files, virtual datasets and everything else that leads out of the file are refused wherever they are met.
 *
 * @throws ModelFormatError, here and from every group and dataset of the file, and nothing else.
 */
export function read_hdf5(bytes: Uint8Array, budget: Budget): Hdf5Group {
  const source = new Source(bytes, budget)
  return source.within('/', () => {
    const root = read_superblock(source)
    source.cut(root.end)
    budget.spend_objects(1)
    const store = new ObjectStore(source)
    const object = store.get(root.address)
    if (object.extent !== null) throw source.broken('The root of the file is not a group.', root.address)
    check_cached(object, root)
    return new GroupNode(store, object, '/', null, 0)
  })
}
