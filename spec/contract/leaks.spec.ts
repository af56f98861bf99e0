import * as tf from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { set_keras_mask } from '../../lib/graph/masking'
import { type CallOptions, InputSpec, Layer } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { autocast_scope } from '../../lib/variables/scopes'
import { SeedGenerator } from '../../lib/variables/seed_generator'
import { StatelessScope } from '../../lib/variables/stateless_scope'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, Pair, Scale, Shift, Sum, warnings_of } from './helpers'

fresh_session()

/** The number of tensors that `fn` leaves behind, the second time it runs. */
function left_by(fn: () => unknown): number {
  fn()
  const before = tf.memory().numTensors
  fn()
  return tf.memory().numTensors - before
}

/** Swallows the error that `fn` must throw. */
function failing(fn: () => unknown): void {
  let thrown = false
  try {
    fn()
  } catch {
    thrown = true
  }
  expect(thrown).toBe(true)
}

const sum = (x: tf.Tensor): tf.Tensor => tf.sum(x)
const free = (tensors: any): void => tf.dispose(tensors)
const symbolic = (...shape: (number | null)[]): KerasTensor => new KerasTensor(shape)

/** Makes tensors, adds a loss, then fails. */
class Fails extends Layer {
  static override class_name = 'Fails'
  override call(x: tf.Tensor): any {
    tf.square(tf.add(x, 1))
    throw new Error('no')
  }
}

class AddsLoss extends Layer {
  static override class_name = 'AddsLoss'
  override call(x: tf.Tensor): any {
    this.add_loss(tf.mean(x))
    return multiply(x, 2)
  }
}

/** What it is given, or its weight. */
class Returns extends Scale {
  static override class_name = 'Returns'
  static override call_options = { what: 'input' }
  override call(x: tf.Tensor, options?: any): any {
    return options.what === 'input' ? x : options.what === 'weight' ? this.scale : { a: x, b: [this.scale, multiply(x, 1)] }
  }
}

class Masks extends Double {
  static override class_name = 'Masks'
  constructor(config = {}) {
    super(config)
    this.supports_masking = true
  }
}

interface Case {
  [title: string]: () => unknown
}

function check(cases: Case): void {
  for (const [title, fn] of Object.entries(cases)) {
    test(`${title} leaves no tensor behind`, () => {
      expect(left_by(fn)).toBe(0)
    })
  }
}

