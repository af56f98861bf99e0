import * as tf from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import { type CallOptions, Layer } from '../../lib/layers/layer'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { SeedGenerator } from '../../lib/variables/seed_generator'
import { StatelessScope } from '../../lib/variables/stateless_scope'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Scale, values } from './helpers'

fresh_session()

/** Scales, counts its calls, draws a seed, adds a loss. */
class Counts extends Layer {
  static override class_name = 'Counts'
  seeds = new SeedGenerator({ seed: 3 })
  declare scale: Variable
  declare count: Variable
  training: unknown = undefined
  override build(_shape?: any): void {
    this.scale = this.add_weight({ name: 'scale', shape: [2], initializer: 'ones', regularizer: (w: tf.Tensor) => tf.sum(w) })
    this.count = this.add_weight({ name: 'count', shape: [], initializer: 'zeros', trainable: false })
  }
  override call(x: tf.Tensor, { training }: CallOptions): any {
    this.training = training
    this.count.assign_add(1)
    this.seeds.next()
    this.add_loss(tf.sum(this.scale.value))
    return multiply(x, this.scale)
  }
}

const build = (): Counts => {
  const layer = new Counts()
  layer.build([2])
  return layer
}

describe('stateless calls', () => {
  test('134: stateless_call needs a built layer and lists of exactly the right lengths', () => {
    expect(() => new Scale().stateless_call([], [], ones(2))).toThrow(ValueError)
    expect(() => new Scale().stateless_call([], [], ones(2))).toThrow(/must be built/)
    const layer = build()
    const [t, n] = [[[1, 1]], [0, [3, 0]]]
    expect(() => layer.stateless_call([], n, ones(2))).toThrow(/`trainable_variables` must be a list/)
    expect(() => layer.stateless_call(t, [0], ones(2))).toThrow(/`non_trainable_variables` must be a list/)
    expect(() => layer.stateless_call([[1, 1, 1]], n, ones(2))).toThrow(ValueError)
    layer.dispose()
  })

  test('135: it answers outputs and new non-trainable values, the variables stay as they are, and the seed advance shows', () => {
    const layer = build()
    const [y, updated, none] = layer.stateless_call([[2, 3]], [5, [3, 7]], ones(2))
    expect(none).toBeUndefined()
    expect(values(y)).toEqual([2, 3])
    expect(updated.map(values)).toEqual([[6], [3, 8]])
    expect([values(layer.scale), values(layer.count), values(layer.seeds.state)]).toEqual([[1, 1], [0], [3, 0]])
    const same = layer.stateless_call(layer.trainable_variables, layer.non_trainable_variables, ones(2))
    expect(values(same[0])).toEqual(values(layer(ones(2))))
    layer.dispose()
  })

  test('136: it runs call itself: no cast, no mask, no activity regularizer, no autocast, but context arguments', () => {
    class Plain extends Scale {
      static override class_name = 'Plain'
      seen: unknown[] = []
      override call(x: tf.Tensor, options?: any): any {
        this.seen = [x.dtype, options.training, values(x)]
        return super.call(x)
      }
    }
    const layer = new Plain({ dtype: 'mixed_float16', activity_regularizer: (x: tf.Tensor) => tf.sum(x) })
    layer.build([1])
    const [y, , losses] = layer.stateless_call([[1.0001]], [], tf.tensor1d([1.0001]), { training: true, return_losses: true })
    expect(layer.seen[1]).toBe(true)
    expect((layer.seen[2] as number[])[0]).toBeCloseTo(1.0001, 6)
    expect(values(y)[0]).toBeCloseTo(1.0001 * 1.0001, 6)
    expect(losses).toEqual([])
    const counts = build()
    counts.stateless_call([[1, 1]], [0, [3, 0]], ones(2), { training: false })
    expect(counts.training).toBe(false)
    layer.dispose()
    counts.dispose()
  })

  test('137: the losses are those of add_loss and of weight regularizers, of the mapped values', () => {
    const layer = build()
    const [, , losses] = layer.stateless_call([[4, 5]], [0, [3, 0]], ones(2), { return_losses: true })
    expect(losses.map((loss: tf.Tensor) => values(loss)[0])).toEqual([9, 9])
    expect(layer.losses.map((loss) => values(loss)[0])).toEqual([2])
    layer.dispose()
  })

  test('138: the scope maps variables by identity, checks shapes, casts to the dtype, and refuses other keys', () => {
    const variable = new Variable([1, 2], { dtype: 'int32' })
    expect(() => new StatelessScope({ state_mapping: [['v' as never, 1]] })).toThrow(ValueError)
    expect(() => new StatelessScope({ state_mapping: [[variable, [1, 2, 3]]] })).toThrow(ValueError)
    const scope = new StatelessScope({ state_mapping: [[variable, [1.9, 2.9]]] })
    const inside = scope.run(() => variable.value)
    expect([inside.dtype, values(inside), values(variable)]).toEqual(['int32', [1, 2], [1, 2]])
    expect(new StatelessScope().run(() => variable.value)).toBe(variable)
    variable.dispose()
    expect(new Double().built).toBe(false)
  })
})
