import { GroupNode } from './nodes'
import type { StoredObject } from './object'
import type { Source } from './source'
import type { Hdf5Group } from './tree'

/**
 * Reads every group, attribute and description of a dataset that a file has, so that nothing forbidden stays where nobody looks, and checks that no
 * two structures or datasets have bytes in common. Values of datasets are not read. Each object is visited once, however many links lead there.
 *
 * @throws ModelFormatError when anything of the file is broken or refused.
 */
export function check_hdf5(root: Hdf5Group): void {
  if (!(root instanceof GroupNode)) return
  const { source } = root.store
  source.within('/', () => {
    check_group(root, new Set([root.object]))
    check_claims(source)
  })
}

function check_group(group: GroupNode, visited: Set<StoredObject>): void {
  group.object.source.within(group.path, () => group.object.attributes)
  for (const name of group.keys()) {
    const member = group.get(name)!
    if (visited.has(member.object)) continue
    visited.add(member.object)
    if (member.kind === 'group') check_group(member, visited)
    else member.check()
  }
}

function check_claims(source: Source): void {
  const claims = source.claims.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start)
  for (let i = 1; i < claims.length; i++) {
    const [before, after] = [claims[i - 1], claims[i]]
    if (after.start < before.end) {
      throw source.error(
        'format',
        'hdf5-bounds',
        `Two parts of the file overlap. Received: ${before.what} from ${before.start} to ${before.end}, ${after.what} from ${after.start}`,
        after.start,
      )
    }
  }
}
