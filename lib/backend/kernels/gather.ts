import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { IndexError } from '../../common/errors'
import { run_loop } from './memory'

const product = (numbers: number[]): number => numbers.reduce((a, b) => a * b, 1)

/** GatherV2, whole rows at a time: wasm's own is slow, and wrong with batch axes. */
export function gather_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, indices } = args.inputs as unknown as { x: TensorInfo; indices: TensorInfo }
    if (x.dtype === 'string' || x.dtype === 'complex64') return original(args)
    const { axis: given, batchDims = 0 } = args.attrs as unknown as { axis: number; batchDims?: number }
    const axis = util.parseAxisParam(given, x.shape)[0]!
    const batch_axes = batchDims < 0 ? batchDims + indices.shape.length : batchDims
    const rows = product(x.shape.slice(0, batch_axes))
    const outer = product(x.shape.slice(batch_axes, axis))
    const size = x.shape[axis]!
    const inner = product(x.shape.slice(axis + 1))
    const count = product(indices.shape.slice(batch_axes))
    const shape = [...x.shape.slice(0, axis), ...indices.shape.slice(batch_axes), ...x.shape.slice(axis + 1)]
    return run_loop(args.backend, [x, indices], [{ shape, dtype: x.dtype }], ([values, ids], [out]) => {
      let at = 0
      for (let row = 0; row < rows; row++) {
        for (let block = 0; block < outer; block++) {
          const start = (row * outer + block) * size
          for (let i = 0; i < count; i++, at += inner) {
            const id = ids![row * count + i]!
            if (id < 0 || id >= size) throw new IndexError(`Gather: an index is not in [0, ${size - 1}]. Received: ${id}`)
            const from = (start + id) * inner
            if (inner < 16) for (let j = 0; j < inner; j++) out![at + j] = values![from + j]!
            else out!.set(values!.subarray(from, from + inner), at)
          }
        }
      }
    })[0]!
  }
}
