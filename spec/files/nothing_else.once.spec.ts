import files from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load_model } from '../../lib/loading/load_model'
import { file_kinds, type Kind } from './kinds'

const looking = [
  'open',
  'readFile',
  'stat',
  'lstat',
  'readdir',
  'access',
  'writeFile',
  'mkdir',
  'rename',
  'rm',
  'unlink',
] as const
const looking_now = ['openSync', 'readFileSync', 'statSync', 'readdirSync', 'existsSync', 'createReadStream'] as const

/** Every path and URL that is asked for from now on, but for those of the program itself. */
function watch(): string[] {
  const seen: string[] = []
  const note = (object: any, name: string): void => {
    const act = object[name]
    jest.spyOn(object, name).mockImplementation((...words: unknown[]) => {
      if (!/\.[cm]?[jt]s$|package\.json$/.test(String(words[0]))) seen.push(`${name} ${words[0]}`)
      return act.apply(object, words)
    })
  }
  for (const name of looking) note(files.promises, name)
  for (const name of looking_now) note(files, name)
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    seen.push(`fetch ${url}`)
    throw new Error('nothing may be fetched')
  })
  return seen
}

describe('Opening a file', () => {
  let kinds: Kind[]
  let folder: string
  beforeAll(async () => {
    kinds = await file_kinds()
    for (const kind of kinds) release(kind, await kind.open(kind.parts))
    folder = await mkdtemp(join(tmpdir(), 'files-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  afterEach(() => jest.restoreAllMocks())

  const release = ({ model }: Kind, opened: any): void => {
    if (model === null) opened.dispose()
  }

  async function put(parts: Readonly<Record<string, Uint8Array>>): Promise<void> {
    for (const [name, bytes] of Object.entries(parts)) await writeFile(join(folder, name), bytes)
  }

  async function open_path(kind: Kind): Promise<void> {
    const path = join(folder, Object.keys(kind.parts)[0]!)
    if (kind.model === null) (await load_model(path)).dispose()
    else await (kind.model as any).load_weights(path)
  }

  test('reads nothing at all when it is handed in as bytes.', async () => {
    const seen = watch()
    for (const kind of kinds) release(kind, await kind.open(kind.parts))
    expect(seen).toEqual([])
  })

  test('reads nothing when a shard that is named was not handed in: it is missing.', async () => {
    const seen = watch()
    for (const kind of kinds.filter(({ parts }) => Object.keys(parts).length > 1)) {
      const [[name, bytes]] = Object.entries(kind.parts) as [[string, Uint8Array]]
      await expect(kind.open({ [name]: bytes })).rejects.toMatchObject({ kind: 'mismatch', code: 'missing-shard' })
    }
    expect(seen).toEqual([])
  })

  test('reads a path, and beside it what its format calls for, each once and in order.', async () => {
    for (const kind of kinds) {
      await put(kind.parts)
      const seen = watch()
      await open_path(kind)
      const opened = seen.filter((line) => line.startsWith('open ')).map((line) => line.slice(`open ${folder}/`.length))
      expect(opened).toEqual(Object.keys(kind.parts))
      const names = Object.keys(kind.parts).map((name) => join(folder, name))
      expect(seen.filter((line) => !names.includes(line.replace(/^(open|stat) /, '')))).toEqual([])
      jest.restoreAllMocks()
    }
  })

  test.each([
    '../w_00000.weights.h5',
    '/etc/w.weights.h5',
    'http://127.0.0.1/w.weights.h5',
    'a\\w.weights.h5',
    'C:w.weights.h5',
    '..weights.h5/../x.weights.h5',
  ])('refuses the name %p of a shard without a look at it.', async (name) => {
    const kind = kinds.find((known) => known.name === '.weights.json')!
    const [index, bytes] = Object.entries(kind.parts)[0]!
    const text = new TextDecoder().decode(bytes).replace(/w_00000\.weights\.h5/g, JSON.stringify(name).slice(1, -1))
    await put({ [index]: new TextEncoder().encode(text) })
    const seen = watch()
    await expect(open_path(kind)).rejects.toMatchObject({ kind: 'unsafe', code: 'shard-name' })
    expect(seen.filter((line) => !line.endsWith(join(folder, index)))).toEqual([])
  })

  test('changes neither prototypes nor the working folder nor the environment.', async () => {
    const state = (): unknown => [
      process.cwd(),
      { ...process.env },
      [Object, Array, Function, String, Promise, Map].map(({ prototype }) => Reflect.ownKeys(prototype)),
    ]
    const before = state()
    for (const kind of kinds) release(kind, await kind.open(kind.parts))
    expect(state()).toEqual(before)
  })
})
