import { spawnSync } from 'node:child_process'
import { join, relative } from 'node:path'
import { read_results, results_file, write_documents } from './documents'
import { with_python } from './python/merge'

const usage = `npm run bench -- [options]
  --docs           measures everything, Python Keras included, and writes benchmarks/results, docs/benchmarks.md and its pictures
  --render         only writes these anew from benchmarks/results/latest.json
  other options    those of \`keras-tfjs bench\`, which runs from a fresh build: see --help there`

const root = join(__dirname, '..')

function run(command: string, words: string[]): void {
  const { status } = spawnSync(command, words, {
    cwd: root,
    stdio: 'inherit',
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`${command} ${words.slice(0, 3).join(' ')} failed`)
}

async function main(words: string[]): Promise<void> {
  if (words.includes('--render')) return write_documents(read_results())
  if (words.includes('--help')) console.log(`${usage}\n`)
  const docs = words.includes('--docs')
  const own = words.filter((word) => word !== '--docs')
  run('npm', ['run', '--silent', 'build'])
  run(process.execPath, ['dist/cli/main.mjs', 'bench', ...own, ...(docs ? ['--json', relative(root, results_file)] : [])])
  if (!docs) return
  const models = own.includes('--models') ? own[own.indexOf('--models') + 1] : undefined
  await write_documents(with_python(read_results(), { quick: own.includes('--quick'), models }))
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
