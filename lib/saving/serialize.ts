import { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { get_registered_name, is_registered } from '../common/registry'
import { type ObjectForm, serialized_form } from '../common/serialized'
import { repr } from '../common/text'
import { is_plain_object } from '../common/tree'
import { KerasTensor } from '../graph/keras_tensor'
import { OpOperation } from '../graph/op'
import { tensor_dtype } from '../variables/to_tensor'
import { builtin_function_name } from './functions'
import { note_written } from './shared_objects'

interface Configurable {
  get_config(): unknown
  get_build_config?(): Record<string, unknown> | null
  get_compile_config?(): Record<string, unknown> | null
}

/**
 * The serialised form of anything that a config may hold: layers, initializers, policies and other objects with `get_config`, functions, tensors, symbolic tensors, typed
 * arrays, and lists and plain objects of these. Numbers, strings, booleans and null stay as they are. Tensors are read.
 * Source: keras.saving.serialize_keras_object.
 * @throws ValueError for a function that is not registered, and for objects without `get_config`.
 *
 * ```ts
 * serialize_keras_object(new Dense({ units: 2 }))
 * // { module: 'keras.layers', class_name: 'Dense', config: {...}, registered_name: null }
 * ```
 */
export function serialize_keras_object(object: unknown): any {
  if (object === null || object === undefined) return null
  if (typeof object === 'string' || typeof object === 'number' || typeof object === 'boolean') return object
  if (Array.isArray(object)) return object.map(serialize_keras_object)
  if (is_plain_object(object)) return serialize_dict(object)
  if (object instanceof KerasTensor) return serialize_keras_tensor(object)
  if (object instanceof Tensor) {
    return { class_name: '__tensor__', config: { value: object.arraySync(), dtype: tensor_dtype(object) } }
  }
  if (object instanceof Uint8Array) return { class_name: '__bytes__', config: { value: new TextDecoder().decode(object) } }
  if (ArrayBuffer.isView(object) && !(object instanceof DataView)) return serialize_array(object as unknown as ArrayLike<number>)
  if (typeof (object as Partial<Configurable>).get_config === 'function') return serialize_instance(object as Configurable)
  if (typeof object === 'function') return serialize_function(object as (...args: unknown[]) => unknown)
  throw new ValueError(`Cannot serialize an object that has no get_config() method. Received: ${repr(object)}`)
}

/** The object with each of its values serialised. */
export function serialize_dict(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, serialize_keras_object(value)]))
}

function serialize_instance(object: Configurable): ObjectForm {
  const config = object.get_config()
  const form = object instanceof OpOperation ? operation_form(object, config) : serialized_form(object, config)
  const build_config = object.get_build_config?.()
  if (build_config !== null && build_config !== undefined) form.build_config = serialize_dict(build_config)
  const compile_config = object.get_compile_config?.()
  if (compile_config !== null && compile_config !== undefined) form.compile_config = serialize_dict(compile_config)
  return note_written(object, form)
}

function operation_form(operation: OpOperation, config: unknown): ObjectForm {
  const { module, class_name } = operation.declaration
  return { module, class_name, config, registered_name: class_name }
}

function serialize_keras_tensor(tensor: KerasTensor): ObjectForm {
  const history = tensor._keras_history
  const keras_history = history?.operation ? [history.operation.name, history.node_index, history.tensor_index] : null
  return { class_name: '__keras_tensor__', config: { shape: tensor.shape, dtype: tensor.dtype, keras_history } }
}

const array_dtypes: Record<string, string> = {
  Float32Array: 'float32',
  Float64Array: 'float64',
  Int8Array: 'int8',
  Int16Array: 'int16',
  Int32Array: 'int32',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
}

function serialize_array(array: ArrayLike<number>): ObjectForm {
  const dtype = array_dtypes[array.constructor.name]
  if (dtype === undefined) throw new ValueError(`Cannot serialize this kind of typed array. Received: ${array.constructor.name}`)
  return { class_name: '__numpy__', config: { value: Array.from(array), dtype } }
}

function serialize_function(fn: (...args: unknown[]) => unknown): ObjectForm {
  if (is_registered(fn)) {
    const registered_name = get_registered_name(fn)
    return {
      module: null,
      class_name: 'function',
      config: registered_name.slice(registered_name.indexOf('>') + 1),
      registered_name,
    }
  }
  const name = builtin_function_name(fn)
  if (name !== null) return { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' }
  throw new ValueError(
    `Cannot serialize a function that is not registered: register it with \`saving.register_keras_serializable()\`. Received: ${repr(fn)}`,
  )
}
