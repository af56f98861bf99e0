import type { Hdf5DatasetToWrite, Hdf5GroupToWrite } from '../../lib/formats/hdf5/tree'

/** A dataset as a list names it: path of its group, key, shape, dtype. */
export type PathEntry = [group: string, key: string, shape: number[], dtype: string]

/** Datasets and groups of a tree, sorted by path. */
export function list_tree(root: Hdf5GroupToWrite): { paths: PathEntry[]; groups: [path: string, name: string | null][] } {
  const paths: PathEntry[] = []
  const groups: [string, string | null][] = []
  const visit = (path: string, member: Hdf5GroupToWrite | Hdf5DatasetToWrite): void => {
    const at = path.lastIndexOf('/')
    if (member.kind === 'dataset') {
      paths.push([path.slice(0, at), path.slice(at + 1), member.shape.slice(), member.dtype])
      return
    }
    const name = member.attributes?.get('name')
    if (path !== '') groups.push([path, name === undefined ? null : (name.values as string[])[0]!])
    for (const [key, below] of member.members) visit(`${path}/${key}`, below)
  }
  visit('', root)
  return { paths: sorted(paths), groups: sorted(groups) }
}

/** By path, then by key, in code point order. */
export function sorted<T extends unknown[]>(entries: readonly T[]): T[] {
  const key = (entry: T): string => `${entry[0]}\u0000${typeof entry[1] === 'string' ? entry[1] : ''}`
  return entries.slice().sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** The values of the dataset at a path. */
export function values_at(root: Hdf5GroupToWrite, path: string): unknown {
  let member: Hdf5GroupToWrite | Hdf5DatasetToWrite | undefined = root
  for (const name of path.split('/')) member = member?.kind === 'group' ? member.members.get(name) : undefined
  return member?.kind === 'dataset' ? member.values() : undefined
}
