import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** One recorded question with the answer of Keras, as `README.md` beside the cases describes it. */
export interface Case {
  id: string
  kind: string
  deterministic?: boolean
  atol?: number
  rtol?: number
  [field: string]: any
}

/** A line of a file of transcripts, which another runner replays. */
export interface Transcript {
  id: string
  member: string
  setup: unknown[]
  steps: unknown[]
}

export function is_transcript(line: Case | Transcript): line is Transcript {
  return 'steps' in line && 'setup' in line
}

/** All `*.jsonl.gz` and `*.jsonl` files of a folder and its folders, or the file itself. */
export function case_files(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = join(path, entry.name)
      if (entry.isDirectory()) return case_files(inner)
      return /\.jsonl(\.gz)?$/.test(entry.name) ? [inner] : []
    })
}

/** The lines of one file. */
export function read_cases(file: string): (Case | Transcript)[] {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parse_line(line, file))
}

/** JavaScript reads `4.0` as 4. Where that may be the fault that an error case is about, `with_floats` is the case with such numbers marked. */
function parse_line(line: string, file: string): Case | Transcript {
  const parsed = JSON.parse(line) as Case
  if (parsed.kind === 'spec') parsed.file = file
  if (parsed.kind !== 'error' || !/\d\.0[,}\]]/.test(line)) return parsed
  const marked = line.replace(/([[:,]\s*)(-?\d+)\.0(?=[,}\]])/g, '$1{"float":$2}')
  return { ...parsed, with_floats: { ...JSON.parse(marked), marked: true } }
}
