import { ModelFormatError, ValueError } from '../common/errors'
import { repr } from '../common/text'
import { parse_json } from '../formats/json/parse'
import { Budget, type LoadLimits } from '../formats/limits'
import type { Model } from '../models/model'
import { revive_model } from './revive_model'

export interface ModelFromJsonOptions {
  /** Classes and functions that the text names, by name. */
  custom_objects?: Record<string, unknown> | null
  /** What reading may cost. */
  limits?: Partial<LoadLimits> | null
}

/**
 * The model that `model.to_json()` of any version of Keras described, with new weights; compiled when the model was. Source: keras.models.model_from_json.
 * @throws ModelFormatError for text that describes no model, or one that is not known here.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * model_from_json(model.to_json()).count_params() // 8
 * ```
 */
export function model_from_json(json_string: string, { custom_objects = null, limits = null }: ModelFromJsonOptions = {}): Model {
  if (typeof json_string !== 'string') throw new ValueError(`model_from_json: takes a text. Received: ${repr(json_string)}`)
  const budget = new Budget(limits)
  const config = parse_json(json_string, budget)
  if (typeof config === 'string') throw new ModelFormatError('format', 'invalid-config', 'The text describes no model.')
  return revive_model(config, { custom_objects, budget, compile: true, file: 'v3' })
}
