import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const project = path.join(__dirname, '../..')
const text = readFileSync(path.join(project, 'docs/security.md'), 'utf8')
const promises = [...text.matchAll(/^\| (P\d) \|.*\| ([^|]+) \|$/gm)].map(([, name, held]) => [name!, held!] as const)
const files = (held: string): string[] => [...held.matchAll(/`([^`]+)`/g)].map(([, file]) => file!)

describe('docs/security.md', () => {
  test('makes eight promises.', () => {
    expect(promises.map(([name]) => name)).toEqual(['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'])
  })

  test.each(promises)('names specs that hold %s and exist.', (_, held) => {
    const named = files(held)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((file) => !file.endsWith('.spec.ts') || !existsSync(path.join(project, file)))).toEqual([])
  })

  test('names no other file that is not there.', () => {
    const named = [...text.matchAll(/`(spec\/[^`]+)`/g)].map(([, file]) => file!)
    expect(named.filter((file) => !existsSync(path.join(project, file)))).toEqual([])
  })
})
