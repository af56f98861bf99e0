import { grad, mul, ones, randomNormal, sum, type Tensor, tensor2d } from '@tensorflow/tfjs-core'
import { kernel_counter } from '../../../lib/backend/kernels/kernel_counter'
import { map_structure } from '../../../lib/common/tree'
import { GRU } from '../../../lib/layers/rnn/gru'
import { GRUCell } from '../../../lib/layers/rnn/gru_cell'
import { LSTM } from '../../../lib/layers/rnn/lstm'
import { LSTMCell } from '../../../lib/layers/rnn/lstm_cell'
import { RNN } from '../../../lib/layers/rnn/rnn'
import { SimpleRNN } from '../../../lib/layers/rnn/simple_rnn'
import { SimpleRNNCell } from '../../../lib/layers/rnn/simple_rnn_cell'
import { gradients_of, weighed_sum } from '../../conformance/gradient'
import { without_leaks } from '../../layer_contract'

const batch = 3
const steps = 5
const features = 4
const units = 6

/** One layer, the loop over its cell, their states. */
const pairs: [name: string, layer_class: any, cell_class: any, states: number][] = [
  ['LSTM', LSTM, LSTMCell, 2],
  ['GRU', GRU, GRUCell, 1],
  ['SimpleRNN', SimpleRNN, SimpleRNNCell, 1],
]

const options: Record<string, unknown>[] = [
  { return_sequences: true, return_state: true },
  { go_backwards: true, return_sequences: true },
  { use_bias: false, return_state: true },
  { zero_output_for_mask: true, return_sequences: true, go_backwards: true },
]

const mask_rows = [
  [1, 1, 1, 0, 0],
  [0, 1, 0, 1, 1],
  [1, 1, 1, 1, 1],
]

function dispose(value: unknown): void {
  map_structure((tensor: Tensor) => tensor.dispose(), value)
}

function expect_equal(got: Tensor, wanted: Tensor): void {
  const values = wanted.dataSync()
  expect(got.shape).toEqual(wanted.shape)
  got.dataSync().forEach((value, i) => {
    expect(Math.abs(value - values[i]!)).toBeLessThan(2e-5)
  })
}

describe.each(pairs)('%s in one kernel gives what the loop over its cell gives', (_, layer_class, cell_class, states) => {
  test.each(
    options.flatMap((config) => [
      [config, false],
      [config, true],
    ]) as [Record<string, unknown>, boolean][],
  )('with %j, masked: %j, gradients included', (config, masked) => {
    without_leaks(() => {
      const { use_bias = true, ...rest } = config
      const layer = new layer_class({ units, use_bias, bias_initializer: 'random_normal', ...rest })
      const loop = new RNN({ cell: new cell_class({ units, use_bias }), ...rest })
      const x = randomNormal([batch, steps, features])
      const initial = Array.from({ length: states }, () => randomNormal([batch, units]))
      const mask = tensor2d(mask_rows, [batch, steps], 'bool')
      const run = (each: any) => () => each(x, initial, masked ? { mask } : {})
      dispose(run(layer)())
      dispose(run(loop)())
      const weights = layer.get_weights()
      loop.set_weights(weights)
      const xs = (each: any): Tensor[] => [...each.trainable_weights, x, ...initial]
      const results = [layer, loop].map((each) => [
        ...[run(each)()].flat(),
        ...gradients_of(() => weighed_sum(run(each)())!, xs(each)),
      ]) as [Tensor[], Tensor[]]
      results[0].forEach((got, i) => {
        expect_equal(got, results[1][i]!)
      })
      dispose([results, weights, x, initial, mask])
      layer.dispose()
      loop.dispose()
    })
  })
})

test('dropout of the inputs alone runs in one kernel too, with the same mask at each step', () => {
  without_leaks(() => {
    const config = { units: 1, dropout: 0.5, seed: 1, kernel_initializer: 'ones', recurrent_initializer: 'zeros' }
    const layer: any = new SimpleRNN({ ...config, return_sequences: true })
    const x = ones([6, 4, 1])
    let y: any
    const { by_name } = kernel_counter(() => {
      y = layer(x, { training: true })
    })
    expect(by_name.KerasRecurrence).toBe(1)
    const rows = y.arraySync().map((sample: number[][]) => new Set(sample.flat()))
    for (const row of rows) expect(row.size).toBe(1)
    expect(new Set(rows.flatMap((row: Set<number>) => [...row])).size).toBe(2)
    dispose([x, y])
    layer.dispose()
  })
})

test('a call takes a handful of kernels, whatever the number of steps', () => {
  const layer: any = new LSTM({ units: 2 })
  const x = randomNormal([2, 20, 3])
  dispose(layer(x))
  let y: unknown
  const { by_name, total } = kernel_counter(() => {
    y = layer(x)
  })
  expect(by_name.KerasRecurrence).toBe(1)
  expect(total).toBeLessThan(15)
  dispose([x, y])
  layer.dispose()
})

test('gradients of gradients are those of the loop', () => {
  const layer: any = new LSTM({ units: 2, seed: 1 })
  const loop: any = new RNN({ cell: new LSTMCell({ units: 2 }) })
  const x = randomNormal([1, 3, 2])
  dispose([layer(x), loop(x)])
  const weights = layer.get_weights()
  loop.set_weights(weights)
  const second = (each: any): Tensor => {
    const first = grad((b: Tensor) => sum(each(b)))
    return grad((a: Tensor) => sum(mul(first(a), first(a))))(x)
  }
  const [got, wanted] = [second(layer), second(loop)]
  expect_equal(got, wanted)
  dispose([x, got, wanted, weights])
  layer.dispose()
  loop.dispose()
})
