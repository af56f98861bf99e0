import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Entry {
  item: string
  verdict: 'keras3' | 'legacy' | 'js-impossible' | 'superseded' | 'later'
  reason?: string
  tests: string[]
}

const root = join(__dirname, '..', '..')
const entries: Entry[] = JSON.parse(readFileSync(join(root, 'docs/contract.json'), 'utf8'))

function spec_files(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return spec_files(path)
    return entry.name.endsWith('.spec.ts') ? [path] : []
  })
}

/** Every item that a test title of a file begins with. */
function items_of(path: string): Set<string> {
  const text = readFileSync(join(root, path), 'utf8')
  return new Set([...text.matchAll(/\b(?:test|it)(?:\.each\([^)]*\))?\(\s*['"`](L?\d+a?): /g)].map((match) => match[1]!))
}

const tested = new Map(spec_files('spec').map((path) => [path, items_of(path)]))
const numbers = Array.from({ length: 192 }, (_, i) => String(i + 1))
const legacy = Array.from({ length: 33 }, (_, i) => `L${i + 1}`)

describe('the contract of layers', () => {
  test('every numbered behaviour has one entry', () => {
    expect(entries.map((entry) => entry.item).sort()).toEqual([...numbers, '76a', ...legacy].sort())
  })

  test('every entry has a verdict, and a reason where it is not the plain one', () => {
    for (const entry of entries) {
      expect(['keras3', 'legacy', 'js-impossible', 'superseded', 'later']).toContain(entry.verdict)
      if (['js-impossible', 'superseded', 'later'].includes(entry.verdict))
        expect([entry.item, entry.reason]).toEqual([entry.item, expect.any(String)])
    }
  })

  test('every behaviour that is not left for later has a test that begins with its number, in the files that its entry names', () => {
    const missing = entries
      .filter((entry) => entry.verdict !== 'later')
      .filter(
        (entry) =>
          entry.tests.length === 0 ||
          !entry.tests.every((path) => existsSync(join(root, path)) && tested.get(path)?.has(entry.item)),
      )
      .map((entry) => entry.item)
    expect(missing).toEqual([])
  })

  test('only quantisation is left for later', () => {
    const allowed = new Set(numbers.slice(138, 142))
    expect(entries.filter((entry) => entry.verdict === 'later' && !allowed.has(entry.item)).map((entry) => entry.item)).toEqual(
      [],
    )
  })
})
