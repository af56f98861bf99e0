export { backend, set_backend } from '../backend/choose'
export { epsilon, floatx, image_data_format, set_epsilon, set_floatx, set_image_data_format } from '../common/config'
export { disable_traceback_filtering, enable_traceback_filtering, is_traceback_filtering_enabled } from '../layers/base/traceback'
export { dtype_policy, set_dtype_policy } from '../variables/dtype_policy'
