import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { merge_rows, read_results, write_reports } from './report/files'
import { machine } from './report/machine'
import { summary_table } from './report/terminal'
import { full_effort, measure_backend, quick_effort, type Row } from './suite/measure'
import { start_process } from './suite/processes'
import { action_titles } from './suite/protocol'

const usage = `npm run bench -- [options]
  --backend NAMES   native, wasm, cpu (default: all that load)
  --model NAMES     mlp, cnn, mobilenet, lstm, transformer (default: all)
  --browser         also webgl and wasm in headless Chromium
  --quick           fewer rounds; the reports are not written
  --report          only writes the reports anew from the last results`

const root = join(__dirname, '..')

function progress(row: Row): void {
  const { keras } = row.libraries
  const parts = [
    `${row.backend} ${row.model}, ${action_titles[row.action]}:`.padEnd(52),
    keras ? `${keras.median.toPrecision(3)} ms`.padStart(10) : `fails: ${row.errors.keras}`,
    row.over_raw ? `  by hand x ${row.over_raw.ratio.toFixed(2)}` : '',
    row.over_layers ? `  TensorFlow.js Layers takes x ${row.over_layers.ratio.toFixed(2)}` : '',
  ]
  console.log(parts.join(''))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      backend: { type: 'string' },
      model: { type: 'string' },
      quick: { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  if (values.report) return write_reports(read_results()!)
  if (!existsSync(join(root, 'dist', 'exports', 'index.mjs')))
    execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' })
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const rows: Row[] = []
  const date = new Date().toISOString().slice(0, 10)
  let load = machine().load
  const settings = {
    wanted: values.model?.split(',') ?? null,
    effort: values.quick ? quick_effort : full_effort,
    report: (row: Row): void => {
      progress(row)
      rows.push(row)
      load = Math.max(load, machine().load)
      if (!values.quick) write_reports(merge_rows(read_results(), rows, { version, date, machine: { ...machine(), load } }))
    },
  }
  for (const name of values.backend?.split(',') ?? ['native', 'wasm', 'cpu']) {
    try {
      const effort = name === 'cpu' ? quick_effort : settings.effort
      await measure_backend(name, async (trade) => start_process(trade), { ...settings, effort })
    } catch (error) {
      console.log(`${name}: left out (${(error as Error).message})`)
    }
  }
  if (values.browser) {
    const { measure_in_browser } = await import('./browser/run')
    await measure_in_browser(settings)
  }
  console.log(`\n${summary_table(rows)}`)
  if (!values.quick) console.log('\nWritten: benchmarks/results/latest.json, benchmarks/results/report.html, docs/benchmarks.md')
}

main().catch((error: Error) => {
  console.error(error)
  process.exitCode = 1
})
