import { broadcast_util, getKernel, type KernelFunc, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** For every element of a tensor of `shape`, the place in a tensor of `from` that is broadcast to it. */
export function each_broadcast(shape: number[], from: number[], visit: (place: number, source: number) => void): void {
  const lead = shape.length - from.length
  const own = util.computeStrides(from).concat(1)
  const steps = shape.map((_, i) => (i < lead || from[i - lead] === 1 ? 0 : own[i - lead]!))
  let place = 0
  const walk = (axis: number, source: number): void => {
    if (axis === shape.length) visit(place++, source)
    else for (let i = 0; i < shape[axis]!; i++) walk(axis + 1, source + i * steps[axis]!)
  }
  walk(0, 0)
}

/** The shape that two shapes are broadcast to. */
export const broadcast_shape = broadcast_util.assertAndGetBroadcastShape

/** BroadcastTo. */
export const broadcast_to: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as TensorInfo
  const shape = broadcast_util.assertAndGetBroadcastShape(x.shape, attrs!.shape as unknown as number[])
  return run_loop(backend, [x], [{ shape, dtype: x.dtype }], ([values], [out]) =>
    each_broadcast(shape, x.shape, (place, source) => {
      out![place] = values![source]!
    }),
  )[0]!
}

const logical_xor: KernelFunc = ({ inputs, backend }) => {
  const { a, b } = inputs as unknown as { a: TensorInfo; b: TensorInfo }
  const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape)
  return run_loop(backend, [a, b], [{ shape, dtype: 'bool' }], ([first, second], [out]) => {
    each_broadcast(shape, a.shape, (place, source) => {
      out![place] = first![source] ? 1 : 0
    })
    each_broadcast(shape, b.shape, (place, source) => {
      if (second![source]) out![place] = 1 - out![place]!
    })
  })[0]!
}

function log_softmax_lane(values: TypedArray, out: TypedArray, first: number, size: number, step: number): void {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < size; i++) largest = Math.max(largest, values[first + i * step]!)
  let sum = 0
  for (let i = 0; i < size; i++) sum += Math.exp(values[first + i * step]! - largest)
  const log = Math.log(sum)
  for (let i = 0; i < size; i++) out[first + i * step] = values[first + i * step]! - largest - log
}

const log_softmax: KernelFunc = ({ inputs, attrs, backend }) => {
  const logits = inputs.logits as TensorInfo
  const axis = util.parseAxisParam(attrs!.axis as unknown as number, logits.shape)[0]!
  const size = logits.shape[axis]!
  const step = util.sizeFromShape(logits.shape.slice(axis + 1))
  return run_loop(backend, [logits], [{ shape: logits.shape, dtype: 'float32' }], ([values], [out]) => {
    for (let lane = 0; lane < out!.length / size; lane++) {
      log_softmax_lane(values!, out!, Math.floor(lane / step) * step * size + (lane % step), size, step)
    }
  })[0]!
}

/** How many rows and columns beside the diagonal stay; a negative number is all of them. */
const matrix_band_part: KernelFunc = ({ inputs, backend }) => {
  const { input, numLower, numUpper } = inputs as unknown as Record<'input' | 'numLower' | 'numUpper', TensorInfo>
  const [rows, columns] = input.shape.slice(-2) as [number, number]
  return run_loop(
    backend,
    [input, numLower, numUpper],
    [{ shape: input.shape, dtype: input.dtype }],
    ([values, lower, upper], [out]) => {
      const [below, above] = [lower![0]!, upper![0]!]
      for (let i = 0; i < out!.length; i++) {
        const offset = (i % columns) - (Math.floor(i / columns) % rows)
        if ((below < 0 || -offset <= below) && (above < 0 || offset <= above)) out![i] = values![i]!
      }
    },
  )[0]!
}

/** Kernels that tfjs-core names and its ops compose from others: no backend brings them, but LogicalXor. */
export function named_kernels(backend_name: string): Record<string, KernelFunc> {
  const search =
    (side: 'left' | 'right'): KernelFunc =>
    ({ inputs, backend }) =>
      getKernel('SearchSorted', backend_name)!.kernelFunc({ inputs, attrs: { side }, backend })
  return {
    BroadcastTo: broadcast_to,
    LogicalXor: logical_xor,
    LogSoftmax: log_softmax,
    LowerBound: search('left'),
    MatrixBandPart: matrix_band_part,
    UpperBound: search('right'),
  }
}
