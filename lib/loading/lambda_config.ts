import { is_plain_object } from '../common/tree'

/** Keys with which tf.keras says what kind of function a Lambda layer has. */
const descriptions = new Set(['function_type', 'module', 'output_shape_type', 'output_shape_module'])

const by_name = (name: string): object => ({ module: null, class_name: 'function', config: name, registered_name: name })

/**
 * The config of a Lambda layer of any file: with the function that the caller gave under the name of the layer, or else what the file holds, code always as `__lambda__`.
 */
export function lambda_config(config: unknown, custom_objects: Record<string, unknown> | null): unknown {
  if (!is_plain_object(config)) return config
  const { name, function: fn, function_type } = config
  const rest = Object.fromEntries(Object.entries(config).filter(([key]) => !descriptions.has(key)))
  if (typeof name === 'string' && custom_objects !== null && typeof own(custom_objects, name) === 'function') {
    return { ...rest, function: by_name(name) }
  }
  const is_code = Array.isArray(fn) || (typeof fn === 'string' && function_type === 'lambda')
  if (is_code) return { ...rest, function: { class_name: '__lambda__', config: { value: null } } }
  return typeof fn === 'string' ? { ...rest, function: by_name(fn) } : rest
}

const own = (table: Record<string, unknown>, name: string): unknown => (Object.hasOwn(table, name) ? table[name] : null)
