import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { type Case, case_files, read_cases, type Transcript } from './case'
import { is_nearer } from './nearer_than_recorded'
import { run_line } from './runner'
import { start } from './start'
import { class_of } from './tally'

interface Options {
  folders: string[]
  backend: string
  only: string | null
  verbose: boolean
}

const usage = 'usage: npm run conformance -- DIR... [--backend cpu|wasm|tensorflow] [--only TEXT] [--verbose]'

function parse(words: string[]): Options {
  const options: Options = { folders: [], backend: process.env.KERAS_TFJS_BACKEND ?? 'cpu', only: null, verbose: false }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--backend') options.backend = words[++i] ?? ''
    else if (word.startsWith('--backend=')) options.backend = word.slice('--backend='.length)
    else if (word === '--only') options.only = words[++i] ?? ''
    else if (word.startsWith('--only=')) options.only = word.slice('--only='.length)
    else if (word === '--verbose') options.verbose = true
    else if (word.startsWith('--')) throw new Error(`unknown option ${word}\n${usage}`)
    else options.folders.push(located(word))
  }
  if (options.folders.length === 0) throw new Error(usage)
  return options
}

/** A path from where npm was started, when it is none from here. */
function located(path: string): string {
  return existsSync(path) ? path : resolve(process.env.INIT_CWD ?? '.', path)
}

function text_of(line: Case | Transcript, file: string): string {
  return `${file}: ${line.id}${'kind' in line ? ` [${line.kind} ${class_of(line)}]` : ''}`
}

async function main(): Promise<void> {
  const { folders, backend, only, verbose } = parse(process.argv.slice(2))
  await start(backend)
  let [passed, failed, pending] = [0, 0, 0]
  const missing = new Map<string, number>()
  for (const file of folders.flatMap(case_files)) {
    const shown = relative(process.cwd(), file)
    for (const line of read_cases(file)) {
      const text = text_of(line, shown)
      if (only !== null && !text.includes(only)) continue
      const outcome = await run_line(line)
      if (outcome.status === 'passed') {
        passed++
        if (verbose) console.log(`passed   ${text}`)
      } else if (outcome.status === 'failed' && is_nearer(line.id, outcome.reason)) {
        passed++
        console.log(`NEARER   ${text}\n         to the exact value than the record: ${outcome.reason}`)
      } else if (outcome.status === 'failed') {
        failed++
        console.log(`FAILED   ${text}\n         ${outcome.reason.replaceAll('\n', '\n         ')}`)
      } else {
        pending++
        for (const name of outcome.names) missing.set(name, (missing.get(name) ?? 0) + 1)
        if (verbose) console.log(`pending  ${text}: ${outcome.names.join(', ')}`)
      }
    }
  }
  if (missing.size > 0) {
    console.log('pending, with the number of cases that need each:')
    for (const [name, count] of [...missing].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`  ${name} ${count}`)
  }
  console.log(`passed ${passed}, failed ${failed}, pending ${pending}`)
  process.exitCode = failed > 0 ? 1 : 0
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 2
})
