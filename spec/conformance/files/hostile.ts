import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { engine } from '../../../lib/backend/engine'
import { ModelFormatError } from '../../../lib/common/errors'
import { deserialize_keras_object } from '../../../lib/loading/deserialize'
import { load_model } from '../../../lib/loading/load_model'
import { fail } from '../compare'
import { Decoder } from '../values'
import { fixture_objects } from './fixture_objects'
import type { FileRecord } from './record'
import { compare_prediction, pending_of } from './valid'

/** Content of a file, which may stand compressed under its name and `.gz`. */
function bytes_at(path: string): Uint8Array {
  return new Uint8Array(existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`)))
}

/** The companions of a file that its record names, and nothing else: what a loader may be handed. */
function companions({ facts, path }: FileRecord): Record<string, () => Uint8Array> {
  const folder = dirname(path)
  return Object.fromEntries(
    (facts.files as { name: string }[]).map(({ name }) => [basename(name), () => bytes_at(join(folder, name))]),
  )
}

async function opened(record: FileRecord): Promise<any> {
  const { facts, path } = record
  const bytes = bytes_at(path)
  const files = companions(record)
  if (!facts.model) return load_model(bytes, { custom_objects: fixture_objects, files })
  const model = deserialize_keras_object(facts.model, { custom_objects: fixture_objects })
  try {
    await model.load_weights(bytes, { files })
  } catch (error) {
    model.dispose()
    throw error
  }
  return model
}

/** Gives the answer that is right for a malformed or malicious file, or one that is as safe. */
export async function check_hostile(record: FileRecord): Promise<void> {
  const { answer, error: kind, also_acceptable = [], outputs, inputs } = record.facts.correct
  const accepted = [answer === 'load' ? 'load' : kind, ...also_acceptable]
  const before = engine().state.numTensors
  const polluted = Object.getOwnPropertyNames(Object.prototype).length
  const decoder = new Decoder()
  let model: any = null
  try {
    model = await opened(record)
  } catch (error) {
    const pending = pending_of(error)
    if (pending !== null && !accepted.includes('unknown-class')) throw pending
    if (!(error instanceof ModelFormatError)) throw error
    if (!accepted.includes(error.kind)) fail('answer', `${error.kind}: ${error.message}`, accepted)
    const left = engine().state.numTensors - before
    if (left !== 0) fail('tensors left', left, 0)
    return
  } finally {
    if (Object.getOwnPropertyNames(Object.prototype).length !== polluted) fail('Object.prototype', 'changed', 'as it was')
  }
  try {
    if (!accepted.includes('load')) fail('answer', 'load', accepted)
    if (outputs !== undefined && inputs !== undefined && answer === 'load') {
      const count = model._graph?.inputs.length
      const given = Array.isArray(inputs) && count === 1 ? inputs[0] : inputs
      await compare_prediction(model, given, outputs, { atol: 1e-5, rtol: 1e-5, values: true }, decoder)
    }
  } finally {
    decoder.dispose()
    model.dispose()
  }
}
