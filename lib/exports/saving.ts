export { ModelFormatError } from '../common/errors'
export {
  custom_object_scope,
  custom_object_scope as CustomObjectScope,
  get_custom_objects,
  get_registered_name,
  get_registered_object,
  register_keras_serializable,
} from '../common/registry'
export { default_limits as default_load_limits, type LoadLimits } from '../formats/limits'
export { deserialize_keras_object } from '../loading/deserialize'
export { type LoadModelOptions, load_model } from '../loading/load_model'
export { type ExportOptions, export_model } from '../saving/export_model'
export type { FileMap, FileSource, ReadOptions } from '../saving/files/sources'
export { type LoadWeightsOptions, load_weights } from '../saving/load_weights'
export { type SaveOptions, save_model } from '../saving/save_model'
export { type SaveWeightsOptions, save_weights } from '../saving/save_weights'
export { serialize_keras_object } from '../saving/serialize'
