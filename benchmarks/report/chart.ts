/** A value with the interval around it. */
export interface Point {
  series: string
  value: number
  low: number
  high: number
  text: string
}

/** One group of points in a chart. */
export interface Group {
  label: string
  points: Point[]
}

export interface Chart {
  title: string
  note: string
  groups: Group[]
  /** A line that the values are read against, with what lies left and right of it. */
  reference?: { value: number; left: string; right: string }
  unit: string
}

/** Colours of the series, that tell apart in print and for the colour-blind. */
const colours: Record<string, string> = {
  'keras-tfjs, native': '#d55e00',
  'keras-tfjs, wasm': '#0072b2',
  'keras-tfjs, cpu': '#56b4e9',
  'keras-tfjs, webgl (browser)': '#009e73',
  'keras-tfjs, wasm (browser)': '#7a5fc7',
  'by hand, wasm': '#8c8c8c',
  'TensorFlow.js Layers, wasm': '#cc79a7',
  'Python Keras on JAX': '#e69f00',
}
const spare_colour = '#666'

export const colour_of = (series: string): string => colours[series] ?? spare_colour

const width = 900
const left = 300
const right = 110
const line_height = 17
const group_gap = 9

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Marks of a logarithmic axis: 1, 2 and 5 of each power of ten, or only the powers when these are many. */
function marks(low: number, high: number): number[] {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, i) => 10 ** (Math.floor(Math.log10(low)) + i),
  )
  const steps = powers.length > 4 ? [1] : [1, 2, 5]
  return powers.flatMap((power) => steps.map((step) => step * power)).filter((mark) => mark >= low && mark <= high)
}

/** A chart of dots with intervals on a logarithmic axis, as SVG. */
export function svg_chart({ title, note, groups, reference, unit }: Chart): string {
  const points = groups.flatMap((group) => group.points)
  if (points.length === 0) return ''
  const values = [...points.map(({ value }) => value), ...(reference ? [reference.value] : [])]
  const low = Math.min(...values) / 1.6
  const high = Math.max(...values) * 1.6
  const x = (value: number): number => {
    const share = Math.log(Math.min(high, Math.max(low, value)) / low) / Math.log(high / low)
    return Number((left + share * (width - left - right)).toFixed(1))
  }
  const top = reference ? 22 : 6
  const parts: string[] = []
  let y = top
  for (const group of groups.filter((one) => one.points.length > 0)) {
    parts.push(`<text class="group" x="0" y="${y + 12}">${escaped(group.label)}</text>`)
    for (const { series, value, low: from, high: to, text } of group.points) {
      const middle = y + line_height / 2
      const colour = colour_of(series)
      parts.push(
        `<line x1="${x(from)}" x2="${x(to)}" y1="${middle}" y2="${middle}" stroke="${colour}" stroke-width="5" opacity=".35"/>`,
        `<circle cx="${x(value)}" cy="${middle}" r="4.5" fill="${colour}"><title>${escaped(`${series}: ${text}`)}</title></circle>`,
        `<text class="value" x="${x(Math.max(value, to)) + 9}" y="${middle + 4}">${escaped(text)}</text>`,
      )
      y += line_height
    }
    y += group_gap
    parts.push(`<line class="rule" x1="0" x2="${width}" y1="${y - group_gap / 2}" y2="${y - group_gap / 2}"/>`)
  }
  const grid = marks(low, high).map(
    (mark) =>
      `<line class="grid" x1="${x(mark)}" x2="${x(mark)}" y1="${top}" y2="${y}"/><text class="mark" x="${x(mark)}" y="${y + 14}">${mark < 1 ? mark : mark.toLocaleString('en')}</text>`,
  )
  const line = reference
    ? [
        `<line class="reference" x1="${x(reference.value)}" x2="${x(reference.value)}" y1="${top - 4}" y2="${y}"/>`,
        `<text class="side" x="${x(reference.value) - 8}" y="${top - 8}" text-anchor="end">← ${escaped(reference.left)}</text>`,
        `<text class="side" x="${x(reference.value) + 8}" y="${top - 8}">${escaped(reference.right)} →</text>`,
      ]
    : []
  const legend = [...new Set(points.map(({ series }) => series))].map(
    (series) => `<span><i style="background:${colour_of(series)}"></i>${escaped(series)}</span>`,
  )
  return `<figure><h2>${escaped(title)}</h2><p>${escaped(note)}</p><div class="legend">${legend.join('')}</div>
<svg viewBox="0 0 ${width} ${y + 34}" role="img" aria-label="${escaped(title)}">${[...grid, ...line, ...parts].join('')}<text class="mark" x="${width - right + 30}" y="${y + 14}">${escaped(unit)}</text></svg></figure>`
}
