import type { Row } from '../../lib/bench/measure'
import { over_fastest, table_of } from '../../lib/bench/report/cells'
import { html_page } from '../../lib/bench/report/html'
import { compare_answers, difference, json_of, type Results } from '../../lib/bench/report/results'
import { plain_reason } from '../../lib/bench/report/words'
import { geometric_mean, median, median_interval, quantile } from '../../lib/bench/statistics'

const footprint = { kernels: 4, by_name: {}, bytes: 2 ** 20, peak_bytes: 3 * 2 ** 20, leaked: 0 }
const timed = (value: number) => ({ median: value, quartiles: [value, value] as [number, number], rounds: 5, footprint })
const ratio = { ratio: 2, low: 1.5, high: 2.5 }

const row = (backend: string, change: Partial<Row> = {}): Row => ({
  backend,
  model: 'mlp',
  phase: 'infer_1',
  libraries: { keras: timed(1), raw: timed(2), layers: timed(4) },
  errors: {},
  answers: {},
  difference: { largest: 1e-7, to: 'cpu' },
  over_raw: ratio,
  over_layers: ratio,
  ...change,
})

const results_of = (rows: Row[]): Results => ({
  version: '1.2.3',
  date: '2026-01-01',
  machine: { cpu: 'CPU', cores: 2, memory_gb: 8, system: 'Linux', node: 'v20', load: 0, browser: null },
  effort: { rounds: 5, block_ms: 1, budget_ms: 1, limit_ms: 1000, patience_ms: 1000 },
  minutes: 1,
  left_out: [],
  rows,
  answers: {},
  python: [],
})

describe('numbers of the report', () => {
  it('are medians with the interval of their order statistics', () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    const values = Array.from({ length: 31 }, (_, i) => i)
    expect(median_interval(values)).toEqual([10, 21])
    expect(median_interval([3, 1, 2])).toEqual([1, 3])
    expect(quantile(values, 0.25)).toBe(7)
    expect(geometric_mean([0.5, 2, 8])).toBeCloseTo(2, 12)
  })

  it('say how far a backend is from the fastest one of the same case', () => {
    const rows = [row('wasm'), row('cpu', { libraries: { keras: timed(3) } }), row('cpu', { phase: 'infer_32' })]
    expect(rows.map((one) => over_fastest(one, rows))).toEqual([1, 3, 1])
  })

  it('compare the answers of all backends and libraries to a case, and keep one', () => {
    const rows = [
      row('wasm', { difference: null, answers: { keras: [1, 2], raw: [1, 2.5] } }),
      row('cpu', { difference: null, answers: { keras: [1.25, 2] } }),
      row('cpu', { difference: null, phase: 'infer_32', answers: { keras: [7] } }),
    ]
    expect(compare_answers(rows)).toEqual({ 'mlp infer_1': [1, 2], 'mlp infer_32': [7] })
    expect(rows.map((one) => one.difference)).toEqual([
      { largest: 0.5, to: 'wasm by hand' },
      { largest: 0.5, to: 'wasm by hand' },
      null,
    ])
    expect(difference([1, 2], [1])).toBeNull()
    expect(json_of(results_of(rows))).not.toContain('"raw":[1')
  })
})

describe('cells that are absent', () => {
  it('say why, with one letter for one reason', () => {
    const rows = [
      row('wasm', { over_layers: null, errors: { layers: 'No kernel' }, libraries: { keras: timed(1), raw: timed(1) } }),
      row('cpu', {
        over_layers: null,
        errors: { layers: 'No kernel' },
        difference: null,
        libraries: { keras: timed(1), raw: timed(1) },
      }),
      row('webgl', { libraries: {}, errors: { keras: 'Error in file:///home/me/project/lib/a.mjs\nat b' } }),
    ]
    const { lines, notes } = table_of(rows, { rows })
    expect(notes).toEqual(['No kernel', 'There is no other answer to this case', 'Error in a.mjs'])
    expect(lines[0]!.slice(9)).toEqual(['none (a)', '1.00', '1.0e-7 (cpu)'])
    expect(lines[1]!.slice(9)).toEqual(['none (a)', '1.00', 'none (b)'])
    expect(lines[2]!.slice(3, 5)).toEqual(['fails (c)', 'fails'])
  })

  it('never have a folder of the machine in their reason', () => {
    expect(plain_reason("Cannot find package 'x' imported from /home/me/app/dist/a.mjs")).toBe(
      "Cannot find package 'x' imported from a.mjs",
    )
    expect(plain_reason('@tensorflow/tfjs-node is not installed')).toBe('@tensorflow/tfjs-node is not installed')
    expect(plain_reason('page.evaluate: Error: lost\n  at x')).toBe('lost')
  })
})

describe('the page', () => {
  it('has a chart for each backend and comparison, and text that is no markup', () => {
    const rows = [row('wasm'), row('cpu', { errors: { raw: 'a < b & "c"' }, over_raw: null, libraries: { keras: timed(3) } })]
    const page = html_page(results_of(rows))
    expect(page.match(/<figcaption>/g)).toHaveLength(2 + 1 + 1)
    expect(page).toContain('a &lt; b &amp; &quot;c&quot;')
  })

  it('says what was left out', () => {
    const page = html_page({ ...results_of([row('wasm')]), left_out: [{ what: 'native', why: 'not installed' }] })
    expect(page).toContain('<li>native: not installed</li>')
  })
})
