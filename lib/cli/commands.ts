import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { RuntimeError } from '../common/errors'

const on_windows = process.platform === 'win32'

/** What became of a command: `answer` is what it wrote to its output, `output` what it wrote to both streams. */
export interface Outcome {
  ok: boolean
  answer: string
  output: string
  timed_out: boolean
}

/** Runs a command and waits for it, with what it writes kept. */
export function attempt(command: string, words: string[], options: SpawnSyncOptions = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: on_windows,
    ...options,
  })
  const output = `${stdout ?? ''}${stderr ?? ''}`.trim()
  const timed_out = (error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT'
  return {
    ok: status === 0 && error === undefined,
    answer: String(stdout ?? '').trim(),
    output: output || (error?.message ?? ''),
    timed_out,
  }
}

/** The last lines of an output, indented: enough to see what went wrong. */
export const last_lines = (output: string, count = 12): string =>
  output
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n')

/** Runs a command that has to succeed and answers what it wrote. */
export function run(what: string, command: string, words: string[], options: SpawnSyncOptions = {}): string {
  const { ok, answer, output } = attempt(command, words, options)
  if (!ok)
    throw new RuntimeError(`${what} failed.\n${last_lines(output)}\n  Received: ${[command, ...words.slice(0, 3)].join(' ')} ...`)
  return answer
}

/** The first of some commands that runs here, or an error that says what it is for and how to get it. */
export function first_that_runs(commands: string[], words: string[], hint: string): string {
  const found = commands.find((command) => attempt(command, words).ok)
  if (found === undefined) throw new RuntimeError(`${hint} Received: none of ${commands.join(', ')} runs`)
  return found
}
