import { tensor } from '@tensorflow/tfjs-core'
import { get_keras_mask, set_keras_mask } from '../../../lib/graph/masking'
import { Add } from '../../../lib/layers/merging/add'
import { Average } from '../../../lib/layers/merging/average'
import { Concatenate } from '../../../lib/layers/merging/concatenate'
import { Dot } from '../../../lib/layers/merging/dot'
import * as functions from '../../../lib/layers/merging/functions'
import { Maximum } from '../../../lib/layers/merging/maximum'
import { Minimum } from '../../../lib/layers/merging/minimum'
import { Multiply } from '../../../lib/layers/merging/multiply'
import { Subtract } from '../../../lib/layers/merging/subtract'
import { check_layer } from '../../layer_contract'

test('merging layers keep the contract of a layer', () => {
  const common = {
    input_shape: [
      [2, 3, 4],
      [2, 1, 4],
    ],
    output_shape: [2, 3, 4],
    supports_masking: true,
  }
  for (const layer_class of [Add, Average, Maximum, Minimum, Multiply, Subtract]) check_layer({ layer_class, ...common })
  check_layer({
    layer_class: Add,
    ...common,
    input_shape: [
      [2, 3, 4],
      [2, 4],
    ],
  })
  check_layer({
    layer_class: Concatenate,
    config: { axis: 1 },
    input_shape: [
      [2, 3, 4],
      [2, 1, 4],
    ],
    output_shape: [2, 4, 4],
    supports_masking: true,
  })
  check_layer({
    layer_class: Dot,
    config: { axes: [1, 2] },
    input_shape: [
      [2, 3, 5],
      [2, 4, 3],
    ],
    output_shape: [2, 5, 4],
    supports_masking: true,
  })
  check_layer({
    layer_class: Dot,
    config: { axes: 1, normalize: true },
    input_shape: [
      [2, 3],
      [2, 3],
    ],
    output_shape: [2, 1],
    supports_masking: true,
  })
})

test('each layer has a function of its name', () => {
  const x = tensor([[1, 4]])
  const y = tensor([[3, 2]])
  const results: Record<string, number[]> = {
    add: [4, 6],
    subtract: [-2, 2],
    multiply: [3, 8],
    average: [2, 3],
    maximum: [3, 4],
    minimum: [1, 2],
    concatenate: [1, 4, 3, 2],
    dot: [11],
  }
  for (const [name, wanted] of Object.entries(results)) {
    const z = (functions as any)[name]([x, y])
    expect(Array.from(z.dataSync())).toEqual(wanted)
    z.dispose()
  }
  x.dispose()
  y.dispose()
})

test('a masked value does not take part in a maximum; the masks are joined', () => {
  const x = tensor([[[9], [1]]])
  const y = tensor([[[2], [3]]])
  const masks = [tensor([[0, 1]], [1, 2], 'bool'), tensor([[1, 1]], [1, 2], 'bool')]
  set_keras_mask(x, masks[0])
  set_keras_mask(y, masks[1])
  const z = new Maximum()([x, y])
  expect(Array.from(z.dataSync())).toEqual([2, 3])
  expect(Array.from(get_keras_mask(z).dataSync())).toEqual([1, 1])
  for (const each of [x, y, z, ...masks]) each.dispose()
})

test('shapes that do not fit are refused', () => {
  const [a, b] = [tensor([[1, 2]]), tensor([[1, 2, 3]])]
  expect(() => new Add()([a, b])).toThrow('Inputs have incompatible shapes')
  expect(() => new Add()(a)).toThrow('A merge layer should be called on a list of inputs')
  expect(() => new Subtract()([a, a, a])).toThrow('A `Subtract` layer should be called on exactly 2 inputs')
  expect(() => new Concatenate({ axis: 0 })([a, b])).toThrow(
    'requires inputs with matching shapes except for the concatenation axis',
  )
  a.dispose()
  b.dispose()
})
