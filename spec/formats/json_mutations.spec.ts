import { isDeepStrictEqual } from 'node:util'
import { parse_json } from '../../lib/formats/json/parse'
import { stringify_json } from '../../lib/formats/json/stringify'
import { Budget } from '../../lib/formats/limits'
import { outcome, text_bytes } from './archive'
import { mutations } from './mutations'

const config = {
  module: 'keras.layers',
  class_name: 'Dense',
  config: {
    name: 'd\u00e91',
    units: 3,
    rate: -0.25e-3,
    use_bias: true,
    kernel: null,
    shape: [null, [4], {}],
    text: '\\"\n\u2028',
  },
  build_config: { input_shape: [null, 4, 2 ** 80] },
}

/** What JSON.parse and Python's tokens beyond it make of the text. */
function native(text: string): unknown {
  try {
    return { value: JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) }
  } catch {
    return null
  }
}

describe('parse_json', () => {
  test('agrees with JSON.parse on texts with changes, but for keys that are there twice', () => {
    const differing: string[] = []
    let loaded = 0
    for (const bytes of mutations(text_bytes(JSON.stringify(config)), 6000)) {
      const text = new TextDecoder().decode(bytes)
      let value: unknown = null
      const answer = outcome(() => {
        value = { value: parse_json(bytes, new Budget()) }
      })
      const expected = text.includes('\ufffd') ? null : native(text)
      if (answer === 'load') loaded++
      if (answer !== 'format json-duplicate-key' && !isDeepStrictEqual(value, expected)) differing.push(text)
    }
    expect(differing).toEqual([])
    expect(loaded).toBeGreaterThan(100)
  })

  test('refuses a text that is cut anywhere', () => {
    const bytes = text_bytes(stringify_json([config, Number.NaN, -Infinity]))
    const answers = new Set<string>()
    for (let length = 0; length < bytes.length; length++) {
      answers.add(outcome(() => parse_json(bytes.subarray(0, length), new Budget())))
    }
    expect([...answers]).toEqual(['format json-syntax'])
    expect(parse_json(bytes, new Budget())).toEqual([config, Number.NaN, -Infinity])
  })
})
