import * as tf from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../lib/common/errors'
import { Layer } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { name_scope } from '../../lib/variables/name_scope'
import { SeedGenerator } from '../../lib/variables/seed_generator'
import { StatelessScope } from '../../lib/variables/stateless_scope'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Pair, Scale, values } from './helpers'

fresh_session()

/** One trainable, one other weight, a seed generator and a metric. */
class Rich extends Layer {
  static override class_name = 'Rich'
  seeds = new SeedGenerator({ seed: 7 })
  metric = new Mean({ name: 'm' })
  declare fixed: Variable
  declare free: Variable
  constructor(config = {}) {
    super(config)
    this.fixed = this.add_weight({ name: 'fixed', shape: [2], initializer: 'zeros', trainable: false })
    this.free = this.add_weight({ name: 'free', shape: [2], initializer: 'ones' })
  }
  override call(x: tf.Tensor): any {
    return multiply(x, this.free)
  }
}

class RichPair extends Layer {
  static override class_name = 'RichPair'
  one = new Rich({ name: 'one' })
  two = new Rich({ name: 'two' })
  declare own: Variable
  constructor(config = {}) {
    super(config)
    this.own = this.add_weight({ name: 'own', shape: [] })
  }
  override call(x: tf.Tensor): any {
    return this.two(this.one(x))
  }
}

const paths = (variables: Variable[]): string[] => variables.map((variable) => variable.path)

