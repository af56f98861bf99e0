import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Case, is_transcript, read_cases } from './case'

const files = new Map<string, Map<string, Case>>()

function layer_cases(file: string): Map<string, Case> {
  let cases = files.get(file)
  if (cases === undefined) {
    const lines = existsSync(file) ? read_cases(file) : []
    cases = new Map(lines.filter((line): line is Case => !is_transcript(line) && line.kind === 'layer').map((c) => [c.id, c]))
    files.set(file, cases)
  }
  return cases
}

/**
 * The case with values that a symbolic case was made of: its id is the one before the question mark, and it stands in the file of the same name among the layers, beside
 * the symbolic ones or in this project.
 */
export function layer_case_of(c: Case): Case | undefined {
  const id = c.id.slice(0, c.id.lastIndexOf('?'))
  const name = basename(c.file ?? '')
  const folders = [join(dirname(dirname(c.file ?? '')), 'layers'), join(__dirname, 'cases', 'layers')]
  for (const folder of folders) {
    const found = layer_cases(join(folder, name)).get(id)
    if (found !== undefined) return found
  }
  return undefined
}