describe('tensors of layers', () => {
  check({
    'making a layer': () => new Double(),
    'a layer with unknown arguments': () => failing(() => new Shift({ by: 1, other: 2 })),
    'build and dispose': () => {
      const layer = new Scale()
      layer.build([2])
      layer.dispose()
    },
    'build that fails halfway': () => {
      class Half extends Scale {
        static override class_name = 'Half'
        override build(shape: any): void {
          super.build(shape)
          tf.ones([3]).dispose()
          throw new Error('no')
        }
      }
      const layer = new Half()
      failing(() => layer.build([2]))
      failing(() => layer([[1, 2]]))
      layer.dispose()
    },
    'the first and the second call': () => {
      const layer = new Scale()
      layer([[1, 2]]).dispose()
      layer([[1, 2]]).dispose()
      layer.dispose()
    },
    'a call on a tensor of the caller': () => {
      const x = tf.ones([1, 2])
      const layer = new Pair()
      layer(x).dispose()
      layer(x).dispose()
      expect(x.isDisposed).toBe(false)
      x.dispose()
      layer.dispose()
    },
    'a call that returns its input, a weight, or both in a nest': () => {
      const layer = new Returns()
      const x = tf.ones([1, 2])
      for (const what of ['input', 'weight', 'both']) free(layer(x, { what }))
      expect([x.isDisposed, layer.scale.isDisposed]).toEqual([false, false])
      x.dispose()
      layer.dispose()
    },
    'a call inside tidy': () => tf.tidy(() => void new Double()([1, 2])),
    'a call that throws': () => {
      const layer = new Fails()
      failing(() => layer([1, 2]))
      failing(() => layer([1, 2]))
      failing(() => layer([1, 2], { training: true }))
    },
    'a call that throws inside another': () => {
      class Outer extends Layer {
        static override class_name = 'Outer'
        scale = new Scale()
        fails = new Fails()
        override call(x: tf.Tensor): any {
          return this.fails(this.scale(x))
        }
      }
      const layer = new Outer()
      failing(() => layer([[1, 2]]))
      failing(() => layer([[1, 2]]))
      layer.dispose()
    },
    'a call on inputs that the spec refuses': () => {
      const layer = new Double()
      layer.input_spec = new InputSpec({ ndim: 3 })
      failing(() => layer([[1, 2]]))
      failing(() => layer([[1, 2]]))
    },
    'a call with arguments that do not fit': () => {
      const layer = new Sum()
      failing(() => layer([1], [1], null, null, [1]))
      failing(() => layer([1], { c: [1] }))
      failing(() => layer([1], 'text'))
      failing(() => layer([[1], [1, 2]], [1]))
    },
    'a call with all arguments by name': () => {
      const layer = new Sum()
      free(layer.call_with({ a: [1], b: [2] }))
      failing(() => layer.call_with({ b: [2] }))
    },
    'a call on nested arguments': () => {
      class First extends Layer {
        static override class_name = 'First'
        override call(x: any): any {
          return { out: multiply(x.a, 2), list: [x.b[0]] }
        }
      }
      free(new First()({ a: [1, 2], b: [tf.tidy(() => [1, 2])] }))
    },
    'a mixed-precision call': () => {
      const layer = new Scale({ dtype: 'mixed_float16' })
      free(layer([[1.0001, 2]]))
      free(layer([[1.0001, 2]]))
      layer.dispose()
    },
    'a mixed-precision call that throws': () => {
      const layer = new Fails({ dtype: 'mixed_float16' })
      failing(() => layer([[1.0001, 2]]))
    },
    'a call inside gradients, and one that throws there': () => {
      const layer = new Scale()
      layer.build([2])
      const x = tf.ones([1, 2])
      const { value, grads } = tf.variableGrads(() => tf.sum(layer(x)) as tf.Scalar)
      value.dispose()
      free(grads)
      const fails = new Fails()
      failing(() => value_and_grads(() => tf.sum(tf.add(layer(x), fails(x))) as tf.Tensor, [layer.scale]))
      x.dispose()
      layer.dispose()
    },
  })
})

describe('tensors of losses and metrics', () => {
  check({
    'add_loss and clear_losses': () => {
      const layer = new AddsLoss()
      layer([1, 2]).dispose()
      layer([1, 2]).dispose()
      layer.clear_losses()
      layer.clear_losses()
    },
    'add_loss and dispose': () => {
      const layer = new AddsLoss()
      layer([1, 2]).dispose()
      layer.dispose()
    },
    'add_loss outside of a call, and of what is no loss': () => {
      const layer = new Double()
      const loss = tf.scalar(1)
      layer.add_loss([loss, null])
      loss.dispose()
      expect(layer.losses[0].isDisposed).toBe(false)
      failing(() => layer.add_loss([3]))
      layer.clear_losses()
    },
    'an activity regularizer': () => {
      const layer = new Double({ activity_regularizer: 'l2' })
      layer([[1, 2]]).dispose()
      layer(
        tf.tidy(() => [
          [1, 2],
          [3, 4],
        ]),
      ).dispose()
      layer.clear_losses()
    },
    'an activity regularizer that throws': () => {
      const layer = new Double({
        activity_regularizer: () => {
          throw new Error('no')
        },
      })
      failing(() => layer([[1, 2]]))
      layer.clear_losses()
    },
    'reading losses, apart from what it returns': () => {
      const layer = new Double()
      layer.add_weight({ name: 'w', shape: [2], initializer: 'ones', regularizer: sum })
      layer.add_loss(() => tf.square(tf.scalar(3)))
      const losses = layer.losses
      expect(losses.length).toBe(2)
      free(losses)
      free(layer.losses)
      free(layer.get_losses_for(null))
      layer.dispose()
    },
    'reading losses when a function throws': () => {
      const layer = new Double()
      layer.add_loss(() => {
        tf.square(tf.scalar(3))
        throw new Error('no')
      })
      failing(() => layer.losses)
    },
    'add_metric and dispose': () => {
      class Measures extends Layer {
        static override class_name = 'Measures'
        override call(x: tf.Tensor): any {
          this.add_metric(tf.sum(x), { name: 'm' })
          return multiply(x, 1)
        }
      }
      const layer = new Measures()
      layer([1]).dispose()
      layer([1]).dispose()
      free(layer.metrics[0].result())
      failing(() =>
        layer.add_metric(
          tf.tidy(() => 1),
          { name: 'm' },
        ),
      )
      layer.dispose()
    },
    'a metric as an attribute': () => {
      const layer = new Double() as any
      layer.metric = new Mean({ name: 'm' })
      layer.metric.update_state([1, 2])
      free(layer.metric.result())
      layer.dispose()
    },
    add_update: () => {
      class Updates extends Layer {
        static override class_name = 'Updates'
        count = this.add_weight({ name: 'count', shape: [], initializer: 'zeros', trainable: false })
        override call(x: tf.Tensor): any {
          this.add_update(() => this.count.assign(tf.add(this.count, 1)))
          return multiply(x, 1)
        }
      }
      const layer = new Updates()
      layer([1]).dispose()
      layer([1]).dispose()
      layer.dispose()
    },
  })
})

