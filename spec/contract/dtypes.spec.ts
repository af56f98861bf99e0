import * as tf from '@tensorflow/tfjs-core'
import { set_floatx } from '../../lib/common/config'
import { NotImplementedError, TypeError, ValueError } from '../../lib/common/errors'
import { Layer } from '../../lib/layers/layer'
import { dtype as dtype_of } from '../../lib/ops/core'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import {
  DTypePolicy,
  DTypePolicyMap,
  deserialize_policy,
  dtype_policy,
  get_dtype_policy,
  serialize_policy,
  set_dtype_policy,
} from '../../lib/variables/dtype_policy'
import { tensor_dtype } from '../../lib/variables/to_tensor'
import type { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Scale, values } from './helpers'

fresh_session()

/** Notes in which dtype its weights read. */
class Reads extends Layer {
  static override class_name = 'Reads'
  declare cast: Variable
  declare kept: Variable
  declare whole: Variable
  inner: Layer | null = null
  seen: string[] = []
  constructor({ inner = null, ...config }: { inner?: Layer | null; [key: string]: unknown } = {}) {
    super(config)
    this.inner = inner
    const make = (name: string, options: object): Variable =>
      this.add_weight({ name, shape: [], initializer: 'ones', ...options })
    this.cast = make('cast', { dtype: 'float32' })
    this.kept = make('kept', { dtype: 'float32', autocast: false })
    this.whole = make('whole', { dtype: 'int32' })
  }
  override call(x: tf.Tensor): any {
    this.seen = [this.cast, this.kept, this.whole].map((variable) => tensor_dtype(variable.value))
    return this.inner === null ? multiply(x, 1) : this.inner(x)
  }
}

