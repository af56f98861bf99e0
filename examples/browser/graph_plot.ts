import { make_svg } from './dom'
import { box_height, lay_out } from './graph_layout'
import type { LayerBox, ModelGraph } from './model_graph'

/** More boxes than this are not drawn. */
const most = 1000

const longest = 34

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)

const width_of = ({ name, kind, shape }: LayerBox): number =>
  Math.max(118, ...[name, kind, shape].map((text, i) => 28 + (i === 0 ? 8.4 : 7.2) * shortened(text).length))

/** Down through the points, upright at each. */
function path_of(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], i) => {
      if (i === 0) return `M${x},${y}`
      const [from_x, from_y] = points[i - 1]!
      const middle = (from_y + y) / 2
      return `C${from_x},${middle} ${x},${middle} ${x},${y}`
    })
    .join(' ')
}

function draw_box(box: LayerBox, width: number, [x, y]: readonly [number, number]): SVGElement {
  const left = x - width / 2
  const line = (text: string, row: number, name: string): SVGElement =>
    make_svg('text', { x: left + 15, y: y + 18 + 16.5 * row, class: name }, shortened(text))
  const whole = [box.name, box.kind, box.shape].join('\n')
  return make_svg(
    'g',
    { class: `box${box.is_input ? ' input' : ''}${box.learns ? ' learns' : ''}` },
    make_svg('title', {}, whole),
    make_svg('rect', { x: left, y, width, height: box_height, rx: 8, class: 'body' }),
    make_svg('rect', { x: left + 5, y: y + 8, width: 3, height: box_height - 16, rx: 1.5, class: 'stripe' }),
    line(box.name, 0, 'name'),
    line(box.kind, 1, 'kind'),
    line(box.shape, 2, 'shape'),
  )
}

/** Draws the layers of a model as boxes, from its inputs at the top to its outputs at the bottom. Says how many there are. */
export function draw_graph(svg: SVGElement, { boxes, edges }: ModelGraph): string {
  svg.replaceChildren()
  const text = `${boxes.length} ${boxes.length === 1 ? 'layer' : 'layers and calls'}, ${edges.length} connections`
  svg.setAttribute('aria-label', `Graph of the model: ${text}`)
  if (boxes.length === 0 || boxes.length > most) {
    for (const name of ['width', 'height']) svg.setAttribute(name, '0')
    return boxes.length === 0 ? 'There are no layers.' : `${text}: too many to draw.`
  }
  const widths = boxes.map(width_of)
  const { width, height, places, lines } = lay_out(widths, edges)
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  const arrow = make_svg(
    'marker',
    { id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' },
    make_svg('path', { d: 'M0,0.5 L8,4 L0,7.5 z', class: 'head' }),
  )
  svg.append(
    make_svg('defs', {}, arrow),
    ...lines.map((points) => make_svg('path', { d: path_of(points), class: 'line', 'marker-end': 'url(#arrow)' })),
    ...boxes.map((box, i) => draw_box(box, widths[i]!, places[i]!)),
  )
  return text
}
