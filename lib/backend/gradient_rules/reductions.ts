import {
  backend_util,
  cast,
  cumprod,
  cumsum,
  div,
  divNoNan,
  equal,
  mul,
  reshape,
  sum,
  type Tensor,
  transpose,
  util,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { values_at_hand } from '../values_at_hand'
import { expand, keep_axes, type Rule } from './rule'

const product = (numbers: number[]): number => numbers.reduce((a, b) => a * b, 1)

const axes_of = (axis: number | number[] | undefined | null, shape: number[]): number[] =>
  util.parseAxisParam(axis as number, shape)

/** `dy / count`, repeated along the reduced axes. */
function spread(dy: Tensor, shape: number[], axes: number[], count: number): Tensor {
  if (dy.rank === 0 && shape.length > 0 && dy.dtype === 'float32' && !engine().isTapeOn() && values_at_hand()) {
    return engine().runKernel('Fill', {}, { shape, value: dy.dataSync()[0]! / count, dtype: 'float32' })
  }
  return expand(keep_axes(count === 1 ? dy : div(dy, count), shape, axes), shape)
}

/** Max or Min: shared evenly between equal extremes. */
const extreme: Rule = {
  save: ['x'],
  save_outputs: [true],
  gradient: (dy, [x, y], attrs) => ({
    x: () => {
      const axes = axes_of(attrs.reductionIndices ?? attrs.axis, x!.shape)
      const mask = cast(equal(x!, keep_axes(y!, x!.shape, axes)), 'float32')
      return mul(div(keep_axes(dy, x!.shape, axes), sum(mask, axes, true)), mask)
    },
  }),
}

/** The product of all others, along the last axis; right where values are zero. */
function product_of_others(x: Tensor): Tensor {
  const last = x.rank - 1
  return mul(cumprod(x, last, true, false), cumprod(x, last, true, true))
}

export const reduction_rules: Record<string, Rule> = {
  Sum: {
    gradient: (dy, _saved, { axis }, { x }) => ({ x: () => spread(dy, x!.shape, axes_of(axis, x!.shape), 1) }),
  },
  Mean: {
    gradient: (dy, _saved, { axis }, { x }) => ({
      x: () => {
        const axes = axes_of(axis, x!.shape)
        return spread(dy, x!.shape, axes, product(axes.map((i) => x!.shape[i]!)))
      },
    }),
  },
  Max: extreme,
  Min: extreme,
  Prod: {
    save: ['x'],
    gradient: (dy, [x], { axis }) => ({
      x: () => {
        const axes = axes_of(axis, x!.shape)
        const rest = x!.shape.map((_, i) => i).filter((i) => !axes.includes(i))
        const order = [...rest, ...axes]
        const moved = transpose(x!, order)
        const rows = rest.map((i) => x!.shape[i]!)
        const others = product_of_others(reshape(moved, [...rows, product(axes.map((i) => x!.shape[i]!))]))
        const slopes = mul(reshape(dy, [...rows, 1]), others)
        return transpose(reshape(slopes, moved.shape), backend_util.getUndoAxesPermutation(order))
      },
    }),
  },
  Cumsum: {
    gradient: (dy, _saved, { axis, exclusive, reverse }) => ({ x: () => cumsum(dy, axis, exclusive, !reverse) }),
  },
  Cumprod: {
    save: ['x'],
    save_outputs: [true],
    gradient: (dy, [x, y], { axis, exclusive, reverse }) => ({
      x: () => divNoNan(cumsum(mul(dy, y!), axis, exclusive, !reverse), x!),
    }),
  },
}
