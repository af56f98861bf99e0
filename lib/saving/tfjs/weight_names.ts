import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { class_name_of } from '../../graph/operation'
import { tfjs_layers } from './layer_table'
import { tensor_name } from './names'

/** A weight under its name in the file. */
export interface NamedVariable {
  name: string
  variable: Tensor
}

/** The name of the layer that a `Bidirectional` was made with: both directions are named after it. */
export const direction_name = (name: string): string => tensor_name(name.replace(/^forward_/, ''))

/**
 * The weights of a layer and of the layers in it under the names that TensorFlow.js layers gives them.
 *
 * @throws ValueError, with the class named, for a weight that the counterpart does not have.
 */
export function named_weights(layer: any, prefix: string): NamedVariable[] {
  const class_name = class_name_of(layer.constructor)
  if (class_name === 'Bidirectional') {
    const inner = direction_name(layer.forward_layer.name)
    return [
      ...named_weights(layer.forward_layer, `${prefix}/forward_${inner}`),
      ...named_weights(layer.backward_layer, `${prefix}/backward_${inner}`),
    ]
  }
  if (class_name === 'TimeDistributed') return named_weights(layer.layer, prefix)
  if (class_name === 'RNN') return named_weights(layer.cell, prefix)
  if (class_name === 'StackedRNNCells') {
    return layer.cells.flatMap((cell: any, i: number) => named_weights(cell, `${prefix}/RNNCell_${i}`))
  }
  const { weights: renamed = {}, keys = [] } = tfjs_layers.get(class_name) ?? {}
  const known = new Set(
    keys.flatMap((key) => (key.endsWith('_initializer') ? [key.slice(0, -12), `${key.slice(0, -12)}_kernel`] : [])),
  )
  return layer.weights.map((variable: any) => {
    const own = variable.path.split('/').at(-1)
    const last = renamed[own] ?? own
    if (!known.has(last)) {
      throw new ValueError(
        `${class_name}: the weight ${own} has no counterpart in TensorFlow.js layers. Received: ${repr(variable.path)}`,
      )
    }
    return { name: `${prefix}/${last}`, variable }
  })
}
