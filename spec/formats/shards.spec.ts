import { Budget } from '../../lib/formats/limits'
import { parse_shard_index, write_shard_index } from '../../lib/formats/shards'
import { outcome, text_bytes } from './archive'

const parse = (source: string | Uint8Array | object, limits = {}) => parse_shard_index(source, new Budget(limits))
const map = (weight_map: unknown, metadata: unknown = { total_size: 92 }): string => JSON.stringify({ metadata, weight_map })

describe('parse_shard_index', () => {
  test('reads names that are texts and lists of texts', () => {
    const text = map({ '/layers/dense/vars': 'm_00000.weights.h5', '/vars': ['m_00000.weights.h5', 'm_00001.weights.h5'] })
    const expected = {
      total_size: 92,
      weight_map: new Map([
        ['/layers/dense/vars', ['m_00000.weights.h5']],
        ['/vars', ['m_00000.weights.h5', 'm_00001.weights.h5']],
      ]),
    }
    expect(parse(text)).toEqual(expected)
    expect(parse(text_bytes(text))).toEqual(expected)
    expect(parse(JSON.parse(text))).toEqual(expected)
  })

  test('reads an index without a size', () => {
    expect(parse('{"weight_map": {}}')).toEqual({ total_size: 0, weight_map: new Map() })
  })

  test('leaves out a key `__proto__`', () => {
    const { weight_map } = parse('{"weight_map": {"__proto__": "x.weights.h5", "/vars": "y.weights.h5"}}')
    expect([...weight_map.keys()]).toEqual(['/vars'])
  })

  test.each([
    ['/etc/passwd', 'unsafe shard-name'],
    ['../x.weights.h5', 'unsafe shard-name'],
    ['a/x.weights.h5', 'unsafe shard-name'],
    ['a\\x.weights.h5', 'unsafe shard-name'],
    ['https://example.invalid/a.weights.h5', 'unsafe shard-name'],
    ['file:x.weights.h5', 'unsafe shard-name'],
    ['m.weights.json', 'format shard-name'],
    ['m.h5', 'format shard-name'],
    ['.weights.h5', 'format shard-name'],
    ['m 1.weights.h5', 'format shard-name'],
    ['m.weights.h5\n', 'format shard-name'],
    ['m\0.weights.h5', 'format shard-name'],
    [5, 'format shard-name'],
    [null, 'format shard-name'],
    [['a.weights.h5', 5], 'format shard-name'],
    [[], 'format shard-index'],
    [['a.weights.h5', 'a.weights.h5'], 'format shard-index'],
  ])('refuses the shard %j', (name, answer) => {
    expect(outcome(() => parse(map({ '/vars': name })))).toBe(answer)
  })

  test.each(['vars', '', '/', '//vars', '/a/../vars', '/a/', '/./vars'])('refuses the path %j', (path) => {
    expect(outcome(() => parse(map({ [path]: 'a.weights.h5' })))).toBe('format shard-index')
  })

  test.each([
    '1',
    '[]',
    '{}',
    '{"weight_map": []}',
    '{"weight_map": {}, "metadata": 1}',
    '{"weight_map": {}, "metadata": {"total_size": NaN}}',
  ])('refuses the index %s', (text) => {
    expect(outcome(() => parse(text))).toBe('format shard-index')
  })

  test('holds to limits', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `m_${i}.weights.h5`)
    expect(outcome(() => parse(map({ '/vars': many(4096) })))).toBe('load')
    expect(outcome(() => parse(map({ '/vars': many(4097) })))).toBe('limit limit-exceeded')
    expect(outcome(() => parse({ weight_map: { '/a': 'a.weights.h5', '/b': 'a.weights.h5' } }, { objects: 1 }))).toBe(
      'limit limit-exceeded',
    )
    expect(outcome(() => parse(map({}), { json_bytes: 10 }))).toBe('limit limit-exceeded')
  })
})

describe('write_shard_index', () => {
  test('writes the text that Keras writes', () => {
    const bytes = write_shard_index({ total_size: 60, weight_map: new Map([['/layers/d\u00e9/vars', ['m_00000.weights.h5']]]) })
    expect(new TextDecoder().decode(bytes)).toBe(`{
    "metadata": {
        "total_size": 60
    },
    "weight_map": {
        "/layers/d\\u00e9/vars": [
            "m_00000.weights.h5"
        ]
    }
}`)
    expect(parse(bytes).total_size).toBe(60)
  })
})
