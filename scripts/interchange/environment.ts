import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What each version of Keras is installed with. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  '3.15.1': ['keras==3.15.1', 'jax', 'h5py', 'numpy'],
  '3.8.0': ['keras==3.8.0', 'jax', 'h5py', 'numpy'],
  '3.4.1': ['keras==3.4.1', 'jax', 'h5py', 'numpy'],
  '2.15.0': ['tensorflow-cpu==2.15.1', 'numpy<2'],
}

const base_python = (): string => process.env.KERAS_TFJS_PYTHON ?? 'python3'

/** Whether there is a Python here. */
export const has_python = (): boolean => spawnSync(base_python(), ['--version']).status === 0

/** The Python of an environment under `.cache` with this version of Keras, which is made when it is not there. */
export function environment(version: string): string {
  const folder = join(__dirname, '..', '..', '.cache', 'keras', version)
  const python = join(folder, 'bin', 'python')
  const done = join(folder, 'installed')
  if (existsSync(done)) return python
  mkdirSync(folder, { recursive: true })
  console.log(`installing Keras ${version}`)
  execFileSync(base_python(), ['-m', 'venv', folder], { stdio: 'inherit' })
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages[version]!], {
    stdio: 'inherit',
  })
  writeFileSync(done, '')
  return python
}
