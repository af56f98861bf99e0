import * as tf from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { InputLayer } from '../../lib/layers/core/input_layer'
import { clone_model } from '../../lib/models/cloning'
import { AddLoss, AddMetric } from '../../lib/models/graph_losses'
import { Functional, Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { absolute } from '../../lib/ops/numpy/elementwise'
import { mean, sum } from '../../lib/ops/numpy/reduce'
import { fresh_session, ones, Scale, values } from '../contract/helpers'

fresh_session()

/** Ten numbers, a Dense layer of ten, one of one, all weights one. */
function documented(): { model: Model; hidden: any } {
  const x = Input({ shape: [10] })
  const hidden = new Dense({ units: 10, kernel_initializer: 'ones' })(x)
  return { model: new Model({ inputs: x, outputs: new Dense({ units: 1, kernel_initializer: 'ones' })(hidden) }), hidden }
}

describe('losses and metrics of a graph', () => {
  test('L8: add_loss with a symbolic tensor adds its operations to the layers, and the loss is that of each call', () => {
    const { model, hidden } = documented()
    expect([model.losses.length, model.layers.length]).toEqual([0, 3])
    model.add_loss(absolute(mean(hidden)))
    expect([model.losses.length, model.layers.length]).toEqual([1, 6])
    expect(model.losses[0]).toBeInstanceOf(KerasTensor)
    const given = ones(2, 10)
    const before = tf.memory().numTensors
    for (let i = 0; i < 2; i++) {
      const result = model(given) as tf.Tensor
      expect(values(result)).toEqual([100, 100])
      expect(model.losses.map(values)).toEqual([[10]])
      result.dispose()
    }
    expect(tf.memory().numTensors - before).toBe(1)
    model.clear_losses()
    expect(tf.memory().numTensors - before).toBe(0)
    given.dispose()
  })

  test('L8: a loss that does not come from the inputs is refused and changes nothing', () => {
    const { model } = documented()
    expect(() => model.add_loss(mean(Input({ shape: [2] }) as any))).toThrow(ValueError)
    expect(model.layers.length).toBe(3)
    tf.dispose(model(ones(1, 10)) as tf.Tensor)
  })

  test('133: a function is a loss of a functional model too', () => {
    const { model } = documented()
    model.add_loss(() => mean(model.get_layer('dense').kernel))
    const losses = model.losses
    expect(losses.map(values)).toEqual([[1]])
    tf.dispose(losses)
  })

  test('gradients of a graph loss reach the weights', () => {
    const x = Input({ shape: [2] })
    const y = new Scale()(x)
    const model = new Model({ inputs: x, outputs: y })
    model.add_loss(sum(y as any))
    const { grads } = tf.variableGrads(() => {
      tf.dispose(model(tf.tensor([[1, 2]])) as tf.Tensor)
      return model.losses[0]
    })
    expect(Object.values(grads).map(values)).toEqual([[1, 2]])
    model.clear_losses()
  })

  test('L13: add_metric with a symbolic tensor is a mean over calls; names may repeat, and the result of a metric is refused', () => {
    const { model, hidden } = documented()
    model.add_metric(sum(hidden), 'metric_1')
    expect(model.metrics.map((metric) => metric.name)).toEqual(['metric_1'])
    tf.dispose(model(ones(2, 10)) as tf.Tensor)
    const before = tf.memory().numTensors
    tf.dispose(model(ones(1, 10)) as tf.Tensor)
    expect(tf.memory().numTensors - before).toBe(1)
    tf.tidy(() => expect(values(model.metrics[0].result())).toEqual([150]))
    model.add_metric(mean(hidden), { name: 'metric_1' })
    expect(model.metrics.map((metric) => metric.name)).toEqual(['metric_1', 'metric_1'])
    expect(() => model.add_metric(mean(hidden))).toThrow('Please provide a name for your metric')
  })

  test('a Sequential model has graph losses once it is built', () => {
    const model = new Sequential([Input({ shape: [2] }), new Scale()])
    model.add_loss(sum(model.output))
    tf.dispose(model([[1, 2]]) as tf.Tensor)
    expect(model.losses.map(values)).toEqual([[3]])
    model.clear_losses()
  })

  test('losses and metrics of the graph are in the config, come back, and are cloned', () => {
    const { model, hidden } = documented()
    model.add_loss(mean(hidden))
    model.add_metric(sum(hidden), 'total')
    const classes: Record<string, any> = { AddLoss, AddMetric, Dense, InputLayer }
    const ops = new Map(model.operations.map((operation) => [operation.name, operation as any]))
    const deserialize = (form: any): any =>
      classes[form.class_name]?.from_config(form.config, { deserialize }) ?? ops.get(form.config.name).copy()
    const revived = Functional.from_config(JSON.parse(JSON.stringify(model.get_config())), { deserialize })
    for (const twin of [revived, clone_model(model)]) {
      twin.set_weights(model.get_weights())
      tf.dispose(twin(ones(1, 10)))
      expect(twin.losses.map(values)).toEqual([[10]])
      tf.tidy(() => expect(values(twin.metrics[0].result())).toEqual([100]))
      expect(twin.layers.map((layer: any) => layer.name)).toEqual(model.layers.map((layer) => layer.name))
    }
  })
})
