import { check_hostile } from './hostile'
import { check_legacy } from './legacy'
import { type FileOutcome, outcome_of } from './outcome'
import type { FileRecord } from './record'
import { check_valid } from './valid'

/** Looks at one file and its record. */
export function run_file(record: FileRecord): Promise<FileOutcome> {
  return outcome_of((warnings) => {
    if (record.kind === 'hostile') return check_hostile(record)
    return record.kind === 'legacy' ? check_legacy(record) : check_valid(record, warnings)
  })
}
