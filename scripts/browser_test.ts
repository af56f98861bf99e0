import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { find_chromium } from '../lib/bench/browser/chromium'

const root = join(__dirname, '..')
const results = join(root, 'node_modules/.cache/keras-tfjs/jest-browser.json')

interface JestResults {
  numPassedTests: number
  numFailedTests: number
  numRuntimeErrorTestSuites: number
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
}

/** Debian's Chromium, where this may be installed. */
function install_chromium(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
}

/** Runs the tests in Chromium; the arguments go to jest. Needs `npm run build` before. The last line is their count. */
function main(): void {
  if (find_chromium() === undefined) install_chromium()
  if (find_chromium() === undefined) {
    console.log('The tests in a browser are left out: Chromium is not here and cannot be installed. Set CHROMIUM to its path.')
    console.log('\n0 passed, 0 failed')
    if (process.env.CI) process.exitCode = 1
    return
  }
  mkdirSync(join(root, 'node_modules/.cache/keras-tfjs'), { recursive: true })
  rmSync(results, { force: true })
  const jest = join(root, 'node_modules/jest/bin/jest.js')
  const options = ['-c', 'spec/browser/jest.config.ts', '--json', `--outputFile=${results}`]
  const ok = run(process.execPath, [jest, ...options, ...process.argv.slice(2)])
  const found = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as JestResults) : undefined
  const failed = found === undefined ? 1 : found.numFailedTests + found.numRuntimeErrorTestSuites
  console.log(`\n${found?.numPassedTests ?? 0} passed, ${failed} failed`)
  process.exitCode = ok && failed === 0 ? 0 : 1
}

main()
