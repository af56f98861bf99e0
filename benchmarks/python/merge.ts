import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { case_of, difference, type PythonRow, type PythonRun, type Results } from '../../lib/bench/report/results'

/** What `suite.py` writes. */
interface PythonOutput extends Omit<PythonRun, 'rows'> {
  rows: (Omit<PythonRow, 'difference'> & { outputs: number[] })[]
}

/** Where neither git nor the linter looks. */
const environment = join(__dirname, '../../node_modules/.cache/keras-tfjs/python')
const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')

/** Runs a command and answers what it wrote. */
function run(what: string, command: string, words: string[]): string {
  const { status, stdout, error } = spawnSync(command, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status !== 0 || error) throw new Error(`${what} failed`)
  return stdout
}

const install = (what: string, ...words: string[]): string =>
  run(`the installation of ${what}`, python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...words])

/** What each backend of Keras needs beside Keras. */
const backends: Record<string, { name: string; packages: string[] }> = {
  jax: { name: 'JAX', packages: ['jax'] },
  tensorflow: { name: 'TensorFlow', packages: ['--only-binary=:all:', 'tensorflow-cpu'] },
}

/** The results with the suite in Python Keras on each of its backends that can be installed, in a virtual environment that is made here. */
export function with_python(results: Results, options: { quick?: boolean; models?: string }): Results {
  const words = [...(options.quick ? ['--quick'] : []), ...(options.models ? ['--models', options.models] : [])]
  const left_out = results.left_out.filter(({ what }) => !what.startsWith('Python'))
  const runs: PythonRun[] = []
  for (const [backend, { name, packages }] of Object.entries(backends)) {
    try {
      if (!existsSync(python)) {
        console.log('Making a virtual environment with Keras')
        run('the virtual environment', 'python3', ['-m', 'venv', environment])
        install('Keras', '-r', join(__dirname, 'requirements.txt'))
      }
      install(`${name} for Python`, ...packages)
      const text = run(`the suite in Keras on ${name}`, python, [join(__dirname, 'suite.py'), backend, ...words])
      const output = JSON.parse(text) as PythonOutput
      const rows = output.rows.map(({ outputs, ...row }) => ({
        ...row,
        difference: difference(results.answers[case_of(row)], outputs),
      }))
      runs.push({ ...output, rows })
    } catch (error) {
      const why = (error as Error).message
      console.log(`Left out: Python Keras on ${name} (${why})`)
      left_out.push({ what: `Python Keras on ${name}`, why })
    }
  }
  return { ...results, left_out, python: runs }
}
