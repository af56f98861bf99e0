import * as keras from '../exports/index'
import { Input, Model, Sequential } from '../exports/index'
import * as layers from '../exports/layers'
import type { ModelName } from './protocol'
import { mobilenet_blocks, weight_values } from './values'

/** A model of the suite: the shape of one sample, and how Keras makes it. All end in ten probabilities. */
export interface SuiteModel {
  input: number[]
  make(): any
}

const { Dense, Conv2D, MaxPooling2D, Flatten, DepthwiseConv2D, ZeroPadding2D, BatchNormalization, ReLU } = layers
const { Add, GlobalAveragePooling1D, GlobalAveragePooling2D, LayerNormalization, LSTM, MultiHeadAttention } = layers

const classifier = (): any => new Dense({ units: 10, activation: 'softmax' })

function mobilenet_layers(): any[] {
  const normalized = (): any[] => [new BatchNormalization(), new ReLU({ max_value: 6 })]
  const convolution = (filters: number, kernel_size: number, strides: number): any =>
    new Conv2D({ filters, kernel_size, strides, padding: 'same', use_bias: false })
  const block = (filters: number, strides: number): any[] => [
    ...(strides === 2
      ? [
          new ZeroPadding2D({
            padding: [
              [0, 1],
              [0, 1],
            ] as any,
          }),
        ]
      : []),
    new DepthwiseConv2D({ kernel_size: 3, strides, padding: strides === 2 ? 'valid' : 'same', use_bias: false }),
    ...normalized(),
    convolution(filters, 1, 1),
    ...normalized(),
  ]
  return [
    convolution(16, 3, 2),
    ...normalized(),
    ...mobilenet_blocks.flatMap(([filters, stride]) => block(filters, stride)),
    new GlobalAveragePooling2D(),
    classifier(),
  ]
}

function transformer_block(): any {
  const input = Input({ shape: [32, 64] })
  const attended = new MultiHeadAttention({ num_heads: 4, key_dim: 16 })(input, input)
  const first = new LayerNormalization()(new Add()([input, attended]))
  const wide = new Dense({ units: 256, activation: 'relu' })(first)
  const second = new LayerNormalization()(new Add()([first, new Dense({ units: 64 })(wide)]))
  return new Model({ inputs: input, outputs: classifier()(new GlobalAveragePooling1D()(second)) })
}

const stack = (shape: number[], rest: any[]): any => new Sequential([Input({ shape }), ...rest])

/** The models of the suite by name. */
export const suite_models: Record<ModelName, SuiteModel> = {
  mlp: {
    input: [784],
    make: () =>
      stack([784], [new Dense({ units: 512, activation: 'relu' }), new Dense({ units: 512, activation: 'relu' }), classifier()]),
  },
  cnn: {
    input: [28, 28, 1],
    make: () =>
      stack(
        [28, 28, 1],
        [
          new Conv2D({ filters: 32, kernel_size: 3, activation: 'relu' }),
          new MaxPooling2D(),
          new Conv2D({ filters: 64, kernel_size: 3, activation: 'relu' }),
          new MaxPooling2D(),
          new Flatten(),
          new Dense({ units: 128, activation: 'relu' }),
          classifier(),
        ],
      ),
  },
  mobilenet: {
    input: [32, 32, 3],
    make: () => stack([32, 32, 3], mobilenet_layers()),
  },
  lstm: {
    input: [64, 32],
    make: () => stack([64, 32], [new LSTM({ units: 128 }), classifier()]),
  },
  transformer: {
    input: [32, 64],
    make: transformer_block,
  },
}

const last_word = (name: string): string => name.split('/').at(-1)!.replace(/_\d+$/, '')

/** Gives the layers of a model, in their order, the weights of the suite; for every library, by its own way of setting them. */
export function fill_weights(
  model_layers: readonly { weights: readonly { name: string; shape: readonly (number | null)[] }[] }[],
  set: (layer: any, values: { values: Float32Array; shape: number[] }[]) => void,
): void {
  let place = 0
  for (const layer of model_layers) {
    if (layer.weights.length === 0) continue
    const values = layer.weights.map(({ name, shape }) => ({
      values: weight_values(place++, last_word(name), shape as number[]),
      shape: shape as number[],
    }))
    set(layer, values)
  }
}

/** The model with its weights set. */
export function make_keras_model(name: ModelName): any {
  const model = suite_models[name].make()
  fill_weights(model.layers, (layer, given) => {
    layer.weights.forEach((weight: any, i: number) => {
      const value = keras.ops.reshape(given[i]!.values, given[i]!.shape) as any
      weight.assign(value)
      value.dispose()
    })
  })
  return model
}
