interface Output {
  write?(text: string): unknown
  isTTY?: boolean
}

function stdout(): Output | null {
  const host = (globalThis as { process?: { stdout?: Output } }).process
  return typeof host?.stdout?.write === 'function' ? host.stdout : null
}

/** Writes a text; without line break only where there is a terminal or a stream. */
export function print_message(text: string, line_break = true): void {
  const out = stdout()
  if (out !== null) out.write!(line_break ? `${text}\n` : text)
  else console.log(text.replace(/\n$/, ''))
}

/** Seconds since some fixed moment. */
function now(): number {
  return performance.now() / 1000
}

function metric_text(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  if (Math.abs(value) > 1e-3) return value.toFixed(4)
  return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2')
}

function step_time_text(seconds: number, unit: string): string {
  if (seconds >= 1 || seconds === 0) return ` ${seconds.toFixed(0)}s/${unit}`
  return seconds >= 1e-3 ? ` ${(seconds * 1e3).toFixed(0)}ms/${unit}` : ` ${(seconds * 1e6).toFixed(0)}us/${unit}`
}

function eta_text(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  if (seconds > 3600) return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`
  return seconds > 60 ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}` : `${Math.floor(seconds)}s`
}

export interface ProgbarConfig {
  /** Number of steps, null when unknown. */
  target: number | null
  /** Width of the bar in characters. Default 20. */
  width?: number
  /** 0 is silent, 1 a bar, 2 one line at the end. Default 1. */
  verbose?: number
  /** Least seconds between two prints. Default 0.05. */
  interval?: number
  /** Names of values that are not averaged over steps; null for all. */
  stateful_metrics?: readonly string[] | null
  /** Default `step`. */
  unit_name?: string
}

/**
 * Prints how far something has come. In a terminal the line is written over; elsewhere only the last state of each bar is printed.
 * Source: keras.utils.Progbar.
 */
export class Progbar {
  target: number | null
  readonly width: number
  readonly verbose: number
  readonly interval: number
  private readonly stateful: readonly string[] | null
  private readonly unit_name: string
  private readonly dynamic: boolean
  private readonly values = new Map<string, [total: number, weight: number]>()
  private readonly start = now()
  private last_update = 0
  private seen = 0
  private after_first_step: number | null = null
  private previous_width = 0

  constructor({ target, width = 20, verbose = 1, interval = 0.05, stateful_metrics = [], unit_name = 'step' }: ProgbarConfig) {
    this.target = target
    this.width = width
    this.verbose = verbose
    this.interval = interval
    this.stateful = stateful_metrics
    this.unit_name = unit_name
    this.dynamic = Boolean(stdout()?.isTTY)
  }

  /** True when an update now would print. */
  get due(): boolean {
    return this.verbose === 1 && this.dynamic && now() - this.last_update >= this.interval
  }

  private note(current: number, values: Iterable<readonly [string, number]>): void {
    for (const [name, value] of values) {
      const old = this.values.get(name)
      if (this.stateful === null || this.stateful.includes(name)) this.values.set(name, [value, 1])
      else {
        const weight = Math.max(current - this.seen, 1)
        this.values.set(name, [(old?.[0] ?? 0) + value * weight, (old?.[1] ?? 0) + weight])
      }
    }
  }

  private time_per_step(current: number, moment: number): number {
    if (current === 0) return 0
    const first = this.after_first_step
    if (current === 1) this.after_first_step = moment
    return first !== null && current > 1 ? (moment - first) / (current - 1) : (moment - this.start) / current
  }

  /** Shows `current` steps and the values. `finalize` ends the line; by default when the target is reached. */
  update(current: number, values: Iterable<readonly [string, number]> = [], finalize: boolean | null = null): void {
    const last = finalize ?? (this.target !== null && current >= this.target)
    this.note(current, values)
    this.seen = current
    const moment = now()
    const per_step = this.time_per_step(current, moment)
    if (this.verbose === 1) {
      if (!last && (!this.dynamic || moment - this.last_update < this.interval)) return
      this.print_bar(current, moment, per_step, last)
    } else if (this.verbose === 2 && last) {
      const target = this.target ?? current
      const count = `${String(current).padStart(String(target).length)}/${target}`
      print_message(
        `${count} - ${(moment - this.start).toFixed(0)}s -${step_time_text(per_step, this.unit_name)}${this.values_text()}`,
      )
    }
    this.last_update = moment
  }

  /** `update` by `n` steps more. */
  add(n: number, values: Iterable<readonly [string, number]> = []): void {
    this.update(this.seen + n, values)
  }

  private values_text(): string {
    return [...this.values].map(([name, [total, weight]]) => ` - ${name}: ${metric_text(total / Math.max(1, weight))}`).join('')
  }

  private print_bar(current: number, moment: number, per_step: number, last: boolean): void {
    const style = (code: number, text: string): string => (this.dynamic ? `\x1b[${code}m${text}\x1b[0m` : text)
    const { target } = this
    const count =
      target === null ? `${String(current).padStart(7)}/Unknown` : `${String(current).padStart(String(target).length)}/${target}`
    const done = target === null ? 0 : Math.min(this.width, Math.floor((this.width * current) / Math.max(1, target)))
    const time = target !== null && !last ? eta_text(per_step * (target - current)) : `${(moment - this.start).toFixed(0)}s`
    const rest = `${step_time_text(per_step, this.unit_name)}${this.values_text()}`
    const bar = target === null ? '' : ` ${style(32, '━'.repeat(done))}${style(37, '━'.repeat(this.width - done))}`
    const line = `${target === null ? count : style(1, count)}${bar} ${style(1, time)}${rest}`
    const width = count.length + (target === null ? 0 : this.width + 1) + 1 + time.length + rest.length
    const padding = ' '.repeat(Math.max(0, this.previous_width - width))
    this.previous_width = width
    print_message(`${this.dynamic ? '\r' : ''}${line}${padding}${last ? '\n' : ''}`, false)
  }
}
