import { ValueError } from '../common/errors'

/** An axis counted from the front. @throws ValueError in Keras's words. */
export function one_axis(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ValueError(`axis ${axis} is out of bounds for an array with dimension ${rank}.`)
  }
  return axis < 0 ? axis + rank : axis
}

/** The axes that a reduction runs over, ascending; null gives all. @throws ValueError */
export function reduced_axes(axis: number | readonly number[] | null | undefined, rank: number): number[] {
  if (axis === null || axis === undefined) return range(rank)
  if (typeof axis === 'number') return [one_axis(axis, rank)]
  return [...new Set(axis.map((a) => one_axis(a, rank)))].sort((a, b) => a - b)
}

/** 0, 1, ..., count - 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

/** The shape after a reduction. */
export function reduced_shape(shape: readonly number[], axes: readonly number[], keepdims: boolean): number[] {
  return keepdims ? shape.map((d, i) => (axes.includes(i) ? 1 : d)) : shape.filter((_, i) => !axes.includes(i))
}

/** Number of elements. */
export function size_of(shape: readonly number[]): number {
  let size = 1
  for (const d of shape) size *= d
  return size
}

/** The permutation that moves `axis` to the end. */
export function axis_last(axis: number, rank: number): number[] {
  return [...range(rank).filter((i) => i !== axis), axis]
}

/** The permutation that undoes `perm`. */
export function inverse_permutation(perm: readonly number[]): number[] {
  const inverse: number[] = new Array(perm.length)
  perm.forEach((from, to) => {
    inverse[from] = to
  })
  return inverse
}

/** A shape argument as a list. */
export function shape_list(shape: number | readonly number[]): number[] {
  return typeof shape === 'number' ? [shape] : [...shape]
}
