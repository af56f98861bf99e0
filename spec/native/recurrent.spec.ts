import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { register_gradients } from '../../lib/backend/gradients'
import { kernel_counter } from '../../lib/backend/kernels/kernel_counter'
import { LSTM } from '../../lib/layers/rnn/lstm'
import { LSTMCell } from '../../lib/layers/rnn/lstm_cell'
import { RNN } from '../../lib/layers/rnn/rnn'

interface Addon {
  getNumOfTFTensors(): number
}

const [batch, steps, features, units] = [3, 5, 4, 6]
const held = (): [number, number] => [tf.memory().numTensors, (tf.backend() as unknown as Addon).getNumOfTFTensors()]

const noise = (shape: number[], seed: number): tf.Tensor => {
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(seed + i * 78.233))
  return tf.tensor(values, shape)
}

/** A loop over the cell: a cell of a class of one's own is not known to the fused form. */
class PlainCell extends LSTMCell {
  static override class_name = 'PlainCell'
}

beforeAll(async () => {
  await set_backend('native')
  register_gradients()
})

describe("an LSTM by TensorFlow's own op gives what the loop over its cell gives", () => {
  test.each([
    [{}],
    [{ return_sequences: true, return_state: true }],
    [{ go_backwards: true, return_sequences: true }],
    [{ go_backwards: true, return_state: true, use_bias: false }],
  ])('with %j, gradients and given states included', (config: Record<string, unknown>) => {
    const { use_bias = true, ...rest } = config
    const layer = new LSTM({ units, use_bias, bias_initializer: 'random_normal', ...rest } as never)
    const cell = new PlainCell({ units, use_bias } as never)
    const loop = new RNN({ cell, ...rest } as never)
    const start = tf.zeros([batch, steps, features])
    tf.dispose([layer(start), loop(start)].flat() as never)
    loop.weights.forEach((weight: any, i: number) => void weight.assign(layer.weights[i]))
    const x = noise([batch, steps, features], 1)
    const states = [noise([batch, units], 2), noise([batch, units], 3)]
    for (const tensor of [x, ...states]) tf.dispose(tf.square(tensor))
    const before = held()
    tf.tidy(() => {
      const answers = [layer, loop].map((one: any) => {
        const run = (t: tf.Tensor, h: tf.Tensor, c: tf.Tensor): tf.Tensor[] => [one(t, { initial_state: [h, c] })].flat()
        const loss = (t: tf.Tensor, h: tf.Tensor, c: tf.Tensor): tf.Scalar =>
          run(t, h, c)
            .map((y, i) => tf.sum(tf.mul(y, noise(y.shape, i + 7))))
            .reduce((a, b) => tf.add(a, b)) as tf.Scalar
        const by_inputs = tf.grads(loss as never)([x, ...states])
        const { grads } = tf.variableGrads(() => loss(x, states[0]!, states[1]!), one.trainable_variables)
        return [...run(x, states[0]!, states[1]!), ...by_inputs, ...one.trainable_variables.map((v: any) => grads[v.name])]
      }) as [tf.Tensor[], tf.Tensor[]]
      expect(answers[0].length).toBe(answers[1].length)
      answers[0].forEach((found, i) => {
        const wanted = answers[1][i]!
        expect(found.shape).toEqual(wanted.shape)
        expect(tf.max(tf.abs(tf.sub(found, wanted))).dataSync()[0]).toBeLessThan(2e-5)
      })
    })
    expect(held()).toEqual(before)
    tf.dispose([x, start, ...states])
    layer.dispose()
    loop.dispose()
  })

  test('and a mask is left to the loop', () => {
    const layer = new LSTM({ units })
    const x = noise([batch, steps, features], 1)
    const mask = tf.ones([batch, steps], 'bool')
    const masked = layer(x, { mask }) as tf.Tensor
    const plain = layer(x) as tf.Tensor
    expect(tf.tidy(() => tf.max(tf.abs(tf.sub(masked, plain))).dataSync()[0])).toBeLessThan(2e-5)
    tf.dispose([masked, plain, mask, x])
    layer.dispose()
  })

  test('however many steps there are, as many kernels run', () => {
    const layer = new LSTM({ units })
    const count = (length: number): number => {
      const x = noise([batch, length, features], 1)
      layer(x).dispose()
      const { total } = kernel_counter(() => void layer(x).dispose())
      x.dispose()
      return total
    }
    expect(count(40)).toBe(count(5))
    layer.dispose()
  })
})
