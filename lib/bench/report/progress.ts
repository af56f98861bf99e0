import type { Row } from '../measure'
import { model_titles, phase_titles } from '../protocol'
import type { BenchOptions } from '../run'
import { milliseconds } from './cells'

type Listener = Pick<BenchOptions, 'start' | 'begin' | 'report' | 'failed'>

const bar_width = 24
const clear = '\r\x1b[2K'

function line_of(row: Row): string {
  const { keras } = row.libraries
  return [
    `${row.backend.padEnd(13)}${row.model.padEnd(12)}${phase_titles[row.phase].padEnd(23)}`,
    keras ? `${milliseconds(keras.median).padStart(8)} ms` : `fails: ${row.errors.keras}`,
    row.over_raw ? `   by hand x ${row.over_raw.ratio.toFixed(2)}` : '',
    row.over_layers ? `   Layers x ${row.over_layers.ratio.toFixed(2)}` : '',
  ].join('')
}

/** Tells how far a run is: a line for each case that is done, and on a terminal a bar for what is under way. */
export class Progress {
  private done = 0
  private all = 0
  private readonly started = Date.now()

  private say(line: string): void {
    process.stdout.write(`${process.stdout.isTTY ? clear : ''}${line}\n`)
  }

  private rest(): string {
    if (this.done === 0) return ''
    const seconds = Math.round((((Date.now() - this.started) / this.done) * (this.all - this.done)) / 1000)
    return `, about ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`
  }

  readonly listener: Listener = {
    start: (cases, left_out) => {
      this.all = cases
      for (const { what, why } of left_out) this.say(`Left out: ${what} (${why})`)
      this.say(cases === 1 ? '1 case' : `${cases} cases`)
    },
    begin: ({ backend, model, phase }) => {
      if (!process.stdout.isTTY) return
      const full = Math.floor((bar_width * this.done) / this.all)
      const bar = '█'.repeat(full) + '░'.repeat(bar_width - full)
      const what = `${backend}, ${model_titles[model].split(/[ ,(]/)[0]}, ${phase_titles[phase]}`
      const line = `${bar} ${this.done}/${this.all} ${what}${this.rest()}`
      process.stdout.write(clear + line.slice(0, process.stdout.columns - 1))
    },
    report: (row) => {
      this.done++
      this.say(line_of(row))
    },
    failed: (backend, why) => this.say(`${backend}: ended early (${why})`),
  }
}
