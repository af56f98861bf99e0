import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { read_results, write_reports } from '../report/files'

/** Runs the suite in Python Keras on JAX, in a virtual environment that it makes, and adds the times to the last results. */
function main(): void {
  const results = read_results()
  if (results === null) throw new Error('run `npm run bench` first: its results are what Python is compared with')
  const environment = join(__dirname, '.venv')
  const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  if (!existsSync(python)) {
    console.log('Making a virtual environment with Keras and JAX')
    execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' })
    execFileSync(python, ['-m', 'pip', 'install', '-q', '-r', join(__dirname, 'requirements.txt')], { stdio: 'inherit' })
  }
  const output = execFileSync(python, [join(__dirname, 'suite.py')], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  write_reports({ ...results, python: JSON.parse(output) })
}

main()
