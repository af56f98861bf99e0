import { is_plain_object } from '../../lib/common/tree'
import { parse_json } from '../../lib/formats/json/parse'
import { PythonFloat, stringify_json } from '../../lib/formats/json/stringify'
import { Budget } from '../../lib/formats/limits'
import { outcome, text_bytes } from './archive'

const parse = (source: string | Uint8Array, limits = {}): any => parse_json(source, new Budget(limits), 'config.json')

describe('parse_json', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    [' false\r\n\t', false],
    ['0', 0],
    ['-0', -0],
    ['[1, 23, 456789012345678, 9007199254740993]', [1, 23, 456789012345678, 9007199254740992]],
    ['[1.5, -2.25e3, 1E-7, 12e+2, 0.1]', [1.5, -2250, 1e-7, 1200, 0.1]],
    ['[1e400, -1e400]', [Infinity, -Infinity]],
    ['[NaN, Infinity, -Infinity]', [Number.NaN, Infinity, -Infinity]],
    ['"NaN"', 'NaN'],
    ['"a\\u00e9\\n\\"\\\\\\/\\ud83d\\ude00"', 'aé\n"\\/😀'],
    ['"\\ud800"', '\ud800'],
    ['"\\u0000"', '\0'],
    ['[]', []],
    ['{}', {}],
    ['{"a": {"b": [ ]}, "": [{}, [[]]]}', { a: { b: [] }, '': [{}, [[]]] }],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toEqual(value)
    expect(parse(text_bytes(text))).toEqual(value)
  })

  test.each([
    '',
    ' ',
    '{',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '{"a": 1,}',
    '{"a"}',
    '{"a":}',
    '{a: 1}',
    "{'a': 1}",
    '[1 2]',
    '[1]]',
    '1 1',
    '[1}',
    '{"a": 1]',
    '03',
    '[03]',
    '0x3',
    '+1',
    '.5',
    '5.',
    '1e',
    '--1',
    '-',
    'nan',
    'tru',
    'Infinit',
    '"a',
    '"a\\"',
    '"\\',
    '"a\nb"',
    '"a\u0001b"',
    '"\\x41"',
    '"\\u00g0"',
    '// a\n1',
    '\u00a01',
  ])('refuses %j', (text) => {
    expect(outcome(() => parse(text))).toBe('format json-syntax')
  })

  test('skips one byte order mark and refuses other encodings', () => {
    expect(parse('\ufeff1')).toBe(1)
    expect(parse(text_bytes('\ufeff1'))).toBe(1)
    expect(outcome(() => parse('\ufeff\ufeff1'))).toBe('format json-syntax')
    expect(outcome(() => parse(text_bytes('\ufeff\ufeff1')))).toBe('format json-syntax')
    expect(outcome(() => parse(Uint8Array.of(0xff, 0xfe, 0x31, 0)))).toBe('format json-encoding')
    expect(outcome(() => parse(Uint8Array.of(0x5b, 0, 0x5d, 0)))).toBe('format json-syntax')
    expect(outcome(() => parse(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)))).toBe('format json-encoding')
    expect(outcome(() => parse(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)))).toBe('format json-encoding')
  })

  test('leaves out `__proto__`, and gives plain objects otherwise', () => {
    const value = parse('{"__proto__": {"units": 1}, "\\u005f_proto__": 2, "a": {"__proto__": null}, "constructor": 3}')
    expect(Object.keys(value)).toEqual(['a', 'constructor'])
    expect(value.units).toBeUndefined()
    expect(value.constructor).toBe(3)
    expect(is_plain_object(value) && is_plain_object(value.a)).toBe(true)
    expect(({} as any).units).toBeUndefined()
  })

  test('refuses a key that is there twice', () => {
    expect(outcome(() => parse('{"a": 1, "b": 2, "\\u0061": 3}'))).toBe('format json-duplicate-key')
    expect(outcome(() => parse('[{"a": 1}, {"a": 1}]'))).toBe('load')
  })

  test('says where the text is wrong, in bytes', () => {
    expect(() => parse('{"é": 1, x}')).toThrow('[json-syntax in config.json at byte 10]')
  })

  test('refuses what is nested more deeply than the limit, closed or not', () => {
    const deep = '['.repeat(200) + ']'.repeat(200)
    expect(outcome(() => parse(deep))).toBe('load')
    expect(outcome(() => parse(`[${deep}]`))).toBe('limit too-deep')
    expect(outcome(() => parse('{"a":'.repeat(100_000)))).toBe('limit too-deep')
    expect(outcome(() => parse('['.repeat(300_000) + ']'.repeat(300_000), { depth: 1e6 }))).toBe('load')
  })

  test('refuses a text, a number, or more lists and objects than the limits allow', () => {
    expect(outcome(() => parse(text_bytes('[1, 2]'), { json_bytes: 6 }))).toBe('load')
    expect(outcome(() => parse(text_bytes('[1, 2]'), { json_bytes: 5 }))).toBe('limit limit-exceeded')
    expect(outcome(() => parse('[1, 2]', { json_bytes: 5 }))).toBe('limit limit-exceeded')
    expect(outcome(() => parse('[[], {}, []]', { objects: 3 }))).toBe('limit limit-exceeded')
    expect(outcome(() => parse(`[${'9'.repeat(1001)}]`))).toBe('limit limit-exceeded')
    expect(parse('9'.repeat(1000))).toBe(Infinity)
  })
})

