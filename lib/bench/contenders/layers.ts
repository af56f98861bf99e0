import { type Tensor, tensor, train } from '@tensorflow/tfjs-core'
import type * as tfl from '@tensorflow/tfjs-layers'
import { batch_of, type Contender, type ModelName, type Phase } from '../protocol'
import { adam_epsilon, input_values, label_values, mobilenet_blocks, weight_values } from '../values'
import { read_and_free } from './answers'

const dispose = (parts: { dispose(): unknown }[]): void => {
  for (const part of parts) part.dispose()
}

interface PeerModel {
  input: number[]
  make(): any[]
}

function mobilenet({ layers }: typeof tfl): any[] {
  const normalized = (): any[] => [layers.batchNormalization(), layers.reLU({ maxValue: 6 })]
  const convolution = (filters: number, kernelSize: number, strides: number): any =>
    layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false })
  const right_and_below: any = [
    [0, 1],
    [0, 1],
  ]
  const block = (filters: number, strides: number): any[] => [
    ...(strides === 2 ? [layers.zeroPadding2d({ padding: right_and_below })] : []),
    layers.depthwiseConv2d({ kernelSize: 3, strides, padding: strides === 2 ? 'valid' : 'same', useBias: false }),
    ...normalized(),
    convolution(filters, 1, 1),
    ...normalized(),
  ]
  return [
    convolution(16, 3, 2),
    ...normalized(),
    ...mobilenet_blocks.flatMap(([filters, stride]) => block(filters, stride)),
    layers.globalAveragePooling2d({}),
  ]
}

/** The models of the suite that TensorFlow.js Layers can make, without their last layer. It has no multi-head attention. */
const peer_models = (peer: typeof tfl): Partial<Record<ModelName, PeerModel>> => {
  const { layers } = peer
  const dense = (units: number): any => layers.dense({ units, activation: 'relu' })
  const convolution = (filters: number): any => layers.conv2d({ filters, kernelSize: 3, activation: 'relu' })
  const lstm = (): any => layers.lstm({ units: 128, recurrentActivation: 'sigmoid', recurrentInitializer: 'zeros' })
  return {
    mlp: { input: [784], make: () => [dense(512), dense(512)] },
    cnn: {
      input: [28, 28, 1],
      make: () => [
        convolution(32),
        layers.maxPooling2d({}),
        convolution(64),
        layers.maxPooling2d({}),
        layers.flatten(),
        dense(128),
      ],
    },
    mobilenet: { input: [32, 32, 3], make: () => mobilenet(peer) },
    lstm: { input: [64, 32], make: () => [lstm()] },
  }
}

function make_model(peer: typeof tfl, { input, make }: PeerModel): tfl.Sequential {
  const { layers, sequential } = peer
  const classifier = layers.dense({ units: 10, activation: 'softmax' })
  const model = sequential({ layers: [layers.inputLayer({ inputShape: input }), ...make(), classifier] })
  let place = 0
  for (const layer of model.layers) {
    const given = layer.weights.map(({ originalName, shape }) => {
      const word = originalName.split('/').at(-1)!
      return tensor(weight_values(place++, word, shape as number[]), shape as number[])
    })
    if (given.length > 0) layer.setWeights(given)
    for (const value of given) value.dispose()
  }
  return model
}

/** TensorFlow.js Layers: `predictOnBatch`, or `trainOnBatch`. Throws for a model that it cannot make. */
export const layers_contender =
  (peer: typeof tfl) =>
  (name: ModelName, phase: Phase): Contender => {
    const described = peer_models(peer)[name]
    if (described === undefined) throw new Error('TensorFlow.js Layers lacks a layer of this model (MultiHeadAttention)')
    const model = make_model(peer, described)
    const batch = batch_of(phase)
    const shape = [batch, ...described.input]
    const x = tensor(input_values(shape), shape)
    if (phase !== 'train_32') {
      const run = (): ReturnType<Contender['run']> => read_and_free(model.predictOnBatch(x) as Tensor)
      return { run, dispose: () => dispose([model, x]) }
    }
    const labels = tensor(label_values(batch), [batch], 'float32')
    const optimizer = train.adam(0.001, 0.9, 0.999, adam_epsilon)
    model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' })
    const run = async (): Promise<ArrayLike<number>> => [(await model.trainOnBatch(x, labels)) as number].flat()
    return { run, dispose: () => dispose([model, x, labels]) }
  }
