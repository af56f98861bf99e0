export {
  custom_object_scope,
  custom_object_scope as CustomObjectScope,
  get_custom_objects,
  get_registered_name,
  get_registered_object,
  register_keras_serializable,
} from '../common/registry'
export { deserialize_keras_object } from '../loading/deserialize'
export { serialize_keras_object } from '../saving/serialize'