describe('tensors of weights', () => {
  check({
    'get_weights, once the caller freed them': () => {
      const layer = new Scale()
      layer.build([2])
      const weights = layer.get_weights()
      layer.dispose()
      expect(Array.from(weights[0]!.dataSync())).toEqual([1, 1])
      free(weights)
    },
    'set_weights with lists, typed arrays, tensors and variables': () => {
      const layer = new Scale()
      layer.build([2])
      const tensor = tf.ones([2])
      for (const value of [[1, 2], new Float32Array([1, 2]), tensor, layer.scale]) layer.set_weights([value])
      expect(tensor.isDisposed).toBe(false)
      tensor.dispose()
      layer.dispose()
    },
    'set_weights with what does not fit': () => {
      const layer = new Pair()
      layer([[1, 2]]).dispose()
      failing(() => layer.set_weights([]))
      failing(() => layer.set_weights([[1, 2], [1]]))
      failing(() => layer.set_weights([[1, 2], { a: 1 }]))
      failing(() =>
        layer.set_weights([
          [1, 2],
          [[1, 2], 3],
        ]),
      )
      failing(() => layer.set_weights(5 as never))
      layer.dispose()
    },
    'add_weight with arguments that do not fit': () => {
      const layer = new Double()
      failing(() => layer.add_weight({ shape: [null] }))
      failing(() => layer.add_weight({ shape: [2], initializer: 'nothing' }))
      failing(() => layer.add_weight({ shape: [2], overwrite_with_gradient: 'yes' }))
      failing(() => layer.add_weight({ shape: [2], regularizer: 5 }))
      failing(() =>
        layer.add_weight({
          shape: [2],
          initializer: () => {
            tf.ones([2])
            throw new Error('no')
          },
        }),
      )
      failing(() => layer.add_weight({ shape: [2], initializer: () => tf.ones([3]) }))
      expect(layer.weights).toEqual([])
    },
    'add_weight on a built layer': () => {
      const layer = new Scale()
      layer.build([2])
      failing(() => layer.add_weight({ shape: [2] }))
      layer.dispose()
    },
    'dispose twice': () => {
      const layer = new Pair()
      layer([[1, 2]]).dispose()
      layer.dispose()
      layer.dispose()
    },
    'dispose of layers that share a weight and a sub-layer': () => {
      const [a, b] = [new Double() as any, new Double() as any]
      a.shared = new Scale()
      a.shared.build([2])
      b.again = a.shared
      b.weight = a.shared.scale
      a.dispose()
      b.dispose()
    },
    'weights untracked by hand': () => {
      const layer = new Scale()
      layer.build([2])
      const weight = layer.scale
      layer._untrack_variable(weight)
      weight.dispose()
      layer.dispose()
    },
    'seed generators': () => {
      const layer = new Double() as any
      layer.seeds = new SeedGenerator({ seed: 1 })
      layer.seeds.next()
      layer.seeds.state.dataSync()
      layer.seeds.next()
      layer.seeds.state.assign([3, 4])
      layer.dispose()
    },
  })
})

