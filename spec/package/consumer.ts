import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const root = join(__dirname, '../..')

interface Manifest {
  name: string
  exports: Record<string, unknown>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional?: boolean }>
}

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

/** The import paths that package.json offers: `keras-tfjs`, `keras-tfjs/layers`, ... */
export const subpaths = Object.keys(manifest.exports)
  .filter((key) => key !== './package.json')
  .map((key) => manifest.name + key.slice(1))

/** A project in a temporary folder that has the packed package installed, as a user would have it. Needs `npm run build` before. */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-consumer-'))
  readonly files: string[]

  constructor() {
    const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [tarball] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }]
    this.files = tarball.files.map(({ path }) => path)
    const home = join(this.folder, 'node_modules', manifest.name)
    mkdirSync(home, { recursive: true })
    execFileSync('tar', ['-xzf', join(this.folder, tarball.filename), '-C', home, '--strip-components=1'])
    const peers = Object.keys(manifest.peerDependencies).filter((name) => !manifest.peerDependenciesMeta[name]?.optional)
    for (const name of [...Object.keys(manifest.dependencies), ...peers, '@types/node']) this.link(name)
  }

  private link(name: string): void {
    const target = join(this.folder, 'node_modules', name)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), target, 'junction')
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file)
    writeFileSync(path, text)
    return path
  }

  /** Runs a file with Node, or a script with arguments, and gives what it printed. Throws with its errors when it fails. */
  run(...args: string[]): string {
    return execFileSync(process.execPath, args, { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' })
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
