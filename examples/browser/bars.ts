import { make } from './dom'

/** A list of shares with a bar for each. */
export class Bars {
  private readonly rows: { fill: HTMLElement; share: HTMLElement }[]

  constructor(list: HTMLElement, labels: readonly string[]) {
    this.rows = labels.map((label) => {
      const fill = make('span', { className: 'fill' })
      const share = make('span', { className: 'share' }, '0%')
      list.append(make('li', {}, make('span', {}, label), make('span', { className: 'track' }, fill), share))
      return { fill, share }
    })
  }

  show(shares: readonly number[] | null): void {
    this.rows.forEach(({ fill, share }, i) => {
      const percent = Math.round(100 * (shares?.[i] ?? 0))
      fill.style.width = `${percent}%`
      share.textContent = `${percent}%`
    })
  }
}
