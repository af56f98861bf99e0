import { ValueError } from '../common/errors'
import type { ObjectForm } from '../common/serialized'
import { repr } from '../common/text'
import { Layer } from '../layers/layer'
import { serialize_keras_object } from '../saving/serialize'
import { type DeserializeOptions, deserialize_keras_object } from './deserialize'

/** The serialised form of a layer. Source: keras.layers.serialize. */
export function serialize(layer: Layer): ObjectForm {
  return serialize_keras_object(layer)
}

/**
 * Revives a layer, built when its form has a `build_config`. Source: keras.layers.deserialize.
 * @throws ValueError when the form is that of something else, TypeError when its class is unknown.
 *
 * ```ts
 * layers.deserialize({ class_name: 'Dense', config: { units: 2 } })
 * ```
 */
export function deserialize(
  config: ObjectForm | Record<string, unknown>,
  { custom_objects = null, safe_mode = true }: DeserializeOptions = {},
): Layer {
  const layer = deserialize_keras_object(config, { custom_objects, safe_mode })
  if (!(layer instanceof Layer)) {
    throw new ValueError(
      `\`keras.layers.deserialize\` was passed a \`config\` object that is not a \`keras.layers.Layer\`. Received: ${repr(config)}`,
    )
  }
  return layer
}
