import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { start } from '../start'
import { file_records } from './record'
import { run_file } from './run'

const usage = 'usage: npm run conformance:files -- DIR... [--backend cpu|wasm|native] [--only TEXT] [--verbose]'

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const folders: string[] = []
  let [backend, only, verbose] = [process.env.KERAS_TFJS_BACKEND ?? 'cpu', '', false]
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--backend') backend = words[++i] ?? ''
    else if (word.startsWith('--backend=')) backend = word.slice('--backend='.length)
    else if (word === '--only') only = words[++i] ?? ''
    else if (word.startsWith('--only=')) only = word.slice('--only='.length)
    else if (word === '--verbose') verbose = true
    else if (word.startsWith('--')) throw new Error(`unknown option ${word}\n${usage}`)
    else folders.push(existsSync(word) ? word : resolve(process.env.INIT_CWD ?? '.', word))
  }
  if (folders.length === 0) throw new Error(usage)
  await start(backend)
  let [passed, failed, pending] = [0, 0, 0]
  const missing = new Map<string, number>()
  for (const record of folders.flatMap(file_records)) {
    if (!record.id.includes(only)) continue
    const begun = Date.now()
    const outcome = await run_file(record)
    const seconds = (Date.now() - begun) / 1000
    if (seconds > 5) console.log(`slow     ${record.id}: ${seconds.toFixed(1)} s`)
    if (outcome.status === 'passed') {
      passed++
      if (verbose) console.log(`passed   ${record.id}`)
    } else if (outcome.status === 'failed') {
      failed++
      console.log(`FAILED   ${record.id}\n         ${outcome.reason.replaceAll('\n', '\n         ')}`)
    } else {
      pending++
      for (const name of outcome.names) missing.set(name, (missing.get(name) ?? 0) + 1)
      if (verbose) console.log(`pending  ${record.id}: ${outcome.names.join(', ')}`)
    }
  }
  if (missing.size > 0) {
    console.log('pending, with the number of files that need each:')
    for (const [name, count] of [...missing].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`  ${name} ${count}`)
  }
  console.log(`passed ${passed}, failed ${failed}, pending ${pending}`)
  process.exitCode = failed > 0 ? 1 : 0
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 2
})
