import { memory, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { clear_session } from '../../lib/common/state'
import { Embedding } from '../../lib/layers/core/embedding'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { take } from '../../lib/ops/numpy/indexing'

beforeEach(() => clear_session())

function rounded(value: Tensor): number[] {
  return Array.from(value.dataSync(), (number) => Number(number.toFixed(5)))
}

const x = [
  [1, 10],
  [3, 30],
]

describe('moving averages', () => {
  test('each training call moves them once, and nothing else does', () => {
    const layer = new BatchNormalization({ momentum: 0.5 })
    const outputs = [layer(x, { training: true }), layer(x), layer(x, { training: true })] as Tensor[]
    expect(rounded(layer.moving_mean)).toEqual([1.5, 15])
    expect(rounded(layer.moving_variance)).toEqual([1, 75.25])
    for (const output of outputs) output.dispose()
  })

  test('a stateless call answers new averages and changes neither the variables nor the given values', () => {
    const layer = new BatchNormalization({ momentum: 0.5 })
    layer.build([null, 2])
    const given = [
      [1, 1],
      [0, 0],
      [2, 4],
      [3, 5],
    ].map((values) => tensor(values))
    const [output, averages] = layer.stateless_call(given.slice(0, 2), given.slice(2), tensor(x), { training: true })
    expect(averages.map(rounded)).toEqual([
      [2, 12],
      [2, 52.5],
    ])
    expect(given.slice(2).map(rounded)).toEqual([
      [2, 4],
      [3, 5],
    ])
    expect(rounded(layer.moving_mean)).toEqual([0, 0])
    expect(rounded(layer.moving_variance)).toEqual([1, 1])
    output.dispose()
  })

  test('copies of the averages keep the values that they were made of', () => {
    const layer = new BatchNormalization({ momentum: 0.5 })
    layer.build([null, 2])
    const copy = layer.moving_mean.clone()
    ;(layer(x, { training: true }) as Tensor).dispose()
    expect(rounded(copy)).toEqual([0, 0])
    expect(rounded(layer.moving_mean)).toEqual([1, 10])
    copy.dispose()
  })

  test.each([
    [true, true, [3, 2, 7, 6]],
    [true, false, [2, 1, 6, 5]],
    [false, true, [2, 1.5, 4, 3.5]],
    [false, false, [1, 0.5, 3, 2.5]],
  ])('inference uses them with scale %s and center %s', (scale, center, wanted) => {
    const layer = new BatchNormalization({
      scale,
      center,
      epsilon: 0,
      gamma_initializer: { class_name: 'Constant', config: { value: 2 } },
      beta_initializer: 'ones',
    })
    layer.build([null, 2])
    layer.moving_mean.assign([-1, 0])
    layer.moving_variance.assign([4, 16])
    const y = layer([
      [1, 2],
      [5, 10],
    ]) as Tensor
    expect(rounded(y)).toEqual(wanted)
    y.dispose()
    layer.dispose()
  })
})

describe('lookups', () => {
  test('indices from the end count back, those outside give NaN', () => {
    const start = memory().numTensors
    const table = tensor([10, 20, 30])
    const taken = [take(table, [0, 2]), take(table, [-1, 0]), take(table, [3, 1])] as Tensor[]
    expect(taken.map((part) => Array.from(part.dataSync()))).toEqual([
      [10, 30],
      [30, 10],
      [Number.NaN, 20],
    ])
    for (const part of [...taken, table]) part.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('an embedding gives the same rows for whole numbers of each dtype', () => {
    const layer = new Embedding({ input_dim: 3, output_dim: 1, weights: [[1], [2], [3]] as never })
    const results = [layer([[2, 0]]), layer(tensor([[2, 0]], undefined, 'int32')), layer([[-1, 0]])] as Tensor[]
    for (const result of results) expect(rounded(result)).toEqual([3, 1])
    for (const result of results) result.dispose()
    layer.dispose()
  })
})
