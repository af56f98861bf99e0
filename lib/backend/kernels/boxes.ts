import { backend_util, type KernelFunc, slice_util, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** Copies every `steps`-th element of `from`, starting at `begin`, `size` of them along each axis, into `to`; whole rows where they are dense. */
function copy_box(from: TypedArray, shape: number[], begin: number[], size: number[], steps: number[], to: TypedArray): void {
  if (to.length === 0) return
  const rank = shape.length
  const strides = new Array<number>(rank + 1).fill(1)
  for (let i = rank - 1; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i]!
  let dense = rank
  while (dense > 0 && begin[dense - 1] === 0 && size[dense - 1] === shape[dense - 1] && steps[dense - 1] === 1) dense--
  if (dense > 0 && steps[dense - 1] === 1) dense--
  let run = 1
  for (let i = dense; i < rank; i++) run *= size[i]!
  let start = 0
  for (let i = 0; i < rank; i++) start += begin[i]! * strides[i + 1]!
  let at = 0
  const copy = (axis: number, offset: number): void => {
    if (axis === dense) {
      if (run === 1) to[at] = from[offset]!
      else if (run < 16) for (let i = 0; i < run; i++) to[at + i] = from[offset + i]!
      else to.set(from.subarray(offset, offset + run), at)
      at += run
      return
    }
    const step = steps[axis]! * strides[axis + 1]!
    for (let i = 0; i < size[axis]!; i++) copy(axis + 1, offset + i * step)
  }
  copy(0, start)
}

const copyable = (x: TensorInfo): boolean => x.dtype !== 'string' && x.dtype !== 'complex64'

/** Slice: wasm's own reads the whole tensor back for every slice. */
export function slice_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as TensorInfo
    if (!copyable(x)) return original(args)
    const { begin, size } = args.attrs as unknown as { begin: number | number[]; size: number | number[] }
    const [from, sizes] = slice_util.parseSliceParams(x as never, begin, size)
    slice_util.assertParamsValid(x as never, from, sizes)
    const steps = from.map(() => 1)
    return run_loop(args.backend, [x], [{ shape: sizes, dtype: x.dtype }], ([values], [out]) =>
      copy_box(values!, x.shape, from, sizes, steps, out!),
    )[0]!
  }
}

/** StridedSlice: tfjs's own are wrong where an axis is dropped while another has a step, and on wasm for integers. */
export function strided_slice_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as TensorInfo
    if (!copyable(x)) return original(args)
    const a = args.attrs as unknown as Record<string, never>
    const { begin, end, strides, finalShape } = slice_util.sliceInfo(
      x.shape,
      a.begin!,
      a.end!,
      a.strides!,
      a.beginMask!,
      a.endMask!,
      a.ellipsisMask!,
      a.newAxisMask!,
      a.shrinkAxisMask!,
    )
    const sizes = begin.map((from, i) => Math.max(0, Math.ceil((end[i]! - from) / strides[i]!)))
    return run_loop(args.backend, [x], [{ shape: finalShape, dtype: x.dtype }], ([values], [out]) =>
      copy_box(values!, x.shape, begin, sizes, strides, out!),
    )[0]!
  }
}

function parts_along(
  x: TensorInfo,
  axis: number,
  sizes: number[],
  shape_of: (size: number) => number[],
  backend: object,
): TensorInfo[] {
  const outputs = sizes.map((size) => ({ shape: shape_of(size), dtype: x.dtype }))
  const steps = x.shape.map(() => 1)
  return run_loop(backend, [x], outputs, ([values], outs) => {
    let first = 0
    sizes.forEach((size, i) => {
      const begin = x.shape.map((_, j) => (j === axis ? first : 0))
      const box = x.shape.map((d, j) => (j === axis ? size : d))
      copy_box(values!, x.shape, begin, box, steps, outs[i]!)
      first += size
    })
  })
}

/** Unpack. */
export function unpack_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.value as TensorInfo
    if (!copyable(x)) return original(args)
    const axis = util.parseAxisParam(args.attrs!.axis as unknown as number, x.shape)[0]!
    const shape = x.shape.filter((_, i) => i !== axis)
    return parts_along(x, axis, new Array(x.shape[axis]!).fill(1), () => shape, args.backend)
  }
}

/** SplitV. */
export function split_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as TensorInfo
    if (!copyable(x)) return original(args)
    const { numOrSizeSplits, axis: given } = args.attrs as unknown as { numOrSizeSplits: number | number[]; axis: number }
    const axis = util.parseAxisParam(given, x.shape)[0]!
    const sizes = backend_util.prepareSplitSize(x as never, numOrSizeSplits, axis)
    return parts_along(x, axis, sizes, (size) => x.shape.map((d, i) => (i === axis ? size : d)), args.backend)
  }
}
