import { ModelFormatError } from '../../lib/common/errors'
import { attempt } from './attempt'
import { file_kinds, type Kind } from './kinds'

const names = ['.keras', 'legacy .h5', '.weights.h5', '.safetensors', '.weights.json', 'model.json']

describe('A file that is cut at any byte', () => {
  let kinds: Kind[]
  beforeAll(async () => {
    kinds = await file_kinds()
  })
  beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation(() => undefined))
  afterEach(() => jest.restoreAllMocks())

  test('is of one of six kinds, each of which opens when it is whole.', async () => {
    expect(kinds.map(({ name }) => name)).toEqual(names)
    for (const kind of kinds) expect(await attempt(kind, kind.parts)).toHaveProperty('weights')
  })

  test.each(names)(
    'is refused with a ModelFormatError, no tensor left and no weight changed: %s.',
    async (name) => {
      const kind = kinds.find((known) => known.name === name)!
      const opened: string[] = []
      for (const [part, bytes] of Object.entries(kind.parts)) {
        for (let length = 0; length < bytes.length; length++) {
          const outcome = await attempt(kind, { ...kind.parts, [part]: bytes.subarray(0, length) })
          if (!(outcome instanceof ModelFormatError)) opened.push(`${part} of ${length} bytes`)
        }
      }
      expect(opened).toEqual([])
    },
    120_000,
  )
})
