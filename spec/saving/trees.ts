import type {
  Hdf5Attribute,
  Hdf5Dataset,
  Hdf5DatasetToWrite,
  Hdf5Dtype,
  Hdf5Group,
  Hdf5GroupToWrite,
  Hdf5Values,
} from '../../lib/formats/hdf5/tree'

type Member = Hdf5GroupToWrite | Hdf5DatasetToWrite

/** A tree to write as a reader would give it. */
export function tree_to_read(root: Hdf5GroupToWrite, path = ''): Hdf5Group {
  const names = [...root.members.keys()].sort()
  return {
    kind: 'group',
    path: path === '' ? '/' : path,
    attributes: (root.attributes ?? new Map()) as ReadonlyMap<string, Hdf5Attribute>,
    keys: () => names,
    get: (name) => {
      const member = root.members.get(name)
      return member === undefined ? undefined : member_to_read(member, `${path}/${name}`)
    },
  }
}

function member_to_read(member: Member, path: string): Hdf5Group | Hdf5Dataset {
  if (member.kind === 'group') return tree_to_read(member, path)
  return { kind: 'dataset', path, dtype: member.dtype, shape: member.shape, attributes: new Map(), read: member.values }
}

/** A group of these members. */
export function group(members: Record<string, Member>, attributes: Record<string, Hdf5Attribute> = {}): Hdf5GroupToWrite {
  return { kind: 'group', attributes: new Map(Object.entries(attributes)), members: new Map(Object.entries(members)) }
}

/** A dataset of these values. */
export function values(dtype: Hdf5Dtype, shape: number[], data: Hdf5Values): Hdf5DatasetToWrite {
  return { kind: 'dataset', dtype, shape, values: () => data }
}

/** A group with `vars` in it, and other members beside. */
export function saved(vars: Record<string, Member>, beside: Record<string, Member> = {}): Hdf5GroupToWrite {
  return group({ vars: group(vars), ...beside })
}

/** float32 numbers in one axis, or in a shape. */
export function floats(data: number[], shape: number[] = [data.length]): Hdf5DatasetToWrite {
  return values('float32', shape, new Float32Array(data))
}
