import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Writes package-lock.json anew, away from node_modules, whose packages npm would take for all there are.
 *
 * Where the registry is a mirror that lacks the binaries of other platforms, npm leaves them out, and `npm ci` then refuses the lockfile:
 * those entries are added from the optional dependencies that name them.
 */

const root = join(__dirname, '..')
const elsewhere = mkdtempSync(join(tmpdir(), 'keras-tfjs-lockfile-'))

interface Entry {
  version?: string
  optional?: boolean
  dev?: boolean
  cpu?: string[]
  os?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** What a platform package's name says about where it belongs: `rollup-linux-x64-musl`. */
function platform(name: string): Entry {
  const words = name.split(/[-/]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : []
  return { ...(cpu.length && { cpu }), ...(os.length && { os }), ...(os[0] === 'linux' && libc.length && { libc }) }
}

for (const name of ['package.json', '.npmrc']) copyFileSync(join(root, name), join(elsewhere, name))
execFileSync('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], {
  cwd: elsewhere,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})

const lock = JSON.parse(readFileSync(join(elsewhere, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
const names = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)!))
for (const { optionalDependencies, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    if (names.has(name)) continue
    lock.packages[`node_modules/${name}`] = { version, ...(dev && { dev }), optional: true, ...platform(name) }
    console.log(`added ${name}`)
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
rmSync(elsewhere, { recursive: true })
