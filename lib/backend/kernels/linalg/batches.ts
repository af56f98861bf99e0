import { type KernelBackend, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { type OutputSpec, run_loop } from '../memory'

/** Results of one matrix, as they are laid out in the outputs; null when there is none. */
type Each = (given: Float64Array[]) => ArrayLike<number>[] | null

/** Number of matrices in a shape whose last two axes hold one. */
export function batch_size(shape: readonly number[]): number {
  return util.sizeFromShape(shape.slice(0, -2))
}

/** Rows and columns. */
export function sides_of({ shape }: { shape: readonly number[] }): [rows: number, columns: number] {
  return [shape[shape.length - 2], shape[shape.length - 1]]
}

/**
 * Runs `each` over the matrices of the inputs, whose leading axes are the same: it gets copies in double precision that it may change. Null when `each` gave null for one of them; nothing
 * is left behind then.
 */
export function run_batches(
  backend: KernelBackend,
  inputs: readonly TensorInfo[],
  outputs: readonly OutputSpec[],
  each: Each,
): TensorInfo[] | null {
  const count = batch_size(inputs[0].shape)
  let refused = false
  const made = run_loop(backend, [...inputs], [...outputs], (sources, targets) => {
    const block = (values: TypedArray, at: number): TypedArray => {
      const size = values.length / count
      return values.subarray(at * size, (at + 1) * size)
    }
    for (let at = 0; at < count && !refused; at++) {
      const results = each(sources.map((values) => new Float64Array(block(values, at))))
      if (results === null) refused = true
      else results.forEach((result, i) => void block(targets[i], at).set(result))
    }
  })
  if (!refused) return made
  for (const { dataId } of made) backend.disposeData(dataId)
  return null
}
