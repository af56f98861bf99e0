import { type Tensor, tidy } from '@tensorflow/tfjs-core'
import { engine } from '../../lib/backend/engine'
import { floatx, set_floatx } from '../../lib/common/config'
import { clear_session } from '../../lib/common/state'
import { repr } from '../../lib/common/text'
import type { KerasTensor } from '../../lib/graph/keras_tensor'
import { get_keras_mask } from '../../lib/graph/masking'
import type { NameScope } from '../../lib/layers/base/legacy_scopes'
import type { Layer } from '../../lib/layers/layer'
import { add } from '../../lib/ops/numpy/arithmetic'
import { abs } from '../../lib/ops/numpy/elementwise'
import { max, mean, sum } from '../../lib/ops/numpy/reduce'
import { set_dtype_policy } from '../../lib/variables/dtype_policy'
import { name_scope } from '../../lib/variables/name_scope'
import { is_variable, Variable, type VariableConfig } from '../../lib/variables/variable'

function names(items: { name: string }[]): string[] {
  return items.map((item) => (is_variable(item) ? item.local_name : item.name))
}

function gradient(layer: Layer, x: Tensor, variable: Variable): Tensor {
  const total = (): Tensor => {
    layer(x)
    return layer.losses.reduce((all: Tensor, loss: Tensor) => add(all, loss))
  }
  return engine().gradients(total, [variable as unknown as Tensor]).grads[0]!
}

/** The functions that steps use. */
export const helpers: Record<string, (...args: any[]) => unknown> = {
  reduce_mean: (x) => mean(x),
  reduce_max: (x) => max(x),
  reduce_sum: (x) => sum(x),
  abs: (x) => abs(x),
  add: (a, b) => add(a, b),
  floatx,
  set_floatx,
  clear_session,
  set_global_policy: set_dtype_policy,
  length: (list) => list.length,
  names,
  assign: (variable: Variable, value) => void variable.assign(value),
  mask_of: (tensor) => get_keras_mask(tensor),
  variable: (value, config: VariableConfig) => new Variable(value, config),
  history_layer: (tensor: KerasTensor) => tensor._keras_history!.operation,
  text: (value) => repr(value),
  gradient,
  call_in_scope: (name: string, layer: Layer, x: Tensor) => name_scope(name, () => layer(x)),
  call_in_function: (layer: Layer, x: Tensor) => tidy(() => layer(x)),
  enter: (scope: NameScope) => scope.run(() => scope.name),
}
