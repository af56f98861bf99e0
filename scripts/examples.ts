import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..')
const folder = join(root, 'examples')
const examples = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts'))) : []

let failed = 0
/** The arguments with which an example is run, and what its output must hold. */
const runs: Record<string, { arguments: string[][]; output: RegExp }> = {
  interchange: { arguments: [[]], output: /^(every file gave the same numbers on both sides|This example needs python3)/m },
  digits: { arguments: [['0'], ['1'], ['2']], output: /^test accuracy: (0\.9[89]\d*|1\.0*)$/m },
}

for (const name of examples) {
  const { arguments: lists, output } = runs[name] ?? { arguments: [[]], output: /^/ }
  for (const list of lists) {
    console.log(`\n== examples/${name} ${list.join(' ')}`)
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', join(folder, name, 'main.ts'), ...list], {
      cwd: root,
      stdio: ['inherit', 'pipe', 'inherit'],
      encoding: 'utf8',
    })
    console.log(stdout)
    if (status !== 0 || !output.test(stdout)) {
      failed += 1
      console.error(`== examples/${name}: failed`)
    }
  }
}
if (examples.length === 0) console.error('No example was found in examples/.')
process.exitCode = failed === 0 && examples.length > 0 ? 0 : 1
