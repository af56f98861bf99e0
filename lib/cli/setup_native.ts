import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { RuntimeError } from '../common/errors'
import { attempt, first_that_runs, last_lines, run } from './commands'
import { tensorflow_library } from './tensorflow_library'

const name = '@tensorflow/tfjs-node'
const version = '4.22.0'
const node_api = 8
const download_limit = 10 * 60_000

const say = (line: string): void => console.log(`setup-native: ${line}`)

/** Loads the package as `ready()` does, on every version of Node, and multiplies two matrices with it. */
const trial = `
const util = require('util')
util.isNullOrUndefined ??= (x) => x === null || x === undefined
util.isArray ??= Array.isArray
const tf = require('${name}')
const sum = tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).sum().dataSync()[0]
if (tf.getBackend() !== 'tensorflow' || sum !== 512) throw new Error('8 x 8 ones multiplied sum up to ' + sum + ' on ' + tf.getBackend())
console.log(tf.backend().binding.TF_Version)
`

/** The version of TensorFlow that the package computes with in a folder, or what went wrong. */
function try_it(folder: string): { works: boolean; answer: string } {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' }
  const { ok, answer, output } = attempt(process.execPath, ['-e', trial], { cwd: folder, env, shell: false })
  return { works: ok, answer: ok ? answer.split('\n').at(-1)! : output }
}

/** Where the package is installed, seen from a folder; null when it is not. */
function installed(folder: string): string | null {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`))
  } catch {
    return null
  }
}

/** The package without its addon: it is added to node_modules, but not to package.json or the lockfile. */
function install(folder: string): string {
  const there = installed(folder)
  if (there !== null) {
    const found = JSON.parse(readFileSync(join(there, 'package.json'), 'utf8')).version
    if (found !== version)
      throw new RuntimeError(`${name} ${version} is needed, and another version is installed. Received: ${found}`)
    return there
  }
  say(`Installing ${name} ${version}`)
  const unsaved = ['--no-save', '--save-prod', '--ignore-scripts', '--no-audit', '--no-fund']
  run(`The installation of ${name}`, 'npm', ['install', ...unsaved, `${name}@${version}`], { cwd: folder })
  const added = installed(folder)
  if (added === null) throw new RuntimeError(`npm did not install ${name}. Received: folder='${folder}'`)
  return added
}

/** The package's own way: its install script downloads a prebuilt addon and the library. */
function install_prebuilt(folder: string, home: string): boolean {
  say('Downloading the prebuilt addon')
  const { ok, timed_out } = attempt('npm', ['run', '--silent', 'install'], { cwd: home, timeout: download_limit })
  const works = ok && try_it(folder).works
  if (!works) say(`The prebuilt addon ${timed_out ? 'did not come in time' : 'is not to be had here'}: building it`)
  return works
}

/** Compiles the addon from the sources in the package, where its loader looks for it, with links to the libraries in the cache. */
function build(home: string): void {
  const compiler = first_that_runs(
    [process.env.CXX ?? 'g++', 'c++', 'clang++'],
    ['--version'],
    'A C++17 compiler is needed, to build the addon. Install `g++` with the package manager of your system.',
  )
  const library = tensorflow_library(say)
  const links = join(home, 'deps/lib')
  const target = join(home, `lib/napi-v${node_api}`)
  rmSync(join(home, 'deps'), { recursive: true, force: true })
  for (const folder of [links, target]) mkdirSync(folder, { recursive: true })
  const names = ['cc', 'framework'].map((part) => `libtensorflow_${part}.so.2`)
  for (const file of names) symlinkSync(join(library, 'lib', file), join(links, file))
  say('Compiling the addon')
  const sources = readdirSync(join(home, 'binding')).filter((file) => /^tfjs_b\w+\.cc$/.test(file))
  run('The compiler', compiler, [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-w', `-DNAPI_VERSION=${node_api}`],
    ...['node', 'include'].map((folder) => `-I${join(library, folder)}`),
    ...sources.map((file) => join(home, 'binding', file)),
    ...['-o', join(target, 'tfjs_binding.node')],
    ...[`-L${join(library, 'lib')}`, ...names.map((file) => `-l:${file}`), '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  ])
}

/**
 * Makes `@tensorflow/tfjs-node` work in the npm project of a folder: by its own install script where what that downloads can be had, else by building
 * its addon against the library of a TensorFlow wheel. Does nothing when it works already.
 *
 * @param options.from_source skips the prebuilt addon.
 */
export function setup_native(options: { from_source?: boolean } = {}): void {
  const folder = run('npm', 'npm', ['prefix'])
  const before = installed(folder) === null ? null : try_it(folder)
  if (before?.works) {
    say(`${name} works already, on TensorFlow ${before.answer}`)
    return
  }
  const home = install(folder)
  if (!existsSync(join(home, 'binding'))) throw new RuntimeError(`The package has no sources of its addon. Received: ${home}`)
  if (options.from_source || !install_prebuilt(folder, home)) build(home)
  const { works, answer } = try_it(folder)
  if (!works) throw new RuntimeError(`${name} was set up and does not work.\n${last_lines(answer)}\n  Received: ${home}`)
  say(`${name} ${version} works, on TensorFlow ${answer}. \`npm ci\` and \`npm install\` remove it: run this again after them.`)
}
