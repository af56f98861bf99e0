import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { Model } from '../../lib/models/model'
import { abs } from '../../lib/ops/numpy/elementwise'
import { mean } from '../../lib/ops/numpy/reduce'
import { serialize_keras_object } from '../../lib/saving/serialize'

describe('models with losses and metrics in their graph', () => {
  test('come back from their config with both', () => {
    const inputs = Input({ shape: [2] })
    const hidden = new Dense({ units: 3, kernel_initializer: 'ones' })(inputs)
    const model = new Model({ inputs, outputs: new Dense({ units: 1, kernel_initializer: 'ones' })(hidden) })
    model.add_loss(mean(abs(hidden)))
    model.add_metric(mean(hidden), 'size')
    const twin = deserialize_keras_object(serialize_keras_object(model))
    twin([[1, 2]]).dispose()
    expect(twin.losses).toHaveLength(1)
    expect(twin.losses[0].dataSync()[0]).toBeCloseTo(3, 6)
    expect(twin.metrics.map((metric: { name: string }) => metric.name)).toContain('size')
    twin.dispose()
    model.dispose()
  })
})
