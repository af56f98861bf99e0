import { is_serialized } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { lambda_config } from './lambda_config'
import { clean_legacy_config, is_legacy_config } from './legacy/clean_legacy_config'
import { compile_config_of } from './legacy/training_config'
import { op_module } from './operation_table'

export interface PrepareOptions {
  custom_objects: Record<string, unknown> | null
  /** `legacy`: classes are written without a module, and what the model was compiled with is in `training_config`. */
  file: 'v3' | 'legacy'
  keras_version: string | null
}

/**
 * The config of a file as this library reads it: in the terms of Keras 3, and with functions that the caller gave for Lambda layers in the place of what the file holds.
 * Nothing is changed in place. @throws ModelFormatError
 */
export function prepare_config(config: unknown, { custom_objects, file, keras_version }: PrepareOptions): unknown {
  let form = config
  if (is_plain_object(form) && 'training_config' in form) {
    const { training_config, ...model } = form
    form = training_config === null ? model : { ...model, compile_config: compile_config_of(training_config) }
  }
  const present = is_legacy_config(form, keras_version) ? clean_legacy_config(form) : form
  return prepare(present, { custom_objects, legacy: file === 'legacy' })
}

function prepare(value: unknown, options: { custom_objects: Record<string, unknown> | null; legacy: boolean }): unknown {
  if (Array.isArray(value)) return value.map((item) => prepare(item, options))
  if (!is_plain_object(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) if (key !== '__proto__') copy[key] = prepare(item, options)
  if (!is_serialized(copy)) return copy
  if (is_plain_object(copy.config) && 'input_layers' in copy.config) copy.config = with_single_places(copy.config)
  if (copy.class_name === 'Lambda') copy.config = lambda_config(copy.config, options.custom_objects)
  if (options.legacy && is_op_without_module(copy)) copy.module = op_module(copy.class_name)
  return copy
}

/** The config of a graph where a list of one input or output is that one: most versions of Keras write both alike, and treat both alike. */
function with_single_places(config: Record<string, unknown>): Record<string, unknown> {
  const single = (places: unknown): unknown =>
    Array.isArray(places) && places.length === 1 && Array.isArray(places[0]) ? places[0] : places
  return { ...config, input_layers: single(config.input_layers), output_layers: single(config.output_layers) }
}

/** True for an op in the graph of an HDF5 file of Keras 3: it has calls, and unlike a layer it is neither trainable nor not. */
function is_op_without_module(form: Record<string, any>): boolean {
  if (form.module !== undefined || !Array.isArray(form.inbound_nodes) || !is_plain_object(form.config)) return false
  return !('trainable' in form.config) && op_module(form.class_name) !== null
}
