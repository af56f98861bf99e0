import { isDeepStrictEqual } from 'node:util'
import { ModelFormatError } from '../../lib/common/errors'
import { Budget } from '../../lib/formats/limits'
import { read_zip } from '../../lib/formats/zip/read'
import { attempt, type Outcome } from './attempt'
import { file_kinds, type Kind, meaning_ranges, type Range, value_ranges, with_member } from './kinds'
import { json_mutations, structural_mutations, touches } from './mutate'
import { count_steps, type Steps } from './steps'

/** What is changed in a file, and how often. */
interface Target {
  title: string
  kind: string
  /** The file, and the member of it when it is an archive. */
  part: (names: string[]) => string
  member?: string
  count: number
  /** How it is changed, and what may change what is read: values and JSON texts. */
  changed: 'archive' | 'hdf5' | 'header' | 'text' | 'json'
}

const first = (names: string[]): string => names[0]!

const targets: Target[] = [
  { title: 'headers of an archive', kind: '.keras', part: first, count: 4000, changed: 'archive' },
  { title: 'the text of config.json', kind: '.keras', part: first, member: 'config.json', count: 1000, changed: 'text' },
  { title: 'members of config.json', kind: '.keras', part: first, member: 'config.json', count: 2500, changed: 'json' },
  { title: 'the HDF5 file in an archive', kind: '.keras', part: first, member: 'model.weights.h5', count: 2000, changed: 'hdf5' },
  { title: 'a legacy HDF5 file', kind: 'legacy .h5', part: first, count: 1500, changed: 'hdf5' },
  { title: 'HDF5 weights', kind: '.weights.h5', part: first, count: 2500, changed: 'hdf5' },
  { title: 'the header of safetensors', kind: '.safetensors', part: first, count: 2000, changed: 'header' },
  { title: 'the text of an index of shards', kind: '.weights.json', part: first, count: 500, changed: 'text' },
  { title: 'members of an index of shards', kind: '.weights.json', part: first, count: 500, changed: 'json' },
  { title: 'a shard', kind: '.weights.json', part: (names) => names[2]!, count: 1500, changed: 'hdf5' },
  { title: 'the text of model.json', kind: 'model.json', part: first, count: 500, changed: 'text' },
  { title: 'members of model.json', kind: 'model.json', part: first, count: 1500, changed: 'json' },
]

const seed = Number(process.env.KERAS_TFJS_SEED ?? 1)
const most_milliseconds = 60_000
const bytes_of = (text: string): Uint8Array => new TextEncoder().encode(text)

function header_end(bytes: Uint8Array): number {
  return 8 + new DataView(bytes.buffer, bytes.byteOffset, 8).getUint32(0, true)
}

/** Where members of the archive have their content. */
function contents(bytes: Uint8Array): Range[] {
  const archive = read_zip(bytes, new Budget())
  return archive.names().map((name): Range => {
    const content = archive.read(name)
    const start = content.byteOffset - bytes.byteOffset
    return [start, start + content.length]
  })
}

function* changed_texts(bytes: Uint8Array): Generator<Uint8Array> {
  for (const text of json_mutations(new TextDecoder().decode(bytes), seed)) yield bytes_of(text)
}

/** Changed copies of what the target names, and ranges in which a change may change what is read. */
function changes({ changed }: Target, bytes: Uint8Array): { copies: Generator<Uint8Array>; values: Range[] } {
  const everything: Range[] = [[0, Number.POSITIVE_INFINITY]]
  switch (changed) {
    case 'archive':
      return { copies: structural_mutations(bytes, contents(bytes), seed), values: contents(bytes) }
    case 'hdf5': {
      const values = value_ranges(bytes)
      return { copies: structural_mutations(bytes, values, seed), values: [...values, ...meaning_ranges(bytes)] }
    }
    case 'header': {
      const values: Range[] = [[header_end(bytes), bytes.length]]
      return { copies: structural_mutations(bytes, values, seed), values }
    }
    case 'text':
      return { copies: structural_mutations(bytes, [], seed), values: everything }
    case 'json':
      return { copies: changed_texts(bytes), values: everything }
  }
}

describe('20,000 files with a change', () => {
  let kinds: Kind[]
  let counting: { steps: Steps; stop: () => void }
  const deadline = Date.now() + most_milliseconds
  beforeAll(async () => {
    kinds = await file_kinds()
  })
  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined)
    counting = count_steps()
  })
  afterEach(() => {
    counting.stop()
    jest.restoreAllMocks()
  })

  test('are so many.', () => {
    expect(targets.reduce((sum, { count }) => sum + count, 0)).toBe(20_000)
  })

  test.each(targets.map((target) => [target.title, target] as const))(
    'are refused with a ModelFormatError, or give the same model: %s.',
    async (_, target) => {
      const kind = kinds.find(({ name }) => name === target.kind)!
      const part = target.part(Object.keys(kind.parts))
      const whole = kind.parts[part]!
      const { member } = target
      const bytes = member === undefined ? whole : read_zip(whole, new Budget()).read(member)
      const expected = await attempt(kind, kind.parts)
      const { copies, values } = changes(target, bytes)
      const differing: string[] = []
      let [tried, refused] = [0, 0]
      for (const copy of copies) {
        if (tried === target.count || Date.now() > deadline) break
        tried++
        const given = member === undefined ? copy : with_member(whole, member, copy)
        const { steps } = counting
        Object.assign(steps, { reads: 0, objects: 0, bytes: 0 })
        let outcome: Outcome
        try {
          outcome = await attempt(kind, { ...kind.parts, [part]: given })
        } catch (error) {
          throw new Error(`change ${tried} of seed ${seed}: ${(error as Error).stack}`)
        }
        const size = Object.values({ ...kind.parts, [part]: given }).reduce((sum, { length }) => sum + length, 0)
        if (steps.reads > 40 * size || steps.objects > size || steps.bytes > 64 * size) {
          throw new Error(`change ${tried} of seed ${seed} takes ${JSON.stringify(steps)} for ${size} bytes`)
        }
        if (outcome instanceof ModelFormatError) refused++
        else if (!isDeepStrictEqual(outcome, expected) && !touches(bytes, copy, values)) {
          differing.push(`change ${tried} of seed ${seed}: ${Buffer.from(copy).toString('base64').slice(0, 200)}`)
        }
      }
      expect(differing).toEqual([])
      expect(refused).toBeGreaterThanOrEqual(Math.min(tried, 1))
    },
    120_000,
  )
})
