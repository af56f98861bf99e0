import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { scoped } from '../../backend/scope'
import { ValueError } from '../../common/errors'
import { class_name_of, split_options } from '../../graph/operation'
import { StatelessScope } from '../../variables/stateless_scope'
import { is_variable, type Variable } from '../../variables/variable'
import type { Layer } from '../layer'
import { run_direct } from './call'

function pair_up(layer: Layer, variables: Variable[], values: readonly unknown[], kind: string): [Variable, unknown][] {
  if (values.length !== variables.length) {
    throw new ValueError(
      `Argument \`${kind}_variables\` must be a list of tensors corresponding 1:1 to ${class_name_of(layer.constructor)}().${kind}_variables. Received list with length ${values.length}, but expected ${variables.length} variables.`,
    )
  }
  return variables.map((variable, i) => [variable, values[i]])
}

/** The work of `Layer.stateless_call`. What it answers belongs to the caller: values that did not change are copies. */
export function run_stateless(
  layer: Layer,
  trainable: readonly unknown[],
  non_trainable: readonly unknown[],
  args: readonly unknown[],
): any[] {
  if (!layer.built) {
    throw new ValueError(
      `To call stateless_call, ${class_name_of(layer.constructor)} must be built (i.e. its variables must have been already created). You can build it by calling it on some data.`,
    )
  }
  const others = layer.non_trainable_variables
  const state_mapping = [
    ...pair_up(layer, layer.trainable_variables, trainable, 'trainable'),
    ...pair_up(layer, others, non_trainable, 'non_trainable'),
  ]
  const [positional, { return_losses = false, ...options }] = split_options(args) as [unknown[], Record<string, unknown>]
  return scoped(() => {
    const scope = new StatelessScope({ state_mapping, collect_losses: Boolean(return_losses) })
    const own = (value: Tensor): Tensor =>
      is_variable(value) || non_trainable.includes(value) ? engine().runKernel('Identity', { x: value }) : value
    return scope.run(() => {
      const outputs = run_direct(layer, [...positional, options])
      const updated = others.map((variable) => own(scope.get_current_value(variable)!))
      return return_losses ? [outputs, updated, [...scope.losses, ...layer._standing_losses()]] : [outputs, updated]
    })
  })
}
