import { ValueError } from './errors'
import { repr } from './text'

/** A shape; `null` is an unknown dimension. */
export type Shape = (number | null)[]

/** True when `value` is a list of non-negative integers and nulls. */
export function is_shape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((d) => d === null || (Number.isInteger(d) && d >= -1))
}

/**
 * A checked copy of a shape.
 * @throws ValueError when an entry is neither a non-negative integer nor null.
 */
export function standardize_shape(shape: unknown): Shape {
  if (typeof shape === 'number') return standardize_shape([shape])
  if (typeof shape === 'string') return standardize_shape([...shape])
  if (!Array.isArray(shape)) throw new ValueError(`Undefined shapes are not supported. Received: shape=${repr(shape)}`)
  return shape.map((d) => {
    if (d === null || d === undefined) return null
    if (!Number.isInteger(d)) {
      throw new ValueError(
        `Cannot convert '${shape_text(shape)}' to a shape. Found invalid dimension '${typeof d === 'string' ? d : repr(d)}'.`,
      )
    }
    if (d < 0) throw new ValueError(`Cannot convert '${shape_text(shape)}' to a shape. Negative dimensions are not allowed.`)
    return d as number
  })
}

/** A shape as Keras writes it: `(None, 3)`, `(2,)`, `()`. */
export function shape_text(shape: readonly unknown[]): string {
  const items = shape.map((d) => (d === null || d === undefined ? 'None' : Array.isArray(d) ? shape_text(d) : String(d)))
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
}

/** Number of elements. Unknown dimensions count as one. */
export function shape_size(shape: Shape): number {
  let size = 1
  for (const d of shape) size *= d ?? 1
  return size
}

/** Equal rank and dimensions. */
export function shapes_equal(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i])
}

/** The shape of the result of an element-wise operation, with unknown dimensions. @throws ValueError */
export function broadcast_shapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  const result: Shape = []
  for (let i = 0; i < rank; i++) {
    const x = i < rank - a.length ? 1 : a[i - rank + a.length]!
    const y = i < rank - b.length ? 1 : b[i - rank + b.length]!
    if (x === y || y === 1) result.push(x)
    else if (x === 1) result.push(y)
    else if (x === null) result.push(y)
    else if (y === null) result.push(x)
    else
      throw new ValueError(
        `Cannot broadcast shape, the failure dim has value ${x}, which cannot be broadcasted to ${y}. Input shapes are: ${shape_text(a)} and ${shape_text(b)}.`,
      )
  }
  return result
}

/** An axis counted from the front. @throws ValueError when out of range. */
export function canonical_axis(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ValueError(`axis ${axis} is out of bounds for array of dimension ${rank}.`)
  }
  return axis < 0 ? axis + rank : axis
}
