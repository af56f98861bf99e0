import { memory, tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../lib/common/errors'
import { register_keras_serializable } from '../../../lib/common/registry'
import { get_keras_mask } from '../../../lib/graph/masking'
import { Dense } from '../../../lib/layers/core/dense'
import { EinsumDense } from '../../../lib/layers/core/einsum_dense'
import { Embedding } from '../../../lib/layers/core/embedding'
import { Identity } from '../../../lib/layers/core/identity'
import { Input } from '../../../lib/layers/core/input'
import { InputLayer } from '../../../lib/layers/core/input_layer'
import { Lambda } from '../../../lib/layers/core/lambda_layer'
import { Masking } from '../../../lib/layers/core/masking'
import { Wrapper } from '../../../lib/layers/core/wrapper'
import { deserialize, serialize } from '../../../lib/loading/layers'
import { multiply } from '../../../lib/ops/numpy/arithmetic'
import { mean } from '../../../lib/ops/numpy/reduce'
import { check_layer } from '../../layer_contract'

describe('Dense', () => {
  test('keeps the contract of a layer, with and without bias, for matrices and deeper inputs', () => {
    check_layer({
      layer_class: Dense,
      config: { units: 4, activation: 'tanh' },
      input_shape: [2, 3],
      output_shape: [2, 4],
      trainable_weights: 2,
      supports_masking: true,
    })
    check_layer({
      layer_class: Dense,
      config: { units: 5, use_bias: false, kernel_regularizer: 'l2' },
      input_shape: [2, 3, 4],
      output_shape: [2, 3, 5],
      trainable_weights: 1,
      losses: 1,
      supports_masking: true,
    })
  })

  test('answers activation(x @ kernel + bias)', () => {
    const layer = new Dense({
      units: 2,
      activation: 'relu',
      weights: [
        [
          [1, -1],
          [2, -2],
        ],
        [0.5, 10],
      ],
    })
    const y = layer([[1, 3]])
    expect(Array.from(y.dataSync())).toEqual([7.5, 3])
    y.dispose()
    layer.dispose()
  })

  test('refuses units that are no positive integer', () => {
    expect(() => new Dense({ units: 0 })).toThrow(
      'Received an invalid value for `units`, expected a positive integer. Received: units=0',
    )
  })

  test('with LoRA trains two factors of a change of the frozen kernel', () => {
    const before = memory().numTensors
    const layer = new Dense({ units: 2, lora_rank: 1 })
    layer.build([null, 3])
    expect(layer.trainable_weights.map((weight) => weight.local_name)).toEqual(['bias', 'lora_kernel_a', 'lora_kernel_b'])
    expect(layer.get_config().lora_rank).toBe(1)
    expect(() => layer.enable_lora(1)).toThrow('lora is already enabled')
    layer.lora_kernel_a.assign([[1], [0], [2]])
    layer.lora_kernel_b.assign([[1, 1]])
    const kernel = layer.kernel
    const frozen = layer._kernel.dataSync()
    expect(kernel.dataSync()[4]).toBeCloseTo(frozen[4]! + 2, 5)
    kernel.dispose()
    layer.dispose()
    expect(memory().numTensors).toBe(before)
  })
})

describe('Embedding', () => {
  test('keeps the contract of a layer', () => {
    check_layer({
      layer_class: Embedding,
      config: { input_dim: 4, output_dim: 3 },
      input_shape: [2, 5],
      input_dtype: 'int32',
      output_shape: [2, 5, 3],
      trainable_weights: 1,
    })
    check_layer({
      layer_class: Embedding,
      config: { input_dim: 4, output_dim: 3, mask_zero: true, embeddings_regularizer: 'l1' },
      input_shape: [2, 5],
      input_dtype: 'int32',
      losses: 1,
      supports_masking: true,
    })
  })

  test('takes its first table, and masks index zero', () => {
    const layer = new Embedding({
      input_dim: 3,
      output_dim: 2,
      mask_zero: true,
      weights: [
        [
          [0, 1],
          [2, 3],
          [4, 5],
        ],
      ],
    })
    expect(layer.built).toBe(true)
    const y = layer(tensor([[2, 0]], [1, 2], 'int32'))
    expect(Array.from(y.dataSync())).toEqual([4, 5, 0, 1])
    expect(Array.from(get_keras_mask(y).dataSync())).toEqual([1, 0])
    y.dispose()
    layer.dispose()
  })
})

describe('EinsumDense', () => {
  test('keeps the contract of a layer', () => {
    check_layer({
      layer_class: EinsumDense,
      config: { equation: 'abc,cd->abd', output_shape: [3, 5], bias_axes: 'd', activation: 'tanh' },
      input_shape: [2, 3, 4],
      output_shape: [2, 3, 5],
      trainable_weights: 2,
    })
    check_layer({
      layer_class: EinsumDense,
      config: { equation: '...x,xy->...y', output_shape: 3, kernel_regularizer: 'l2' },
      input_shape: [2, 3, 4],
      output_shape: [2, 3, 3],
      trainable_weights: 1,
      losses: 1,
    })
  })

  test('refuses equations of another form', () => {
    expect(() => new EinsumDense({ equation: 'ab', output_shape: 3 }).build([null, 3])).toThrow('Equations must be in the form')
  })
})

describe('Masking', () => {
  test('keeps the contract of a layer', () => {
    check_layer({
      layer_class: Masking,
      config: { mask_value: 0.5 },
      input_shape: [2, 3, 4],
      output_shape: [2, 3, 4],
      supports_masking: true,
      built_at_init: true,
    })
  })

  test('masks the steps that are all mask_value, and empties them', () => {
    const y = new Masking({ mask_value: 2 })([
      [
        [2, 2],
        [2, 1],
      ],
    ])
    expect(Array.from(y.dataSync())).toEqual([0, 0, 2, 1])
    expect(Array.from(get_keras_mask(y).dataSync())).toEqual([0, 1])
    y.dispose()
  })
})

describe('Identity', () => {
  test('keeps the contract of a layer', () => {
    check_layer({ layer_class: Identity, input_shape: [2, 3], output_shape: [2, 3], supports_masking: true, built_at_init: true })
    check_layer({
      layer_class: Identity,
      input_shape: [
        [2, 3],
        [2, 4],
      ],
      output_shape: [
        [2, 3],
        [2, 4],
      ],
      supports_masking: true,
      built_at_init: true,
    })
  })
})

describe('Input and InputLayer', () => {
  test('Input gives a symbolic tensor with an unknown batch', () => {
    const x = Input({ shape: [3], name: 'x', dtype: 'int32' })
    expect(x.shape).toEqual([null, 3])
    expect(x.dtype).toBe('int32')
    expect(x._keras_history!.operation!.name).toBe('x')
    expect(Input({ batch_shape: [2, null] }).shape).toEqual([2, null])
    expect(Input({ shape: [4], batch_size: 8 }).shape).toEqual([8, 4])
  })

  test('the config of an input layer has six keys, and rebuilds it', () => {
    const config = new InputLayer({ shape: [2], name: 'in' }).get_config()
    expect(config).toEqual({
      batch_shape: [null, 2],
      dtype: 'float32',
      sparse: false,
      ragged: false,
      name: 'in',
      optional: false,
    })
    expect(InputLayer.from_config(config).get_config()).toEqual(config)
    expect(new InputLayer({ batch_input_shape: [null, 5] }).batch_shape).toEqual([null, 5])
  })

  test('contradictions are refused', () => {
    expect(() => new InputLayer({})).toThrow('You must pass a `shape` argument.')
    expect(() => new InputLayer({ shape: [2], batch_shape: [1, 2] })).toThrow('You cannot pass both `shape` and `batch_shape`')
    expect(() => new InputLayer({ input_tensor: Input({ shape: [2] }), shape: [3] })).toThrow(
      'cannot provide an incompatible `shape`',
    )
  })
})

describe('Lambda', () => {
  test('runs a function with its arguments, eagerly and symbolically', () => {
    const layer = new Lambda((x, { factor }) => multiply(x, factor), { arguments: { factor: 3 } })
    const y = layer([[1, 2]])
    expect(Array.from(y.dataSync())).toEqual([3, 6])
    y.dispose()
    expect(layer(Input({ shape: [4] })).shape).toEqual([null, 4])
    const average = new Lambda(mean, { arguments: { axis: 1 } })
    expect(average(Input({ shape: [4, 3] })).shape).toEqual([null, 3])
  })

  test('answers the shape that it was given', () => {
    expect(new Lambda((x) => x, { output_shape: [7] }).compute_output_shape([null, 2])).toEqual([null, 7])
    expect(new Lambda((x) => x, { output_shape: (shape: number[]) => [...shape, 1] }).compute_output_shape([null, 2])).toEqual([
      null,
      2,
      1,
    ])
  })

  test('is saved by the name of a registered function only', () => {
    const twice = register_keras_serializable({ package: 'spec', name: 'twice' })((x: any) => multiply(x, 2))
    const form = serialize(new Lambda(twice))
    const y = deserialize(JSON.parse(JSON.stringify(form)))([[4]])
    expect(Array.from(y.dataSync())).toEqual([8])
    y.dispose()
    expect(() => new Lambda((x) => x).get_config()).toThrow(ValueError)
  })
})

describe('Wrapper', () => {
  test('holds a layer, which its config rebuilds', () => {
    const wrapper = new Wrapper({ layer: new Dense({ units: 2, name: 'inside' }) })
    const revived = deserialize(JSON.parse(JSON.stringify(serialize(wrapper)))) as Wrapper
    expect(revived.layer).toBeInstanceOf(Dense)
    expect(revived.layer.name).toBe('inside')
    expect(() => new Wrapper({ layer: 2 as never })).toThrow("supplied to Wrapper isn't a supported layer type")
  })
})
