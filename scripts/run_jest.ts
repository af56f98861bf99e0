import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '..')
const results_folder = join(root, 'node_modules/.cache/keras-tfjs')

interface JestResults {
  numPassedTests: number
  numFailedTests: number
  numRuntimeErrorTestSuites: number
}

/** The tests of one run. */
export interface Tally {
  ok: boolean
  passed: number
  failed: number
}

/** Runs a command of node_modules/.bin with its output shown. True when it succeeds. */
export function run(title: string, command: string[], environment: Record<string, string> = {}): boolean {
  console.log(`\n== ${title}`)
  const [name, ...rest] = command
  const { status, error } = spawnSync(join(root, 'node_modules/.bin', name!), rest, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...environment },
  })
  if (error) console.error(error.message)
  if (status !== 0) console.error(`== ${title}: failed`)
  return status === 0
}

/** Runs jest on a backend. A suite that could not run is a failure, and so is a jest that wrote no results. */
export function run_jest(backend: string, jest_arguments: string[]): Tally {
  mkdirSync(results_folder, { recursive: true })
  const file = join(results_folder, `jest-${backend}.json`)
  rmSync(file, { force: true })
  const ok = run(
    `tests on the ${backend} backend`,
    ['jest', '--json', `--outputFile=${file}`, '--passWithNoTests', ...jest_arguments],
    { KERAS_TFJS_BACKEND: backend },
  )
  if (!existsSync(file)) return { ok: false, passed: 0, failed: 1 }
  const results = JSON.parse(readFileSync(file, 'utf8')) as JestResults
  return { ok, passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites }
}

/** Prints how many tests passed and failed in all, as the last line, and sets the exit status: 0 when everything succeeded. */
export function conclude(checks: boolean[], runs: Tally[]): void {
  const passed = runs.reduce((sum, { passed }) => sum + passed, 0)
  const failed = runs.reduce((sum, { failed }) => sum + failed, 0)
  const all_green = checks.every(Boolean) && runs.every(({ ok }) => ok) && failed === 0 && passed > 0
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = all_green ? 0 : 1
}
