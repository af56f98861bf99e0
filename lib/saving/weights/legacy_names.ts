import { ModelFormatError, RuntimeError } from '../../common/errors'
import type { Hdf5AttributeToWrite, Hdf5Dataset, Hdf5Group } from '../../formats/hdf5/tree'
import type { Variable } from '../../variables/variable'
import { group_of, member_at } from './places'

/** Bytes that one attribute may take. */
const attribute_limit = 64_512

/** What is left of a name in a file that is written. */
const bytes_of = (text: string): number => new TextEncoder().encode(text).length

/** The variables of a layer in the order of legacy files: trainable ones first. */
export function legacy_weights(layer: { trainable_weights: Variable[]; non_trainable_weights: Variable[] }): Variable[] {
  return [...layer.trainable_weights, ...layer.non_trainable_weights]
}

/**
 * Writes a list of names as an attribute, or as several with numbers behind the name when one cannot hold it.
 * @throws RuntimeError for a single name that no attribute can hold.
 */
export function put_names(attributes: Map<string, Hdf5AttributeToWrite>, name: string, names: readonly string[]): void {
  const longest = Math.max(16, ...names.map(bytes_of))
  if (longest > attribute_limit) {
    throw new RuntimeError(
      `The following attributes cannot be saved to HDF5 file because they are larger than ${attribute_limit} bytes. Received: a name of ${longest} bytes`,
    )
  }
  if (names.length === 0) {
    attributes.set(name, { dtype: 'float64', shape: [0], values: new Float64Array(0) })
    return
  }
  const count = Math.ceil(names.length / Math.floor(attribute_limit / longest))
  if (count === 1) {
    attributes.set(name, { dtype: 'string', shape: [names.length], values: names.slice() })
    return
  }
  const size = Math.floor(names.length / count)
  const longer = names.length % count
  let start = 0
  for (let i = 0; i < count; i++) {
    const end = start + size + (i < longer ? 1 : 0)
    attributes.set(`${name}${i}`, { dtype: 'string', shape: [end - start], values: names.slice(start, end), fixed: true })
    start = end
  }
}

/** The names in an attribute, or in `name0`, `name1`, ...; null when there is none. @throws ModelFormatError for anything but lists of texts without a gap. */
export function names_of(group: Hdf5Group, name: string): string[] | null {
  if (group.attributes.has(name)) return texts(group, name)
  const parts = [...group.attributes.keys()].filter((key) => key.startsWith(name) && /^\d+$/.test(key.slice(name.length)))
  if (parts.length === 0) return null
  return parts.flatMap((_, i) => texts(group, `${name}${i}`))
}

function texts(group: Hdf5Group, name: string): string[] {
  const attribute = group.attributes.get(name)
  if (attribute !== undefined && attribute.shape.length === 1) {
    if (attribute.shape[0] === 0) return []
    if (attribute.dtype === 'string') return (attribute.values as string[]).slice()
  }
  throw new ModelFormatError('format', 'weights-structure', `The attribute \`${name}\` must be a list of names.`, {
    path: group.path,
  })
}

/** The datasets that `weight_names` of a group lists. @throws ModelFormatError when the list or one of them is missing. */
export function listed_datasets(group: Hdf5Group): { name: string; dataset: Hdf5Dataset }[] {
  const names = names_of(group, 'weight_names')
  if (names === null) {
    throw new ModelFormatError('format', 'weights-structure', 'The group has no attribute `weight_names`.', { path: group.path })
  }
  return names.map((name) => {
    const member = member_at(group, name)
    if (member?.kind === 'dataset') return { name, dataset: member }
    throw new ModelFormatError('mismatch', 'weights-mismatch', 'A value that `weight_names` lists is missing.', {
      path: `${group.path}/${name}`,
    })
  })
}

/** The group of a layer. @throws ModelFormatError when it is missing. */
export function layer_group(root: Hdf5Group, name: string): Hdf5Group {
  const group = group_of(root, name)
  if (group !== null) return group
  throw new ModelFormatError('mismatch', 'weights-mismatch', 'A layer that `layer_names` lists is missing.', {
    path: `${root.path}/${name}`,
  })
}
