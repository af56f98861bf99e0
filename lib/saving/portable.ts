import { to_snake_case } from '../common/names'
import { is_serialized, type ObjectForm } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { PythonFloat } from '../formats/json/stringify'

type Defaults = Readonly<Record<string, unknown>>

const axes: Defaults = { input_axes: null, output_axes: null }
const quantized: Defaults = { quantization_config: null }
const gated: Defaults = { use_gate: false, sliding_window: null }
const with_format: Defaults = { data_format: 'channels_last' }

/** Keys that younger versions of Keras 3 added to a class, with the values that they have when they are not written. */
const added: Readonly<Record<string, Defaults>> = {
  InputLayer: { ragged: false, optional: false },
  Layer: { activity_regularizer: null, autocast: true },
  Dense: quantized,
  EinsumDense: quantized,
  Embedding: quantized,
  ReversibleEmbedding: quantized,
  MultiHeadAttention: gated,
  GroupQueryAttention: { ...gated, seed: null },
  GroupedQueryAttention: { ...gated, seed: null },
  Attention: { seed: null },
  AdditiveAttention: { seed: null },
  BatchNormalization: { renorm: false, renorm_clipping: null, renorm_momentum: 0.99 },
  Conv1DTranspose: { output_padding: null },
  Conv2DTranspose: { output_padding: null },
  Conv3DTranspose: { output_padding: null },
  ZeroPadding1D: with_format,
  Resizing: { antialias: false },
  RandomContrast: { ...with_format, value_range: [0, 255] },
  AugMix: with_format,
  AutoContrast: with_format,
  CutMix: with_format,
  Equalization: with_format,
  MixUp: with_format,
  RandAugment: with_format,
  RandomBrightness: with_format,
  RandomColorJitter: with_format,
  RandomElasticTransform: with_format,
  RandomErasing: with_format,
  RandomFlip: with_format,
  RandomGaussianBlur: with_format,
  RandomGrayscale: with_format,
  RandomInvert: with_format,
  RandomPerspective: with_format,
  Solarization: with_format,
  GlorotNormal: axes,
  GlorotUniform: axes,
  HeNormal: axes,
  HeUniform: axes,
  LecunNormal: axes,
  LecunUniform: axes,
  VarianceScaling: axes,
  SimpleRNN: { seed: null },
  Tversky: { axis: null },
  SparseCategoricalCrossentropy: { ignore_class: null },
}

/** Keys whose value Python takes as a float only, by class; the rates of optimizers beside. */
const float_keys: Readonly<Record<string, readonly string[]>> = {
  SGD: ['momentum'],
  FBetaScore: ['beta', 'threshold'],
  F1Score: ['threshold'],
}

function with_floats({ class_name, module }: ObjectForm, config: Record<string, unknown>): Record<string, unknown> {
  const keys = [
    ...(Object.hasOwn(float_keys, class_name) ? float_keys[class_name]! : []),
    ...(module === 'keras.optimizers' ? ['learning_rate'] : []),
  ]
  const floats = keys.filter((key) => typeof config[key] === 'number').map((key) => [key, new PythonFloat(config[key] as number)])
  return floats.length === 0 ? config : { ...config, ...Object.fromEntries(floats) }
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => item === b[i])
  return a === b
}

/** Whether a key says nothing but what older versions mean anyway. */
function says_nothing(key: string, config: Record<string, unknown>, defaults: Defaults): boolean {
  if (key === 'lora_alpha') return config.lora_alpha === config.lora_rank
  return Object.hasOwn(defaults, key) && same(config[key], defaults[key])
}

function without_defaults(class_name: string, config: Record<string, unknown>): Record<string, unknown> {
  const defaults = Object.hasOwn(added, class_name) ? added[class_name]! : {}
  return Object.fromEntries(Object.entries(config).filter(([key]) => !says_nothing(key, config, defaults)))
}

/** Ops of older versions that have arguments take no name: one that is given anyway is not written. */
function without_name({ module, class_name }: ObjectForm, config: Record<string, unknown>): Record<string, unknown> {
  const { name, ...rest } = config
  if (!module?.startsWith('keras.src.ops.') || Object.keys(rest).length === 0 || typeof name !== 'string') return config
  return name.replace(/_\d+$/, '') === to_snake_case(class_name) ? rest : config
}

/** One tensor is written as a list of one: older versions read nothing else, younger ones both. */
function as_list(places: unknown): unknown {
  return Array.isArray(places) && typeof places[0] === 'string' ? [places] : places
}

/**
 * The config of a model in the form that most versions of Keras 3 open: a key that holds its default is left out where older versions do not know it, and the places of inputs and outputs
 * are lists.
 */
export function portable_config<T>(config: T): T {
  return portable(config) as T
}

function portable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(portable)
  if (!is_plain_object(value)) return value
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, portable(item)]))
  if (!is_serialized(copy) || !is_plain_object(copy.config) || copy.module === null) return copy
  copy.config = without_name(copy, with_floats(copy, without_defaults(copy.class_name, copy.config)))
  if ('input_layers' in copy.config && 'output_layers' in copy.config) {
    copy.config = {
      ...copy.config,
      input_layers: as_list(copy.config.input_layers),
      output_layers: as_list(copy.config.output_layers),
    }
  }
  return copy
}