describe('tensors of shapes, symbols and configs', () => {
  check({
    'compute_output_shape of an unbuilt and of a built layer': () => {
      const layer = new Pair()
      layer.compute_output_shape([null, 2])
      layer([[1, 2]]).dispose()
      layer.compute_output_shape([null, 2])
      layer.dispose()
    },
    'compute_output_shape that fails': () => {
      const layer = new Fails()
      failing(() => layer.compute_output_shape([2]))
      failing(() => layer.compute_output_shape('text'))
    },
    'compute_output_spec and compute_output_signature': () => {
      const layer = new Scale()
      layer.compute_output_spec(symbolic(null, 2))
      layer.compute_output_signature({ shape: [2, 2], dtype: 'float32' })
      failing(() => layer.compute_output_signature(3))
      expect(layer.weights).toEqual([])
    },
    'a symbolic call of an unbuilt layer': () => {
      const layer = new Pair()
      layer(symbolic(null, 2))
      layer(symbolic(null, 2))
      layer([[1, 2]]).dispose()
      layer.dispose()
    },
    'a symbolic call that fails': () => {
      const layer = new Fails()
      failing(() => layer(symbolic(null, 2)))
      failing(() => layer([1, 2], symbolic(1)))
    },
    'a symbolic call of a layer with losses, metrics and regularizers': () => {
      const layer = new AddsLoss({ activity_regularizer: 'l2' })
      layer(symbolic(null, 2))
      expect(layer.losses).toEqual([])
    },
    'get_config, from_config and get_build_config': () => {
      const layer = new Scale({ activity_regularizer: 'l2' })
      layer.build([2])
      const again = Scale.from_config(layer.get_config())
      again.build_from_config(layer.get_build_config())
      failing(() => Scale.from_config({ wrong: 1 }))
      again.dispose()
      layer.dispose()
    },
  })
})

describe('tensors of stateless calls', () => {
  class Counts extends Scale {
    static override class_name = 'Counts'
    count = this.add_weight({ name: 'count', shape: [], initializer: 'zeros', trainable: false })
    override call(x: tf.Tensor, _options?: CallOptions): any {
      this.count.assign_add(1)
      this.add_loss(tf.sum(x))
      return super.call(x)
    }
  }
  check({
    'stateless_call with lists': () => {
      const layer = new Counts()
      layer.build([2])
      free(layer.stateless_call([[1, 2]], [0], [[1, 2]]))
      free(layer.stateless_call([[1, 2]], [0], [[1, 2]], { return_losses: true }))
      expect(layer.losses).toEqual([])
      layer.dispose()
    },
    'stateless_call with the variables themselves, freeing what it answers': () => {
      const layer = new Returns() as any
      layer.fixed = layer.add_weight({ name: 'fixed', shape: [], trainable: false })
      layer.build([2])
      const x = tf.ones([1, 2])
      for (const what of ['input', 'weight', 'both']) {
        free(layer.stateless_call(layer.trainable_variables, layer.non_trainable_variables, x, { what }))
      }
      expect([x.isDisposed, layer.scale.isDisposed, layer.fixed.isDisposed]).toEqual([false, false, false])
      x.dispose()
      layer.dispose()
    },
    'stateless_call that fails': () => {
      const layer = new Counts()
      layer.build([2])
      failing(() => layer.stateless_call([[1, 2]], [], [[1, 2]]))
      failing(() => layer.stateless_call([[1, 2, 3]], [0], [[1, 2]]))
      failing(() => layer.stateless_call([[1, 2]], [0], [[1, 2, 3]]))
      layer.dispose()
    },
  })
})

