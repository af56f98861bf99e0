import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { memory } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../lib/common/errors'
import { Budget } from '../../lib/formats/limits'
import { read_zip } from '../../lib/formats/zip/read'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { load_model } from '../../lib/loading/load_model'
import { Sequential } from '../../lib/models/sequential'
import { type FileMap, type FileSource, is_plain_name, read_source } from '../../lib/saving/files/sources'
import { tfjs_files } from '../../lib/saving/tfjs_model'

const make = (): any => new Sequential([Input({ shape: [2] }), new Dense({ units: 3, name: 'd' })])
const values = (model: any): number[] => model.weights.flatMap((weight: any) => Array.from(weight.dataSync() as Float32Array))

const model = make()
let bytes: Uint8Array
let expected: number[]
let folder: string

beforeAll(async () => {
  model.set_weights([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [7, 8, 9],
  ])
  bytes = await model.save()
  expected = values(model)
  folder = await mkdtemp(join(tmpdir(), 'sources-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => jest.restoreAllMocks())

async function opened(source: FileSource | FileMap, options = {}): Promise<number[]> {
  const before = memory().numTensors
  const twin = await load_model(source, options)
  const found = values(twin)
  twin.dispose()
  expect(memory().numTensors).toBe(before)
  return found
}

/** The bytes as the body of an answer, in pieces. */
function answer(content: Uint8Array, headers: Record<string, string> = {}, piece = 1000): Response {
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < content.length; at += piece) controller.enqueue(content.subarray(at, at + piece))
      controller.close()
    },
  })
  return new Response(body, { headers })
}

const caught = (work: Promise<unknown>): Promise<any> =>
  work.then(
    () => null,
    (error) => error,
  )

describe('A model opens from', () => {
  test('bytes, also in the middle of a buffer, which stay as they are', async () => {
    const copy = bytes.slice()
    const larger = new Uint8Array(bytes.length + 10)
    larger.set(bytes, 3)
    expect(await opened(bytes)).toEqual(expected)
    expect(await opened(bytes.slice().buffer as ArrayBuffer)).toEqual(expected)
    expect(await opened(larger.subarray(3, 3 + bytes.length))).toEqual(expected)
    expect(await opened(new DataView(larger.buffer, 3, bytes.length))).toEqual(expected)
    expect(bytes).toEqual(copy)
  })

  test('shared memory, which alone is copied: others could change it meanwhile', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    expect(await opened(shared)).toEqual(expected)
    expect(await opened(shared.buffer as never)).toEqual(expected)
    const copied = await read_source(shared)
    shared.fill(0)
    expect(copied).toEqual(bytes)
    expect((await read_source(bytes)).buffer).toBe(bytes.buffer)
  })

  test('a Blob and a File', async () => {
    expect(await opened(new Blob([bytes as never]))).toEqual(expected)
    expect(await opened(new File([bytes as never], 'anything.txt'))).toEqual(expected)
  })

  test('a function that gives bytes, now or later', async () => {
    expect(await opened(() => bytes)).toEqual(expected)
    expect(await opened(async () => bytes.slice().buffer as ArrayBuffer)).toEqual(expected)
  })

  test('a path, whatever the name ends in', async () => {
    for (const name of ['m.keras', 'no ending', '\u00fcml\u00e4ut.h5']) {
      await writeFile(join(folder, name), bytes)
      expect(await opened(join(folder, name))).toEqual(expected)
    }
  })

  test('a folder of the members of an archive, and an object or a map of them', async () => {
    const archive = read_zip(bytes, new Budget())
    const parts = Object.fromEntries(archive.names().map((name) => [name, archive.read(name)]))
    await mkdir(join(folder, 'unzipped.keras'))
    for (const [name, content] of Object.entries(parts)) await writeFile(join(folder, 'unzipped.keras', name), content)
    expect(await opened(join(folder, 'unzipped.keras'))).toEqual(expected)
    expect(await opened(`${join(folder, 'unzipped.keras')}/`)).toEqual(expected)
    expect(await opened(parts)).toEqual(expected)
    expect(
      await opened(new Map<string, FileSource>(Object.entries(parts).map(([name, content]) => [name, () => content]))),
    ).toEqual(expected)
  })

  test('a `model.json` with its weights: by path, by URL, by name', async () => {
    const parts = await tfjs_files(model)
    for (const [name, content] of Object.entries(parts)) await writeFile(join(folder, name), content)
    expect(await opened(join(folder, 'model.json'))).toEqual(expected)
    expect(await opened(parts)).toEqual(expected)
    const { 'model.json': index, ...files } = parts
    expect(await opened(index!, { files })).toEqual(expected)
    const asked: string[] = []
    const fetch = async (url: string): Promise<Response> => {
      asked.push(url)
      return answer(parts[basename(new URL(url).pathname)]!)
    }
    expect(await opened('https://example.com/models/model.json?v=1', { fetch })).toEqual(expected)
    expect(asked).toEqual([
      'https://example.com/models/model.json?v=1',
      ...Object.keys(files).map((name) => `https://example.com/models/${name}`),
    ])
  })
})

