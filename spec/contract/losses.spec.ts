import * as tf from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { Layer } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'
import { dtype as dtype_of } from '../../lib/ops/core'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { sum as sum_of } from '../../lib/ops/numpy/reduce'
import { StatelessScope } from '../../lib/variables/stateless_scope'
import type { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Scale, values } from './helpers'

fresh_session()

/** Adds the mean of its input as a loss, times a factor. */
class Adds extends Layer {
  static override class_name = 'Adds'
  static override defaults = { factor: 1 }
  declare factor: number
  override call(x: tf.Tensor): any {
    this.add_loss(multiply(tf.mean(x), this.factor))
    return multiply(x, 1)
  }
}

/** Calls what it holds, in turn. */
class Chain extends Layer {
  static override class_name = 'Chain'
  steps: Layer[]
  constructor(steps: Layer[]) {
    super()
    this.steps = steps
  }
  override call(x: tf.Tensor): any {
    return this.steps.reduce((value: any, step) => step(value), x)
  }
}

const numbers = (layer: Layer): number[] => layer.losses.map((loss) => values(loss)[0]!)
const sum = (x: tf.Tensor): tf.Tensor => tf.sum(x)

describe('losses, regularisers, metrics', () => {
  test('123: add_loss takes a tensor or a nest of them, anything else is a ValueError; outer layers collect the losses', () => {
    class Nest extends Layer {
      static override class_name = 'Nest'
      override call(x: tf.Tensor): any {
        this.add_loss([tf.mean(x), { a: tf.sum(x) }])
        return multiply(x, 1)
      }
    }
    const outer = new Chain([new Chain([new Nest()]), new Adds({ factor: 5 })])
    outer(ones(3))
    expect(numbers(outer).sort()).toEqual([1, 3, 5])
    for (const wrong of ['text', 3, {}.constructor.prototype, true]) {
      if (typeof wrong !== 'object') expect(() => new Double().add_loss(wrong)).toThrow(ValueError)
    }
    outer.clear_losses()
    expect(outer.losses).toEqual([])
  })

  test('124: the outermost call clears the losses of its layer and those below; repeated inner calls of one outer call add up', () => {
    const adds = new Adds()
    const outer = new Chain([adds, adds])
    outer(ones(2))
    outer(ones(2))
    expect(numbers(outer)).toEqual([1, 1])
    adds(ones(2))
    expect(numbers(outer)).toEqual([1])
    outer.clear_losses()
  })

  test('125: a loss that build adds is gone after the first call of the outermost layer', () => {
    class Builds extends Double {
      static override class_name = 'Builds'
      override build(_shape?: any): void {
        this.add_loss(tf.scalar(4))
      }
    }
    const layer = new Builds()
    layer.build()
    expect(numbers(layer)).toEqual([4])
    layer.clear_losses()
    const called = new Builds()
    called(ones(1))
    expect(called.losses).toEqual([])
  })

  test('126: the activity regularizer acts on each output, divided by the batch size, not on scalars; an empty batch gives 0', () => {
    class Outputs extends Layer {
      static override class_name = 'Outputs'
      override call(x: tf.Tensor): any {
        return [multiply(x, 1), tf.sum(x)]
      }
    }
    const layer = new Outputs({ activity_regularizer: sum })
    layer(tf.ones([4, 2]))
    expect(numbers(layer)).toEqual([2, 8])
    layer(tf.zeros([0, 2]))
    expect(numbers(layer)[0]).toBe(0)
    layer(new KerasTensor([null, 2]))
    expect(layer.losses).toEqual([])
  })

  test('126: the loss of a half-precision layer has its dtype', () => {
    const layer = new Double({ dtype: 'mixed_float16', activity_regularizer: (y: tf.Tensor) => multiply(sum_of(y), 1) })
    layer(ones(2, 3))
    expect([dtype_of(layer.losses[0]), numbers(layer)]).toEqual(['float16', [6]])
    layer.clear_losses()
  })

  test('127: l1 of a single one gives 0.01, l2 of rows of five twos 0.2 at any batch size', () => {
    const l1 = new Scale({ activity_regularizer: 'l1' })
    l1(ones(1, 1))
    expect(numbers(l1)[0]).toBeCloseTo(0.01, 6)
    for (const batch of [1, 3, 10]) {
      const l2 = new Double({ activity_regularizer: 'l2' })
      l2(ones(batch, 5))
      expect(numbers(l2)[0]).toBeCloseTo(0.2, 6)
      l2.clear_losses()
    }
    l1.dispose()
  })

  test('128: weight regularizers are evaluated when losses is read, for trainable weights only, and come last', () => {
    class Regular extends Adds {
      static override class_name = 'Regular'
      declare w: Variable
      override build(_shape?: any): void {
        this.w = this.add_weight({ name: 'w', shape: [2], initializer: 'ones', regularizer: sum })
      }
    }
    const layer = new Chain([new Regular({ factor: 7 })])
    layer(ones(1))
    expect(numbers(layer)).toEqual([7, 2])
    layer.steps[0]!.weights[0]!.assign([3, 4])
    expect(numbers(layer)).toEqual([7, 7])
    layer.trainable = false
    expect(numbers(layer)).toEqual([7])
    layer.dispose()
  })

  test('129: the order of losses is own, those below as flattened, then weight regularization', () => {
    class Own extends Chain {
      static override class_name = 'Own'
      override call(x: tf.Tensor): any {
        const y = super.call(x)
        this.add_loss(tf.scalar(9))
        return y
      }
    }
    const layer = new Own([new Chain([new Adds({ factor: 1 }), new Adds({ factor: 2 })]), new Adds({ factor: 3 })])
    ;(layer as any).w = layer.add_weight({ name: 'w', shape: [], initializer: 'ones', regularizer: sum })
    layer(ones(2))
    expect(numbers(layer)).toEqual([9, 2, 1, 3, 1])
    layer.dispose()
  })

  test('130: inside a stateless scope losses go to the scope, if it collects them', () => {
    const layer = new Adds()
    for (const collect_losses of [true, false]) {
      const scope = new StatelessScope({ collect_losses })
      scope.run(() => tf.tidy(() => void layer(ones(2))))
      expect([scope.losses.length, layer.losses.length]).toEqual([collect_losses ? 1 : 0, 0])
    }
  })

  test('131: metrics as attributes are updated by hand; add_metric works as in tf.keras', () => {
    class Measures extends Layer {
      static override class_name = 'Measures'
      mean = new Mean({ name: 'own' })
      override call(x: tf.Tensor): any {
        this.mean.update_state(x)
        this.add_metric(tf.sum(x), { name: 'added' })
        return multiply(x, 1)
      }
    }
    const layer = new Measures()
    layer(ones(3))
    layer(tf.tensor1d([3, 3, 3]))
    expect(layer.metrics.map((metric) => [metric.name, values(metric.result())[0]])).toEqual([
      ['own', 2],
      ['added', 6],
    ])
    layer.dispose()
  })

  test('132: the config holds the activity regularizer only when there is one, and it round-trips', () => {
    expect('activity_regularizer' in new Scale().get_config()).toBe(false)
    const layer = new Scale({ activity_regularizer: 'l2' })
    const config = layer.get_config()
    const again = Scale.from_config(config)
    expect(again.get_config().activity_regularizer).toEqual(config.activity_regularizer)
    again(ones(1, 5))
    expect(numbers(again)[0]).toBeCloseTo(0.05, 6)
    again.dispose()
  })
})