describe('tensors of masks', () => {
  const masked = (): tf.Tensor => {
    const x = tf.ones([2])
    const mask = tf.tensor1d([1, 0], 'bool')
    set_keras_mask(x, mask)
    return x
  }
  const free_masked = (x: tf.Tensor): void => {
    x.kerasMask?.dispose()
    x.dispose()
  }
  check({
    'a call that hands a mask on, once the result is freed': () => {
      const x = tf.ones([2])
      const mask = tf.tensor1d([1, 0], 'bool')
      set_keras_mask(x, mask)
      const layer = new Masks()
      for (let i = 0; i < 2; i++) layer(x).dispose()
      layer(x, { mask: [true, false] }).dispose()
      warnings_of(() => new Double()(x).dispose())
      mask.dispose()
      x.dispose()
    },
    'a call that computes a mask': () => {
      class Computes extends Double {
        static override class_name = 'Computes'
        override compute_mask(x: tf.Tensor): any {
          return tf.notEqual(x, 0)
        }
      }
      new Computes()([1, 0]).dispose()
    },
    'a call that throws with masks about': () => {
      const x = tf.ones([2])
      const mask = tf.tensor1d([1, 0], 'bool')
      set_keras_mask(x, mask)
      failing(() => new Fails()(x))
      failing(() => new Fails()([1, 2], { mask: [true, false] }))
      tf.dispose([x, mask])
    },
  })
  test('the mask of a result dies with it', () => {
    const x = masked()
    const before = tf.memory().numTensors
    const y = new Masks()(x)
    expect(tf.memory().numTensors).toBe(before + 2)
    free_masked(y)
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('tensors of variables', () => {
  const variable = (): Variable => new Variable([1, 2])
  check({
    'making a variable of a list, a number, a typed array, a tensor and an initializer': () => {
      const tensor = tf.ones([2])
      const made = [
        new Variable([1, 2]),
        new Variable(3),
        new Variable(new Float32Array(2)),
        new Variable(tensor),
        new Variable(tensor, { dtype: 'int32' }),
        new Variable(tensor, { dtype: 'float16' }),
        new Variable((shape) => tf.zeros(shape), { shape: [2] }),
        new Variable((shape) => tf.zeros(shape), { shape: [2], dtype: 'int32' }),
      ]
      expect(tensor.isDisposed).toBe(false)
      for (const each of made) each.dispose()
      tensor.dispose()
    },
    'a variable with arguments that do not fit': () => {
      failing(() => new Variable([1], { name: 'a/b' }))
      failing(() => new Variable([1], { aggregation: 'max' }))
      failing(() => new Variable([1], { constraint: 3 }))
      failing(() => new Variable({} as never))
      failing(() => new Variable([[1, 2], [3]]))
      failing(() => new Variable((shape) => tf.zeros(shape)))
      failing(() => new Variable(() => tf.zeros([3]), { shape: [2] }))
      failing(
        () =>
          new Variable(
            () => {
              tf.ones([2])
              throw new Error('no')
            },
            { shape: [2] },
          ),
      )
    },
    'assign of lists, tensors, numbers and variables': () => {
      const v = variable()
      const tensor = tf.ones([2])
      const other = variable()
      for (const value of [[3, 4], tensor, other, v, new Float32Array(2), tf.tidy(() => [1, 1])]) v.assign(value)
      expect([tensor.isDisposed, other.isDisposed]).toEqual([false, false])
      const whole = new Variable([1, 2], { dtype: 'int32' })
      whole.assign(tensor)
      whole.assign([1.5, 2.5])
      const half = new Variable([1, 2], { dtype: 'float16' })
      half.assign(tensor)
      half.assign([1.0001, 2])
      tf.dispose([tensor])
      for (const each of [v, other, whole, half]) each.dispose()
    },
    'assign that fails': () => {
      const v = variable()
      const tensor = tf.ones([3])
      failing(() => v.assign([1, 2, 3]))
      failing(() => v.assign(tensor))
      failing(() => v.assign({} as never))
      failing(() => v.assign_add([1, 2, 3]))
      failing(() => v.assign_sub(tensor))
      tensor.dispose()
      v.dispose()
    },
    'assign_add and assign_sub': () => {
      const v = variable()
      const tensor = tf.ones([2])
      v.assign_add([1, 1])
      v.assign_add(tensor)
      v.assign_sub(1)
      v.assign_sub(v)
      tensor.dispose()
      v.dispose()
    },
    'assign inside a tidy': () => {
      const v = variable()
      tf.tidy(() => {
        v.assign(tf.add(v, 1))
        v.assign_add(tf.ones([2]))
      })
      expect(Array.from(v.dataSync())).toEqual([3, 4])
      v.dispose()
    },
    'assign inside a stateless scope, once its tensors are freed': () => {
      const v = variable()
      tf.tidy(() => {
        new StatelessScope({ state_mapping: [[v, [5, 6]]] }).run(() => {
          v.assign([7, 8])
          v.assign_add(1)
        })
      })
      expect(Array.from(v.dataSync())).toEqual([1, 2])
      v.dispose()
    },
    'a stateless scope of values that do not fit': () => {
      const v = variable()
      failing(() => new StatelessScope({ state_mapping: [[v, [1, 2, 3]]] }))
      failing(
        () =>
          new StatelessScope({
            state_mapping: [
              [v, [1, 2]],
              ['v' as never, [1]],
            ],
          }),
      )
      v.dispose()
    },
    'value inside an autocast scope, in a tidy': () => {
      const v = variable()
      tf.tidy(() => autocast_scope('float16', () => void v.value))
      v.dispose()
    },
    'dispose twice': () => {
      const v = variable()
      v.dispose()
      v.dispose()
    },
  })
})

describe('raw TensorFlow.js on layers', () => {
  class Linear extends Layer {
    static override class_name = 'Linear'
    declare kernel: Variable
    override build([, width]: any): void {
      this.kernel = this.add_weight({ name: 'kernel', shape: [width, 1], initializer: 'ones' })
    }
    override call(x: tf.Tensor2D): any {
      return tf.matMul(x, this.kernel as unknown as tf.Tensor2D)
    }
  }
  const xs = (): tf.Tensor2D => tf.tensor2d([[1, 2]])

  test('tf.grads and tf.variableGrads see the variables of a layer', () => {
    const layer = new Linear()
    layer.build([null, 2])
    const x = xs()
    const { grads, value } = tf.variableGrads(() => tf.sum(layer(x)) as tf.Scalar)
    expect(Array.from(grads[layer.kernel.name]!.dataSync())).toEqual([1, 2])
    expect(value.dataSync()[0]).toBe(3)
    const [dx] = tf.grads((t: tf.Tensor) => layer(t))([x])
    expect(Array.from(dx!.dataSync())).toEqual([1, 1])
    tf.dispose([x, value, dx!, ...Object.values(grads)])
    layer.dispose()
  })

  test('tf.train.sgd trains a layer, built by the first call inside minimize or before', () => {
    for (const early of [true, false]) {
      const layer = new Linear()
      if (early) layer.build([null, 2])
      else layer(xs()).dispose()
      const before = tf.memory().numTensors
      const optimizer = tf.train.sgd(0.1)
      for (let i = 0; i < 3; i++) optimizer.minimize(() => tf.tidy(() => tf.sum(tf.square(layer(xs()))) as tf.Scalar))
      expect(layer.kernel.dataSync()[0]).toBeLessThan(1)
      expect(layer.weights[0]).toBe(layer.kernel)
      optimizer.dispose()
      expect(tf.memory().numTensors).toBe(before)
      layer.dispose()
    }
  })

  test('a custom loop inside tf.tidy keeps what the layer owns', () => {
    const layer = new Linear()
    const y = tf.tidy(() => layer(xs()))
    expect(layer.kernel.isDisposed).toBe(false)
    expect(y.dataSync()[0]).toBe(3)
    y.dispose()
    layer.dispose()
  })
})
