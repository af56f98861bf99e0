import * as tf from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import { get_keras_mask, set_keras_mask } from '../../lib/graph/masking'
import { Embedding } from '../../lib/layers/core/embedding'
import { Input } from '../../lib/layers/core/input'
import { Wrapper } from '../../lib/layers/core/wrapper'
import { Layer } from '../../lib/layers/layer'
import { MeanSquaredError } from '../../lib/losses/regression'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { Double, fresh_session, mask_values, ones, Probe, Scale, values, warnings_of } from './helpers'

fresh_session()

class Composite extends Model {
  static override class_name = 'Composite'
  scale = new Scale({ name: 'scale' })
  override call(x: tf.Tensor): any {
    return this.scale(x)
  }
}

class Supports extends Probe {
  static override class_name = 'Supports'
  constructor(config = {}) {
    super(config)
    this.supports_masking = true
  }
}

describe('models as layers', () => {
  test('31: functional and sequential models are never locked, a subclassed model is locked like a layer', () => {
    const x = Input({ shape: [2] })
    const functional: any = new Model({ inputs: x, outputs: new Scale()(x) })
    const sequential: any = new Sequential([new Scale()])
    sequential(ones(1, 2)).dispose()
    for (const model of [functional, sequential]) {
      expect(model.built).toBe(true)
      model.extra = new Scale()
      model.extra.build([3])
      expect(model.add_weight({ name: 'more', shape: [] }).shape).toEqual([])
      expect(model._flatten_layers()).toContain(model.extra)
    }
    const composite = new Composite()
    composite(ones(1, 2)).dispose()
    expect(() => composite.add_weight({ name: 'more', shape: [] })).toThrow(ValueError)
    for (const model of [functional, sequential, composite]) model.dispose()
  })

  test('47: build_from_config of a model warns instead of failing, and otherwise traces call', () => {
    const model = new Composite()
    model.build_from_config({ input_shape: [null, 2] })
    expect([model.built, model.weights.length]).toEqual([true, 1])
    class Broken extends Composite {
      static override class_name = 'Broken'
      override build(_shape?: any): void {
        throw new ValueError('no')
      }
    }
    const warnings = warnings_of(() => new Broken().build_from_config({ input_shape: [null, 2] }))
    expect(warnings.length).toBe(1)
    expect(warnings[0]).toMatch(/cannot be built automatically/)
    model.dispose()
  })

  test('79: the training argument of a model wins over the value that was fixed when the graph was made', () => {
    const x = Input({ shape: [1] })
    const [fixed, free] = [new Probe(), new Probe()]
    const model = new Model({ inputs: x, outputs: free(fixed(x, { training: true })) })
    for (const probe of [fixed, free]) probe.seen = []
    model(ones(1, 1), { training: false })
    expect([fixed.seen, free.seen]).toEqual([[false], [false]])
    model(ones(1, 1))
    expect([fixed.seen[1], free.seen[1]]).toEqual([true, null])
  })

  test('80: training goes through functional and sequential models', () => {
    const probe = new Probe()
    const sequential = new Sequential([new Double(), probe])
    const x = Input({ shape: [1] })
    const model = new Model({ inputs: x, outputs: sequential(x) })
    probe.seen = []
    for (const training of [true, false]) model(ones(1, 1), { training })
    expect(probe.seen).toEqual([true, false])
  })

  test('91: the mask of an embedding with mask_zero takes masked steps out of a loss', () => {
    const layer = new Embedding({ input_dim: 3, output_dim: 1, mask_zero: true, embeddings_initializer: 'ones' })
    const y = layer(tf.tensor2d([[0, 1]], [1, 2], 'int32'))
    expect(mask_values(y)).toEqual([0, 1])
    const loss = new MeanSquaredError({ reduction: 'sum' })
    const targets = tf.tensor3d([[[5], [1]]])
    expect(values(loss(targets, y))).toEqual([0])
    set_keras_mask(y, null)
    expect(values(loss(targets, y))).toEqual([16])
    layer.dispose()
  })

  test('92: the masks given to a functional model are set on its inputs, a sequential one reads them again from each output', () => {
    const x = Input({ shape: [2] })
    const [first, second] = [new Supports(), new Supports()]
    const model = new Model({ inputs: x, outputs: second(first(x)) })
    first.masks = []
    second.masks = []
    const mask = tf.tensor2d([[1, 0]], [1, 2], 'bool')
    model(ones(1, 2), { mask })
    expect([first.masks, second.masks]).toEqual([[[1, 0]], [[1, 0]]])
    const [a, b] = [new Supports(), new Supports()]
    const sequential = new Sequential([a, b])
    const input = ones(1, 2)
    set_keras_mask(input, mask)
    const y = sequential(input)
    expect([a.masks.at(-1), b.masks.at(-1), mask_values(y)]).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ])
    expect(get_keras_mask(input)).toBe(mask)
  })

  test('133: a functional model takes losses on its tensors, as in tf.keras', () => {
    const x = Input({ shape: [2] })
    const y = new Double()(x)
    const model = new Model({ inputs: x, outputs: y })
    model.add_loss(new Double()(y))
    model(ones(1, 2))
    expect(model.losses.length).toBe(1)
    expect(values(model.losses[0])).toEqual([4, 4])
    model.clear_losses()
  })

  test('191: a wrapper builds the layer inside, saves it under `layer`, and refuses what is no layer', () => {
    class Twice extends Wrapper {
      static override class_name = 'Twice'
      override call(x: tf.Tensor): any {
        return this.layer(this.layer(x))
      }
    }
    const inner = new Scale({ name: 'inner' })
    const wrapper = new Twice({ layer: inner })
    wrapper(ones(1, 2)).dispose()
    expect([inner.built, inner.path]).toEqual([true, 'twice/inner'])
    expect((wrapper.get_config().layer as any).config.name).toBe('inner')
    const again = Twice.from_config(wrapper.get_config(), { custom_objects: { Scale } })
    expect(again.layer).toBeInstanceOf(Scale)
    expect(() => new Twice({ layer: 'text' as never })).toThrow(ValueError)
    expect(inner).toBeInstanceOf(Layer)
    wrapper.dispose()
  })
})
