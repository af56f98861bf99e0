import type { Shape } from '../../lib/exports'
import { Input, Model, Sequential } from '../../lib/exports'
import * as L from '../../lib/exports/layers'
import * as ops from '../../lib/exports/ops'

/** A model that is written, and what it is asked. */
export interface Sample {
  name: string
  make(): any
  /** Shapes of the inputs without the batch: one, or by name. */
  inputs: number[] | Record<string, number[]>
  /** Inputs are integers below this. */
  integers?: number
  /** Compiled, and trained for some batches on targets of this shape. */
  train?: { compile: Record<string, unknown>; target: number[]; classes?: number }
  /** Largest difference of predictions. Default 1e-5. */
  atol?: number
  /** Versions of Keras that cannot open it, whoever wrote it, and why. */
  except?: Record<string, string>
  /** Kinds of files. Default both. */
  formats?: ('keras' | 'h5')[]
}

const stack = (shape: Shape, ...layers: any[]): any => new Sequential([Input({ shape }), ...layers])

/** A functional model of one input. */
function graph(shape: Shape, body: (x: any) => any): any {
  const x = Input({ shape, name: 'x' })
  return new Model({ inputs: x, outputs: body(x) })
}

export const samples: Sample[] = [
  {
    name: 'mlp',
    make: () =>
      stack(
        [4],
        new L.Dense({ units: 8, activation: 'relu' }),
        new L.Dropout({ rate: 0.5 }),
        new L.Dense({ units: 3, activation: 'softmax' }),
      ),
    inputs: [4],
  },
  {
    name: 'mlp_adam',
    make: () => stack([4], new L.Dense({ units: 8, activation: 'relu' }), new L.Dense({ units: 3, activation: 'softmax' })),
    inputs: [4],
    train: {
      compile: { optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] },
      target: [],
      classes: 3,
    },
  },
  {
    name: 'mlp_sgd_momentum',
    make: () => stack([4], new L.Dense({ units: 8, kernel_regularizer: 'l2', activation: 'tanh' }), new L.Dense({ units: 2 })),
    inputs: [4],
    train: {
      compile: {
        optimizer: { class_name: 'SGD', config: { learning_rate: 0.05, momentum: 0.9, nesterov: true } },
        loss: 'mse',
        metrics: ['mae'],
      },
      target: [2],
    },
  },
  {
    name: 'cnn',
    make: () =>
      stack(
        [8, 8, 3],
        new L.Conv2D({ filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }),
        new L.BatchNormalization(),
        new L.MaxPooling2D(),
        new L.SeparableConv2D({ filters: 5, kernel_size: 3 }),
        new L.DepthwiseConv2D({ kernel_size: 2 }),
        new L.GlobalAveragePooling2D(),
        new L.Dense({ units: 2 }),
      ),
    inputs: [8, 8, 3],
  },
  {
    name: 'conv_transpose',
    make: () =>
      stack(
        [4, 4, 2],
        new L.ZeroPadding2D(),
        new L.Conv2DTranspose({ filters: 3, kernel_size: 3, strides: 2 }),
        new L.Cropping2D({ cropping: 1 }),
        new L.LeakyReLU(),
        new L.PReLU(),
        new L.Flatten(),
        new L.Dense({ units: 2 }),
      ),
    inputs: [4, 4, 2],
  },
  {
    name: 'lstm',
    make: () =>
      stack([5, 3], new L.LSTM({ units: 4, return_sequences: true }), new L.LSTM({ units: 3 }), new L.Dense({ units: 2 })),
    inputs: [5, 3],
  },
  {
    name: 'recurrent',
    make: () =>
      stack(
        [5, 3],
        new L.Bidirectional({ layer: new L.GRU({ units: 4, return_sequences: true }) }),
        new L.SimpleRNN({ units: 3, return_sequences: true }),
        new L.TimeDistributed({ layer: new L.Dense({ units: 2 }) }),
      ),
    inputs: [5, 3],
  },
  {
    name: 'stacked_cells',
    make: () => stack([5, 3], new L.RNN({ cell: [new L.LSTMCell({ units: 4 }), new L.GRUCell({ units: 3 })] })),
    inputs: [5, 3],
    formats: ['keras'],
  },
  {
    name: 'text',
    make: () =>
      stack(
        [6],
        new L.Embedding({ input_dim: 20, output_dim: 4, mask_zero: true }),
        new L.LSTM({ units: 3 }),
        new L.Dense({ units: 2 }),
      ),
    inputs: [6],
    integers: 20,
  },
  {
    name: 'attention',
    make: () =>
      graph([5, 6], (x) => {
        const y = new L.MultiHeadAttention({ num_heads: 2, key_dim: 3 })(x, x)
        const z = new L.LayerNormalization()(new L.Add()([x, y]))
        return new L.EinsumDense({ equation: 'abc,cd->abd', output_shape: [null, 4], bias_axes: 'd' })(z)
      }),
    inputs: [5, 6],
    except: { '2.15.0': 'asks for shapes in the config of attention, which Keras 3 refuses there' },
  },
  {
    name: 'two_inputs',
    make: () => {
      const a = Input({ shape: [3], name: 'a' })
      const b = Input({ shape: [2], name: 'b' })
      const shared = new L.Dense({ units: 4, name: 'shared' })
      const [left, right] = [shared(new L.Dense({ units: 3 })(a)), shared(new L.Dense({ units: 3 })(b))]
      const joined = new L.Concatenate()([left, right])
      return new Model({
        inputs: { a, b },
        outputs: [new L.Dense({ units: 1, name: 'p' })(joined), new L.Multiply()([left, right])],
      })
    },
    inputs: { a: [3], b: [2] },
    formats: ['keras'],
  },
  {
    name: 'nested',
    make: () =>
      graph([4], (x) => {
        const inner = stack([4], new L.Dense({ units: 3 }), new L.Dense({ units: 4 }))
        const block = graph([4], (y) => new L.Dense({ units: 4, activation: 'tanh' })(y))
        return new L.Dense({ units: 2 })(block(inner(block(x))))
      }),
    inputs: [4],
    except: {
      '3.4.1': 'opens no model that is called twice with a layer between',
      '2.15.0': 'counts the calls of models inside otherwise than Keras 3',
    },
  },
  {
    name: 'ops',
    make: () => graph([4], (x) => ops.mean(ops.relu(ops.add(new L.Dense({ units: 3 })(x), 0.25)), { axis: -1, keepdims: true })),
    inputs: [4],
    formats: ['keras'],
  },
  {
    name: 'normalisations',
    make: () =>
      stack(
        [4, 6],
        new L.LayerNormalization(),
        new L.GroupNormalization({ groups: 3 }),
        new L.UnitNormalization(),
        new L.Dense({ units: 3 }),
      ),
    inputs: [4, 6],
  },
  {
    name: 'mixed_bfloat16',
    make: () =>
      stack(
        [4],
        new L.Dense({ units: 8, activation: 'relu', dtype: 'mixed_bfloat16' }),
        new L.Dense({ units: 3, dtype: 'float32' }),
      ),
    inputs: [4],
    atol: 2e-2,
    formats: ['keras'],
  },
  {
    name: 'bfloat16',
    make: () => stack([4], new L.Dense({ units: 8, dtype: 'bfloat16' }), new L.Dense({ units: 3, dtype: 'float32' })),
    inputs: [4],
    atol: 3e-2,
    formats: ['keras'],
  },
]
