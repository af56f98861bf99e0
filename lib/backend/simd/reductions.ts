import { backend_util, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WasmBackend } from '../wasm/memory'
import { simd_of } from './load'

/** Sum or Mean of floats on wasm over axes that are neighbours. */
export function simd_reduction_kernel(mean: boolean): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const x = args.inputs.x as TensorInfo
    const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean }
    const simd = x.dtype === 'float32' ? simd_of(args.backend as object) : null
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b)
    const neighbours = axes.length > 0 && axes.every((one, i) => one === axes[0]! + i)
    if (simd === null || !neighbours || util.sizeFromShape(x.shape) === 0) return original(args)
    const [kept, reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes)
    const shape = keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept
    const out = (args.backend as WasmBackend).makeOutput(shape, 'float32')
    const [from, to] = [simd.at(x), simd.at(out)]
    const many = util.sizeFromShape(reduced)
    const before = util.sizeFromShape(x.shape.slice(0, axes[0]))
    const after = util.sizeFromShape(x.shape.slice(axes.at(-1)! + 1))
    if (after === 1) simd.row_sums(from, to, before, many)
    else for (let i = 0; i < before; i++) simd.column_sums(from + 4 * i * many * after, to + 4 * i * after, many, after)
    if (mean) simd.multiply(to, before * after, 1 / many)
    return out
  }
}
