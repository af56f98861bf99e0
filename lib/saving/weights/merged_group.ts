import { ModelFormatError } from '../../common/errors'
import type { Hdf5Dataset, Hdf5Group } from '../../formats/hdf5/tree'

/** A group made of what others hold. */
export class MergedGroup implements Hdf5Group {
  readonly kind = 'group'
  readonly attributes = new Map()
  readonly members = new Map<string, MergedGroup | Hdf5Dataset>()

  constructor(readonly path: string) {}

  keys(): string[] {
    return [...this.members.keys()].sort()
  }

  get(name: string): MergedGroup | Hdf5Dataset | undefined {
    return this.members.get(name)
  }

  /** The group of a name, made where it is missing. @throws ModelFormatError when a dataset has the name. */
  child(name: string): MergedGroup {
    let member = this.members.get(name)
    if (member === undefined) {
      member = new MergedGroup(this.path === '/' ? `/${name}` : `${this.path}/${name}`)
      this.members.set(name, member)
    }
    if (member.kind === 'dataset') {
      throw new ModelFormatError('format', 'weights-structure', 'A dataset stands where a group must be.', { path: member.path })
    }
    return member
  }
}
