import { custom_object_scope, register_keras_serializable } from '../../lib/common/registry'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { serialize_keras_object } from '../../lib/saving/serialize'
import { shared_object_saving_scope } from '../../lib/saving/shared_objects'
import { DTypePolicy } from '../../lib/variables/dtype_policy'

class Scale {
  constructor(readonly config: { factor: number; inner?: unknown }) {}
  get_config(): object {
    return this.config
  }
  static from_config(
    config: { factor: number; inner?: unknown },
    { deserialize }: { deserialize(config: unknown): unknown },
  ): Scale {
    return new Scale({ ...config, ...(config.inner ? { inner: deserialize(config.inner) } : {}) })
  }
}

test('Plain values, lists and dicts keep their form both ways.', () => {
  const value = { a: [1, 'x', null, true], b: { c: 0.5 } }
  expect(serialize_keras_object(value)).toEqual(value)
  expect(deserialize_keras_object(value)).toEqual(value)
})

test('A dtype policy is written as Keras writes it, and revived.', () => {
  const form = serialize_keras_object(new DTypePolicy('mixed_bfloat16'))
  expect(form).toEqual({ module: 'keras', class_name: 'DTypePolicy', config: { name: 'mixed_bfloat16' }, registered_name: null })
  expect(deserialize_keras_object(form)).toBeInstanceOf(DTypePolicy)
})

test('156: A class that was not registered has no module, and is found only through custom_objects or a scope.', () => {
  const form = serialize_keras_object(new Scale({ factor: 2 }))
  expect(form).toEqual({ module: null, class_name: 'Scale', config: { factor: 2 }, registered_name: 'Scale' })
  expect(() => deserialize_keras_object(form)).toThrow("Could not locate class 'Scale'")
  expect(deserialize_keras_object(form, { custom_objects: { Scale } }).config.factor).toBe(2)
  expect(custom_object_scope({ Scale }, () => deserialize_keras_object(form))).toBeInstanceOf(Scale)
})

test('A registered class carries its package, and is found without further words.', () => {
  class Shift extends Scale {}
  register_keras_serializable({ package: 'mine' })(Shift)
  const form = serialize_keras_object(new Shift({ factor: 3 }))
  expect(form.registered_name).toBe('mine>Shift')
  expect(deserialize_keras_object(form)).toBeInstanceOf(Scale)
})

test('Objects inside a config are revived through the given function, with the same custom objects.', () => {
  const inner = { module: null, class_name: 'Scale', config: { factor: 5 }, registered_name: 'Scale' }
  const outer = { module: null, class_name: 'Scale', config: { factor: 1, inner }, registered_name: 'Scale' }
  const revived = deserialize_keras_object(outer, { custom_objects: { Scale } })
  expect(revived.config.inner.config.factor).toBe(5)
})

test('A function is written only when it was registered.', () => {
  const twice = (x: number): number => 2 * x
  expect(() => serialize_keras_object(twice)).toThrow('not registered')
  register_keras_serializable({ package: 'mine', name: 'twice' })(twice)
  const form = serialize_keras_object(twice)
  expect(form).toEqual({ module: null, class_name: 'function', config: 'twice', registered_name: 'mine>twice' })
  expect(deserialize_keras_object(form)).toBe(twice)
})

test('155: An object that is written twice in one act of saving is revived once.', () => {
  const scale = new Scale({ factor: 2 })
  const forms = shared_object_saving_scope(() => [
    serialize_keras_object(scale),
    serialize_keras_object(scale),
    serialize_keras_object(new Scale({ factor: 2 })),
  ])
  const [a, b, c] = deserialize_keras_object(forms, { custom_objects: { Scale } })
  expect(a).toBe(b)
  expect(a).not.toBe(c)
})

test('154: Special forms are revived: symbolic tensors, bytes, slices, ellipses.', () => {
  const tensor = deserialize_keras_object(serialize_keras_object(new KerasTensor([null, 3], { dtype: 'int32' })))
  expect([tensor.shape, tensor.dtype]).toEqual([[null, 3], 'int32'])
  expect(deserialize_keras_object({ class_name: '__bytes__', config: { value: 'é' } })).toEqual(new Uint8Array([0xc3, 0xa9]))
  expect(deserialize_keras_object({ class_name: '__slice__', config: { start: 1, stop: null, step: 2 } })).toEqual([1, null, 2])
  expect(deserialize_keras_object({ class_name: '__ellipsis__', config: {} })).toBe('...')
})

test('Code in a file is refused, in safe mode and out of it.', () => {
  const form = { class_name: '__lambda__', config: { value: ['4wAAAAA=', null, null] } }
  for (const safe_mode of [true, false, null]) expect(() => deserialize_keras_object(form, { safe_mode })).toThrow('`lambda`')
})

test('Names of JavaScript and of other modules are no classes.', () => {
  for (const class_name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    expect(() => deserialize_keras_object({ module: 'keras.layers', class_name, config: {} }, { custom_objects: {} })).toThrow(
      'Could not locate class',
    )
  }
  expect(() =>
    deserialize_keras_object({ module: 'os', class_name: 'function', config: 'system', registered_name: 'system' }),
  ).toThrow("Could not locate function 'system'")
})

test('157: A class of Keras under a registered name of another is refused.', () => {
  const form = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: 'mine>Policy' }
  expect(() => deserialize_keras_object(form)).toThrow('registered_name')
})

test('Objects that are nested too deep are refused.', () => {
  let form: unknown = 1
  for (let i = 0; i < 5000; i++) form = [form]
  expect(() => deserialize_keras_object(form)).toThrow('nested more than')
})
