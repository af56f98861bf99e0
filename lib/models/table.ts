/** How the text of a column is set. */
export type Alignment = 'left' | 'right' | 'center'

export interface Column {
  title: string
  align: Alignment
  width: number
}

const size = (text: string): number => [...text].length
const first = (text: string, count: number): string => [...text].slice(0, count).join('')

/** The nearest whole number; a half goes to the even one. */
function round(value: number): number {
  const floor = Math.floor(value)
  if (value - floor !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** Widths that fit into `total`: what is too much is taken from the columns in equal parts. */
function fitted(widths: readonly number[], total: number): number[] {
  let excess = widths.reduce((sum, width) => sum + width, 0) - total
  if (excess <= 0) return widths.slice()
  return widths.map((width, i) => {
    const cut = Math.min(width, round(excess / (widths.length - i)))
    excess -= cut
    return width - cut
  })
}

/** Breaks a text between words into lines of a width. A word that is too long ends in an ellipsis. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.match(/\s*\S+\s*/g) ?? ['']) {
    if (line !== '' && size(line) + size(word.trimEnd()) > width) {
      lines.push(line)
      line = word
    } else line += word
  }
  lines.push(line)
  return lines.map((each) => {
    const trimmed = size(each) > width ? each.trimEnd() : each
    return size(trimmed) > width ? `${first(trimmed, width - 1)}…` : trimmed
  })
}

function aligned(text: string, width: number, align: Alignment): string {
  if (align === 'left') return text + ' '.repeat(Math.max(0, width - size(text)))
  const bare = text.trimEnd()
  const space = Math.max(0, width - size(bare))
  const left = align === 'right' ? space : Math.floor(space / 2)
  return ' '.repeat(left) + bare + ' '.repeat(space - left)
}

/** A table with a heavy head and lines between rows, as Keras prints it, one character space around each cell. */
export function table_text(columns: readonly Column[], rows: readonly string[][], line_length: number): string {
  const widths = fitted(
    columns.map(({ width }) => width + 2),
    line_length - columns.length - 1,
  )
  const rule = (left: string, line: string, cross: string, right: string): string =>
    left + widths.map((width) => line.repeat(width)).join(cross) + right
  const row = (cells: readonly string[], edge: string): string[] => {
    const blocks = cells.map((cell, i) => wrapped(cell, widths[i]! - 2))
    const height = Math.max(...blocks.map((block) => block.length))
    return Array.from({ length: height }, (_, k) => {
      const parts = blocks.map((block, i) => ` ${aligned(block[k] ?? '', widths[i]! - 2, columns[i]!.align)} `)
      return edge + parts.join(edge) + edge
    })
  }
  const titles = columns.map(({ title }) => title)
  const lines = [rule('┏', '━', '┳', '┓'), ...row(titles, '┃'), rule('┡', '━', '╇', '┩')]
  rows.forEach((cells, i) => {
    if (i > 0) lines.push(rule('├', '─', '┼', '┤'))
    lines.push(...row(cells, '│'))
  })
  lines.push(rule('└', '─', '┴', '┘'))
  return lines.join('\n')
}
