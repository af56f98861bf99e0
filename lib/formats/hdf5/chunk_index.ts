import { read_btree_v1 } from './btree_v1'
import { read_btree_v2 } from './btree_v2'
import type { Grid, StoredChunk } from './chunk_grid'
import { read_stored_chunk } from './chunk_grid'
import { read_extensible_array } from './extensible_array'
import { read_fixed_array } from './fixed_array'

const plain_chunks = 10
const filtered_chunks = 11

/** All chunks of a dataset in row-major order. @throws ModelFormatError unless each of them is stored, once. */
export function read_chunk_index(grid: Grid): StoredChunk[] {
  const { source, layout, total, chunk_bytes } = grid
  const { index, address } = layout
  source.budget.spend_objects(total, source.path)
  switch (index.kind) {
    case 'btree_v1':
      return place(grid, tree_version_1(grid))
    case 'btree_v2':
      return place(grid, tree_version_2(grid))
    case 'single':
      if (total !== 1) throw source.broken(`A dataset has more chunks than its index. Received: ${total}`, address)
      return [{ address, size: index.stored ?? chunk_bytes, mask: index.mask }]
    case 'implicit':
      if (grid.is_filtered || grid.most.includes(Number.POSITIVE_INFINITY)) {
        throw source.broken('These chunks have no index, but need one.', address)
      }
      return in_order(grid, grid.most, (i) => ({ address: address + i * chunk_bytes, size: chunk_bytes, mask: 0 }))
    case 'fixed_array': {
      const all = read_fixed_array(grid, address)
      return in_order(grid, grid.most, (i) => all[i])
    }
    case 'extensible_array':
      return extensible(grid)
  }
}

/** A chunk that an index found at a position of the grid. */
interface Placed {
  position: number[]
  chunk: StoredChunk
}

function missing(grid: Grid) {
  const { source, layout } = grid
  return source.error('format', 'hdf5-size', 'A dataset declares chunks that are not stored.', layout.address)
}

/** Puts chunks that say where they belong in order. */
function place(grid: Grid, found: Placed[]): StoredChunk[] {
  const { source, counts, total, layout } = grid
  const chunks: (StoredChunk | undefined)[] = []
  for (const { position, chunk } of found) {
    let at = 0
    for (let axis = 0; axis < counts.length; axis++) {
      if (position[axis] >= counts[axis]) throw source.broken('A chunk is outside of its dataset.', layout.address)
      at = at * counts[axis] + position[axis]
    }
    if (chunks[at] !== undefined) throw source.broken('A dataset has a chunk twice.', layout.address)
    chunks[at] = chunk
  }
  if (found.length !== total) throw missing(grid)
  return chunks as StoredChunk[]
}

/** Chunks of an index by number, where numbers run over a grid of `most` chunks. */
function in_order(grid: Grid, most: number[], get: (index: number) => StoredChunk | undefined): StoredChunk[] {
  const { counts, total } = grid
  const position = counts.map(() => 0)
  return Array.from({ length: total }, () => {
    const chunk = get(position.reduce((sum, value, axis) => (axis === 0 ? value : sum * most[axis] + value), 0))
    if (chunk === undefined) throw missing(grid)
    for (let axis = counts.length - 1; axis >= 0 && ++position[axis] === counts[axis]; axis--) position[axis] = 0
    return chunk
  })
}

/** The array counts along the axis that may grow without end first, whichever it is. */
function extensible(grid: Grid): StoredChunk[] {
  const { source, layout, counts, most } = grid
  const endless = most.indexOf(Number.POSITIVE_INFINITY)
  if (endless < 0 || most.includes(Number.POSITIVE_INFINITY, endless + 1)) {
    throw source.broken('An array of chunks does not fit its dataset.', layout.address)
  }
  const others = counts.map((_, axis) => axis).filter((axis) => axis !== endless)
  const per_step = others.reduce((product, axis) => product * most[axis], 1)
  const chunks = read_extensible_array(grid, layout.address, counts[endless] * per_step)
  const position = counts.map(() => 0)
  return Array.from({ length: grid.total }, () => {
    const chunk = chunks[others.reduce((sum, axis) => sum * most[axis] + position[axis], position[endless])]
    if (chunk === undefined) throw missing(grid)
    for (let axis = counts.length - 1; axis >= 0 && ++position[axis] === counts[axis]; axis--) position[axis] = 0
    return chunk
  })
}

interface ChunkKey {
  size: number
  mask: number
  offsets: number[]
}

function tree_version_1(grid: Grid): Placed[] {
  const { source, layout } = grid
  const { chunk } = layout
  const axes = chunk.length + 1
  const leaves = read_btree_v1<ChunkKey>(source, layout.address, {
    type: 1,
    k: source.chunk_k,
    key_bytes: 8 + 8 * axes,
    read_key: (cursor) => ({
      size: cursor.u32(),
      mask: cursor.u32(),
      offsets: Array.from({ length: axes }, () => cursor.u64()),
    }),
    compare: (a, b) => compare_numbers(a.offsets, b.offsets),
  })
  return leaves.map(({ left: { size, mask, offsets }, child }) => {
    const position = chunk.map((extent, axis) => offsets[axis] / extent)
    if (offsets[chunk.length] !== 0 || !position.every(Number.isInteger)) {
      throw source.broken('A chunk begins between two chunks.', layout.address)
    }
    return { position, chunk: { address: child, size, mask } }
  })
}

function tree_version_2(grid: Grid): Placed[] {
  const { source, layout, is_filtered } = grid
  const rank = layout.chunk.length
  let before: number[] | null = null
  return read_btree_v2(source, layout.address, is_filtered ? filtered_chunks : plain_chunks).map((record) => {
    const chunk = read_stored_chunk(grid, record, record.left - 8 * rank)
    const position = Array.from({ length: rank }, () => record.u64())
    if (chunk === undefined || (before !== null && compare_numbers(before, position) >= 0)) {
      throw source.broken('Chunks of a B-tree are not in order.', record.position)
    }
    before = position
    return { position, chunk }
  })
}

/** Below zero when the numbers `a` come before `b`. */
function compare_numbers(a: number[], b: number[]): number {
  const axis = a.findIndex((value, i) => value !== b[i])
  return axis < 0 ? 0 : a[axis] - b[axis]
}
