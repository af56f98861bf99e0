import type { Hdf5Group } from '../../formats/hdf5/tree'
import type { Saveable } from './attributes'

/** What files of Keras 2.13 call `layers`. */
const layers_of_213 = '_layer_checkpoint_dependencies'

/** The path in a file of Keras 2.13, null for other files. */
export function former_path(root: Hdf5Group, path: string): string | null {
  return root.get(layers_of_213) === undefined ? null : path.replaceAll('layers', layers_of_213)
}

/** The name that an attribute had in older versions of Keras, as its class declares in `static former_names`; null when it had no other. */
export function former_name(object: Saveable, name: string): string | null {
  const { former_names } = object.constructor as { former_names?: Readonly<Record<string, string>> }
  return former_names !== undefined && Object.hasOwn(former_names, name) ? former_names[name]! : null
}
