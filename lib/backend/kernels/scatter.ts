import { backend_util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { run_loop } from './memory'

/** TensorScatterUpdate: the plain-JS one of tfjs writes into its input. */
export const tensor_scatter_update_kernel: KernelFunc = ({ inputs, backend }) => {
  const { tensor, indices, updates } = inputs as unknown as Record<'tensor' | 'indices' | 'updates', TensorInfo>
  const { sliceRank, numUpdates, sliceSize, strides, outputSize } = backend_util.calculateShapes(updates, indices, tensor.shape)
  return run_loop(
    backend,
    [tensor, indices, updates],
    [{ shape: tensor.shape, dtype: tensor.dtype }],
    ([values, places, rows], [out]) => {
      out!.set(values!)
      for (let i = 0; i < numUpdates; i++) {
        let row = 0
        for (let j = 0; j < sliceRank; j++) row += places![i * sliceRank + j]! * strides[j]!
        if (row < 0 || row >= outputSize / sliceSize) {
          throw new ValueError(`Scatter: an index is outside of the shape [${tensor.shape}]. Received: indices[${i}]`)
        }
        for (let j = 0; j < sliceSize; j++) out![row * sliceSize + j] = rows![updates.shape.length === 0 ? 0 : i * sliceSize + j]!
      }
    },
  )[0]!
}
