import * as tf from '@tensorflow/tfjs-core'
import { loadLayersModel } from '@tensorflow/tfjs-layers'
import { ValueError } from '../../lib/common/errors'
import * as layers from '../../lib/exports/layers'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { relu } from '../../lib/ops/nn/activations'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { tfjs_files } from '../../lib/saving/tfjs_model'

/** The files as a loader of TensorFlow.js takes them. */
function handler(files: Record<string, Uint8Array>): tf.io.IOHandler {
  const json = JSON.parse(new TextDecoder().decode(files['model.json']))
  return tf.io.fromMemory({
    modelTopology: json.modelTopology,
    format: json.format,
    weightSpecs: json.weightsManifest.flatMap((group: any) => group.weights),
    weightData: new Uint8Array(
      Buffer.concat(json.weightsManifest.flatMap((group: any) => group.paths.map((path: string) => files[path]))),
    ).buffer,
  })
}

let seed = 1
/** Numbers between -1 and 1 that do not repeat soon. */
function numbers(shape: number[]): tf.Tensor {
  const count = shape.reduce((a, b) => a * b, 1)
  const values = Float32Array.from({ length: count }, () => {
    seed = (seed * 48271) % 2147483647
    return (seed / 2147483647) * 2 - 1
  })
  return tf.tensor(values, shape)
}

function randomize(model: any): void {
  for (const weight of model.weights) {
    const values = numbers(weight.shape)
    weight.assign(weight.path.endsWith('variance') ? tf.abs(values) : values)
  }
}

/** The model as TensorFlow.js layers opens it. Both name their variables in one register, so ours go first. */
async function opened(model: any): Promise<any> {
  const files = await tfjs_files(model)
  for (const weight of model.weights) weight.dispose()
  return loadLayersModel(handler(files))
}

/** The largest difference between what the model and its counterpart in TensorFlow.js layers predict. */
async function difference(model: any, inputs: tf.Tensor[]): Promise<number> {
  randomize(model)
  const list = (value: any): tf.Tensor[] => (Array.isArray(value) ? value : [value])
  const input = inputs.length === 1 ? inputs[0] : inputs
  const ours = list(model(input))
  const count = model.count_params()
  const read = await opened(model)
  const theirs = list(read.predict(input))
  expect(theirs.map((t) => t.shape)).toEqual(ours.map((t) => t.shape))
  expect(read.countParams()).toBe(count)
  return Math.max(...ours.map((t, i) => Number(tf.max(tf.abs(tf.sub(t, theirs[i]!))).dataSync()[0])))
}

const L: any = layers
const stack = (shape: number[], ...members: any[]) => new Sequential([Input({ shape }), ...members])

