import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What stands beside a file: what real Keras answered, or what a loader must answer. */
export interface FileRecord {
  id: string
  kind: 'valid' | 'legacy' | 'hostile'
  /** The file or folder to open. */
  path: string
  facts: any
}

/** Every record of a folder and of the folders in it. Files and folders that are no records are passed over. */
export function file_records(folder: string): FileRecord[] {
  const found: FileRecord[] = []
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) found.push(...file_records(path))
    else if (name.endsWith('.json') && !name.endsWith('.weights.json')) {
      const record = record_of(path)
      if (record !== null) found.push(record)
    }
  }
  return found
}

function record_of(path: string): FileRecord | null {
  let facts: any
  try {
    facts = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
  if (facts === null || typeof facts !== 'object' || facts.could_not_write || facts.too_large) return null
  const folder = dirname(path)
  const id = `${basename(folder)}/${basename(path, '.json')}`
  if (facts.correct?.answer) return { id, kind: 'hostile', path: join(folder, facts.file), facts }
  if (facts.h5_tree) return { id, kind: 'legacy', path: join(folder, facts.file), facts }
  if (facts.family === 'cross-version') return { id, kind: 'valid', path: join(folder, basename(facts.file)), facts }
  if (facts.format && Array.isArray(facts.files)) {
    const first = facts.files[0].name as string
    return { id, kind: 'valid', path: join(folder, first.includes('/') ? dirname(first) : first), facts }
  }
  return null
}
