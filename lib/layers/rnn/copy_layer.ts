import { TypeError } from '../../common/errors'
import { is_serialized, type ObjectForm, revive_nested } from '../../common/serialized'
import { repr } from '../../common/text'
import { class_name_of } from '../../graph/operation'
import type { Layer } from '../layer'

interface Revivable {
  from_config(config: unknown, options: object): any
}

/**
 * A new layer with the config of another, but for what `changes` holds. The classes inside of it are those of the layers inside of the other.
 * @throws TypeError when the layer does not take such a config.
 */
export function copy_layer(layer: Layer, changes: Record<string, unknown>): Layer {
  const classes = new Map<string, Revivable>()
  for (const part of layer._flatten_layers()) classes.set(class_name_of(part.constructor), part.constructor)
  const deserialize = (form: ObjectForm): unknown => {
    const found = classes.get(form.class_name)
    return found === undefined || !is_serialized(form) ? revive_nested(form) : found.from_config(form.config, { deserialize })
  }
  const config = { ...layer.get_config(), ...changes }
  try {
    return (layer.constructor as unknown as Revivable).from_config(config, { deserialize })
  } catch (error) {
    throw new TypeError(
      `${class_name_of(layer.constructor)} could not be deserialized properly. Please ensure that components that are Python object instances (layers, models, etc.) returned by \`get_config()\` are explicitly deserialized in \`from_config()\`. Exception encountered: ${(error as Error).message} Received: config=${repr(config)}`,
    )
  }
}
