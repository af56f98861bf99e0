import { memory, type Tensor } from '@tensorflow/tfjs-core'
import { Input } from '../../lib/layers/core/input'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { Model } from '../../lib/models/model'
import { add, meshgrid } from '../../lib/ops/numpy'
import { einsum } from '../../lib/ops/numpy/einsum'
import { rfft } from '../../lib/ops/signal'
import { serialize_keras_object } from '../../lib/saving/serialize'

function node_of(model: any, class_name: string): any {
  return serialize_keras_object(model)!.config.layers.find((layer: any) => layer.class_name === class_name)
}

function through_a_file(model: any): any {
  return deserialize_keras_object(JSON.parse(JSON.stringify(serialize_keras_object(model))))
}

function values(x: Tensor): number[] {
  const result = Array.from(x.dataSync(), (value) => Math.round(value * 1e4) / 1e4 + 0)
  x.dispose()
  return result
}

test('158: An einsum in a graph is saved with its subscripts, its operands spread, and revived.', () => {
  const before = memory().numTensors
  const [a, b] = [Input({ shape: [2, 3] }), Input({ shape: [3] })]
  const model = new Model({ inputs: [a, b], outputs: einsum('bij,bj->bi', a, b) })
  const node = node_of(model, 'Einsum')
  expect(node).toMatchObject({ module: 'keras.src.ops.numpy', config: { subscripts: 'bij,bj->bi' } })
  expect(node.inbound_nodes[0].args).toHaveLength(2)
  const revived = through_a_file(model)
  expect(revived.outputs[0].shape).toEqual([null, 2])
  expect(values(revived([[[[1, 2, 3], [4, 5, 6]]], [[1, 0, 1]]]))).toEqual([4, 10]) // biome-ignore format: one line
  revived.dispose()
  model.dispose()
  expect(memory().numTensors).toBe(before)
})

test('Coordinate grids of several vectors and Fourier transforms are revived.', () => {
  const [x, y] = [Input({ batch_shape: [2] }), Input({ batch_shape: [3] })]
  const [across, down] = meshgrid(x, y, { indexing: 'ij' }) as any
  const grids = through_a_file(new Model({ inputs: [x, y], outputs: add(across, down) as any }))
  expect(values(grids([[10, 20], [1, 2, 3]]))).toEqual([11, 12, 13, 21, 22, 23]) // biome-ignore format: one line
  const wave = Input({ shape: [4] })
  const model = new Model({ inputs: wave, outputs: (rfft as any)(wave) })
  expect(node_of(model, 'RFFT').module).toBe('keras.src.ops.math')
  const [real, imaginary] = through_a_file(model)([[1, 2, 3, 4]])
  expect(values(real)).toEqual([10, -2, -2])
  expect(values(imaginary)).toEqual([0, 2, 0])
})
