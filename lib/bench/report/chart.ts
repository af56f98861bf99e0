/** How a value is drawn; each library has its own shape and colour. */
export type Shape = 'keras' | 'layers' | 'raw' | 'python'

/** A value with the interval around it. */
export interface Mark {
  shape: Shape
  value: number
  low: number
  high: number
  title: string
}

/** One line of a chart: its label, its marks, and a text at its end. */
export interface Line {
  label: string
  marks: Mark[]
  text: string
  /** Stands apart from the line before. */
  apart?: boolean
}

export interface Chart {
  title: string
  lines: Line[]
  /** A line that the values are read against, with what lies left and right of it. */
  reference?: { value: number; left: string; right: string }
  /** Range of the values; without it, that of the marks. */
  range?: [number, number]
  label_width: number
}

const width = 400
const right = 64
const line_height = 22

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const number_text = (value: number): string => (value < 1 ? String(Number(value.toPrecision(1))) : value.toLocaleString('en'))

/** Marks of a logarithmic axis: as many of 1, 2, 5 times powers of ten as have room. */
function marks_of_axis(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low))
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i))
  const inside = (values: number[]): number[] => values.filter((value) => value >= low && value <= high)
  const choices = [[1, 2, 5], [1, 3], [1]].map((steps) => inside(powers.flatMap((power) => steps.map((step) => step * power))))
  const found = choices.find((values) => values.length <= 5) ?? choices.at(-1)!
  return found.length <= 5 ? found : found.filter((_, i) => i % Math.ceil(found.length / 5) === 0)
}

/** The sign of a library, at a place. */
export function sign(shape: Shape, x: number, y: number, inside = ''): string {
  const form = {
    keras: `<circle cx="${x}" cy="${y}" r="5.5">${inside}</circle>`,
    layers: `<circle cx="${x}" cy="${y}" r="4.5">${inside}</circle>`,
    raw: `<path d="M${x} ${y - 7}v14">${inside}</path>`,
    python: `<path d="M${x} ${y - 6.5}l6 6.5l-6 6.5l-6 -6.5z">${inside}</path>`,
  }
  return `<g class="${shape}">${form[shape]}</g>`
}

/** A chart of signs with intervals on a logarithmic axis, as SVG, as wide as a phone. */
export function svg_chart({ title, lines, reference, range, label_width: left }: Chart): string {
  const marks = lines.flatMap((line) => line.marks)
  if (marks.length === 0) return ''
  const values = [...marks.map(({ value }) => value), ...(reference ? [reference.value] : [])]
  const [low, high] = range ?? [Math.min(...values) / 1.3, Math.max(...values) * 1.3]
  const x = (value: number): number => {
    const share = Math.log(Math.min(high, Math.max(low, value)) / low) / Math.log(high / low)
    return Number((left + 8 + share * (width - left - right - 16)).toFixed(1))
  }
  const top = reference ? 20 : 4
  const parts: string[] = []
  let y = top
  for (const { label, marks: own, text, apart } of lines) {
    if (apart) y += 8
    const middle = y + line_height / 2
    parts.push(
      `<text x="0" y="${middle + 4}">${escaped(label)}</text>`,
      `<line class="rail" x1="${left}" x2="${width - right}" y1="${middle}" y2="${middle}"/>`,
      ...own.map(
        (mark) => `<line class="${mark.shape} span" x1="${x(mark.low)}" x2="${x(mark.high)}" y1="${middle}" y2="${middle}"/>`,
      ),
      ...[...own].reverse().map((mark) => sign(mark.shape, x(mark.value), middle, `<title>${escaped(mark.title)}</title>`)),
      `<text class="value" x="${width}" y="${middle + 4}">${escaped(text)}</text>`,
    )
    y += line_height
  }
  const axis = marks_of_axis(low, high).flatMap((mark) => [
    `<line class="grid" x1="${x(mark)}" x2="${x(mark)}" y1="${top}" y2="${y}"/>`,
    `<text class="mark" x="${x(mark)}" y="${y + 14}">${number_text(mark)}</text>`,
  ])
  const line = reference
    ? [
        `<line class="reference" x1="${x(reference.value)}" x2="${x(reference.value)}" y1="${top - 4}" y2="${y}"/>`,
        `<text class="side end" x="${x(reference.value) - 6}" y="${top - 7}">← ${escaped(reference.left)}</text>`,
        `<text class="side" x="${x(reference.value) + 6}" y="${top - 7}">${escaped(reference.right)} →</text>`,
      ]
    : []
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${width} ${y + 18}" role="img" aria-label="${escaped(title)}">${[...axis, ...line, ...parts].join('')}</svg></figure>`
}
