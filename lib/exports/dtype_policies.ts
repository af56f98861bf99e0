export {
  DTypePolicy,
  DTypePolicyMap,
  deserialize_policy as deserialize,
  FloatDTypePolicy,
  get_dtype_policy as get,
  serialize_policy as serialize,
} from '../variables/dtype_policy'
