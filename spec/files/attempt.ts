import { isDeepStrictEqual } from 'node:util'
import { engine } from '../../lib/backend/engine'
import { ModelFormatError } from '../../lib/common/errors'
import type { Kind, Parts } from './kinds'

/** All that a model holds: what it is made of, when that comes from the file, its weights, and the state of its optimizer. */
export interface Held {
  config: string | null
  weights: number[][]
}

const numbers = (variables: any[]): number[][] => variables.map((variable) => Array.from(variable.dataSync() as Float32Array))

const weights_of = (model: any): number[][] => numbers([...model.weights, ...(model.optimizer?.variables ?? [])])

/** What opening the files gives: the error, or all that the model holds. */
export type Outcome = ModelFormatError | Held

/**
 * Opens files, and lets go of what comes of it. Throws when a promise is broken: an error of another class, a tensor that is left, a model that took a part of a broken file, or a
 * changed prototype.
 */
export async function attempt(kind: Kind, parts: Parts): Promise<Outcome> {
  const before = kind.model === null ? null : weights_of(kind.model)
  const tensors = engine().state.numTensors
  const prototype = Reflect.ownKeys(Object.prototype).length
  let outcome: Outcome
  try {
    const model: any = await kind.open(parts)
    outcome = { config: kind.model === null ? model.to_json() : null, weights: weights_of(model) }
    if (kind.model === null) model.dispose()
    else model.set_weights(before!.slice(0, model.weights.length).map((values, i) => reshaped(values, model.weights[i])))
  } catch (error) {
    if (!(error instanceof ModelFormatError)) throw error
    if (before !== null && !isDeepStrictEqual(weights_of(kind.model), before))
      throw new Error('The model took a part of the file.')
    outcome = error
  }
  const left = engine().state.numTensors - tensors
  if (left !== 0) throw new Error(`${left} tensors are left`)
  if (Reflect.ownKeys(Object.prototype).length !== prototype) throw new Error('Object.prototype was changed')
  return outcome
}

function reshaped(values: number[], { shape }: { shape: number[] }): unknown {
  let nested: unknown[] = values
  for (const size of shape.slice(1).reverse()) {
    nested = Array.from({ length: nested.length / size }, (_, i) => nested.slice(i * size, (i + 1) * size))
  }
  return shape.length === 0 ? values[0] : nested
}
