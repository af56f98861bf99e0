import { Rescaling } from '../../../lib/layers/preprocessing/rescaling'
import { check_layer } from '../../layer_contract'

test('Rescaling keeps the contract of a layer', () => {
  check_layer({
    layer_class: Rescaling,
    config: { scale: 0.5, offset: -1 },
    input_shape: [2, 3, 3],
    output_shape: [2, 3, 3],
    supports_masking: true,
  })
  check_layer({
    layer_class: Rescaling,
    config: { scale: [1, 2, 0.5], offset: [0, 1, 2] },
    input_shape: [2, 3],
    supports_masking: true,
  })
})

test('Rescaling makes floats of integers', () => {
  const y = new Rescaling({ scale: 0.5, offset: 1 })([[2, 4]])
  expect(Array.from(y.dataSync())).toEqual([2, 3])
  expect(y.dtype).toBe('float32')
  y.dispose()
})
