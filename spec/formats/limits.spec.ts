import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { memory } from '@tensorflow/tfjs-core'
import { ModelFormatError, ValueError } from '../../lib/common/errors'
import { Budget, default_limits, type LoadLimits, over } from '../../lib/formats/limits'
import * as inflating from '../../lib/formats/zip/inflate'
import { read_zip } from '../../lib/formats/zip/read'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { load_model } from '../../lib/loading/load_model'
import { model_from_json } from '../../lib/loading/model_from_json'
import { Sequential } from '../../lib/models/sequential'
import { with_member } from '../files/kinds'
import { count_steps } from '../files/steps'
import { archive, text_bytes } from './archive'

const MiB = 2 ** 20

function caught(run: () => unknown): any {
  try {
    run()
  } catch (error) {
    return error
  }
  return null
}

const rejected = (work: Promise<any>): Promise<any> =>
  work.then(
    (model) => {
      model?.dispose()
      return null
    },
    (error) => error,
  )

describe('LoadLimits', () => {
  test('have the defaults that the documentation names.', () => {
    expect(default_limits).toEqual({
      json_bytes: 64 * MiB,
      depth: 200,
      members: 65_535,
      total_bytes: 4096 * MiB,
      expansion: 16,
      objects: 1_000_000,
      parameters: 2 ** 30,
    })
    const documentation = readFileSync(path.join(__dirname, '../../docs/security.md'), 'utf8')
    const rows = [...documentation.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, name, value]) => [name, value])
    expect(rows).toEqual([
      ['json_bytes', '64 MiB'],
      ['depth', '200'],
      ['members', '65,535'],
      ['total_bytes', '4 GiB'],
      ['expansion', '16'],
      ['objects', '1,000,000'],
      ['parameters', '2^30'],
    ])
  })

  test('cannot be changed for everybody, and single ones can be given.', () => {
    expect(caught(() => Object.assign(default_limits, { depth: 1 }))).not.toBeNull()
    const { limits } = new Budget({ depth: 3 })
    expect(limits).toEqual({ ...default_limits, depth: 3 })
    expect(Object.isFrozen(limits)).toBe(true)
    expect(new Budget(null).limits).toEqual(default_limits)
  })

  test.each([
    ['a name that is none', { total: 1 }, /no limit of this name. Received: 'total'/],
    ['a name of every object', { toString: 1 }, /no limit of this name/],
    ['zero', { depth: 0 }, /`depth` must be a positive number. Received: depth=0/],
    ['less than zero', { objects: -1 }, /must be a positive number/],
    ['no number', { members: Number.NaN }, /must be a positive number/],
    ['a text', { members: '5' }, /must be a positive number. Received: members='5'/],
    ['nothing', { members: undefined }, /must be a positive number/],
  ])('refuse %s.', async (_, limits, message) => {
    const error = caught(() => new Budget(limits as never))
    expect(error).toBeInstanceOf(ValueError)
    expect(error.message).toMatch(message)
    expect(await rejected(load_model(new Uint8Array(), { limits: limits as never }))).toBeInstanceOf(ValueError)
  })

  test('may be without end.', () => {
    const budget = new Budget({ total_bytes: Number.POSITIVE_INFINITY })
    expect(caught(() => budget.spend_bytes(2 ** 52))).toBeNull()
  })
})

describe('A Budget', () => {
  test.each<[keyof LoadLimits, (budget: Budget, count: number) => void]>([
    ['total_bytes', (budget, count) => budget.spend_bytes(count, 'a/b')],
    ['objects', (budget, count) => budget.spend_objects(count, 'a/b')],
    ['parameters', (budget, count) => budget.spend_parameters(count, 'a/b')],
  ])('adds up %s, up to the limit and no further.', (name, spend) => {
    const budget = new Budget({ [name]: 10 })
    spend(budget, 4)
    spend(budget, 6)
    const error = caught(() => spend(budget, 1))
    expect(error).toBeInstanceOf(ModelFormatError)
    expect([error.kind, error.code, error.path]).toEqual(['limit', 'limit-exceeded', 'a/b'])
    expect(error.message).toContain(`\`limits.${name}\``)
  })

  test('is one act of reading: another begins anew.', () => {
    new Budget({ objects: 10 }).spend_objects(10)
    expect(caught(() => new Budget({ objects: 10 }).spend_objects(10))).toBeNull()
  })

  test('compares what comes out of compressed bytes with these, beyond the first MiB.', () => {
    const budget = new Budget({ expansion: 2 })
    budget.spend_inflated(MiB + 200, 100)
    expect(caught(() => budget.spend_inflated(MiB + 201, 100)).message).toContain('`limits.expansion`')
    expect(caught(() => new Budget({ total_bytes: 5 }).spend_inflated(6, 6)).message).toContain('`limits.total_bytes`')
  })

  test('compares depth, which does not add up.', () => {
    const budget = new Budget({ depth: 2 })
    budget.check_depth(2)
    budget.check_depth(2)
    const error = caught(() => budget.check_depth(3, 'x'))
    expect([error.kind, error.code, error.path]).toEqual(['limit', 'too-deep', 'x'])
    expect(over('depth', 2)).toBeInstanceOf(ModelFormatError)
  })
})

