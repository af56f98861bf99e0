type Config = Record<string, unknown>

/** A key that is now called otherwise. */
interface Renamed {
  to: string
}

/** What becomes of a key: nothing, another name, or it may only have the values of which nothing is lost when the key is left out. */
type Rule = 'drop' | Renamed | { only: readonly unknown[] }

type Rules = Readonly<Record<string, Rule>>

const recurrent: Rules = { time_major: { only: [false] }, input_length: 'drop', consume_less: 'drop', states: 'drop' }
const conv_without_groups: Rules = { groups: { only: [1] }, output_shape: 'drop' }
const optimizer: Rules = { jit_compile: 'drop', is_legacy_optimizer: 'drop', lr: { to: 'learning_rate' }, schedule_decay: 'drop' }
const loss: Rules = { fn: 'drop' }

const by_class: Readonly<Record<string, Rules>> = {
  InputLayer: { batch_input_shape: { to: 'batch_shape' }, type_spec: { only: [null] }, input_dtype: 'drop' },
  Dense: { output_dim: { to: 'units' } },
  Embedding: { input_length: 'drop', dropout: 'drop' },
  BatchNormalization: { fused: 'drop', virtual_batch_size: { only: [null] }, adjustment: { only: [null] }, mode: 'drop' },
  LeakyReLU: { alpha: { to: 'negative_slope' } },
  ReLU: { theta: { to: 'threshold' } },
  Dropout: { p: { to: 'rate' } },
  Attention: { causal: { only: [false] } },
  AdditiveAttention: { causal: { only: [false] } },
  MultiHeadAttention: { query_shape: 'drop', key_shape: 'drop', value_shape: 'drop' },
  DepthwiseConv1D: { ...conv_without_groups, kernel_initializer: 'drop', kernel_regularizer: 'drop', kernel_constraint: 'drop' },
  DepthwiseConv2D: {
    ...conv_without_groups,
    kernel_initializer: 'drop',
    kernel_regularizer: 'drop',
    kernel_constraint: 'drop',
    filters: 'drop',
  },
  SeparableConv1D: { ...conv_without_groups, kernel_initializer: 'drop', kernel_regularizer: 'drop', kernel_constraint: 'drop' },
  SeparableConv2D: { ...conv_without_groups, kernel_initializer: 'drop', kernel_regularizer: 'drop', kernel_constraint: 'drop' },
  Conv1DTranspose: conv_without_groups,
  Conv2DTranspose: conv_without_groups,
  Conv3DTranspose: conv_without_groups,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: { ...recurrent, num_constants: 'drop', constants: 'drop' },
  ConvLSTM1D: { ...recurrent, groups: { only: [1] } },
  ConvLSTM2D: { ...recurrent, groups: { only: [1] } },
  ConvLSTM3D: { ...recurrent, groups: { only: [1] } },
  Bidirectional: { num_constants: 'drop' },
  DTypePolicy: { loss_scale: 'drop' },
  Normalization: { input_mean: 'drop', input_variance: 'drop' },
  BinaryCrossentropy: loss,
  BinaryFocalCrossentropy: loss,
  CategoricalCrossentropy: loss,
  CategoricalFocalCrossentropy: loss,
  CategoricalHinge: loss,
  CosineSimilarity: loss,
  Hinge: loss,
  Huber: loss,
  KLDivergence: loss,
  LogCosh: loss,
  MeanAbsoluteError: loss,
  MeanAbsolutePercentageError: loss,
  MeanSquaredError: loss,
  MeanSquaredLogarithmicError: loss,
  Poisson: loss,
  SparseCategoricalCrossentropy: loss,
  SquaredHinge: loss,
  Adadelta: optimizer,
  Adagrad: optimizer,
  Adam: optimizer,
  AdamW: optimizer,
  Adamax: optimizer,
  Ftrl: optimizer,
  Lion: optimizer,
  Nadam: optimizer,
  RMSprop: optimizer,
  SGD: optimizer,
}

/** Keys of initializers that no initializer has any more. */
const initializer_keys: Rules = { dtype: 'drop', partitioner: 'drop', verify_shape: 'drop' }

const initializers = new Set(
  'Zeros Ones Constant RandomNormal RandomUniform TruncatedNormal VarianceScaling Orthogonal Identity GlorotUniform GlorotNormal HeNormal HeUniform LecunNormal LecunUniform'.split(
    ' ',
  ),
)

/** The config of an old class with the keys of today. A key stays, and is refused by its class, when what it says would be lost. */
export function present_keys(class_name: string, config: Config): Config {
  const rules = initializers.has(class_name) ? initializer_keys : Object.hasOwn(by_class, class_name) ? by_class[class_name]! : {}
  const result: Config = {}
  for (const [key, value] of Object.entries(config)) {
    const rule = Object.hasOwn(rules, key) ? rules[key]! : null
    if (rule === 'drop') continue
    if (rule !== null && 'only' in rule && rule.only.includes(value)) continue
    result[rule !== null && 'to' in rule ? rule.to : key] = value
  }
  return result
}