describe('dtype policy and autocast', () => {
  test('93: dtype takes null, a dtype or policy name, a policy, a dict of one, or a map', () => {
    expect(new Double().dtype_policy.name).toBe('float32')
    set_dtype_policy('mixed_bfloat16')
    expect(new Double({ dtype: null }).compute_dtype).toBe('bfloat16')
    expect(new Double({ dtype: 'float16' }).dtype).toBe('float16')
    expect(new Double({ dtype: 'mixed_float16' }).compute_dtype).toBe('float16')
    expect(new Double({ dtype: new DTypePolicy('int32') }).dtype).toBe('int32')
    expect(new Double({ dtype: serialize_policy(new DTypePolicy('float16')) }).dtype).toBe('float16')
    const map = new DTypePolicyMap({ default_policy: 'float32', policy_map: { d: 'float16' } })
    expect(new Double({ dtype: map, name: 'd' }).compute_dtype).toBe('float16')
    expect(new Double({ dtype: map, name: 'e' }).compute_dtype).toBe('float32')
  })

  test('94: half policies compute in half precision; mixed ones keep float32 variables', () => {
    for (const [dtype, compute, variable] of [
      ['float16', 'float16', 'float16'],
      ['mixed_float16', 'float16', 'float32'],
      ['mixed_bfloat16', 'bfloat16', 'float32'],
    ] as const) {
      const layer = new Scale({ dtype })
      const y = layer(tf.tensor1d([1.0001, 2]))
      expect([layer.compute_dtype, layer.variable_dtype, layer.scale.keras_dtype, dtype_of(y)]).toEqual([
        compute,
        variable,
        variable,
        compute,
      ])
      expect(values(y)).toEqual([1, 2])
      layer.dispose()
    }
  })

  test('95: dtype is that of the variables, input_dtype the compute dtype', () => {
    const layer = new Double({ dtype: 'mixed_float16' })
    expect([layer.dtype, layer.variable_dtype, layer.compute_dtype, layer.input_dtype]).toEqual([
      'float32',
      'float32',
      'float16',
      'float16',
    ])
    expect(layer.quantization_mode).toBeNull()
  })

  test('96: variables are cast inside the call where compute and variable dtype differ, and not with autocast off or whole numbers', () => {
    const seen = (config: object, x = ones(1)): string => {
      const layer = new Reads(config as never)
      layer(x)
      layer.dispose()
      return layer.seen[0]!
    }
    expect(seen({ dtype: 'float32' })).toBe('float32')
    expect(seen({ dtype: 'mixed_float16' })).toBe('float16')
    expect(seen({ dtype: 'mixed_float16', autocast: false })).toBe('float32')
    expect(seen({ dtype: 'int32' }, tf.tensor1d([1], 'int32'))).toBe('float32')
  })

  test('97: inside, float variables read in the compute dtype, unless made with autocast off; whole numbers never', () => {
    const layer = new Reads({ dtype: 'mixed_float16' })
    layer(ones(1))
    expect(layer.seen).toEqual(['float16', 'float32', 'int32'])
    expect(tensor_dtype(layer.cast.value)).toBe('float32')
    layer.dispose()
  })

  test('98: a float32 layer inside a mixed one computes in float32, an integer layer there sees variables as they are', () => {
    const inner = new Reads({ dtype: 'float32' })
    new Reads({ dtype: 'mixed_float16', inner })(ones(1))
    expect(inner.seen[0]).toBe('float32')
    const whole = new Reads({ dtype: 'int32' })
    const outer = new Reads({ dtype: 'mixed_float16', inner: whole })
    outer(tf.tensor1d([1], 'int32'))
    expect([outer.seen[0], whole.seen[0]]).toEqual(['float16', 'float32'])
    outer.dispose()
    inner.dispose()
  })

  test('99: the setter takes names and policies; of a map only the entry of the path of the layer changes', () => {
    const layer = new Scale({ name: 's' })
    layer.dtype_policy = 'mixed_float16'
    expect(layer.compute_dtype).toBe('float16')
    const mapped = new Scale({
      name: 's',
      dtype: new DTypePolicyMap({ default_policy: 'float32', policy_map: { other: 'float16' } }),
    })
    mapped.build([2])
    mapped.dtype_policy = 'mixed_bfloat16'
    const policy = mapped.dtype_policy as DTypePolicyMap
    expect(policy).toBeInstanceOf(DTypePolicyMap)
    expect([policy.get('s').name, policy.get('other').name, policy.get('x').name]).toEqual([
      'mixed_bfloat16',
      'float16',
      'float32',
    ])
    expect(mapped.compute_dtype).toBe('bfloat16')
    mapped.dispose()
  })

  test('100: policies of quantised layers are refused by name', () => {
    const layer = new Scale()
    for (const name of ['int8_from_float32', 'gptq/4/128_from_float32']) {
      expect(() => {
        layer.dtype_policy = name
      }).toThrow(NotImplementedError)
    }
    expect(layer.dtype_policy.name).toBe('float32')
  })

  test('101: a map finds an exact path, else the one pattern that matches whole, else the default', () => {
    const map = new DTypePolicyMap({ default_policy: 'float32', policy_map: { 'a/b': 'float16', 'c/.*': 'bfloat16' } })
    expect([map.get('a/b').name, map.get('c/d').name, map.get('x/c/d').name, map.get('z').name]).toEqual([
      'float16',
      'bfloat16',
      'float32',
      'float32',
    ])
    map.set('c/d.*', 'float16')
    expect(() => map.get('c/d')).toThrow(ValueError)
    expect(() => map.set('a/b', 'float32')).toThrow(ValueError)
    expect(() => new DTypePolicyMap({ default_policy: map })).toThrow(ValueError)
    expect(() => new DTypePolicyMap({ policy_map: [1] as never })).toThrow(TypeError)
  })

  test('102: an unknown policy name is a ValueError, one that is no string a TypeError; policies are equal by class and name', () => {
    expect(() => new DTypePolicy('float33')).toThrow(ValueError)
    expect(() => new DTypePolicy(5 as never)).toThrow(TypeError)
    expect(() => new Double({ dtype: 5 } as never)).toThrow(ValueError)
    expect(new DTypePolicy('float16').equals(new DTypePolicy('float16'))).toBe(true)
    expect(new DTypePolicy('float16').equals(new DTypePolicy('mixed_float16'))).toBe(false)
  })

  test('103: a policy is saved by its name; a map without a default saves names that follow the global policy as null', () => {
    const form = serialize_policy(new DTypePolicy('mixed_float16'))
    expect(form).toEqual({ module: 'keras', class_name: 'DTypePolicy', config: { name: 'mixed_float16' }, registered_name: null })
    expect(deserialize_policy(form).name).toBe('mixed_float16')
    expect(get_dtype_policy(form).name).toBe('mixed_float16')
    const map = new DTypePolicyMap({ policy_map: { a: 'float32', b: 'float16' } })
    const saved = serialize_policy(map) as any
    expect(saved.config.default_policy).toBeNull()
    expect(saved.config.policy_map.a.config.name).toBeNull()
    set_dtype_policy('bfloat16')
    const loaded = deserialize_policy(saved) as DTypePolicyMap
    expect([loaded.get('a').name, loaded.get('z').name]).toEqual(['bfloat16', 'bfloat16'])
  })

  test('187: a layer keeps the policy of its construction when the global one changes later', () => {
    const layer = new Double()
    set_dtype_policy('mixed_float16')
    expect(layer.dtype_policy.name).toBe('float32')
    set_dtype_policy(null)
    set_floatx('float16')
    try {
      expect([layer.dtype, new Double().dtype, dtype_policy().name]).toEqual(['float32', 'float16', 'float16'])
    } finally {
      set_floatx('float32')
    }
  })
})
