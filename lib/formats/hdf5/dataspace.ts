import type { Cursor } from './cursor'

/** The extent of a dataset or attribute. */
export interface Dataspace {
  shape: number[]
  /** How far each axis may grow. */
  limits: number[]
  /** The null dataspace, which has no element. Its shape is `[]`. */
  is_null: boolean
  /** Product of the shape. */
  count: number
}

/** Reads a dataspace message of either version. */
export function read_dataspace(cursor: Cursor): Dataspace {
  const { source, position } = cursor
  const version = cursor.u8()
  const rank = cursor.u8()
  const flags = cursor.u8()
  if (version === 1) cursor.skip(5)
  else if (version !== 2) throw source.broken(`The version of a dataspace is unknown. Received: ${version}`, position)
  const type = version === 2 ? cursor.u8() : rank === 0 ? 0 : 1
  if (flags > 1) throw source.broken(`The flags of a dataspace are unknown. Received: ${flags}`, position)
  if (type > 2 || (type === 1) !== rank > 0) {
    throw source.broken(`The type of a dataspace does not fit its rank. Received: type ${type}, rank ${rank}`, position)
  }
  if (rank > 32) {
    throw source.error('format', 'hdf5-size', `A dataspace has at most 32 dimensions. Received: ${rank}`, position)
  }
  if (type === 2) return { shape: [], limits: [], is_null: true, count: 0 }
  const shape = Array.from({ length: rank }, () => cursor.uint(source.length_size, 'hdf5-size'))
  const limits = flags & 1 ? shape.map(() => cursor.limit()) : shape.slice()
  let count = shape.includes(0) ? 0 : 1
  for (let i = 0; i < rank; i++) {
    if (shape[i] > limits[i]) {
      throw source.broken(`A dataspace is larger than it may grow. Received: ${shape[i]} of ${limits[i]}`, position)
    }
    count *= shape[i]
    if (count > Number.MAX_SAFE_INTEGER) {
      throw source.error(
        'limit',
        'hdf5-size',
        `A dataspace has too many elements. Received: shape=(${shape.join(', ')})`,
        position,
      )
    }
  }
  return { shape, limits, is_null: false, count }
}
