import type { Shape } from '../../common/shape'
import type { Clash } from './clash'
import { is_fill, prime_fill } from './fills'

/** Fills of the rungs after the primes: one number for all unknown dimensions. */
const composite_rungs = [
  [960, 1440],
  [24, 48],
] as const

/** Number of rungs. */
export const rung_count = 1 + composite_rungs.length

/** The unknown dimensions of one trace: which are the same, which turned out to be a constant, and which numbers stand for them. */
export class Symbols {
  /** For each input and axis, its symbol, or -1 when the dimension is known. */
  private readonly slots: number[][]
  private readonly parents: number[] = []
  private readonly pins: (number | null)[] = []
  private readonly primes: [number, number][] = []

  constructor(shapes: readonly Shape[]) {
    let batch = -1
    this.slots = shapes.map((shape) =>
      shape.map((d, axis) => {
        if (d !== null) return -1
        if (axis > 0) return this.add()
        if (batch < 0) batch = this.add()
        return batch
      }),
    )
    this.choose_primes(shapes)
  }

  private add(): number {
    this.pins.push(null)
    return this.parents.push(this.parents.length) - 1
  }

  private choose_primes(shapes: readonly Shape[]): void {
    const taken = (n: number) => is_fill(n) || shapes.some((shape) => shape.includes(n))
    for (let index = 0; this.primes.length < this.parents.length; index++) {
      const pair: [number, number] = [prime_fill(index, 0), prime_fill(index, 1)]
      if (!taken(pair[0]) && !taken(pair[1])) this.primes.push(pair)
    }
  }

  private root(symbol: number): number {
    let at = symbol
    while (this.parents[at] !== at) at = this.parents[at]
    return at
  }

  private fill(symbol: number, rung: number, pass: 0 | 1): number {
    const root = this.root(symbol)
    return this.pins[root] ?? (rung === 0 ? this.primes[root][pass] : composite_rungs[rung - 1][pass])
  }

  /** True when no dimension is unknown any more. */
  get all_known(): boolean {
    return this.pins.every((_, symbol) => this.pins[this.root(symbol)] !== null)
  }

  /** The numbers that stand for unknown dimensions in this pass. */
  fills(rung: number, pass: 0 | 1): number[] {
    const open = this.parents.filter((parent, symbol) => parent === symbol && this.pins[symbol] === null)
    return [...new Set(open.map((symbol) => this.fill(symbol, rung, pass)))]
  }

  /** The shape of one input in this pass. */
  shape(input: number, shape: Shape, rung: number, pass: 0 | 1): number[] {
    const slots = this.slots[input]
    return shape.map((d, axis) => (d === null ? this.fill(slots[axis], rung, pass) : d))
  }

  private symbol_of(fill: number, pass: 0 | 1): number {
    return this.parents.findIndex(
      (parent, symbol) => parent === symbol && this.pins[symbol] === null && this.primes[symbol][pass] === fill,
    )
  }

  /**
   * Learns from the clashes of both passes with primes: the same two symbols are joined, a symbol that met the same constant twice is that
   * constant. Says whether anything was learnt.
   */
  learn(first: Clash, second: Clash): boolean {
    const [a, b] = [this.symbol_of(first[0], 0), this.symbol_of(first[1], 0)]
    if (a !== this.symbol_of(second[0], 1) || b !== this.symbol_of(second[1], 1)) return false
    if (a >= 0 && b >= 0) this.parents[Math.max(a, b)] = Math.min(a, b)
    else if (a >= 0 && first[1] === second[1]) this.pins[a] = first[1]
    else if (b >= 0 && first[0] === second[0]) this.pins[b] = first[0]
    else return false
    return true
  }
}
