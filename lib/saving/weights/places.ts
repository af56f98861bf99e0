import { file_text, ModelFormatError } from '../../common/errors'
import type { Hdf5Dataset, Hdf5Group } from '../../formats/hdf5/tree'
import type { Budget } from '../../formats/limits'
import { join_path } from './walk'

/** What stands under a path, null when nothing does. @throws ModelFormatError when a dataset stands where the path goes through a group. */
export function member_at(root: Hdf5Group, path: string): Hdf5Group | Hdf5Dataset | null {
  let member: Hdf5Group | Hdf5Dataset = root
  for (const name of path.split('/')) {
    if (name === '') continue
    if (member.kind !== 'group') throw no_group(member.path)
    const next = member.get(name)
    if (next === undefined) return null
    member = next
  }
  return member
}

/** The group at a path, null when nothing is there. @throws ModelFormatError when a dataset is there. */
export function group_of(root: Hdf5Group, path: string): Hdf5Group | null {
  const member = member_at(root, path)
  if (member !== null && member.kind !== 'group') throw no_group(member.path)
  return member
}

function no_group(path: string): ModelFormatError {
  return new ModelFormatError('format', 'weights-structure', 'A dataset stands where a group must be.', { path })
}

/** Paths of groups with values that nobody asked for. The state of an optimizer does not count: a model need not be compiled. */
export function unused_groups(root: Hdf5Group, used: ReadonlySet<string>, budget: Budget): string[] {
  const unused: string[] = []
  const visit = (group: Hdf5Group, path: string, depth: number): void => {
    budget.check_depth(depth, group.path)
    for (const name of group.keys()) {
      const member = group.get(name)
      if (member?.kind !== 'group' || name === 'optimizer') continue
      if (name !== 'vars') visit(member, join_path(path, name), depth + 1)
      else if (!used.has(path) && member.keys().length > 0) unused.push(path)
    }
  }
  visit(root, '', 0)
  return unused
}

/** A list of paths for a message, cut. */
export function paths_text(paths: readonly string[]): string {
  const shown = paths.slice(0, 10).map((path) => `/${file_text(path)}`)
  return paths.length > shown.length ? `${shown.join(', ')} and ${paths.length - shown.length} more` : shown.join(', ')
}
