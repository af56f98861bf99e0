import { to_snake_case } from '../../common/names'
import { keras_name_of } from '../../graph/operation'
import { attributes_of, is_saveable, items_of, type Saveable } from './attributes'

/** An object and the path of its group; the root's is empty. */
export interface Place {
  object: Saveable
  path: string
}

/** A member of a container with the name of its group in it. */
export interface Member {
  name: string
  value: unknown
}

/** The path below `path`. */
export function join_path(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}

/**
 * The members of a container that have a place in a file. Names are those of classes, numbered from the second on; containers inside are `container`.
 * Source: keras.src.saving.saving_lib.
 */
export function members_of(items: readonly unknown[]): Member[] {
  const used = new Map<string, number>()
  const members: Member[] = []
  for (const value of items) {
    const saveable = is_saveable(value)
    if (!saveable && items_of(value) === null) continue
    const name = saveable ? to_snake_case(keras_name_of((value as object).constructor)) : 'container'
    const count = used.get(name)
    used.set(name, (count ?? -1) + 1)
    members.push({ name: count === undefined ? name : `${name}_${count + 1}`, value })
  }
  return members
}

/** Every object below `root`, itself included, at the first path where it is met. */
export function walk_saveables(root: Saveable): Place[] {
  const places: Place[] = []
  const seen = new Set<unknown>()
  const visit = (object: Saveable, path: string): void => {
    if (seen.has(object)) return
    seen.add(object)
    places.push({ object, path })
    for (const [name, value] of attributes_of(object)) {
      const below = join_path(path, name)
      if (is_saveable(value)) visit(value, below)
      else visit_container(value, below, new Set())
    }
  }
  const visit_container = (container: unknown, path: string, open: Set<unknown>): void => {
    const items = items_of(container)
    if (items === null || open.has(container)) return
    open.add(container)
    for (const { name, value } of members_of(items)) {
      const below = join_path(path, name)
      if (is_saveable(value)) visit(value, below)
      else visit_container(value, below, open)
    }
  }
  visit(root, '')
  return places
}
