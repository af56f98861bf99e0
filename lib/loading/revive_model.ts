import { ModelFormatError } from '../common/errors'
import { is_plain_object } from '../common/tree'
import type { Budget } from '../formats/limits'
import { Model } from '../models/model'
import { scan_config } from './config_scan'
import { measure_config } from './config_size'
import { deserialize_from_file } from './deserialize'
import { prepare_config } from './prepare_config'
import { Revival } from './revival'

export interface ReviveOptions {
  /** Classes and functions by name; also functions for Lambda layers, by the name of the layer. */
  custom_objects: Record<string, unknown> | null
  budget: Budget
  /** Whether the model is compiled as it was when it was written. */
  compile: boolean
  /** `v3` for the config of a `.keras` file, `legacy` for the `model_config` of an HDF5 file. */
  file: 'v3' | 'legacy'
  /** The version of Keras that wrote the file, where the file says so. */
  keras_version?: string | null
}

/**
 * The model that the config of a file describes. Its weights wait for values: they get their initial ones when they are first used, unless values are assigned before.
 * @throws ModelFormatError, and nothing else. Then nothing of what was made is left.
 */
export function revive_model(config: unknown, options: ReviveOptions): Model {
  const { custom_objects, budget, compile, file, keras_version = null } = options
  measure_config(config, budget)
  if (!is_plain_object(config) || typeof config.class_name !== 'string') {
    throw new ModelFormatError('format', 'invalid-config', 'The config of a model must be an object with a class name.')
  }
  const revival = new Revival(config, budget, compile)
  return revival.run(() => {
    const prepared = prepare_config(config, { custom_objects, file, keras_version })
    revival.root = prepared
    scan_config(prepared, { custom_objects, compile })
    const model = deserialize_from_file(prepared, custom_objects, revival)
    if (model instanceof Model) {
      model._state.owned = revival.made_things
      return model
    }
    throw new ModelFormatError('format', 'invalid-config', 'The config describes no model.')
  })
}
