export { is_ready, ready } from '../backend/choose'
export { custom_grad, value_and_grads } from '../backend/gradient_tape'
export {
  AttributeError,
  IndexError,
  KerasError,
  KeyError,
  ModelFormatError,
  NotImplementedError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../common/errors'
export type { Shape } from '../common/shape'
export { Function } from '../graph/function'
export { KerasTensor } from '../graph/keras_tensor'
export { get_keras_mask, set_keras_mask } from '../graph/masking'
export { Operation } from '../graph/operation'
export { remat } from '../layers/base/remat'
export { RematScope } from '../layers/base/remat_scope'
export { Input } from '../layers/core/input'
export { type CallKeywords, type CallOptions, InputSpec, Layer, type LayerConfig, required } from '../layers/layer'
export { Functional, Model, type ModelConfig } from '../models/model'
export { Sequential, type SequentialConfig } from '../models/sequential'
export { DTypePolicy } from '../variables/dtype_policy'
export { name_scope } from '../variables/name_scope'
export { StatelessScope } from '../variables/stateless_scope'
export type { TensorLike } from '../variables/to_tensor'
export { Variable, type VariableConfig } from '../variables/variable'
export * as activations from './activations'
export * as callbacks from './callbacks'
export * as config from './config'
export * as constraints from './constraints'
export * as dtype_policies from './dtype_policies'
export * as initializers from './initializers'
export * as layers from './layers'
export * as losses from './losses'
export * as metrics from './metrics'
export * as mixed_precision from './mixed_precision'
export * as models from './models'
export * as ops from './ops'
export * as optimizers from './optimizers'
export * as random from './random'
export * as regularizers from './regularizers'
export * as saving from './saving'
export * as tree from './tree'
export * as utils from './utils'
