import * as tf from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { InputSpec, Layer } from '../../lib/layers/layer'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { serialize_keras_object } from '../../lib/saving/serialize'
import { StatelessScope } from '../../lib/variables/stateless_scope'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Pair, Scale, values, warnings_of } from './helpers'

fresh_session()

/** Notes the shapes that build received. */
class Shapes extends Layer {
  static override class_name = 'Shapes'
  got: unknown[] = []
  override build(...shapes: unknown[]): void {
    this.got = shapes
  }
  override call(first: unknown): any {
    const leaf = (value: any): tf.Tensor =>
      value instanceof tf.Tensor ? value : leaf(Object.values(value).find((item) => item !== null))
    return multiply(leaf(first), 1)
  }
}

class QueryValue extends Shapes {
  static override class_name = 'QueryValue'
  static override call_arguments = ['query', 'value', 'key', 'attention_mask']
}

describe('building', () => {
  test('34: the first call builds: the layer notes its path, its shapes, sets built and locks its state', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      inner = new Scale({ name: 'inner' })
      override build(input_shape: number[]): void {
        expect(this.built).toBe(false)
        this.inner.build(input_shape)
      }
      override call(x: tf.Tensor): any {
        return this.inner(x)
      }
    }
    const layer = new Outer({ name: 'outer' })
    expect([layer.built, layer.path]).toEqual([false, null])
    layer(ones(3, 2)).dispose()
    expect([layer.built, layer.path, layer.inner.path]).toEqual([true, 'outer', 'outer/inner'])
    expect(layer.get_build_config()).toEqual({ input_shape: [3, 2] })
    expect(layer.weights.map((weight) => weight.path)).toEqual(['outer/inner/scale'])
    expect(() => layer.add_weight({ name: 'w' })).toThrow(ValueError)
    layer.dispose()
  })

  test('35: a build of one argument gets the shape of the first tensor, whatever it is called', () => {
    class Named extends Shapes {
      static override class_name = 'Named'
      static override call_arguments = ['text', 'image']
      static build_arguments = ['whatever']
    }
    const layer = new Named()
    layer(ones(2, 3), ones(4)).dispose()
    expect(layer.got).toEqual([[2, 3]])
  })

  test('36: a build of several shapes gets each by the name of its argument, in any order, only those asked for and given', () => {
    class Reordered extends QueryValue {
      static override class_name = 'Reordered'
      static build_arguments = ['value_shape', 'query_shape']
    }
    const reordered = new Reordered()
    reordered(ones(1, 2), ones(3, 4), ones(5)).dispose()
    expect(reordered.got).toEqual([
      [3, 4],
      [1, 2],
    ])
    const partial = new QueryValue()
    partial(ones(1, 2), ones(3)).dispose()
    expect(partial.got).toEqual([[1, 2], [3]])
    for (const wrong of [
      ['query_shape', 'nothing_shape'],
      ['query_shape', 'value'],
    ]) {
      class Wrong extends QueryValue {
        static override class_name = 'Wrong'
        static build_arguments = wrong
      }
      expect(() => new Wrong()(ones(1), ones(1))).toThrow(ValueError)
      expect(() => new Wrong()(ones(1), ones(1))).toThrow(wrong[1])
    }
  })

  test('37: the mask adds no shape, while an argument such as attention_mask does', () => {
    const layer = new QueryValue()
    warnings_of(() => layer(ones(1, 2), ones(3), ones(4), ones(5), { mask: ones(1) }))
    expect(layer.got).toEqual([[1, 2], [3], [4], [5]])
  })

  test('38: nested arguments give nested shapes, with null for null', () => {
    const layer = new Shapes()
    layer([ones(1, 2), [ones(3), null]]).dispose()
    expect(layer.got).toEqual([
      [
        [1, 2],
        [[3], null],
      ],
    ])
    const dict = new Shapes()
    dict({ a: ones(1, 2), b: { c: ones(4) } }).dispose()
    expect(dict.got).toEqual([{ a: [1, 2], b: { c: [4] } }])
  })

  test('39: a layer without a build of its own gets its sub-layers built by the call, whatever the form of its arguments', () => {
    class Flexible extends Pair {
      static override class_name = 'Flexible'
      static override call_arguments = ['inputs', 'other']
      override call(inputs: any, other?: tf.Tensor): any {
        const parts = inputs instanceof tf.Tensor ? [inputs] : Object.values(inputs).filter((item) => item !== null)
        const sum = (parts as tf.Tensor[]).reduce((a, b) => add(a, b) as tf.Tensor)
        return this.second(this.first(other === undefined ? sum : add(sum, other)))
      }
    }
    const calls: ((layer: Flexible) => any)[] = [
      (layer) => layer(ones(1, 2)),
      (layer) => layer(ones(1, 2), { other: ones(1, 2) }),
      (layer) => layer.call_with({ inputs: ones(1, 2) }),
      (layer) => layer([ones(1, 2), null, ones(1, 2)]),
      (layer) => layer({ a: ones(1, 2), b: ones(1, 2), c: null }),
      (layer) => layer(new KerasTensor([null, 2])),
    ]
    for (const call of calls) {
      const layer = new Flexible()
      call(layer)
      expect([layer.built, layer.first.built, layer.second.built, layer.weights.length]).toEqual([true, true, true, 2])
      expect(layer.first.path).toBe(`${layer.name}/first`)
      layer.dispose()
    }
  })

  test('40: a call that cannot be traced builds nothing: silently with values, with a warning for symbolic tensors', () => {
    class Reads extends Pair {
      static override class_name = 'Reads'
      override call(x: tf.Tensor): any {
        expect(values(x).length).toBeGreaterThan(0)
        return this.second(this.first(x))
      }
      override compute_output_shape(shape: number[]): any {
        return shape
      }
    }
    const eager = new Reads()
    expect(warnings_of(() => eager(ones(1, 2)))).toEqual([])
    expect([eager.built, eager.first.built]).toEqual([true, true])
    const symbolic = new Reads()
    const warnings = warnings_of(() => symbolic(new KerasTensor([null, 2])))
    expect(warnings.length).toBe(1)
    expect(warnings[0]).toMatch(/unbuilt state/)
    expect([symbolic.built, symbolic.first.built]).toEqual([true, false])
    eager.dispose()
  })

  test('41: the inherited build makes what lies below by tracing call, and warns when it cannot', () => {
    const pair = new Pair()
    expect(warnings_of(() => pair.build([null, 2]))).toEqual([])
    expect([pair.built, pair.weights.length]).toEqual([true, 2])
    class Broken extends Pair {
      static override class_name = 'Broken'
      override call(): any {
        throw new ValueError('no')
      }
    }
    const broken = new Broken()
    expect(warnings_of(() => broken.build([null, 2]))[0]).toMatch(/unbuilt state/)
    expect(broken.built).toBe(true)
    pair.dispose()
  })

  test('42: the input spec is checked before build, and again after it', () => {
    const built: string[] = []
    class Strict extends Layer {
      static override class_name = 'Strict'
      override build(_shape?: any): void {
        built.push(this.name)
        this.input_spec = new InputSpec({ ndim: 3 })
      }
      override call(x: tf.Tensor): any {
        return x
      }
    }
    expect(() => new Strict({ name: 'a' })(ones(2, 2))).toThrow(/expected ndim=3, found ndim=2/)
    expect(built).toEqual(['a'])
    const checked = new Strict({ name: 'b' })
    checked.input_spec = new InputSpec({ ndim: 4 })
    expect(() => checked(ones(2, 2))).toThrow(/expected ndim=4, found ndim=2/)
    expect(built).toEqual(['a'])
    expect(checked.built).toBe(false)
  })

  test('43: a layer with nothing to build is built from the start, unless a subclass writes build; its path stays unknown', () => {
    class Ready extends Double {
      static override class_name = 'Ready'
      static override built_at_init = true
    }
    class Unready extends Ready {
      static override class_name = 'Unready'
      override build(_shape?: any): void {}
    }
    class ByHand extends Double {
      static override class_name = 'ByHand'
      constructor(config = {}) {
        super(config)
        this._build_at_init()
      }
    }
    const ready = new Ready()
    expect([ready.built, new Unready().built, new ByHand().built]).toEqual([true, false, true])
    ready(ones(1)).dispose()
    expect(ready.path).toBeNull()
  })

  test('44: without any build a layer is built after its first call', () => {
    const layer = new Double()
    expect(layer.built).toBe(false)
    layer(ones(1)).dispose()
    expect(layer.built).toBe(true)
  })

  test('45: get_build_config gives the shapes in the form of build, and build_from_config takes either form', () => {
    const one = new Scale()
    expect(one.get_build_config()).toBeNull()
    one.build([null, 2])
    expect(one.get_build_config()).toEqual({ input_shape: [null, 2] })
    const two = new QueryValue()
    two(ones(1, 2), ones(3)).dispose()
    const config = two.get_build_config()
    expect(config).toEqual({ shapes_dict: { query_shape: [1, 2], value_shape: [3] } })
    const again = new QueryValue()
    again.build_from_config(config)
    expect(again.got.slice(0, 2)).toEqual([[1, 2], [3]])
    expect(again.built).toBe(true)
    const empty = new Scale()
    empty.build_from_config(null)
    empty.build_from_config({})
    expect(empty.built).toBe(false)
    one.dispose()
  })

  test('46: reviving builds only what has a build config', () => {
    const layer = new Scale({ name: 's' })
    const form = serialize_keras_object(layer)
    expect(form.build_config).toBeUndefined()
    const custom_objects = { Scale }
    expect(deserialize_keras_object(form, { custom_objects }).built).toBe(false)
    layer.build([null, 2])
    const revived = deserialize_keras_object(serialize_keras_object(layer), { custom_objects })
    expect([revived.built, revived.weights.length]).toEqual([true, 1])
    layer.dispose()
    revived.dispose()
  })

  test('48: inside a stateless scope a value makes no variable, and an initializer one that is filled later', () => {
    let made: Variable | null = null
    new StatelessScope().run(() => {
      expect(() => new Variable([1, 2])).toThrow(ValueError)
      expect(() => new Variable([1, 2])).toThrow(/stateless scope/)
      made = new Variable((shape) => tf.fill(shape, 3), { shape: [2] })
      expect(made._data).toBeUndefined()
    })
    expect(values(made)).toEqual([3, 3])
    made!.dispose()
  })

  test('49: count_params needs a built layer', () => {
    const layer = new Scale()
    expect(() => layer.count_params()).toThrow(ValueError)
    layer.build([null, 5])
    expect(layer.count_params()).toBe(5)
    layer.dispose()
  })
})