describe('weights and variables', () => {
  test('50: add_weight defaults to a scalar of the variable dtype, glorot_uniform for floats and zeros for the rest', () => {
    const layer = new Double({ name: 'd' })
    const scalar = layer.add_weight()
    expect([scalar.shape, scalar.keras_dtype, scalar.trainable]).toEqual([[], 'float32', true])
    const kernel = layer.add_weight({ shape: [50, 50], name: 'k' })
    const data = values(kernel)
    const limit = Math.sqrt(6 / 100)
    expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(limit)
    expect(new Set(data).size).toBeGreaterThan(100)
    for (const dtype of ['int32', 'bool']) expect(values(layer.add_weight({ shape: [2], dtype, name: dtype }))).toEqual([0, 0])
    layer.dispose()
  })

  test('51: by position come shape, initializer and dtype; a fourth, or one given twice, is a TypeError; a text in front is the name', () => {
    const layer = new Double()
    const weight = layer.add_weight([2], 'ones', 'int32')
    expect([weight.shape, weight.dtype, values(weight)]).toEqual([[2], 'int32', [1, 1]])
    expect(() => layer.add_weight([2], 'ones', 'int32', true)).toThrow(TypeError)
    expect(() => layer.add_weight([2], { shape: [2] })).toThrow(TypeError)
    expect(() => layer.add_weight([2], { shape: [2] })).toThrow(/multiple values for argument 'shape'/)
    expect(() => layer.add_weight({ shape: [2], wrong: 1 })).toThrow(TypeError)
    expect(layer.add_weight('kernel', [3]).local_name).toBe('kernel')
    layer.dispose()
  })

  test('52: a shape must be fully known, aggregation and synchronization are of fixed sets', () => {
    const layer = new Double()
    expect(() => layer.add_weight({ shape: [null, 2] })).toThrow(ValueError)
    expect(() => layer.add_weight({ shape: [null, 2] })).toThrow(/fully-defined/)
    for (const aggregation of [null, 'none', 'mean', 'sum', 'only_first_replica']) layer.add_weight({ aggregation })
    expect(() => layer.add_weight({ aggregation: 'max' })).toThrow(ValueError)
    expect(() => layer.add_weight({ synchronization: 'never' })).toThrow(ValueError)
    layer.dispose()
  })

  test('53: a path is the open name scopes and the name; weights of a constructor do not know the parent, those of build do', () => {
    class Innermost extends Layer {
      static override class_name = 'Innermost'
      early = this.add_weight({ name: 'early', shape: [] })
      declare weight: Variable
      override build(_shape?: any): void {
        this.weight = this.add_weight({ name: 'weight', shape: [] })
      }
      override call(x: tf.Tensor): any {
        return multiply(x, this.weight)
      }
    }
    class Wrapping extends Layer {
      static override class_name = 'Wrapping'
      child: Layer
      constructor(child: Layer, name: string) {
        super({ name })
        this.child = child
      }
      override build(shape: number[]): void {
        this.child.build(shape)
      }
      override call(x: tf.Tensor): any {
        return this.child(x)
      }
    }
    const layer = new Wrapping(new Wrapping(new Innermost({ name: 'innermost' }), 'inner'), 'outer')
    layer(ones(1)).dispose()
    expect(paths(layer.weights)).toEqual(['innermost/early', 'outer/inner/innermost/weight'])
    name_scope('scope', () => {
      const variable = new Variable([1], { name: 'v' })
      expect(variable.path).toBe('scope/v')
      variable.dispose()
    })
    layer.dispose()
  })

  test('54: a scope entered again by its owner is not doubled, and the parent path of the first use stays', () => {
    class Nested extends Layer {
      static override class_name = 'Nested'
      declare w: Variable
      override build(_shape?: any): void {
        name_scope('deeper', () => {
          this.w = this.add_weight({ name: 'w', shape: [] })
        })
      }
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const twice = new Nested({ name: 'n' })
    name_scope('a', () => twice.build([1]))
    expect(twice.w.path).toMatch(/^a\/n/)
    const scale = new Scale({ name: 's' })
    name_scope('first', () => scale.build([2]))
    expect([scale.path, scale.scale.path]).toEqual(['first/s', 'first/s/scale'])
    name_scope('second', () => scale.build([2]))
    expect(scale.path).toBe('first/s')
    scale.dispose()
    twice.dispose()
  })

  test('55: weights are the own trainable ones, the own others, then those of each sub-layer in turn, each once', () => {
    const layer = new RichPair({ name: 'pair' })
    expect(paths(layer.weights)).toEqual(['pair/own', 'one/free', 'one/fixed', 'two/free', 'two/fixed'])
    ;(layer as any).again = layer.one
    expect(layer.weights.length).toBe(5)
    layer.dispose()
  })

  test('56: variables add the states of seed generators after the own weights; metric variables are in neither', () => {
    const layer = new RichPair({ name: 'pair' })
    expect(layer.variables.map((variable) => variable.local_name)).toEqual([
      'own',
      'free',
      'fixed',
      'seed_generator_state',
      'free',
      'fixed',
      'seed_generator_state',
    ])
    layer.dispose()
  })

  test('57: a layer that is not trainable lists everything as non-trainable, else the flags of the variables decide', () => {
    const layer = new Rich()
    expect([layer.trainable_variables, layer.trainable_weights]).toEqual([[layer.free], [layer.free]])
    expect(layer.non_trainable_weights).toEqual([layer.fixed])
    layer.trainable = false
    expect([layer.trainable_variables, layer.trainable_weights]).toEqual([[], []])
    expect(layer.non_trainable_weights).toEqual([layer.free, layer.fixed])
    expect(layer.non_trainable_variables).toEqual([layer.free, layer.fixed, layer.seeds.state])
    layer.dispose()
  })

  test('58: setting trainable goes down to variables and sub-layers, and back to the former split', () => {
    const layer = new RichPair()
    layer.trainable = false
    expect([layer.one.trainable, layer.two.trainable, layer.one.free.trainable, layer.own.trainable]).toEqual([
      false,
      false,
      false,
      false,
    ])
    layer.trainable = true
    expect(layer.trainable_weights).toEqual([layer.own, layer.one.free, layer.two.free])
    expect(layer.one.fixed.trainable).toBe(false)
    layer.dispose()
  })

  test('59: trainable false at construction makes frozen weights that thaw with the layer, at once for its parents', () => {
    class Parent extends Layer {
      static override class_name = 'Parent'
      child = new Scale({ trainable: false })
      override call(x: tf.Tensor): any {
        return this.child(x)
      }
    }
    const parent = new Parent()
    parent(ones(1, 2)).dispose()
    expect([parent.child.scale.trainable, parent.trainable_weights]).toEqual([false, []])
    parent.child.trainable = true
    expect(parent.trainable_weights).toEqual([parent.child.scale])
    parent.dispose()
  })

  test('60: seed states are among non_trainable_variables and not among non_trainable_weights', () => {
    const layer = new RichPair()
    expect([layer.non_trainable_variables.length, layer.non_trainable_weights.length]).toEqual([4, 2])
    layer.dispose()
  })

  test('61: metrics are the own and those below, metrics_variables theirs, and neither counts as a weight', () => {
    const layer = new RichPair()
    const count = layer.variables.length
    expect(new Set(layer.metrics)).toEqual(new Set([layer.one.metric, layer.two.metric]))
    expect(layer.metrics_variables).toEqual(layer.metrics.flatMap((metric) => metric.variables))
    expect(layer.metrics_variables.length).toBeGreaterThan(0)
    ;(layer as any).another = new Mean({ name: 'n' })
    expect([layer.variables.length, layer.metrics.length]).toEqual([count, 3])
    layer.dispose()
  })

  test('62: get_weights follows weights; set_weights checks the number and every shape before it writes anything', () => {
    const layer = new Rich()
    const copies = layer.get_weights()
    expect(copies.map(values)).toEqual([
      [1, 1],
      [0, 0],
    ])
    layer.set_weights([
      [5, 6],
      [7, 8],
    ])
    expect([values(layer.free), values(layer.fixed)]).toEqual([
      [5, 6],
      [7, 8],
    ])
    expect(copies.map(values)).toEqual([
      [1, 1],
      [0, 0],
    ])
    expect(() => layer.set_weights([[1, 1]])).toThrow(ValueError)
    expect(() => layer.set_weights([[1, 1]])).toThrow(/weight list of length 1, but the layer was expecting 2 weights/)
    expect(() => layer.set_weights([[1, 1], [1]])).toThrow(
      /weight shape \(2,\) is not compatible with provided weight shape \(1,\)/,
    )
    expect(values(layer.free)).toEqual([5, 6])
    for (const copy of copies) copy.dispose()
    layer.dispose()
  })

  test('63: assign checks the shape, converts the dtype, answers the value, and in a stateless scope only records', () => {
    const variable = new Variable([1, 2], { dtype: 'int32' })
    expect(() => variable.assign([1, 2, 3])).toThrow(ValueError)
    expect(values(variable.assign([3.7, 4.2]))).toEqual([3, 4])
    expect(variable.dtype).toBe('int32')
    const scope = new StatelessScope()
    scope.run(() => variable.assign([9, 9]))
    expect(values(variable)).toEqual([3, 4])
    expect(values(scope.get_current_value(variable))).toEqual([9, 9])
    variable.dispose()
  })

  test('64: a regularizer or constraint must be callable, overwrite_with_gradient a boolean, and a variable is no plain value', () => {
    expect(() => new Variable([1], { regularizer: 5 })).toThrow(ValueError)
    expect(() => new Variable([1], { constraint: 'text' })).toThrow(ValueError)
    const variable = new Variable([1])
    expect(() => {
      variable.regularizer = {} as never
    }).toThrow(ValueError)
    expect(() => {
      ;(variable as any).overwrite_with_gradient = 'yes'
    }).toThrow(TypeError)
    variable.overwrite_with_gradient = true
    expect(variable.overwrite_with_gradient).toBe(true)
    expect(() => Number(variable)).toThrow(TypeError)
    expect(() => `${variable}`).toThrow(TypeError)
    variable.dispose()
  })

  test('65: the state of a seed generator is seed and counter, each draw adds one; it is found in lists; a seed is an integer', () => {
    const layer = new Double() as any
    layer.list = [new SeedGenerator({ seed: 11 })]
    const [state] = layer.variables
    expect(values(state)).toEqual([11, 0])
    expect(layer.list[0].next()).toEqual([11, 0])
    expect(layer.list[0].next()).toEqual([11, 1])
    expect(values(state)).toEqual([11, 2])
    expect([state.shape, state.dtype]).toEqual([[2], 'int32'])
    expect(() => new SeedGenerator({ seed: 1.5 })).toThrow(ValueError)
    expect(() => new SeedGenerator({ seed: 'a' as never })).toThrow(ValueError)
    layer.dispose()
  })

  test('66: complex tensors pass a float layer as they are', () => {
    class Same extends Layer {
      static override class_name = 'Same'
      override call(x: tf.Tensor): any {
        expect(x.dtype).toBe('complex64')
        return x
      }
    }
    const x = tf.complex([1, 2], [3, 4])
    for (const dtype of ['float32', 'float16']) {
      const y = new Same({ dtype })(x)
      expect(y.dtype).toBe('complex64')
      expect(values(tf.real(y))).toEqual([1, 2])
    }
  })

  test('189: a seed generator made in a constructor has a path of its own', () => {
    const layer = new Pair() as any
    layer.seeds = new SeedGenerator({ seed: 1 })
    layer.more = new SeedGenerator({ seed: 1 })
    expect(layer.seeds.state.path).toBe('seed_generator/seed_generator_state')
    expect(layer.more.state.path).toBe('seed_generator_1/seed_generator_state')
    layer.dispose()
  })
})
