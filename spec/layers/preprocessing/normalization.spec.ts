import { memory, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { Normalization } from '../../../lib/layers/preprocessing/normalization'
import { check_layer } from '../../layer_contract'

function values(x: Tensor): number[] {
  const result = Array.from(x.dataSync(), (value) => Math.round(value * 1e4) / 1e4)
  x.dispose()
  return result
}

const data = [
  [0, 7, 4],
  [2, 9, 6],
  [0, 7, 4],
  [2, 9, 6],
]

test('Normalization keeps the contract of a layer', () => {
  check_layer({
    layer_class: Normalization,
    config: { mean: [0.5, 1, -1], variance: [1, 4, 0.25] },
    input_shape: [2, 3],
    output_shape: [2, 3],
    supports_masking: true,
  })
  check_layer({
    layer_class: Normalization,
    config: { axis: [1, 2], invert: true },
    input_shape: [2, 3, 2],
    non_trainable_weights: 3,
    supports_masking: true,
  })
})

test('Normalization takes mean and variance from an array before adapt answers', () => {
  const layer = new Normalization()
  void layer.adapt(data)
  expect(values(layer([[0, 7, 4]]))).toEqual([-1, -1, -1])
  expect(layer.get_config()).toMatchObject({ axis: [-1], invert: false, mean: null, variance: null })
  expect(layer.weights.map((weight) => weight.local_name)).toEqual(['mean', 'variance', 'count'])
  const mean = layer.mean!
  expect(mean.shape).toEqual([1, 3])
  expect(values(mean)).toEqual([1, 8, 5])
  expect(values(layer.variance!)).toEqual([1, 1, 1])
  layer.dispose()
})

test('Normalization with invert goes back to the scale of the data', () => {
  const layer = new Normalization({ invert: true })
  void layer.adapt(data)
  expect(values(layer([[1, 2, 3]]))).toEqual([2, 10, 8])
  layer.dispose()
})

test('Batches of several sizes, with targets or without, in any kind of iterable, give what the whole array gives', async () => {
  const before = memory().numTensors
  const batches = [tensor(data.slice(0, 3)), tensor(data.slice(3))]
  const of_dataset = batches.map((batch) => batch.clone())
  const sources = [
    batches,
    batches.map((batch) => [batch, batch]),
    () => batches.values(),
    batches.values(),
    (async function* () {
      yield* batches
    })(),
    [data.slice(0, 3), data.slice(3)].values(),
    { iterator: () => of_dataset.map((xs) => ({ xs })).values() },
  ]
  for (const source of sources) {
    const layer = new Normalization()
    await layer.adapt(source as never)
    expect(values(layer([[0, 7, 4]]))).toEqual([-1, -1, -1])
    layer.dispose()
  }
  for (const batch of batches) batch.dispose()
  expect(memory().numTensors).toBe(before)
})

test('adapt forgets what it took before, and stops after `steps` batches', async () => {
  const layer = new Normalization({ axis: null })
  await layer.adapt([[5], [7]])
  await layer.adapt([[0], [2], [100]], { batch_size: 1, steps: 2 })
  expect(values(layer([[3]]))).toEqual([2])
  await layer.adapt(
    [
      [[0], [4]],
      [[9], [9]],
    ].values(),
    { steps: 1 },
  )
  expect(values(layer([[4]]))).toEqual([1])
  layer.dispose()
})

test('Data that do not fit are refused without leaving tensors', async () => {
  const layer = new Normalization()
  await layer.adapt(data)
  const before = memory().numTensors
  await expect(layer.adapt([[1, 2]])).rejects.toThrow('incompatible shape, data.shape=(1, 2)')
  await expect(layer.adapt([])).rejects.toThrow('empty iterable')
  await expect(layer.adapt([[[1, 2]]].values())).rejects.toThrow('incompatible shape')
  await expect(layer.adapt(3 as never)).rejects.toThrow('Unsupported data type')
  await expect(layer.adapt(['text', 'text'].values())).rejects.toThrow('yields arrays or tensors')
  await expect(new Normalization({ mean: 1, variance: 1 }).adapt(data)).rejects.toThrow('static `mean` and `variance`')
  expect(memory().numTensors).toBe(before)
  layer.dispose()
})

test('A mean of fewer axes than are kept goes along the last of them', () => {
  const layer = new Normalization({ axis: [1, 2], mean: [1, 2], variance: [4, 1] })
  const x = tensor([[[1, 2], [3, 3]]]) // biome-ignore format: one line
  expect(values(layer(x))).toEqual([0, 0, 1, 1])
  x.dispose()
})

test('Weights count once they were set together; one that is assigned alone changes nothing before', () => {
  const layer = new Normalization()
  layer.build([null, 1])
  layer.weights[0]!.assign([2])
  expect(values(layer([[4]]))).toEqual([4])
  layer.set_weights([[2], [4], 0])
  expect(values(layer([[4]]))).toEqual([1])
  layer.dispose()
})

test('mean and variance must fit each other and the axes', () => {
  expect(() => new Normalization({ mean: [1, 2], variance: [1] })).toThrow('must have the same shape')
  expect(() => new Normalization({ mean: [[1]], variance: [[1]] })).toThrow('The rank of `mean` must be less than or equal')
})
