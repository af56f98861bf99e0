import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { range } from '../axes'
import { as_tensor, binary, finish, float_scalar, like, reshaped, store_as } from '../convert'
import { in_numpy, op1 } from '../declare'
import { broadcasted } from './comparison'
import { joined } from './join'
import { reduce } from './reduce'
import { gathered } from './shape'
import { quantiles } from './sort'

type PadWidth = number | readonly number[] | readonly (readonly number[])[]

/** One pair for each axis. */
function pad_pairs(pad_width: PadWidth, rank: number): [number, number][] {
  if (typeof pad_width === 'number') return range(rank).map(() => [pad_width, pad_width])
  if (typeof pad_width[0] === 'number') {
    const [before, after] = pad_width as readonly number[]
    return range(rank).map(() => [before!, after ?? before!])
  }
  const pairs = (pad_width as readonly (readonly number[])[]).map((pair): [number, number] => [pair[0]!, pair[1] ?? pair[0]!])
  if (pairs.length === 1) return range(rank).map(() => pairs[0]!)
  if (pairs.length !== rank) {
    throw new ValueError(
      `Exception encountered when calling Pad.call(). \`pad_width\` must have the same length as \`x.shape\`. Received: pad_width=${repr(pad_width)} (of length ${pairs.length}) and x of rank ${rank}`,
    )
  }
  return pairs
}

/** Indices into an axis of `count` values for places before and after it. */
function border_index(place: number, count: number, mode: string): number {
  if (mode === 'edge') return Math.max(0, Math.min(count - 1, place))
  if (mode === 'wrap') return ((place % count) + count) % count
  if (count === 1) return 0
  const period = mode === 'reflect' ? 2 * (count - 1) : 2 * count
  const inside = ((place % period) + period) % period
  if (mode === 'reflect') return inside < count ? inside : period - inside
  return inside < count ? inside : period - 1 - inside
}

/** Pads the axes: `constant`, `edge`, `reflect`, `symmetric`, `wrap`, `maximum`, `minimum`, `mean`, `median`, `linear_ramp`, `empty`. Source: keras.ops.pad. */
export const pad = /*#__PURE__*/ op1(
  {
    class_name: 'Pad',
    module: in_numpy,
    inputs: ['x'],
    config: { pad_width: 0 as PadWidth, mode: 'constant', constant_values: null as number | null },
  },
  (input: TensorLike, pad_width: PadWidth, mode: string, constant_values: TensorLike | null) => {
    const x = as_tensor(input)
    const pairs = pad_pairs(pad_width, x.shape.length)
    if (mode !== 'constant' && constant_values !== null && constant_values !== undefined) {
      throw new ValueError(
        `Exception encountered when calling Pad.call(). Argument \`constant_values\` can only be provided when \`mode == 'constant'\`. Received: mode=${mode}`,
      )
    }
    if (mode === 'constant' || mode === 'empty') {
      const value =
        constant_values === null || constant_values === undefined
          ? 0
          : typeof constant_values === 'number'
            ? constant_values
            : Number(as_tensor(constant_values).dataSync()[0])
      const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
      const padded = run_kernel('PadV2', { x: plain }, { paddings: pairs, constantValue: value })
      return finish(like(store_as(padded, x.dtype as 'float32'), x), tensor_dtype(x))
    }
    if (pairs.some(([before, after]) => before < 0 || after < 0))
      throw new ValueError(`pad: negative widths are not possible with mode=${mode}. Received: pad_width=${repr(pad_width)}`)
    let result = x
    pairs.forEach(([before, after], axis) => {
      if (before > 0 || after > 0) result = pad_axis(result, axis, before, after, mode)
    })
    return finish(like(result, x), tensor_dtype(x))
  },
)

function pad_axis(x: Tensor, axis: number, before: number, after: number, mode: string): Tensor {
  const count = x.shape[axis]!
  if (mode === 'edge' || mode === 'reflect' || mode === 'symmetric' || mode === 'wrap') {
    const indices = range(before + count + after).map((i) => border_index(i - before, count, mode))
    return gathered(x, as_tensor(indices, 'int32'), axis)
  }
  const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
  const spread = (line: Tensor, width: number): Tensor =>
    broadcasted(
      line,
      x.shape.map((d, i) => (i === axis ? width : d)),
    )
  const sides = mode === 'linear_ramp' ? ramps(plain, axis) : level(border_value(plain, axis, mode), spread)
  const parts = [...(before > 0 ? [sides(before, true)] : []), plain, ...(after > 0 ? [sides(after, false)] : [])]
  return store_as(joined(parts, axis), x.dtype as 'float32')
}

/** What is laid beside an axis, of some width, in front or behind. */
type Sides = (width: number, front: boolean) => Tensor

function level(line: Tensor, spread: (line: Tensor, width: number) => Tensor): Sides {
  return (width) => spread(line, width)
}

function border_value(x: Tensor, axis: number, mode: string): Tensor {
  const values = mode === 'mean' || mode === 'median' ? store_as(x, 'float32') : x
  if (mode === 'median') return rounded_like(quantiles(values, float_scalar(0.5), [axis], true, 'linear', false), x)
  const kernel = { maximum: 'Max', minimum: 'Min', mean: 'Mean' }[mode]
  if (kernel === undefined) throw new ValueError(`pad: unknown mode. Received: mode=${repr(mode)}`)
  return mode === 'mean' ? rounded_like(reduce(kernel, values, [axis], true), x) : reduce(kernel, values, [axis], true)
}

function rounded_like(line: Tensor, x: Tensor): Tensor {
  return x.dtype === 'int32' ? store_as(run_kernel('Round', { x: line }), 'int32') : line
}

/** From zero to the edge values, in equal steps. */
function ramps(x: Tensor, axis: number): Sides {
  return (width, front) => {
    const at = front ? 0 : x.shape[axis]! - 1
    const edge = run_kernel(
      'Slice',
      { x },
      { begin: x.shape.map((_, i) => (i === axis ? at : 0)), size: x.shape.map((d, i) => (i === axis ? 1 : d)) },
    )
    const steps = range(width).map((i) => (front ? i : width - 1 - i) / width)
    const shares = reshaped(
      as_tensor(Float32Array.from(steps), 'float32'),
      x.shape.map((_, i) => (i === axis ? width : 1)),
    )
    return store_as(binary('Multiply', store_as(edge, 'float32'), shares), x.dtype as 'float32')
  }
}
