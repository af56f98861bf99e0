import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** Repeats `from` (of `shape`) along every axis into `to`, whole blocks at a time. */
function tile_values(from: TypedArray, shape: number[], reps: number[], to: TypedArray): void {
  const rank = shape.length
  const from_step = new Array<number>(rank + 1).fill(1)
  const to_step = new Array<number>(rank + 1).fill(1)
  for (let i = rank - 1; i >= 0; i--) {
    from_step[i] = from_step[i + 1]! * shape[i]!
    to_step[i] = to_step[i + 1]! * shape[i]! * reps[i]!
  }
  let plain_from = rank
  while (plain_from > 0 && reps[plain_from - 1] === 1) plain_from--
  const write = (axis: number, source: number, target: number): void => {
    if (axis === plain_from) {
      if (from_step[axis] === 1) to[target] = from[source]!
      else to.set(from.subarray(source, source + from_step[axis]!), target)
      return
    }
    const block = to_step[axis + 1]!
    for (let i = 0; i < shape[axis]!; i++) write(axis + 1, source + i * from_step[axis + 1]!, target + i * block)
    repeat(to, target, shape[axis]! * block, to_step[axis]!)
  }
  write(0, 0, 0)
}

/** Fills `total` elements from `start` on with copies of the first `length` of them. */
function repeat(values: TypedArray, start: number, length: number, total: number): void {
  if (length === 1) {
    values.fill(values[start]!, start, start + total)
    return
  }
  for (let done = length; done < total; done *= 2) values.copyWithin(start + done, start, start + Math.min(done, total - done))
}

/** Tile (which broadcasting uses too): tfjs's kernels find every element's place anew, this one copies blocks. */
export function tile_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as TensorInfo
    if (x.dtype === 'string' || x.dtype === 'complex64') return original(args)
    const reps = args.attrs!.reps as unknown as number[]
    const shape = x.shape.map((d, i) => d * reps[i]!)
    return run_loop(args.backend, [x], [{ shape, dtype: x.dtype }], ([from], [to]) => {
      if (to!.length > 0) tile_values(from!, x.shape, reps, to!)
    })[0]!
  }
}
