import { createHash } from 'node:crypto'
import { ModelFormatError } from '../lib/common/errors'
import { read_hdf5 } from '../lib/formats/hdf5/read'
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Group, Hdf5Values } from '../lib/formats/hdf5/tree'
import { Budget, type LoadLimits } from '../lib/formats/limits'

/** An array in short; null where it is refused. */
export interface Described {
  dtype: string | null
  shape: number[]
  sha1?: string
}

/** What a reader says of one object. Null stands for an error. */
export interface DumpedObject {
  attributes: Record<string, Described | null> | null
  keys?: string[] | null
  values?: Described | null
}

export type Dump = Record<string, DumpedObject>

function digest(values: Hdf5Values): string {
  const data = Array.isArray(values)
    ? `[${values
        .map((text) =>
          JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
        )
        .join(', ')}]`
    : new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength)
  return createHash('sha1').update(data).digest('hex')
}

function attempt<T>(act: () => T, errors: ModelFormatError[]): T | null {
  try {
    return act()
  } catch (error) {
    if (!is_refusal(error)) throw error
    errors.push(error)
    return null
  }
}

/** Whether an error is an answer about a file, and not a defect of the reader that was turned into one. */
export function is_refusal(error: unknown): error is ModelFormatError {
  return error instanceof ModelFormatError && !(error.code === 'limit-exceeded' && error.cause !== undefined)
}

function describe({ dtype, shape }: Hdf5Attribute | Hdf5Dataset, values: Hdf5Values): Described {
  if (dtype === 'empty') return { dtype, shape: [] }
  return { dtype: dtype === 'bfloat16' ? 'opaque2' : dtype, shape: [...shape], sha1: digest(values) }
}

function walk(item: Hdf5Group | Hdf5Dataset, dump: Dump, errors: ModelFormatError[]): void {
  const attributes = attempt(() => item.attributes, errors)
  const entry: DumpedObject = {
    attributes: attributes && Object.fromEntries([...attributes].map(([name, value]) => [name, describe(value, value.values)])),
  }
  dump[item.path] = entry
  if (item.kind === 'dataset') {
    entry.values = attempt(() => describe(item, item.read()), errors)
    return
  }
  entry.keys = attempt(() => item.keys(), errors)
  for (const key of entry.keys ?? []) {
    const member = attempt(() => item.get(key), errors)
    if (member) walk(member, dump, errors)
  }
}

/** What this library reads from a file, object by object, and the errors that it meets. Any error but a `ModelFormatError` comes out. */
export function dump_hdf5(bytes: Uint8Array, limits: Partial<LoadLimits> = {}): { dump: Dump; errors: ModelFormatError[] } {
  const dump: Dump = Object.create(null)
  const errors: ModelFormatError[] = []
  const root = attempt(() => read_hdf5(bytes, new Budget(limits)), errors)
  if (root !== null) walk(root, dump, errors)
  return { dump, errors }
}

/** Where a dump of ours says something that the other reader's denies. What either refuses is no difference. */
export function differences(ours: Dump, theirs: Dump | null): string[] {
  if (theirs === null) return []
  const found: string[] = []
  const check = (what: string, own: unknown, other: unknown) => {
    if (own && other && JSON.stringify(own) !== JSON.stringify(other)) {
      found.push(`${what}: ${JSON.stringify(own)} where h5py has ${JSON.stringify(other)}`)
    }
  }
  for (const [path, own] of Object.entries(ours)) {
    const other = theirs[path]
    if (other === undefined) continue
    check(`${path} keys`, own.keys && [...own.keys].sort(), other.keys && [...other.keys].sort())
    check(`${path} values`, own.values, other.values)
    if (own.attributes === null || other.attributes === null) continue
    check(`${path} attributes`, Object.keys(own.attributes).sort(), Object.keys(other.attributes).sort())
    for (const [name, value] of Object.entries(own.attributes)) check(`${path} @${name}`, value, other.attributes[name])
  }
  return found
}
