import type { Tensor } from '@tensorflow/tfjs-core'
import { Layer } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'

class Watched extends Layer {
  static override class_name = 'Watched'
  readonly size = new Mean({ name: 'size' })
  override call(x: Tensor): Tensor {
    this.size.update_state(x)
    this.add_metric(this.size.result())
    return x
  }
}

describe('the result of a metric', () => {
  test('L13: names its metric, so add_metric registers that and asks for no name', () => {
    const layer = new Watched()
    layer([[1, 3]]).dispose()
    expect(layer.metrics).toEqual([layer.size])
    const result = layer.size.result()
    expect(result.dataSync()[0]).toBe(2)
    result.dispose()
    layer.dispose()
  })
})
