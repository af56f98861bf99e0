import { type KernelFunc, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

function holds_nan(values: TypedArray): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true
  return false
}

/** Where the first NaN of a lane is, else its first extreme. */
function place_in_lane(values: TypedArray, first: number, size: number, step: number, sign: 1 | -1): number {
  let place = 0
  let best = Number.NEGATIVE_INFINITY
  for (let i = 0; i < size; i++) {
    const value = sign * values[first + i * step]!
    if (Number.isNaN(value)) return i
    if (value > best) {
      best = value
      place = i
    }
  }
  return place
}

function nan_extreme_kernel(sign: 1 | -1): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const x = args.inputs.x as TensorInfo
    if (x.dtype !== 'float32') return original(args)
    const axis = util.parseAxisParam(args.attrs!.axis as unknown as number, x.shape)[0]!
    const size = x.shape[axis]!
    const step = util.sizeFromShape(x.shape.slice(axis + 1))
    const shape = x.shape.filter((_, i) => i !== axis)
    let found = false
    const [result] = run_loop(args.backend, [x], [{ shape, dtype: 'int32' }], ([values], [out]) => {
      found = holds_nan(values!)
      if (!found) return
      for (let lane = 0; lane < out!.length; lane++) {
        out![lane] = place_in_lane(values!, Math.floor(lane / step) * step * size + (lane % step), size, step, sign)
      }
    })
    if (found) return result!
    ;(args.backend as { disposeData(id: object): unknown }).disposeData(result!.dataId)
    return original(args)
  }
}

/** ArgMax and ArgMin in which NaN counts as the extreme: the kernel that is there does tensors without one. */
export const nan_extreme_kernels: Record<string, (original: KernelFunc) => KernelFunc> = {
  ArgMax: nan_extreme_kernel(1),
  ArgMin: nan_extreme_kernel(-1),
}
