import * as tf from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { ValueError } from '../../lib/common/errors'
import { remat } from '../../lib/layers/base/remat'
import { RematScope, type RematScopeConfig } from '../../lib/layers/base/remat_scope'
import { Layer } from '../../lib/layers/layer'
import { multiply, tanh } from '../../lib/ops/numpy'
import { SeedGenerator } from '../../lib/variables/seed_generator'
import type { Variable } from '../../lib/variables/variable'
import { fresh_session, Scale, values } from './helpers'

fresh_session()

/** Many intermediate results, a sub-layer, a counter that takes part, random draws and a loss. */
class Busy extends Layer {
  static override class_name = 'Busy'
  scale = new Scale({ name: 'scale' })
  seeds = new SeedGenerator({ seed: 5 })
  activation: (x: any) => any = (x) => {
    this.runs++
    return tanh(x)
  }
  runs = 0
  calls = 0
  declare count: Variable
  override build(shape: any): void {
    this.scale.build(shape)
    this.count = this.add_weight({ name: 'count', shape: [], initializer: 'ones', trainable: false })
  }
  override call(x: tf.Tensor): any {
    this.calls++
    this.count.assign_add(1)
    const [, drawn] = this.seeds.next()
    const y = multiply(this.activation(this.scale(tf.square(x))), multiply(this.count, drawn + 1))
    this.add_loss(tf.sum(tf.square(y)))
    return [y, tf.sum(y)]
  }
}

interface Outcome {
  value: number[]
  grads: number[][]
  layer: Busy
}

/** Value and gradients of two steps of a loss that uses outputs and added losses. */
function train(config: RematScopeConfig | null, by_tfjs = false): Outcome {
  const layer = config === null ? new Busy({ name: 'busy' }) : new RematScope(config).run(() => new Busy({ name: 'busy' }))
  layer.build([2])
  const x = tf.variable(tf.tensor2d([[0.5, -0.25]]))
  const loss = (): tf.Scalar => {
    const [y, total] = layer(tf.mul(x, 1)) as unknown as tf.Tensor[]
    return tf.addN([tf.sum(tf.square(y!)), total!, ...layer.losses]) as tf.Scalar
  }
  const result: Outcome = { value: [], grads: [], layer }
  for (let step = 0; step < 2; step++) {
    if (by_tfjs) {
      const { value, grads } = tf.variableGrads(loss, [x, layer.scale.scale as never])
      result.value.push(...values(value))
      result.grads.push(values(grads[x.name]), values(grads[layer.scale.scale.name]))
      tf.dispose([value, grads])
    } else {
      const { value, grads } = value_and_grads(loss, [x, layer.scale.scale])
      result.value.push(...values(value))
      result.grads.push(...grads.map(values))
      tf.dispose([value, ...(grads as tf.Tensor[])])
    }
  }
  layer.clear_losses()
  x.dispose()
  return result
}

describe('rematerialization', () => {
  test('143: results and gradients are those of a plain layer, in every mode', () => {
    const plain = train(null)
    expect(plain.layer.calls).toBe(2)
    const modes: RematScopeConfig[] = [
      { mode: 'full' },
      { mode: 'activations' },
      { mode: 'larger_than', output_size_threshold: 2 },
      { mode: 'larger_than', output_size_threshold: 1024 },
      { mode: 'list_of_layers', layer_names: ['busy'] },
      { mode: 'list_of_layers', layer_names: ['scale'] },
      { mode: null },
    ]
    for (const mode of modes) {
      for (const by_tfjs of [false, true]) {
        const { value, grads, layer } = train(mode, by_tfjs)
        value.forEach((number, i) => {
          expect(number).toBeCloseTo(plain.value[i]!, 5)
        })
        grads.flat().forEach((number, i) => {
          expect(number).toBeCloseTo(plain.grads.flat()[i]!, 4)
        })
        expect([values(layer.count), values(layer.seeds.state)]).toEqual([[3], [5, 2]])
        layer.dispose()
      }
    }
    plain.layer.dispose()
  })

  test('143: call runs again for the gradient in the modes and sizes that ask for it, and only there', () => {
    const runs = (mode: RematScopeConfig): [number, number] => {
      const { layer } = train(mode)
      layer.dispose()
      return [layer.calls, layer.runs]
    }
    expect(runs({ mode: 'full' })).toEqual([4, 4])
    expect(runs({ mode: 'activations' })).toEqual([2, 4])
    expect(runs({ mode: 'list_of_layers', layer_names: ['busy'] })).toEqual([4, 4])
    expect(runs({ mode: 'list_of_layers', layer_names: ['other'] })).toEqual([2, 2])
    expect(runs({ mode: null })).toEqual([2, 2])
    const sizes = (output_size_threshold: number): number => {
      const layer = new RematScope({ mode: 'larger_than', output_size_threshold }).run(() => new Counting())
      const x = tf.ones([1, 3])
      const { value, grads } = value_and_grads(() => tf.sum(layer(x)) as tf.Tensor, [x])
      tf.dispose([value, grads[0]!, x])
      const { calls } = layer
      return calls
    }
    expect([sizes(2), sizes(3)].map((count) => count > sizes(1000))).toEqual([true, false])
  })

  test('143: the scope is read when a layer is made; another mode is a ValueError', () => {
    expect(() => new RematScope({ mode: 'some' as never })).toThrow(ValueError)
    const scope = new RematScope()
    expect(scope.run(() => new Busy())._state.remat).toBe(scope)
    expect(new Busy()._state.remat).toBeNull()
  })

  test('143: nothing is kept but the inputs, and nothing is left behind, also when call throws', () => {
    const saved = (config: RematScopeConfig | null): number => {
      const layer = config === null ? new Long() : new RematScope(config).run(() => new Long())
      const x = tf.ones([2])
      let during = 0
      const before = tf.memory().numTensors
      const { value, grads } = value_and_grads(() => {
        const y = tf.sum(layer(x))
        during = tf.memory().numTensors - before
        return y
      }, [x])
      tf.dispose([value, grads[0]!])
      expect(tf.memory().numTensors).toBe(before)
      const fails = new RematScope().run(() => new Failing())
      expect(() => value_and_grads(() => tf.sum(fails(x)) as tf.Tensor, [x])).toThrow()
      expect(tf.memory().numTensors).toBe(before)
      x.dispose()
      return during
    }
    expect(saved({ mode: 'full' })).toBeLessThan(saved(null) - 5)
  })

  test('remat makes a function run again for its gradient', () => {
    let runs = 0
    const fn = remat((x: tf.Tensor) => {
      runs++
      return tf.square(tf.exp(x))
    })
    const x = tf.tensor1d([0.5])
    const { value, grads } = value_and_grads(() => fn(x) as tf.Tensor, [x])
    expect(values(grads[0]!)[0]).toBeCloseTo(2 * Math.E, 4)
    expect(runs).toBe(2)
    tf.dispose([value, grads[0]!, x])
  })
})

class Counting extends Layer {
  static override class_name = 'Counting'
  calls = 0
  override call(x: tf.Tensor): any {
    this.calls++
    return tf.square(x)
  }
}

class Long extends Layer {
  static override class_name = 'Long'
  override call(x: tf.Tensor): any {
    let y = x
    for (let i = 0; i < 10; i++) y = tf.tanh(y)
    return y
  }
}

class Failing extends Layer {
  static override class_name = 'Failing'
  override call(x: tf.Tensor): any {
    tf.tanh(tf.tanh(x))
    throw new Error('no')
  }
}
