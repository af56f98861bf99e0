import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as tf from '@tensorflow/tfjs-core'
import { ModelFormatError } from '../../lib/common/errors'
import { parse_json } from '../../lib/formats/json/parse'
import { Budget } from '../../lib/formats/limits'
import { revive_model } from '../../lib/loading/revive_model'

interface Hostile {
  file: 'v3' | 'legacy'
  encoding: 'text' | 'base64'
  bytes: string
  /** The kinds of errors that are right; `load` when the model may be made. */
  answers: string[]
}

const hostile: Record<string, Hostile> = JSON.parse(
  gunzipSync(readFileSync(`${__dirname}/fixtures/hostile_configs.json.gz`)).toString(),
)

function answer({ file, encoding, bytes }: Hostile): string {
  const source = encoding === 'text' ? bytes : new Uint8Array(Buffer.from(bytes, 'base64'))
  const budget = new Budget()
  try {
    const config = parse_json(source, budget)
    revive_model(config, { custom_objects: null, budget, compile: true, file, keras_version: '3.15.1' }).dispose()
    return 'load'
  } catch (error) {
    if (error instanceof ModelFormatError) return error.kind
    throw error
  }
}

const state = (): unknown => [
  tf.memory().numTensors,
  Object.keys(tf.engine().state.registeredVariables).length,
  Object.keys(Object.prototype),
]

test.each(Object.keys(hostile))('The config %s gets its answer and leaves nothing behind.', (name) => {
  const before = state()
  expect(hostile[name]!.answers).toContain(answer(hostile[name]!))
  expect(state()).toEqual(before)
})