describe('tfjs_files', () => {
  it.each<[string, () => any, number[]]>([
    [
      'an MLP',
      () => stack([4], new L.Dense({ units: 8, activation: 'relu' }), new L.Dense({ units: 3, activation: 'softmax' })),
      [2, 4],
    ],
    [
      'every activation that both have',
      () =>
        stack(
          [4],
          ...[
            'elu',
            'selu',
            'relu',
            'relu6',
            'sigmoid',
            'softplus',
            'softsign',
            'tanh',
            'log_softmax',
            'gelu',
            'mish',
            'silu',
          ].map((activation) => new L.Dense({ units: 4, activation })),
        ),
      [2, 4],
    ],
    [
      'a CNN with batch normalization',
      () =>
        stack(
          [8, 8, 3],
          new L.Conv2D({ filters: 4, kernel_size: 3, padding: 'same', kernel_regularizer: 'l2', kernel_constraint: 'max_norm' }),
          new L.BatchNormalization(),
          new L.ReLU({ max_value: 0.7 }),
          new L.MaxPooling2D({ pool_size: 2 }),
          new L.SeparableConv2D({ filters: 5, kernel_size: 2, depth_multiplier: 2, activation: 'tanh' }),
          new L.DepthwiseConv2D({ kernel_size: 2, depth_multiplier: 2 }),
          new L.ZeroPadding2D({
            padding: [
              [1, 0],
              [2, 1],
            ],
          }),
          new L.Conv2DTranspose({ filters: 3, kernel_size: 3, strides: 2, padding: 'same' }),
          new L.Cropping2D({ cropping: 1 }),
          new L.AveragePooling2D({ pool_size: 2, strides: 1, padding: 'same' }),
          new L.LayerNormalization(),
          new L.PReLU({ shared_axes: [1, 2] }),
          new L.Dropout({ rate: 0.5 }),
          new L.GlobalAveragePooling2D(),
          new L.Dense({ units: 2 }),
        ),
      [2, 8, 8, 3],
    ],
    [
      'layers of sequences',
      () =>
        stack(
          [12, 3],
          new L.Conv1D({ filters: 4, kernel_size: 3, padding: 'same', dilation_rate: 2 }),
          new L.LeakyReLU({ negative_slope: 0.2 }),
          new L.MaxPooling1D({ pool_size: 2 }),
          new L.TimeDistributed({ layer: new L.Dense({ units: 5 }) }),
          new L.SpatialDropout1D({ rate: 0.3 }),
          new L.AveragePooling1D({ pool_size: 2, padding: 'same' }),
          new L.Softmax(),
          new L.ELU(),
          new L.Permute({ dims: [2, 1] }),
          new L.Reshape({ target_shape: [5, -1] }),
          new L.GlobalMaxPooling1D(),
          new L.RepeatVector({ n: 2 }),
          new L.Activation({ activation: 'tanh' }),
          new L.GaussianNoise({ stddev: 1 }),
          new L.GaussianDropout({ rate: 0.2 }),
          new L.AlphaDropout({ rate: 0.2 }),
          new L.Flatten(),
        ),
      [2, 12, 3],
    ],
    [
      'layers of volumes',
      () =>
        stack(
          [6, 6, 6, 2],
          new L.Conv3D({ filters: 3, kernel_size: 2 }),
          new L.MaxPooling3D({ pool_size: 2, padding: 'same' }),
          new L.Conv3DTranspose({ filters: 2, kernel_size: 2, strides: 2 }),
          new L.AveragePooling3D({ pool_size: 2 }),
          new L.Flatten(),
        ),
      [2, 6, 6, 6, 2],
    ],
    [
      'an LSTM',
      () => stack([5, 3], new L.LSTM({ units: 4, return_sequences: true }), new L.LSTM({ units: 2, go_backwards: true })),
      [2, 5, 3],
    ],
    [
      'a GRU that resets before',
      () => stack([5, 3], new L.GRU({ units: 4, reset_after: false, return_sequences: true }), new L.SimpleRNN({ units: 2 })),
      [2, 5, 3],
    ],
    [
      'a Bidirectional of each way to merge',
      () =>
        stack(
          [5, 3],
          new L.Bidirectional({ layer: new L.LSTM({ units: 4, return_sequences: true }) }),
          new L.Bidirectional({ layer: new L.GRU({ units: 3, return_sequences: true, reset_after: false }), merge_mode: 'sum' }),
          new L.Bidirectional({ layer: new L.SimpleRNN({ units: 3, return_sequences: true }), merge_mode: 'ave' }),
          new L.Bidirectional({ layer: new L.LSTM({ units: 3 }), merge_mode: 'mul' }),
        ),
      [2, 5, 3],
    ],
    ['a recurrent cell', () => stack([5, 3], new L.RNN({ cell: new L.LSTMCell({ units: 4 }) })), [2, 5, 3]],
    [
      'stacked recurrent cells',
      () =>
        stack(
          [5, 3],
          new L.RNN({
            cell: [
              new L.LSTMCell({ units: 4, recurrent_initializer: 'zeros' }),
              new L.SimpleRNNCell({ units: 2, recurrent_initializer: 'zeros' }),
            ],
          }),
        ),
      [2, 5, 3],
    ],
    [
      'a ConvLSTM2D',
      () => stack([3, 6, 6, 2], new L.ConvLSTM2D({ filters: 3, kernel_size: 3, padding: 'same' })),
      [2, 3, 6, 6, 2],
    ],
    [
      'a stack in a stack',
      () => stack([4], stack([4], new L.Dense({ units: 3 }), new L.Dense({ units: 2 })), new L.Dense({ units: 2 })),
      [2, 4],
    ],
  ])('writes %s that TensorFlow.js layers opens with equal predictions', async (_, make, shape) => {
    expect(await difference(make(), [numbers(shape)])).toBeLessThan(2e-5)
  })

  it('writes embeddings with a mask that an LSTM heeds', async () => {
    const model = stack(
      [6],
      new L.Embedding({ input_dim: 10, output_dim: 4, mask_zero: true }),
      new L.LSTM({ units: 3, return_sequences: true }),
      new L.Dropout({ rate: 0.2 }),
      new L.LSTM({ units: 3 }),
    )
    expect(
      await difference(model, [
        tf.tensor2d([
          [1, 2, 3, 0, 0, 0],
          [4, 0, 5, 6, 7, 9],
        ]),
      ]),
    ).toBeLessThan(1e-5)
  })

  it('writes a mask of values that an LSTM heeds', async () => {
    const model = stack([3, 2], new L.Masking({ mask_value: -1 }), new L.LSTM({ units: 3 }))
    expect(
      await difference(model, [
        tf.tensor3d([
          [
            [1, 2],
            [-1, -1],
            [3, 4],
          ],
          [
            [-1, -1],
            [-1, 5],
            [-1, -1],
          ],
        ]),
      ]),
    ).toBeLessThan(1e-5)
  })

  it('writes a graph with every way to merge, several inputs and several outputs', async () => {
    const a = Input({ shape: [4], name: 'a' })
    const b = Input({ shape: [4], name: 'b' })
    const x = new L.Dense({ units: 4 })(a)
    const y = new L.Dense({ units: 4 })(b)
    const merged = [new L.Add(), new L.Multiply(), new L.Average(), new L.Maximum(), new L.Minimum()].map((layer) =>
      layer([x, y]),
    )
    const joined = new L.Concatenate({ axis: -1 })([...merged, a])
    const dot = new L.Dot({ axes: -1, normalize: true })([x, y])
    const model = new Model({ inputs: [a, b], outputs: [new L.Dense({ units: 2 })(joined), dot, x] })
    expect(await difference(model, [numbers([3, 4]), numbers([3, 4])])).toBeLessThan(1e-5)
  })

  it('writes a layer that is shared, at several depths', async () => {
    const shared = new L.Dense({ units: 4, activation: 'tanh' })
    const a = Input({ shape: [4] })
    const b = Input({ shape: [4] })
    const left = shared(new L.Dense({ units: 4 })(shared(a)))
    const model = new Model({ inputs: [a, b], outputs: new L.Add()([left, shared(b), shared(left)]) })
    expect(await difference(model, [numbers([3, 4]), numbers([3, 4])])).toBeLessThan(1e-5)
  })

  it('writes models in models, called twice, with equal names of layers', async () => {
    const inner_input = Input({ shape: [4] })
    const inner = new Model({ inputs: inner_input, outputs: new L.Dense({ units: 4, name: 'd' })(inner_input), name: 'inner' })
    const inner_stack = new Sequential([Input({ shape: [4] }), new L.Dense({ units: 4, name: 'd' })], { name: 'stack' } as never)
    const x = Input({ shape: [4] })
    const y = inner(inner_stack(inner(new L.Dense({ units: 4, name: 'd' })(x))))
    const model = new Model({ inputs: x, outputs: [y, inner_stack(y)] })
    expect(await difference(model, [numbers([3, 4])])).toBeLessThan(1e-5)
  })

  it('writes a model whose outputs are those of an inner model', async () => {
    const inner_input = Input({ shape: [4] })
    const inner = new Model({ inputs: inner_input, outputs: new L.Dense({ units: 2 })(inner_input) })
    const x = Input({ shape: [4] })
    expect(await difference(new Model({ inputs: x, outputs: inner(x) }), [numbers([3, 4])])).toBeLessThan(1e-5)
  })

  it('writes states that go from one LSTM to another', async () => {
    const x = Input({ shape: [5, 3] })
    const [sequence, h, c] = new L.LSTM({ units: 4, return_sequences: true, return_state: true })(x)
    const y = new L.LSTM({ units: 4 })(sequence, { initial_state: [h, c] })
    expect(await difference(new Model({ inputs: x, outputs: [y, h] }), [numbers([2, 5, 3])])).toBeLessThan(1e-5)
  })

  it('writes the names that TensorFlow.js uses, in files of 4 MiB', async () => {
    const files = await tfjs_files(
      stack([1024], new L.Dense({ units: 1500, name: 'wide' }), new L.BatchNormalization({ name: 'norm' })),
    )
    expect(Object.entries(files).map(([name, bytes]) => [name, name === 'model.json' ? 0 : bytes.length])).toEqual([
      ['model.json', 0],
      ['group1-shard1of2.bin', 4 * 2 ** 20],
      ['group1-shard2of2.bin', 4 * (1024 * 1500 + 5 * 1500) - 4 * 2 ** 20],
    ])
    const json = JSON.parse(new TextDecoder().decode(files['model.json']))
    expect(json.weightsManifest[0].weights.map(({ name }: any) => name)).toEqual([
      'wide/kernel',
      'wide/bias',
      'norm/gamma',
      'norm/beta',
      'norm/moving_mean',
      'norm/moving_variance',
    ])
    expect(json.modelTopology.model_config.config.layers[1]).toEqual({
      class_name: 'Dense',
      config: {
        name: 'wide',
        trainable: true,
        dtype: 'float32',
        units: 1500,
        activation: 'linear',
        use_bias: true,
        kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
        kernel_regularizer: null,
        kernel_constraint: null,
        bias_initializer: { class_name: 'Zeros', config: {} },
        bias_regularizer: null,
        bias_constraint: null,
      },
    })
  })

  it('writes names of layers that TensorFlow.js would not take under other ones', async () => {
    const model = stack(
      [4],
      new L.Dense({ units: 3, name: '_höhe 1' }),
      new L.Dense({ units: 3, name: 'layer_h_he_1' }),
      new L.Reshape({ target_shape: [3, 1] }),
      new L.Bidirectional({ layer: new L.SimpleRNN({ units: 2, name: 'ä b' }) }),
      new L.Dense({ units: 2, name: 'constructor' }),
    )
    expect(await difference(model, [numbers([2, 4])])).toBeLessThan(1e-5)
  })

  it('writes a model of half precision as float32', async () => {
    const model = stack([4], new L.Dense({ units: 3, dtype: 'mixed_bfloat16' }))
    const read = await opened(model)
    expect(read.weights.map((w: any) => w.dtype)).toEqual(['float32', 'float32'])
  })

  it.each<[string, () => any, string]>([
    [
      'a layer that is not there',
      () => stack([4, 3], new L.GlobalMaxPooling1D(), new L.UnitNormalization()),
      'The layer UnitNormalization has no',
    ],
    ['GRU that resets after', () => stack([4, 3], new L.GRU({ units: 2 })), 'GRU: reset_after=True has no'],
    [
      'a causal convolution',
      () => stack([4, 2], new L.Conv1D({ filters: 2, kernel_size: 2, padding: 'causal' })),
      "Conv1D: padding='causal'",
    ],
    ['hard_sigmoid', () => stack([4], new L.Dense({ units: 2, activation: 'hard_sigmoid' })), 'the activation hard_sigmoid'],
    ['groups of a convolution', () => stack([4, 4, 2], new L.Conv2D({ filters: 2, kernel_size: 1, groups: 2 })), 'groups=2'],
    [
      'a regularizer that is not there',
      () => stack([4], new L.Dense({ units: 2, kernel_regularizer: 'orthogonal_regularizer' })),
      'the regularizer OrthogonalRegularizer',
    ],
    [
      'a mask into a mean',
      () => stack([4], new L.Embedding({ input_dim: 4, output_dim: 2, mask_zero: true }), new L.GlobalAveragePooling1D()),
      'GlobalAveragePooling1D: an input with a mask',
    ],
    [
      'a backward layer of its own',
      () =>
        stack(
          [4, 3],
          new L.Bidirectional({
            layer: new L.LSTM({ units: 2 }),
            backward_layer: new L.LSTM({ units: 2, go_backwards: true, activation: 'relu' }),
          }),
        ),
      'Bidirectional: a backward layer of its own',
    ],
    [
      'a normalization of channels that stand first',
      () => stack([3, 4], new L.BatchNormalization({ axis: 1 })),
      'axis=1 of an input of rank 3',
    ],
    ['a normalization of volumes', () => stack([2, 2, 2, 2], new L.BatchNormalization()), 'axis=-1 of an input of rank 5'],
    [
      'both directions of a cell',
      () => stack([5, 3], new L.Bidirectional({ layer: new L.RNN({ cell: new L.LSTMCell({ units: 2 }) }) })),
      'Bidirectional: an RNN of cells inside has no',
    ],
    [
      'a model that is spread over time',
      () => stack([4, 3], new L.TimeDistributed({ layer: stack([3], new L.Dense({ units: 2 })) })),
      'TimeDistributed: a model inside has no',
    ],
    ['a stack that is not built', () => new Sequential([new L.Dense({ units: 2 })]), 'must be built'],
  ])('refuses %s with its class', async (_, make, message) => {
    const model = make()
    await expect(tfjs_files(model)).rejects.toThrow(ValueError)
    await expect(tfjs_files(model)).rejects.toThrow(message)
  })

  it('refuses ops and classes of one’s own with their names', async () => {
    class Mine extends Dense {
      static override class_name = 'Dense'
      static override module = 'mine'
    }
    const x = Input({ shape: [4] })
    await expect(tfjs_files(new Model({ inputs: x, outputs: relu(x) }))).rejects.toThrow('The operation Relu has no counterpart')
    await expect(tfjs_files(new Model({ inputs: x, outputs: multiply(x, 2) }))).rejects.toThrow('The operation Multiply has')
    await expect(tfjs_files(stack([4], new Mine({ units: 2 })))).rejects.toThrow('Dense has no counterpart')
    class Own extends Model {
      static override class_name = 'Own'
    }
    await expect(tfjs_files(new Own())).rejects.toThrow('Only Sequential models and models made of inputs and outputs')
  })

  it('leaves no tensor behind', async () => {
    const model = stack([4], new L.Dense({ units: 2 }), new L.BatchNormalization())
    await tfjs_files(model)
    const before = tf.memory().numTensors
    await tfjs_files(model)
    expect(tf.memory().numTensors).toBe(before)
  })
})
