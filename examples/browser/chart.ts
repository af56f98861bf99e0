/** One epoch's numbers. */
export interface Point {
  loss: number
  accuracy: number
}

const [left, right, top, bottom] = [30, 310, 10, 140]

/** Draws the curves of a training: loss as a share of the largest, accuracy against 1. */
export function draw_chart(svg: SVGElement, points: readonly Point[], epochs: number): void {
  const most = Math.max(...points.map(({ loss }) => loss))
  const x = (i: number): number => left + ((right - left) * i) / Math.max(1, epochs - 1)
  const y = (share: number): number => bottom - (bottom - top) * share
  const curve = (name: keyof Point, scale: number): string =>
    `<polyline class="${name}" points="${points.map((point, i) => `${x(i)},${y(point[name] / scale)}`).join(' ')}"/>`
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${left}" x2="${right}" y1="${y(share)}" y2="${y(share)}"/><text x="6" y="${y(share) + 3}">${share}</text>`,
  )
  svg.innerHTML = `${grid.join('')}<text x="${left}" y="155">epoch 1</text><text x="${right}" y="155" text-anchor="end">${epochs}</text>${curve('loss', most)}${curve('accuracy', 1)}`
}
