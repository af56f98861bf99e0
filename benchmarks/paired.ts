import { median, median_interval } from '../lib/bench/statistics'

/** Two ways of doing the same, timed in turns. */
export interface PairedResult {
  /** Median of (first / second) over the rounds. */
  ratio: number
  /** 95 % interval of that median. */
  low: number
  high: number
  /** Median time of one call, in microseconds. */
  first_us: number
  second_us: number
  rounds: number
}

function time_calls(fn: () => void, calls: number): number {
  const start = performance.now()
  for (let i = 0; i < calls; i++) fn()
  return performance.now() - start
}

/**
 * Times `first` against `second` in interleaved pairs of blocks; which goes first alternates. Each pair gives one ratio.
 * @param milliseconds about how long one block takes.
 */
export function compare(
  first: () => void,
  second: () => void,
  { rounds = 200, milliseconds = 4, warm_up = 3000 }: { rounds?: number; milliseconds?: number; warm_up?: number } = {},
): PairedResult {
  time_calls(first, warm_up)
  time_calls(second, warm_up)
  const per_call = time_calls(second, 500) / 500
  const calls = Math.max(1, Math.round(milliseconds / per_call))
  const ratios: number[] = []
  const firsts: number[] = []
  const seconds: number[] = []
  for (let round = 0; round < rounds; round++) {
    let a: number
    let b: number
    if (round % 2 === 0) {
      a = time_calls(first, calls)
      b = time_calls(second, calls)
    } else {
      b = time_calls(second, calls)
      a = time_calls(first, calls)
    }
    ratios.push(a / b)
    firsts.push((1000 * a) / calls)
    seconds.push((1000 * b) / calls)
  }
  const [low, high] = median_interval(ratios)
  return { ratio: median(ratios), low, high, first_us: median(firsts), second_us: median(seconds), rounds }
}
