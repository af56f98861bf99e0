import { KerasError, ModelFormatError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Saveable } from './attributes'
import { type Failure, report } from './failures'
import { join_path, walk_saveables } from './walk'

/** Something that keeps more than arrays: a vocabulary, for instance. Both hooks are called only where they are defined. */
export interface WithAssets extends Saveable {
  /** Puts its files into the folder: names without `..`, and bytes. */
  save_assets?(folder: Map<string, Uint8Array>): void
  /** Takes its files from the folder. */
  load_assets?(folder: ReadonlyMap<string, Uint8Array>): void
}

/** The files of all objects of a model, by their path below `assets`. @throws ValueError for a name that leaves the folder. */
export function assets_of(model: Saveable): Map<string, Uint8Array> {
  const assets = new Map<string, Uint8Array>()
  for (const { object, path } of walk_saveables(model)) {
    const { save_assets } = object as WithAssets
    if (typeof save_assets !== 'function') continue
    const folder = new Map<string, Uint8Array>()
    save_assets.call(object, folder)
    for (const [name, bytes] of folder) {
      const full = join_path(path, name)
      if (/[\\:\0]/.test(full) || full.split('/').some((part) => part === '' || part === '.' || part === '..'))
        throw new ValueError(`The name of an asset must stay in its folder. Received: ${repr(full)}`)
      assets.set(full, bytes)
    }
  }
  return assets
}

/**
 * Gives each object of a model the files under its path. Files are read when the object that they belong to is reached.
 * @throws ModelFormatError of kind `mismatch` that names every object that does not get along with its files; of other kinds for broken files.
 */
export function load_assets(model: Saveable, assets: ReadonlyMap<string, () => Uint8Array>): void {
  const failures = new Map<Saveable, Failure>()
  for (const { object, path } of walk_saveables(model)) {
    const { load_assets: load } = object as WithAssets
    if (typeof load !== 'function') continue
    const start = path === '' ? '' : `${path}/`
    const folder = new Map<string, Uint8Array>()
    try {
      for (const [name, read] of assets) if (name.startsWith(start)) folder.set(name.slice(start.length), read())
      load.call(object, folder)
    } catch (error) {
      if (!(error instanceof KerasError) || (error instanceof ModelFormatError && error.kind !== 'mismatch')) throw error
      failures.set(object, { message: error.message, path: `assets/${path}` })
    }
  }
  report(failures, false)
}