describe('A URL', () => {
  test('is asked for with the `fetch` that is given, else with the global one', async () => {
    const asked: unknown[] = []
    const fetch = async (url: unknown): Promise<Response> => {
      asked.push(url)
      return answer(bytes)
    }
    expect(await opened('https://example.com/a.keras', { fetch })).toEqual(expected)
    expect(await opened(new URL('https://example.com/b.keras'), { fetch })).toEqual(expected)
    jest.spyOn(globalThis, 'fetch').mockImplementation(fetch as never)
    expect(await opened('https://example.com/c.keras')).toEqual(expected)
    expect(asked).toEqual(['a', 'b', 'c'].map((name) => `https://example.com/${name}.keras`))
  })

  test('may have any length, or say none, or be packed', async () => {
    for (const headers of [
      {},
      { 'content-length': '' },
      { 'content-length': '-1' },
      { 'content-length': '12', 'content-encoding': 'gzip' },
    ]) {
      const fetch = async (): Promise<Response> => answer(bytes, headers as Record<string, string>)
      expect(await opened('https://example.com/a.keras', { fetch })).toEqual(expected)
    }
  })

  test('gives an error when more or less comes than was said, and memory only for what comes', async () => {
    const length = (said: number) => ({
      fetch: async (): Promise<Response> => answer(bytes, { 'content-length': String(said) }),
    })
    expect(await opened('https://example.com/a.keras', length(bytes.length))).toEqual(expected)
    expect(await opened('https://example.com/a.keras', length(2 ** 52))).toEqual(expected)
    expect(await caught(load_model('https://example.com/a.keras', length(bytes.length - 1)))).toMatchObject({
      code: 'length-mismatch',
    })
  })

  test('that the server refuses is a ValueError', async () => {
    const fetch = async (): Promise<Response> => new Response('no', { status: 404 })
    const error = await caught(load_model('https://example.com/a.keras', { fetch }))
    expect(error).toBeInstanceOf(ValueError)
    expect(error.message).toContain('The server answered 404.')
  })
})

describe('Progress', () => {
  test('is told with the bytes so far and the size, up to the end', async () => {
    await writeFile(join(folder, 'p.keras'), bytes)
    const told: (readonly [number, number | null])[] = []
    const on_progress = (loaded: number, total: number | null): void => void told.push([loaded, total])
    await opened(join(folder, 'p.keras'), { on_progress })
    expect(told).toEqual([[bytes.length, bytes.length]])
    told.length = 0
    const fetch = async (): Promise<Response> => answer(bytes, { 'content-length': String(bytes.length) }, 6000)
    await opened('https://example.com/a.keras', { fetch, on_progress })
    expect(told.length).toBe(Math.ceil(bytes.length / 6000))
    expect(told[0]).toEqual([6000, bytes.length])
    expect(told.at(-1)).toEqual([bytes.length, bytes.length])
    told.length = 0
    await opened('https://example.com/a.keras', { fetch: async () => answer(bytes), on_progress })
    expect(told).toEqual([[bytes.length, null]])
  })
})

describe('What cannot be opened', () => {
  test('is a ValueError for a path without a file, and for a folder without a model', async () => {
    const missing = await caught(load_model(join(folder, 'missing.keras')))
    expect(missing).toBeInstanceOf(ValueError)
    expect(missing.message).toMatch(/^File not found: .*missing\.keras.*\(ENOENT\)$/)
    const empty = await caught(load_model(await mkdtemp(join(folder, 'empty-'))))
    expect(empty).toBeInstanceOf(ValueError)
    expect(empty.message).toMatch(/neither a `config\.json` nor a `model\.json`/)
  })

  test('is a TypeError for what is no source', async () => {
    for (const source of [null, undefined, 5, [bytes], () => 'text', true]) {
      expect([source, (await caught(load_model(source as never))) instanceof TypeError]).toEqual([source, true])
    }
  })

  test('is a ModelFormatError for an empty file, and a text', async () => {
    for (const source of [new Uint8Array(0), new TextEncoder().encode('a text'), new ArrayBuffer(0)]) {
      expect(await caught(load_model(source))).toMatchObject({ kind: 'format', code: 'unknown-format' })
    }
  })

  test('takes no name from the prototype of an object of files', async () => {
    expect(await caught(load_model({ toString: bytes } as never))).toBeInstanceOf(ValueError)
    expect(await caught(load_model(JSON.parse('{"__proto__": 1}')))).toBeInstanceOf(ValueError)
  })
})

test('Names of companions are one plain segment.', () => {
  for (const name of ['w_00000.weights.h5', 'group1-shard1of1.bin', 'A_b-9.x'])
    expect([name, is_plain_name(name)]).toEqual([name, true])
  for (const name of [
    '',
    '.',
    '..',
    '.hidden',
    'a/b',
    'a\\b',
    'a:b',
    'a..b',
    '../a',
    'a b',
    'a\0',
    'a?b',
    'a#b',
    'a%2fb',
    '\u2044a',
  ]) {
    expect([name, is_plain_name(name)]).toEqual([name, false])
  }
})
