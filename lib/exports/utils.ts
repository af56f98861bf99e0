export { get_random_seed, set_random_seed } from '../common/default_seed'
export {
  custom_object_scope,
  get_custom_objects,
  get_registered_name,
  get_registered_object,
  register_keras_serializable,
} from '../common/registry'
export { clear_session } from '../common/state'
export { is_keras_tensor } from '../graph/keras_tensor'
export { deserialize_keras_object } from '../loading/deserialize'
export { to_categorical } from '../ops/to_categorical'
export { serialize_keras_object } from '../saving/serialize'
export { Progbar } from '../training/progbar'
