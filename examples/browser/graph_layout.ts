/** A picture of a graph: where boxes are, by the middle of their upper side, and the points that lines run through. */
export interface Layout {
  width: number
  height: number
  places: [x: number, y: number][]
  lines: [x: number, y: number][][]
}

export const box_height = 58
const row_gap = 34
const column_gap = 22
const line_width = 14
const margin = 12

/** A box, or the place where a line passes a row. */
interface Item {
  width: number
  x: number
  up: Item[]
  down: Item[]
}

/** The row of each box: below all that lead to it, and as near to what it leads to as it can be if nothing does. */
function rows_of(count: number, edges: readonly (readonly [number, number])[]): number[] {
  const rows = new Array<number>(count).fill(0)
  const has_parents = new Set(edges.map(([, to]) => to))
  for (const [from, to] of [...edges].sort((a, b) => a[1] - b[1])) rows[to] = Math.max(rows[to]!, rows[from]! + 1)
  const nearest = new Map<number, number>()
  for (const [from, to] of edges) nearest.set(from, Math.min(nearest.get(from) ?? Infinity, rows[to]!))
  return rows.map((row, i) => (has_parents.has(i) ? row : Math.max(row, (nearest.get(i) ?? row + 1) - 1)))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Places in a row that are as near to the wanted ones as they can be with gaps between them. */
function spread(wanted: readonly number[], widths: readonly number[]): number[] {
  const offsets = [0]
  for (let i = 1; i < widths.length; i++) offsets.push(offsets[i - 1]! + (widths[i - 1]! + widths[i]!) / 2 + column_gap)
  const blocks: { sum: number; count: number }[] = []
  for (const [i, place] of wanted.entries()) {
    blocks.push({ sum: place - offsets[i]!, count: 1 })
    for (let last = blocks.length - 1; last > 0; last--) {
      const [before, after] = [blocks[last - 1]!, blocks[last]!]
      if (before.sum / before.count <= after.sum / after.count) break
      blocks.splice(last - 1, 2, { sum: before.sum + after.sum, count: before.count + after.count })
    }
  }
  return blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count)).map((place, i) => place + offsets[i]!)
}

function settle(row: Item[], side: 'up' | 'down'): void {
  const wanted = row.map((item) => (item[side].length > 0 ? mean(item[side].map(({ x }) => x)) : item.x))
  spread(
    wanted,
    row.map(({ width }) => width),
  ).forEach((x, i) => {
    row[i]!.x = x
  })
}

function reorder(row: Item[], side: 'up' | 'down'): void {
  const wanted = new Map(row.map((item) => [item, item[side].length > 0 ? mean(item[side].map(({ x }) => x)) : item.x]))
  row.sort((a, b) => wanted.get(a)! - wanted.get(b)!)
}

/** Lays out boxes in rows from top to bottom. Each edge leads from a box to a later one. */
export function lay_out(widths: readonly number[], edges: readonly (readonly [number, number])[]): Layout {
  const row_of = rows_of(widths.length, edges)
  const rows: Item[][] = Array.from({ length: Math.max(-1, ...row_of) + 1 }, () => [])
  const add = (row: number, width: number): Item => {
    const item: Item = { width, x: 0, up: [], down: [] }
    rows[row]!.push(item)
    return item
  }
  const boxes = widths.map((width, i) => add(row_of[i]!, width))
  const chains = edges.map(([from, to]) => {
    const chain = [boxes[from]!]
    for (let row = row_of[from]! + 1; row < row_of[to]!; row++) chain.push(add(row, line_width))
    chain.push(boxes[to]!)
    for (let i = 1; i < chain.length; i++) {
      chain[i]!.up.push(chain[i - 1]!)
      chain[i - 1]!.down.push(chain[i]!)
    }
    return chain
  })
  for (const row of rows) settle(row, 'up')
  for (let round = 0; round < 8; round++) {
    const side = round % 2 === 0 ? 'up' : 'down'
    for (const row of side === 'up' ? rows : [...rows].reverse()) {
      if (round < 6) reorder(row, side)
      settle(row, side)
    }
  }
  const items = rows.flat()
  const left = Math.min(0, ...items.map(({ x, width }) => x - width / 2)) - margin
  const right = Math.max(0, ...items.map(({ x, width }) => x + width / 2)) + margin
  const top = (row: number): number => margin + row * (box_height + row_gap)
  const x_of = (item: Item): number => item.x - left
  return {
    width: right - left,
    height: top(rows.length) - row_gap + margin,
    places: boxes.map((box, i) => [x_of(box), top(row_of[i]!)]),
    lines: chains.map((chain, k) =>
      chain.flatMap((item, i): [number, number][] => {
        const [x, y] = [x_of(item), top(row_of[edges[k]![0]]! + i)]
        if (i === 0) return [[x, y + box_height]]
        return i === chain.length - 1
          ? [[x, y]]
          : [
              [x, y],
              [x, y + box_height],
            ]
      }),
    ),
  }
}
