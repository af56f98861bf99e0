import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** UnsortedSegmentSum: adds each row of `x` to the row that `segmentIds` names; rows named outside the range are dropped. */
export const segment_sum_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, segmentIds } = inputs as unknown as { x: TensorInfo; segmentIds: TensorInfo }
  const segments = attrs!.numSegments as unknown as number
  const row_shape = x.shape.slice(segmentIds.shape.length)
  const width = util.sizeFromShape(row_shape)
  return run_loop(backend, [x, segmentIds], [{ shape: [segments, ...row_shape], dtype: x.dtype }], ([values, ids], [out]) => {
    for (let i = 0; i < ids!.length; i++) {
      const id = ids![i]!
      if (id < 0 || id >= segments) continue
      const from = i * width
      const to = id * width
      for (let j = 0; j < width; j++) out![to + j]! += values![from + j]!
    }
  })[0]!
}