describe('load_model with a limit', () => {
  let bytes: Uint8Array
  let stored: Uint8Array
  beforeAll(async () => {
    const model: any = new Sequential([Input({ shape: [20] }), new Dense({ units: 50 })])
    stored = await model.save()
    const saved = read_zip(stored, new Budget())
    const members = saved.names().map((name) => ({ name, data: saved.read(name) }))
    bytes = archive(members.map(({ name, data }) => ({ name, data, stored: new Uint8Array(deflateRawSync(data)), method: 8 })))
  })

  test('opens a file that keeps to it.', async () => {
    const limits = {
      json_bytes: 10_000,
      depth: 20,
      members: 3,
      total_bytes: 100_000,
      expansion: 50,
      objects: 1000,
      parameters: 1050,
    }
    expect(await rejected(load_model(bytes, { limits }))).toBeNull()
  })

  test.each<[keyof LoadLimits, number]>([
    ['json_bytes', 500],
    ['depth', 2],
    ['members', 2],
    ['total_bytes', 1000],
    ['objects', 30],
    ['parameters', 1049],
  ])('%s of %p refuses it, and no tensor is left.', async (name, limit) => {
    const before = memory().numTensors
    const error = await rejected(load_model(bytes, { limits: { [name]: limit } }))
    expect(error).toBeInstanceOf(ModelFormatError)
    expect([error.kind, memory().numTensors]).toEqual(['limit', before])
    expect(error.message).toContain(`\`limits.${name}\``)
  })

  test.each([10, 1000, 4000])('total_bytes of %p counts what is stored as it is, too.', async (total_bytes) => {
    const error = await rejected(load_model(stored, { limits: { total_bytes } }))
    expect(error).toMatchObject({ kind: 'limit', code: 'limit-exceeded' })
    expect(error.message).toContain('`limits.total_bytes`')
  })
})

describe('A file that asks for much', () => {
  const size = 24 * MiB
  const none = new Uint8Array(0)
  const stored = new Uint8Array(deflateRawSync(new Uint8Array(size)))

  /** The error, and what was done for it. */
  async function refusal(open: () => Promise<any>): Promise<{ error: any; reads: number; inflated: number }> {
    const { steps, stop } = count_steps()
    const inflate = jest.spyOn(inflating, 'inflate')
    try {
      const error = await rejected(open())
      return { error, reads: steps.reads, inflated: inflate.mock.calls.length }
    } finally {
      stop()
      inflate.mockRestore()
    }
  }

  test.each(['config.json', 'metadata.json', 'model.weights.h5', 'assets/vocabulary.txt'])(
    'is refused before anything is inflated: zeros as %s.',
    async (name) => {
      const entries = [{ name, data: none, stored, method: 8, size, crc: 0 }]
      const { error, reads, inflated } = await refusal(() => load_model(archive(entries)))
      expect(error).toMatchObject({ kind: 'limit', code: 'limit-exceeded', path: name })
      expect([reads < 200, inflated]).toEqual([true, 0])
    },
  )

  test('is refused when what is inflated is more than it says, after the piece that shows it.', async () => {
    const entries = [{ name: 'config.json', data: none, stored, method: 8, size: 1000, crc: 0 }]
    const { error } = await refusal(() => load_model(archive(entries)))
    expect(error).toMatchObject({ kind: 'format', code: 'zip-size' })
  })

  test('is refused when a config describes more weights than it has room for, before the first is made.', async () => {
    const model: any = new Sequential([Input({ shape: [4] }), new Dense({ units: 3, name: 'd' })])
    const bytes = await model.save()
    const config = new TextDecoder().decode(read_zip(bytes, new Budget()).read('config.json'))
    const before = memory()
    for (const units of ['1000000000000', '300000000']) {
      const greedy = with_member(bytes, 'config.json', text_bytes(config.replace(/"units": ?3/, `"units": ${units}`)))
      const { error } = await refusal(() => load_model(greedy))
      expect([units, error?.kind]).toEqual([units, 'limit'])
      expect(caught(() => model_from_json(config.replace(/"units": ?3/, `"units": ${units}`)))?.kind).toBe('limit')
    }
    expect(memory().numBytes).toBe(before.numBytes)
  })

  test('is refused when it is deep: text, and objects of a config.', async () => {
    expect(caught(() => model_from_json('['.repeat(100_000)))).toMatchObject({ kind: 'limit', code: 'too-deep' })
    expect(caught(() => model_from_json('{"a":'.repeat(100_000)))).toMatchObject({ kind: 'limit', code: 'too-deep' })
  })

  test('is refused when it has more values than objects are allowed.', () => {
    const many = `{"class_name":"Sequential","config":{"layers":[${'[],'.repeat(1_000_001)}[]]}}`
    expect(caught(() => model_from_json(many))).toMatchObject({ kind: 'limit', code: 'limit-exceeded' })
  })
})
