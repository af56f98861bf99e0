import { Activation } from '../lib/layers/activations/activation'
import { Conv2D } from '../lib/layers/convolutional/conv2d'
import { Dense } from '../lib/layers/core/dense'
import { Embedding } from '../lib/layers/core/embedding'
import { Input } from '../lib/layers/core/input'
import { BatchNormalization } from '../lib/layers/normalization/batch_normalization'
import { LayerNormalization } from '../lib/layers/normalization/layer_normalization'
import { GlobalAveragePooling1D } from '../lib/layers/pooling/global_average_pooling1d'
import { MaxPooling2D } from '../lib/layers/pooling/max_pooling2d'
import { Dropout } from '../lib/layers/regularization/dropout'
import { Flatten } from '../lib/layers/reshaping/flatten'
import { Sequential } from '../lib/models/sequential'
import type { CompileOptions } from '../lib/training/compile'

/** A compiled model and a batch for it. */
export interface CountedModel {
  model: Sequential
  x: any
  y: any
  y_dtype: 'float32' | 'int32'
}

type Maker = () => CountedModel

/** Values of a shape that differ from each other. */
function values(shape: readonly number[], at: (i: number) => number = Math.sin): any {
  let next = 0
  const fill = (axis: number): any =>
    axis === shape.length ? at(next++) : Array.from({ length: shape[axis]! }, () => fill(axis + 1))
  return fill(0)
}

function compiled(layers: any[], options: CompileOptions): Sequential {
  const model = new Sequential(layers)
  model.compile(options)
  return model
}

const classes = { loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] }
const labels = (count: number, size: number): number[] => values([size], (i) => i % count)

function mlp(options: CompileOptions): CountedModel {
  const model = compiled(
    [
      Input({ shape: [32] }),
      new Dense({ units: 16, activation: 'relu' }),
      new Dense({ units: 16, activation: 'relu' }),
      new Dense({ units: 10, activation: 'softmax' }),
    ],
    options,
  )
  return { model, x: values([8, 32]), y: labels(10, 8), y_dtype: 'int32' }
}

/** The models whose kernels are counted. */
export const counted_models: Record<string, Maker> = {
  mlp_adam: () => mlp({ optimizer: 'adam', loss: classes.loss }),
  mlp_adam_accuracy: () => mlp({ optimizer: 'adam', ...classes }),
  mlp_sgd: () => mlp({ optimizer: 'sgd', loss: classes.loss }),
  cnn_adam: () => ({
    model: compiled(
      [
        Input({ shape: [8, 8, 3] }),
        new Conv2D({ filters: 4, kernel_size: 3 }),
        new BatchNormalization(),
        new Activation({ activation: 'relu' }),
        new MaxPooling2D(),
        new Flatten(),
        new Dense({ units: 10, activation: 'softmax' }),
      ],
      { optimizer: 'adam', ...classes },
    ),
    x: values([4, 8, 8, 3]),
    y: labels(10, 4),
    y_dtype: 'int32',
  }),
  dense_layer_normalization: () => ({
    model: compiled([Input({ shape: [64, 16] }), new Dense({ units: 16 }), new LayerNormalization()], {
      optimizer: 'adam',
      loss: 'mean_squared_error',
    }),
    x: values([16, 64, 16]),
    y: values([16, 64, 16], Math.cos),
    y_dtype: 'float32',
  }),
  embedding_dropout: () => ({
    model: compiled(
      [
        Input({ shape: [6], dtype: 'int32' }),
        new Embedding({ input_dim: 12, output_dim: 8, mask_zero: true }),
        new Dropout({ rate: 0.5 }),
        new GlobalAveragePooling1D(),
        new Dense({ units: 1, activation: 'sigmoid' }),
      ],
      { optimizer: 'adam', loss: 'binary_crossentropy', metrics: ['accuracy'] },
    ),
    x: values([4, 6], (i) => i % 12),
    y: values([4, 1], (i) => i % 2),
    y_dtype: 'float32',
  }),
}
