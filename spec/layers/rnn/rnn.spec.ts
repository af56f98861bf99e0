import { memory, ones, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core'
import type { Shape } from '../../../lib/common/shape'
import { Dense } from '../../../lib/layers/core/dense'
import { Embedding } from '../../../lib/layers/core/embedding'
import { Input } from '../../../lib/layers/core/input'
import { Layer, required } from '../../../lib/layers/layer'
import { Bidirectional } from '../../../lib/layers/rnn/bidirectional'
import { GRU } from '../../../lib/layers/rnn/gru'
import { LSTM } from '../../../lib/layers/rnn/lstm'
import { LSTMCell } from '../../../lib/layers/rnn/lstm_cell'
import { RNN } from '../../../lib/layers/rnn/rnn'
import { SimpleRNN } from '../../../lib/layers/rnn/simple_rnn'
import { SimpleRNNCell } from '../../../lib/layers/rnn/simple_rnn_cell'
import { TimeDistributed } from '../../../lib/layers/rnn/time_distributed'
import { deserialize, serialize } from '../../../lib/loading/layers'
import { Model } from '../../../lib/models/model'
import { Sequential } from '../../../lib/models/sequential'
import { add } from '../../../lib/ops/numpy/arithmetic'
import { matmul } from '../../../lib/ops/numpy/linear'
import { sum } from '../../../lib/ops/numpy/reduce'
import type { Variable } from '../../../lib/variables/variable'
import { without_leaks } from '../../layer_contract'

/** `y = x @ kernel + state`, with ones as kernel. */
class SumCell extends Layer {
  static override class_name = 'SumCell'
  static override defaults = { units: required }
  static override call_arguments = ['inputs', 'states']
  static override call_options = {}
  static build_arguments = ['input_shape']
  declare units: number
  declare kernel: Variable
  get state_size(): number {
    return this.units
  }
  override build(input_shape: Shape): void {
    this.kernel = this.add_weight({ name: 'kernel', shape: [input_shape.at(-1)!, this.units], initializer: 'ones' })
  }
  override call(inputs: Tensor, states: Tensor[]): [Tensor, Tensor[]] {
    const output = add(matmul(inputs, this.kernel), states[0]!) as Tensor
    return [output, [output]]
  }
}

class SumLayer extends Layer {
  static override class_name = 'SumLayer'
  override call(x: Tensor): Tensor {
    return sum(x, { axis: -1, keepdims: true }) as Tensor
  }
}

const values = (t: Tensor): number[] => Array.from(t.dataSync())
const to_one = { kernel_initializer: 'ones', recurrent_initializer: 'ones' }

describe('RNN with cells of its user', () => {
  test('runs a layer as a cell, forwards and backwards, masked and not', () => {
    without_leaks(() => {
      const x = tensor([1, 2, 4, 8], [1, 4, 1])
      const mask = tensor([[1, 0, 1, 0]], [1, 4], 'bool')
      const run = (config: object, options: object = {}): number[] => {
        const layer = new RNN({ cell: new SumCell({ units: 1 }), return_sequences: true, ...config })
        const y = layer(x, options)
        const result = values(y)
        y.dispose()
        layer.dispose()
        return result
      }
      expect(run({})).toEqual([1, 3, 7, 15])
      expect(run({ go_backwards: true })).toEqual([8, 12, 14, 15])
      expect(run({}, { mask })).toEqual([1, 1, 5, 5])
      expect(run({ zero_output_for_mask: true }, { mask })).toEqual([1, 0, 5, 0])
      expect(run({ go_backwards: true, unroll: true }, { mask })).toEqual([0, 4, 4, 5])
      for (const each of [x, mask]) each.dispose()
    })
  })

  test('runs a plain object as a cell, with states of several sizes', () => {
    without_leaks(() => {
      const cell = {
        state_size: [2, 2],
        output_size: 2,
        call: (x: Tensor, [a, b]: [Tensor, Tensor]) => [add(x, a), [add(a, 1), add(b, x)]] as [Tensor, Tensor[]],
      }
      const layer = new RNN({ cell, return_state: true })
      const x = ones([1, 3, 2])
      const results = layer(x) as unknown as Tensor[]
      expect(results.map(values)).toEqual([
        [3, 3],
        [3, 3],
        [3, 3],
      ])
      expect(layer.compute_output_shape([null, null, 2])).toEqual([
        [null, 2],
        [null, 2],
        [null, 2],
      ])
      for (const each of [x, ...results]) each.dispose()
      layer.dispose()
    })
  })

  test('comes back from its config with the class of the cell', () => {
    const layer = new RNN({ cell: [new SumCell({ units: 2 }), new LSTMCell({ units: 3 })] })
    const again = deserialize(serialize(layer), { custom_objects: { SumCell } }) as RNN
    expect(again.get_config()).toEqual(layer.get_config())
    const both = new Bidirectional({ layer })
    expect((both.backward_layer as unknown as RNN).go_backwards).toBe(true)
    expect((both.forward_layer as unknown as RNN).cell).not.toBe(layer.cell)
    for (const each of [layer, again, both]) each.dispose()
  })

  test('refuses what is no cell, and states that do not fit', () => {
    expect(() => new RNN({ cell: new Dense({ units: 1 }) as never })).toThrow('should have a `state_size` attribute')
    expect(() => new RNN({ cell: 'a' as never })).toThrow('should have a `call` method')
    expect(() => new LSTM({ units: 2, cell: 1 } as never)).toThrow('Unrecognized keyword arguments passed to LSTM')
    const layer: any = new GRU({ units: 2 })
    const [x, state] = [ones([1, 2, 3]), ones([1, 3])]
    expect(() => layer(x, state)).toThrow('not compatible with `cell.state_size`')
    for (const each of [x, state, layer]) each.dispose()
  })
})

describe('States', () => {
  test('of a stateful layer go on from call to call, and back to zeros on demand', () => {
    without_leaks(() => {
      const layer: any = new LSTM({ units: 1, stateful: true, ...to_one })
      const x = ones([1, 2, 1]) as Tensor
      const call = (): number => {
        const y = layer(x)
        const [value] = values(y)
        y.dispose()
        return value!
      }
      expect(call()).toBeCloseTo(0.66702175, 6)
      expect(call()).toBeCloseTo(0.849726, 6)
      layer.reset_state()
      expect(call()).toBeCloseTo(0.66702175, 6)
      expect(layer.weights.length).toBe(3)
      expect(layer.states.map((state: Variable) => state.shape)).toEqual([
        [1, 1],
        [1, 1],
      ])
      layer.reset_state([[[0.5]], [[0.25]]])
      expect(layer.states.map(values)).toEqual([[0.5], [0.25]])
      expect(() => layer.reset_state([[[0.5]]])).toThrow('expects 2 state(s), but it received 1 state value(s)')
      const wide = ones([2, 2, 1])
      expect(() => layer(wide)).toThrow('the batch size of the input sequences must be the same')
      for (const each of [x, wide]) each.dispose()
      layer.dispose()
    })
  })

  test('need a batch size that is known, and are reset through the model', () => {
    expect(() => new GRU({ units: 1, stateful: true })(Input({ shape: [3, 2] }))).toThrow('the batch size must be static')
    const model: any = new Sequential([Input({ batch_shape: [1, 2, 1] }), new SimpleRNN({ units: 1, stateful: true, ...to_one })])
    const x = ones([1, 2, 1])
    const first = model(x)
    const second = model(x)
    expect(values(second)).not.toEqual(values(first))
    for (const state of [[[0.5]], [[[0.5]]]]) {
      model.layers[0].reset_state(state)
      expect(values(model.layers[0].states[0])).toEqual([0.5])
    }
    model.reset_states()
    const third = model(x)
    expect(values(third)).toEqual(values(first))
    for (const each of [x, first, second, third]) each.dispose()
    model.dispose()
  })

  test('can be given, in a graph too, and a Bidirectional layer halves them', () => {
    const sequences = Input({ shape: [null, 2] })
    const states = [Input({ shape: [3] }), Input({ shape: [3] })]
    const [y, h, c] = (new LSTM({ units: 3, return_state: true }) as any)(sequences, { initial_state: states })
    const model: any = new Model({ inputs: [sequences, ...states], outputs: [y, h, c] })
    const inputs = [ones([2, 4, 2]), zeros([2, 3]), zeros([2, 3])]
    const outputs = model(inputs)
    expect(outputs.map((each: Tensor) => each.shape)).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
    ])
    expect(values(outputs[0])).toEqual(values(outputs[1]))
    const both: any = new Bidirectional({ layer: new GRU({ units: 3, return_state: true }) })
    const results = both(inputs[0], { initial_state: inputs.slice(1) })
    expect(results.map((each: Tensor) => each.shape)).toEqual([
      [2, 6],
      [2, 3],
      [2, 3],
    ])
    for (const each of [...inputs, ...outputs, ...results]) each.dispose()
    model.dispose()
    both.dispose()
  })
})

