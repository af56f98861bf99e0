import { readFileSync } from 'node:fs'
import path from 'node:path'
import { check_hdf5 } from '../../lib/formats/hdf5/check'
import { read_hdf5 } from '../../lib/formats/hdf5/read'
import type { Hdf5Dataset, Hdf5Group, Hdf5Values } from '../../lib/formats/hdf5/tree'
import { Budget, type LoadLimits } from '../../lib/formats/limits'
import { type Dump, dump_hdf5, is_refusal } from '../../scripts/hdf5_dump'

/** A file of `fixtures/`. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(__dirname, 'fixtures', name)))
}

export function open(name: string, limits: Partial<LoadLimits> = {}): Hdf5Group {
  return read_hdf5(fixture(name), new Budget(limits))
}

/** The object at a path of names between slashes. */
export function at(root: Hdf5Group, place: string): Hdf5Group | Hdf5Dataset {
  return place.split('/').reduce<Hdf5Group | Hdf5Dataset>((item, name) => (item as Hdf5Group).get(name)!, root)
}

export function values(root: Hdf5Group, place: string): Hdf5Values {
  return (at(root, place) as Hdf5Dataset).read()
}

/** Everything that a file holds, when all of it is read. */
export function whole(bytes: Uint8Array): Dump {
  check_hdf5(read_hdf5(bytes, new Budget()))
  const { dump, errors } = dump_hdf5(bytes)
  if (errors.length > 0) throw errors[0]
  return dump
}

/** `load`, or kind and code of the error. Anything but a `ModelFormatError` comes out. */
export function outcome(act: () => unknown): string {
  try {
    act()
    return 'load'
  } catch (error) {
    if (!is_refusal(error)) throw error
    return `${error.kind} ${error.code}`
  }
}
