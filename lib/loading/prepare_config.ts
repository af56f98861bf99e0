import { is_serialized } from '../common/serialized'
import { is_plain_object } from '../common/tree'

/**
 * The config of a file as this library reads it: functions that the caller gave for Lambda layers stand in the place of what the file holds. Nothing is changed in place.
 */
export function prepare_config(config: unknown, custom_objects: Record<string, unknown> | null): unknown {
  const prepare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(prepare)
    if (!is_plain_object(value)) return value
    const copy: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) if (key !== '__proto__') copy[key] = prepare(item)
    if (is_serialized(copy) && copy.class_name === 'Lambda') copy.config = with_given_function(copy.config, custom_objects)
    return copy
  }
  return prepare(config)
}

function with_given_function(config: unknown, custom_objects: Record<string, unknown> | null): unknown {
  if (!is_plain_object(config) || typeof config.name !== 'string' || custom_objects === null) return config
  const { name } = config
  if (!Object.hasOwn(custom_objects, name) || typeof custom_objects[name] !== 'function') return config
  return { ...config, function: { module: null, class_name: 'function', config: name, registered_name: name } }
}
