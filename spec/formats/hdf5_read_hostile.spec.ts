import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fixture, outcome, whole } from './hdf5_files'

interface Hostile {
  what: string
  /** `load`, or kind and code of the error. */
  answer: string
  /** Bytes to write over the base: where, and which in hexadecimal. */
  patches: [number, string][]
}

const answers: { base: string; patched: Record<string, Hostile>; whole: Record<string, Omit<Hostile, 'patches'>> } = JSON.parse(
  readFileSync(path.join(__dirname, 'fixtures/hostile/hdf5.json'), 'utf8'),
)

describe('reading HDF5 files that are made to harm', () => {
  test('the file that they are made from is read', () => {
    expect(outcome(() => whole(fixture(`hostile/${answers.base}`)))).toBe('load')
  })

  test.each(Object.entries(answers.patched))('%s has its answer', (_, { answer, patches }) => {
    const bytes = fixture(`hostile/${answers.base}`)
    for (const [at, hexadecimal] of patches) bytes.set(Buffer.from(hexadecimal, 'hex'), at)
    expect(outcome(() => whole(bytes))).toBe(answer)
  })

  test.each(Object.entries(answers.whole))('%s has its answer', (name, { answer }) => {
    expect(outcome(() => whole(fixture(`hostile/${name}`)))).toBe(answer)
  })
})
