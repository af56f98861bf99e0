export { LossScaleOptimizer } from '../optimizers/loss_scale_optimizer'
export {
  DTypePolicy,
  DTypePolicy as Policy,
  dtype_policy,
  dtype_policy as global_policy,
  set_dtype_policy,
  set_dtype_policy as set_global_policy,
} from '../variables/dtype_policy'
