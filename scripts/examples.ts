import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..')
const folder = join(root, 'examples')
const examples = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts'))) : []

let failed = 0
for (const name of examples) {
  console.log(`\n== examples/${name}`)
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(folder, name, 'main.ts')], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) {
    failed += 1
    console.error(`== examples/${name}: failed`)
  }
}
if (examples.length === 0) console.error('No example was found in examples/.')
process.exitCode = failed === 0 && examples.length > 0 ? 0 : 1
