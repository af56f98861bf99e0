import { type Image, to_image } from './digits'

const size = 256
const step = 16

/** A canvas to draw on, by pointer or keys. Calls `changed` after each stroke of it. */
export class Pad {
  private readonly context: CanvasRenderingContext2D
  private last: [number, number] | null = null
  private pen = { x: size / 2, y: size / 4, down: false }

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly changed: () => void,
  ) {
    this.context = canvas.getContext('2d', { willReadFrequently: true })!
    this.clear()
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId)
      this.last = this.place_of(event)
      this.line_to(this.last)
    })
    canvas.addEventListener('pointermove', (event) => {
      if (this.last) this.line_to(this.place_of(event))
    })
    for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => this.lift())
    canvas.addEventListener('keydown', (event) => this.key(event))
  }

  clear(): void {
    this.context.fillStyle = '#fff'
    this.context.fillRect(0, 0, size, size)
    this.lift()
    this.pen.down = false
    this.changed()
  }

  private lift(): void {
    this.last = null
  }

  private place_of(event: PointerEvent): [number, number] {
    const box = this.canvas.getBoundingClientRect()
    return [((event.clientX - box.left) / box.width) * size, ((event.clientY - box.top) / box.height) * size]
  }

  private line_to(to: [number, number]): void {
    const { context } = this
    Object.assign(context, { lineWidth: 26, lineCap: 'round', lineJoin: 'round', strokeStyle: '#1d2433' })
    context.beginPath()
    context.moveTo(...(this.last ?? to))
    context.lineTo(...to)
    context.stroke()
    this.last = to
    this.changed()
  }

  private key(event: KeyboardEvent): void {
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }
    const { pen } = this
    const move = moves[event.key]
    if (event.key === 'Escape') this.clear()
    else if (event.key === ' ') pen.down = !pen.down
    else if (move) {
      const inside = (value: number): number => Math.min(size - step, Math.max(step, value))
      this.last = [pen.x, pen.y]
      pen.x = inside(pen.x + move[0])
      pen.y = inside(pen.y + move[1])
    } else return
    event.preventDefault()
    if (pen.down) this.line_to([pen.x, pen.y])
    this.lift()
  }

  /** What is drawn, moved to the middle and scaled to the height of the digits that the model knows; null for an empty pad. */
  image(): Image | null {
    const ink = this.ink(8, 8)
    return ink && to_image(ink.map((share) => 16 * share))
  }

  /** The share of ink in each cell of a grid over what is drawn; null for an empty pad. */
  ink(rows: number, columns: number): number[] | null {
    const { data } = this.context.getImageData(0, 0, size, size)
    let [left, right, top, bottom] = [size, -1, size, -1]
    for (let i = 0; i < size * size; i++) {
      if (data[4 * i]! > 128) continue
      const [x, y] = [i % size, Math.floor(i / size)]
      ;[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)]
    }
    if (right < 0) return null
    const side = Math.max(bottom - top + 1, right - left + 1)
    const [x0, y0] = [(left + right + 1 - side) / 2, (top + bottom + 1 - side) / 2]
    const shares = new Array<number>(rows * columns).fill(0)
    for (let y = 0; y < 4 * rows; y++) {
      for (let x = 0; x < 4 * columns; x++) {
        const px = Math.floor(x0 + ((x + 0.5) * side) / (4 * columns))
        const py = Math.floor(y0 + ((y + 0.5) * side) / (4 * rows))
        const inside = px >= 0 && py >= 0 && px < size && py < size
        if (inside && data[4 * (py * size + px)]! <= 128) shares[columns * Math.floor(y / 4) + Math.floor(x / 4)]! += 1 / 16
      }
    }
    return shares
  }
}