describe('stringify_json', () => {
  test("writes what Python's json.dumps writes", () => {
    const value = {
      name: 'd\u00e9\ud83d\ude00\u007f\u2028',
      list: [1, -2.5, true, null, [], {}],
      escapes: '"\\/\b\f\n\r\t\u0001\0',
      left_out: undefined,
      numbers: [1e-7, 0.0001, 0.00012, 0.00001, 1e21, 1.5e300, 1e-100, 2 ** 53, -0, 140473204557328n],
      tokens: [Number.NaN, Infinity, -Infinity],
    }
    expect(stringify_json(value)).toBe(
      '{"name": "d\\u00e9\\ud83d\\ude00\\u007f\\u2028", "list": [1, -2.5, true, null, [], {}], ' +
        '"escapes": "\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u0000", ' +
        '"numbers": [1e-07, 0.0001, 0.00012, 1e-05, 1e+21, 1.5e+300, 1e-100, 9007199254740992, -0.0, 140473204557328], ' +
        '"tokens": [NaN, Infinity, -Infinity]}',
    )
  })

  test('writes a whole number as a float where that is asked for', () => {
    const numbers = [1, -2, 0, -0, 0.5, 1e-7, 1e21, Infinity].map((value) => new PythonFloat(value))
    expect(stringify_json(numbers)).toBe('[1.0, -2.0, 0.0, -0.0, 0.5, 1e-07, 1e+21, Infinity]')
  })

  test('writes texts that parse_json reads back', () => {
    const value = { a: [1, 'é\ud800', { b: null }], c: [Infinity, 1e-300], d: Object.assign(Object.create(null), { e: false }) }
    expect(parse(stringify_json(value))).toEqual(value)
  })

  test('refuses values that JSON does not have', () => {
    expect(() => stringify_json(undefined)).toThrow('Received: a value of type undefined')
    expect(() => stringify_json([undefined])).toThrow('Received: a value of type undefined')
    expect(() => stringify_json({ a: () => 1 })).toThrow('JSON holds null')
    expect(() => stringify_json(new Map())).toThrow('Received: a value of type Map')
  })

  test('refuses a list that contains itself, not one that is there twice', () => {
    const shared = [1]
    expect(stringify_json([shared, shared])).toBe('[[1], [1]]')
    const circle: unknown[] = []
    circle.push({ circle })
    expect(() => stringify_json(circle)).toThrow('Circular reference detected')
  })
})
