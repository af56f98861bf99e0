/** How a layer stands in TensorFlow.js layers. */
export interface TfjsLayer {
  /** Keys of the config that both know, beside `name`, `trainable`, `dtype`. */
  keys: readonly string[]
  /** Keys that have another name there. */
  renamed?: Readonly<Record<string, string>>
  /** The values that a key may have, since the counterpart knows no others. */
  only?: Readonly<Record<string, readonly unknown[]>>
  /** Names of weights that differ there. */
  weights?: Readonly<Record<string, string>>
  /** Whether both do the same with an input that has a mask. */
  masked?: true
}

const words = (text: string): string[] => text.split(' ')

const for_weights = (...names: string[]): string[] =>
  names.flatMap((name) => [`${name}_initializer`, `${name}_regularizer`, `${name}_constraint`])

const conv = words('filters kernel_size strides padding data_format dilation_rate activation use_bias')
const conv_layer: TfjsLayer = { keys: [...conv, ...for_weights('kernel', 'bias')], only: { groups: [1] } }
const deconv_layer: TfjsLayer = { ...conv_layer, only: { output_padding: [null] } }

const pooling: TfjsLayer = { keys: words('pool_size strides padding data_format') }
const pooling_1d: TfjsLayer = { keys: words('pool_size strides padding'), only: { data_format: ['channels_last'] }, masked: true }
const global_1d: TfjsLayer = { keys: [], only: { keepdims: [false], data_format: ['channels_last'] } }
const global_2d: TfjsLayer = { keys: ['data_format'], only: { keepdims: [false] } }

const cell = [...words('units activation use_bias dropout recurrent_dropout'), ...for_weights('kernel', 'recurrent', 'bias')]
const sequence = words('return_sequences return_state go_backwards stateful unroll')
const no_zeros = { zero_output_for_mask: [false] }
const gru_cell: TfjsLayer = { keys: [...cell, 'recurrent_activation'], only: { reset_after: [false] } }
const lstm_cell: TfjsLayer = { keys: [...cell, 'recurrent_activation', 'unit_forget_bias'] }
const recurrent = ({ keys, only = {} }: TfjsLayer): TfjsLayer => ({
  keys: [...keys, ...sequence],
  only: { ...only, ...no_zeros },
  masked: true,
})

const nothing: TfjsLayer = { keys: [] }
const kept: TfjsLayer = { keys: [], masked: true }

/** Layers of Keras that TensorFlow.js layers has too, by class. */
export const tfjs_layers: ReadonlyMap<string, TfjsLayer> = new Map<string, TfjsLayer>([
  ['Dense', { keys: [...words('units activation use_bias'), ...for_weights('kernel', 'bias')], masked: true }],
  ['Activation', { keys: ['activation'], masked: true }],
  ['Dropout', { keys: words('rate noise_shape seed'), masked: true }],
  ['SpatialDropout1D', { keys: words('rate seed') }],
  ['GaussianNoise', { keys: ['stddev'], masked: true }],
  ['GaussianDropout', { keys: ['rate'], masked: true }],
  ['AlphaDropout', { keys: words('rate noise_shape'), masked: true }],
  ['Flatten', { keys: ['data_format'], masked: true }],
  ['Reshape', { keys: ['target_shape'] }],
  ['Permute', { keys: ['dims'] }],
  ['RepeatVector', { keys: ['n'] }],
  ['Masking', { keys: ['mask_value'], masked: true }],
  ['Embedding', { keys: [...words('input_dim output_dim mask_zero'), ...for_weights('embeddings')] }],
  ['ReLU', { keys: ['max_value'], only: { negative_slope: [0], threshold: [0] }, masked: true }],
  ['LeakyReLU', { keys: ['negative_slope'], renamed: { negative_slope: 'alpha' } }],
  ['PReLU', { keys: [...for_weights('alpha'), 'shared_axes'], masked: true }],
  ['ELU', { keys: ['alpha'], only: { alpha: [1] } }],
  ['Softmax', { keys: ['axis'] }],
  ['Conv1D', { ...conv_layer, only: { ...conv_layer.only, padding: ['valid', 'same'] }, masked: true }],
  ['Conv2D', conv_layer],
  ['Conv3D', conv_layer],
  ['Conv2DTranspose', { ...deconv_layer, only: { ...deconv_layer.only, dilation_rate: [[1, 1]] } }],
  ['Conv3DTranspose', { ...deconv_layer, only: { ...deconv_layer.only, dilation_rate: [[1, 1, 1]] } }],
  ['SeparableConv2D', { keys: [...conv, 'depth_multiplier', ...for_weights('depthwise', 'pointwise', 'bias')] }],
  [
    'DepthwiseConv2D',
    {
      keys: [...conv.slice(1), 'depth_multiplier', ...for_weights('depthwise', 'bias')],
      weights: { kernel: 'depthwise_kernel' },
    },
  ],
  [
    'ConvLSTM2D',
    {
      keys: [...conv, ...cell.slice(3), 'recurrent_activation', 'unit_forget_bias', ...sequence],
      only: no_zeros,
    },
  ],
  ['Cropping2D', { keys: words('cropping data_format') }],
  ['ZeroPadding2D', { keys: words('padding data_format') }],
  ['MaxPooling1D', pooling_1d],
  ['AveragePooling1D', pooling_1d],
  ['MaxPooling2D', pooling],
  ['AveragePooling2D', pooling],
  ['MaxPooling3D', pooling],
  ['AveragePooling3D', pooling],
  ['GlobalMaxPooling1D', { ...global_1d, masked: true }],
  ['GlobalAveragePooling1D', global_1d],
  ['GlobalMaxPooling2D', global_2d],
  ['GlobalAveragePooling2D', global_2d],
  [
    'BatchNormalization',
    {
      keys: [
        ...words('axis momentum epsilon center scale moving_mean_initializer moving_variance_initializer'),
        ...for_weights('gamma', 'beta'),
      ],
      only: { renorm: [false] },
      masked: true,
    },
  ],
  [
    'LayerNormalization',
    {
      keys: words('axis epsilon center scale beta_initializer gamma_initializer beta_regularizer gamma_regularizer'),
      only: { rms_scaling: [false] },
      masked: true,
    },
  ],
  ['Add', nothing],
  ['Multiply', nothing],
  ['Average', nothing],
  ['Maximum', nothing],
  ['Minimum', nothing],
  ['Concatenate', { keys: ['axis'] }],
  ['Dot', { keys: words('axes normalize') }],
  ['SimpleRNNCell', { keys: cell }],
  ['GRUCell', gru_cell],
  ['LSTMCell', lstm_cell],
  ['StackedRNNCells', nothing],
  ['SimpleRNN', recurrent({ keys: cell })],
  ['GRU', recurrent(gru_cell)],
  ['LSTM', recurrent(lstm_cell)],
  ['RNN', recurrent(kept)],
  ['Bidirectional', { keys: ['merge_mode'] }],
  ['TimeDistributed', nothing],
])
