import { ones, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { Dense } from '../../../lib/layers/core/dense'
import { Layer } from '../../../lib/layers/layer'
import { Bidirectional } from '../../../lib/layers/rnn/bidirectional'
import { ConvLSTM1D } from '../../../lib/layers/rnn/conv_lstm1d'
import { ConvLSTM2D } from '../../../lib/layers/rnn/conv_lstm2d'
import { ConvLSTM3D } from '../../../lib/layers/rnn/conv_lstm3d'
import { GRU } from '../../../lib/layers/rnn/gru'
import { LSTM } from '../../../lib/layers/rnn/lstm'
import { SimpleRNN } from '../../../lib/layers/rnn/simple_rnn'
import { TimeDistributed } from '../../../lib/layers/rnn/time_distributed'
import { deserialize, serialize } from '../../../lib/loading/layers'
import { sum } from '../../../lib/ops/numpy/reduce'
import { check_layer, without_leaks } from '../../layer_contract'

class SumLayer extends Layer {
  static override class_name = 'SumLayer'
  override call(x: Tensor): Tensor {
    return sum(x, { axis: -1, keepdims: true }) as Tensor
  }
}

const input_shape = [2, 3, 4]
const common = { input_shape, supports_masking: true, non_trainable_weights: 0 }

describe('Recurrent layers keep the contract of a layer', () => {
  test.each([
    ['SimpleRNN', SimpleRNN],
    ['GRU', GRU],
    ['LSTM', LSTM],
  ] as [string, any][])('%s', (_, layer_class) => {
    const given = { layer_class, ...common, seeds: 1 }
    check_layer({ ...given, config: { units: 5 }, output_shape: [2, 5], trainable_weights: 3, gradients: true })
    check_layer({
      ...given,
      config: { units: 5, return_sequences: true, use_bias: false, activation: 'relu', go_backwards: true },
      output_shape: [2, 3, 5],
      trainable_weights: 2,
    })
    check_layer({
      ...given,
      config: { units: 5, dropout: 0.4, recurrent_dropout: 0.4, return_sequences: true },
      options: { training: true },
      output_shape: [2, 3, 5],
    })
    check_layer({ ...given, config: { units: 5, kernel_regularizer: 'l2' }, losses: 1 })
  })

  test('GRU with the reset gate before the product', () => {
    const config = { units: 5, reset_after: false }
    check_layer({ layer_class: GRU, ...common, config, output_shape: [2, 5], gradients: true, seeds: 1 })
  })

  test.each([
    ['concat', [2, 3, 10]],
    ['sum', [2, 3, 5]],
    ['ave', [2, 3, 5]],
    ['mul', [2, 3, 5]],
  ] as const)('Bidirectional with %s', (merge_mode, shape) => {
    without_leaks(() => {
      const layer = new Bidirectional({ layer: new GRU({ units: 5, return_sequences: true }), merge_mode })
      const x = ones([2, 3, 4])
      const y = layer(x)
      expect([y.shape, layer.compute_output_shape([2, 3, 4])]).toEqual([shape, shape])
      expect(layer.trainable_weights.map((weight) => weight.path)).toEqual(
        ['forward', 'backward'].flatMap((way) =>
          ['kernel', 'recurrent_kernel', 'bias'].map(
            (name) => `${layer.name}/${way}_${layer.layer.name.slice(8)}/gru_cell/${name}`,
          ),
        ),
      )
      const again = deserialize(serialize(layer))
      expect(again.get_config()).toEqual(layer.get_config())
      for (const each of [x, y, layer, again]) each.dispose()
    })
  })

  test('TimeDistributed gives each step what its layer gives, whether steps become samples or not', () => {
    without_leaks(() => {
      const x = tensor([1, 2, 3, 4, 5, 6], [1, 3, 2])
      for (const inner of [new Dense({ units: 1, kernel_initializer: 'ones' }), new SumLayer()]) {
        const layer = new TimeDistributed({ layer: inner })
        const y = layer(x)
        expect(Array.from(y.dataSync())).toEqual([3, 7, 11])
        y.dispose()
        layer.dispose()
      }
      x.dispose()
    })
  })

  test('TimeDistributed hands masks to layers that take them', () => {
    without_leaks(() => {
      const x = ones([1, 2, 3, 1])
      const mask = tensor([1, 0, 0, 1, 1, 1], [1, 2, 3], 'bool')
      const inner = new SimpleRNN({ units: 1, activation: 'linear', kernel_initializer: 'ones', recurrent_initializer: 'ones' })
      const layer = new TimeDistributed({ layer: inner })
      const y = layer(x, { mask })
      expect(Array.from(y.dataSync())).toEqual([1, 3])
      for (const each of [x, mask, y, layer]) each.dispose()
    })
  })

  test('ConvLSTM1D, ConvLSTM2D and ConvLSTM3D', () => {
    const config = { filters: 2, kernel_size: 2 }
    const given = { supports_masking: true, trainable_weights: 3, config, gradients: false, seeds: 1 }
    check_layer({ ...given, layer_class: ConvLSTM1D, input_shape: [2, 3, 4, 2], output_shape: [2, 3, 2], gradients: true })
    check_layer({ ...given, layer_class: ConvLSTM2D, input_shape: [2, 3, 4, 4, 2], output_shape: [2, 3, 3, 2] })
    check_layer({ ...given, layer_class: ConvLSTM3D, input_shape: [1, 2, 3, 3, 3, 1], output_shape: [1, 2, 2, 2, 2] })
    check_layer({
      ...given,
      layer_class: ConvLSTM1D,
      config: { ...config, dropout: 0.3, recurrent_dropout: 0.3, padding: 'same', return_sequences: true },
      options: { training: true },
      input_shape: [2, 3, 4, 2],
      output_shape: [2, 3, 4, 2],
    })
  })
})
