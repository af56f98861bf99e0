import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifest, root, subpaths } from './consumer'

const namespaces = (readdirSync(join(root, 'lib/exports'), { recursive: true, encoding: 'utf8' }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))

describe('the exports of package.json', () => {
  it('offer one path for each namespace file in lib/exports, and no other', () => {
    const expected = namespaces.map((name) => (name === 'index' ? manifest.name : `${manifest.name}/${name}`))
    expect([...subpaths].sort()).toEqual(expected.sort())
  })

  it('name the built file and its types for both kinds of modules', () => {
    for (const name of namespaces) {
      const file = `./dist/exports/${name}`
      expect(manifest.exports[name === 'index' ? '.' : `./${name}`]).toEqual({
        import: { types: `${file}.d.mts`, default: `${file}.mjs` },
        require: { types: `${file}.d.cts`, default: `${file}.cjs` },
      })
    }
  })
})

describe('package-lock.json', () => {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')

  it('holds no address of a registry, so that it installs from any mirror', () => {
    expect(text).not.toContain('"resolved"')
  })

  it('has an entry for every optional package, since npm ci refuses it otherwise', () => {
    const { packages } = JSON.parse(text) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> }
    const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
    const named = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    expect(named.filter((name) => !present.has(name))).toEqual([])
  })
})
