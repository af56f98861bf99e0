import { ModelFormatError } from '../common/errors'
import { is_plain_object } from '../common/tree'
import type { Hdf5Group } from '../formats/hdf5/tree'
import { parse_json } from '../formats/json/parse'
import type { Budget } from '../formats/limits'
import type { ZipArchive } from '../formats/zip/read'
import { open_hdf5 } from '../saving/files/open_hdf5'
import type { OpenedFile } from '../saving/files/sources'

/** What a `.keras` file holds. */
export interface KerasParts {
  config: unknown
  weights: Hdf5Group
  keras_version: string | null
  /** Files of layers, by their path below `assets`. */
  assets: ReadonlyMap<string, () => Uint8Array>
}

const config_name = 'config.json'
const metadata_name = 'metadata.json'
const weights_name = 'model.weights.h5'
const npz_name = 'model.weights.npz'
const assets_folder = 'assets/'

/** The parts of a zipped `.keras` file. @throws ModelFormatError */
export function archive_parts(archive: ZipArchive, budget: Budget): KerasParts {
  const names = archive.names()
  const read = (name: string): Uint8Array | null => (archive.has(name) ? archive.read(name) : null)
  const assets = names.filter((name) => name.startsWith(assets_folder)).map((name) => [name, () => archive.read(name)] as const)
  return parts(names, read, assets, budget)
}

/** The parts of a `.keras` that was saved as a folder. @throws ModelFormatError */
export async function folder_parts(folder: OpenedFile, budget: Budget): Promise<KerasParts> {
  const names = await folder.names()
  const contents = new Map<string, Uint8Array>()
  for (const name of names.filter(
    (known) => [config_name, metadata_name, weights_name].includes(known) || known.startsWith(assets_folder),
  )) {
    const bytes = await folder.member(name)
    if (bytes !== null) contents.set(name, bytes)
  }
  const assets = [...contents]
    .filter(([name]) => name.startsWith(assets_folder))
    .map(([name, bytes]) => [name, () => bytes] as const)
  return parts(names, (name) => contents.get(name) ?? null, assets, budget)
}

function parts(
  names: readonly string[],
  read: (name: string) => Uint8Array | null,
  assets: readonly (readonly [string, () => Uint8Array])[],
  budget: Budget,
): KerasParts {
  if (names.includes(npz_name)) {
    const both = names.includes(weights_name)
    const message = both
      ? 'The file holds its weights twice, as HDF5 and as npz.'
      : 'Weights in the npz format are not read: save the model with HDF5 weights.'
    throw new ModelFormatError(both ? 'format' : 'unsupported', both ? 'ambiguous-weights' : 'npz-unsupported', message)
  }
  const required = (name: string): Uint8Array => {
    const bytes = read(name)
    if (bytes === null)
      throw new ModelFormatError('format', 'missing-member', `A \`.keras\` file must hold ${name}.`, { path: name })
    return bytes
  }
  const config = parse_json(required(config_name), budget, config_name)
  const metadata = read(metadata_name)
  return {
    config,
    weights: open_hdf5(required(weights_name), budget),
    keras_version: metadata === null ? null : version_of(parse_json(metadata, budget, metadata_name)),
    assets: new Map(assets.map(([name, bytes]) => [name.slice(assets_folder.length), bytes])),
  }
}

function version_of(metadata: unknown): string | null {
  return is_plain_object(metadata) && typeof metadata.keras_version === 'string' ? metadata.keras_version : null
}