describe('In models', () => {
  test('an unknown number of steps stays unknown, and masks of an embedding reach the layer after', () => {
    const ids = Input({ shape: [null], dtype: 'int32' })
    const x = new Embedding({ input_dim: 5, output_dim: 2, mask_zero: true })(ids)
    const deep = new LSTM({ units: 4, return_sequences: true })(x)
    const y = new TimeDistributed({ layer: new Dense({ units: 3 }) })(deep)
    expect([deep.shape, y.shape]).toEqual([
      [null, null, 4],
      [null, null, 3],
    ])
    const last = new Bidirectional({ layer: new GRU({ units: 2 }) })(deep)
    const model: any = new Model({ inputs: ids, outputs: last })
    const before = memory().numTensors
    const padded = tensor([[1, 2, 0, 0]], [1, 4], 'int32')
    const short = tensor([[1, 2]], [1, 2], 'int32')
    const results: Tensor[] = [model(padded), model(short)]
    values(results[0]!).forEach((value, i) => {
      expect(value).toBeCloseTo(values(results[1]!)[i]!, 5)
    })
    for (const each of [padded, short, ...results]) each.dispose()
    expect(memory().numTensors).toBe(before)
    model.dispose()
  })

  test('a layer that uses a recurrent layer inside of its call is traced without running its steps', () => {
    class Reader extends Layer {
      static override class_name = 'Reader'
      readonly inner: RNN = new RNN({ cell: new SumCell({ units: 2 }), return_sequences: true })
      readonly after = new TimeDistributed({ layer: new SumLayer() })
      override call(x: Tensor): Tensor {
        return this.after(this.inner(x))
      }
    }
    const reader = new Reader()
    expect(reader(Input({ shape: [null, 3] })).shape).toEqual([null, null, 1])
    reader.dispose()
  })

  test('training with fit lowers the loss', async () => {
    const model: any = new Sequential([new LSTM({ units: 4, kernel_initializer: 'ones' }), new Dense({ units: 1 })] as never)
    model.compile({ optimizer: 'adam', loss: 'mean_squared_error' })
    const [x, y] = [ones([4, 3, 2]), ones([4, 1])]
    const { history } = await model.fit(x, y, { epochs: 5, verbose: 0 })
    expect(history.loss[4]).toBeLessThan(history.loss[0])
    for (const each of [x, y]) each.dispose()
    model.dispose()
  })
})

test('dropout masks are the same for all steps of a call, and new in the next one', () => {
  without_leaks(() => {
    const config = {
      units: 1,
      dropout: 0.5,
      seed: 3,
      recurrent_initializer: 'zeros',
      kernel_initializer: 'ones',
      activation: 'linear',
    }
    const layer: any = new RNN({ cell: new SimpleRNNCell(config), return_sequences: true })
    const x = ones([16, 3, 1])
    const calls: Tensor[] = [layer(x, { training: true }), layer(x, { training: true }), layer(x)]
    const [first, second, plain] = calls.map((y) => y.arraySync() as number[][][])
    for (const sample of first!) expect(new Set(sample.flat()).size).toBe(1)
    expect(new Set(first!.flat(2))).toEqual(new Set([0, 2]))
    expect(second).not.toEqual(first)
    expect(new Set(plain!.flat(2))).toEqual(new Set([1]))
    for (const each of [x, ...calls]) each.dispose()
    layer.dispose()
  })
})
