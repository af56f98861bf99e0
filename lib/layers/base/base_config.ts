import { NotImplementedError, TypeError, ValueError } from '../../common/errors'
import { is_registered } from '../../common/registry'
import { standardize_shape } from '../../common/shape'
import { repr, type_text } from '../../common/text'
import { class_name_of } from '../../graph/operation'
import { get as get_regularizer, serialize as serialize_regularizer } from '../../regularizers/get'
import type { LayerConfig } from '../layer'
import type { LayerState } from './layer_state'

/** The serialised regularizer. @throws NotImplementedError for a function that no file could name. */
export function dump_regularizer(layer: object, regularizer: unknown): unknown {
  const own = regularizer as { get_config?: unknown }
  if (typeof own.get_config !== 'function' && !is_registered(own)) {
    throw new NotImplementedError(
      `Object ${class_name_of(layer.constructor)} was created by passing non-serializable argument values in its constructor, and therefore the object must override \`get_config()\` in order to be serializable. Please implement \`get_config()\`. Received: activity_regularizer=${repr(regularizer)}`,
    )
  }
  return serialize_regularizer(regularizer)
}

/** Takes the arguments that every layer has into its state. @throws ValueError, TypeError */
export function read_base_config(state: LayerState, config: LayerConfig): void {
  const { trainable = true, dynamic = false, autocast = true } = config
  if (typeof trainable !== 'boolean') {
    throw new ValueError(
      `Expected \`trainable\` to be a boolean. Received: trainable=${typeof trainable === 'string' ? trainable : repr(trainable)} (of type <class '${type_text(trainable)}'>)`,
    )
  }
  if (typeof dynamic !== 'boolean')
    throw new TypeError(
      `Expected \`dynamic\` argument to be a boolean, but got: ${typeof dynamic === 'string' ? dynamic : repr(dynamic)}`,
    )
  state.trainable = trainable
  state.dynamic = dynamic
  state.autocast = autocast
  state.activity_regularizer = get_regularizer((config.activity_regularizer ?? null) as never)
  state.initial_weights = config.weights ?? null
  const { input_dim = null, input_shape = null, batch_input_shape = null, batch_size = null } = config
  state.dumps_batch_shape = batch_input_shape !== null || (batch_size !== null && (input_dim ?? input_shape) !== null)
  if (batch_input_shape !== null) state.batch_input_shape = standardize_shape(batch_input_shape)
  else if (input_dim !== null && !(config as { output_dim?: unknown }).output_dim)
    state.batch_input_shape = [batch_size, input_dim]
  else if (input_shape !== null) state.batch_input_shape = [batch_size, ...standardize_shape(input_shape)]
}
