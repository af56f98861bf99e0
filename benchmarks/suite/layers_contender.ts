import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops'
import { type Tensor, tensor, train } from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { type Action, batch_of, type Contender } from './protocol'
import { input_values, label_values, weight_values } from './values'

const { layers } = tfl

interface PeerModel {
  input: number[]
  make(): any[]
}

const classifier = (): any => layers.dense({ units: 10, activation: 'softmax' })

function mobilenet(): any[] {
  const normalized = (): any[] => [layers.batchNormalization(), layers.reLU({ maxValue: 6 })]
  const convolution = (filters: number, kernelSize: number, strides: number): any =>
    layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false })
  const block = (filters: number, strides: number): any[] => [
    ...(strides === 2
      ? [
          layers.zeroPadding2d({
            padding: [
              [0, 1],
              [0, 1],
            ] as any,
          }),
        ]
      : []),
    layers.depthwiseConv2d({ kernelSize: 3, strides, padding: strides === 2 ? 'valid' : 'same', useBias: false }),
    ...normalized(),
    convolution(filters, 1, 1),
    ...normalized(),
  ]
  const blocks: [number, number][] = [
    [32, 1],
    [64, 2],
    [64, 1],
    [128, 2],
  ]
  return [
    convolution(16, 3, 2),
    ...normalized(),
    ...blocks.flatMap(([filters, stride]) => block(filters, stride)),
    layers.globalAveragePooling2d({}),
    classifier(),
  ]
}

/** The models of the suite that TensorFlow.js Layers can make. It has no multi-head attention. */
const peer_models: Record<string, PeerModel> = {
  mlp: {
    input: [784],
    make: () => [
      layers.dense({ units: 512, activation: 'relu' }),
      layers.dense({ units: 512, activation: 'relu' }),
      classifier(),
    ],
  },
  cnn: {
    input: [28, 28, 1],
    make: () => [
      layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({}),
      layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({}),
      layers.flatten(),
      layers.dense({ units: 128, activation: 'relu' }),
      classifier(),
    ],
  },
  mobilenet: { input: [32, 32, 3], make: mobilenet },
  lstm: {
    input: [64, 32],
    make: () => [layers.lstm({ units: 128, recurrentActivation: 'sigmoid', recurrentInitializer: 'zeros' }), classifier()],
  },
}

function make_model({ input, make }: PeerModel): tfl.Sequential {
  const model = tfl.sequential({ layers: [layers.inputLayer({ inputShape: input }), ...make()] })
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

/** TensorFlow.js Layers: `predictOnBatch`, or `trainOnBatch`. @throws Error for a model that it cannot make. */
export function layers_contender(name: string, action: Action): Contender {
  const peer = peer_models[name]
  if (peer === undefined) throw new Error('TensorFlow.js Layers lacks a layer of this model')
  const model = make_model(peer)
  const batch = batch_of(action)
  const shape = [batch, ...peer.input]
  const x = tensor(input_values(shape), shape)
  if (action !== 'train_32') {
    const run = (): ArrayLike<number> => {
      const y = model.predictOnBatch(x) as Tensor
      const values = y.dataSync()
      y.dispose()
      return values
    }
    return { run, dispose: () => [model, x].map((one) => one.dispose()) }
  }
  const labels = tensor(label_values(batch), [batch], 'float32')
  model.compile({ optimizer: train.adam(0.001, 0.9, 0.999, 1e-7), loss: 'sparseCategoricalCrossentropy' })
  const run = async (): Promise<ArrayLike<number>> => [(await model.trainOnBatch(x, labels)) as number].flat()
  return { run, dispose: () => [model, x, labels].map((one) => one.dispose()) }
}
