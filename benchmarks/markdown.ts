import { model_titles, phase_titles } from '../lib/bench/protocol'
import { headings, letter, milliseconds, table_of } from '../lib/bench/report/cells'
import type { PythonRun, Results } from '../lib/bench/report/results'
import { about_machine, about_method } from '../lib/bench/report/words'

const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[][]): string =>
  [line(head), line(head.map((_, i) => (i < 2 ? '---' : '---:'))), ...rows.map(line)].join('\n')

function backend_section(results: Results, backend: string): string {
  const { lines, notes } = table_of(
    results.rows.filter((row) => row.backend === backend),
    results,
  )
  const reasons = notes.map((note, i) => `\n(${letter(i)}) ${note}.`).join('')
  const body = lines.map((cells) => cells.slice(1))
  return `## Backend ${backend}\n\n${table(headings.slice(1), body)}\n${reasons === '' ? '' : `${reasons}\n`}`
}

function python_section(results: Results, { name, versions, rows }: PythonRun): string {
  const head = [
    'model',
    'phase',
    'Python, ms',
    'middle half',
    'runs',
    'fastest backend here',
    'ms',
    'times',
    'largest difference',
  ]
  const body = rows.flatMap(({ model, phase, median, quartiles, rounds, difference }) => {
    const here = results.rows
      .flatMap((row) => (row.model === model && row.phase === phase && row.libraries.keras ? [row] : []))
      .sort((a, b) => a.libraries.keras!.median - b.libraries.keras!.median)[0]
    if (here === undefined) return []
    const own = here.libraries.keras!.median
    const python = [milliseconds(median), quartiles.map(milliseconds).join('-'), String(rounds)]
    const ours = [here.backend, milliseconds(own), (own / median).toFixed(1)]
    return [[model, phase_titles[phase], ...python, ...ours, difference?.toExponential(1) ?? 'no answer here']]
  })
  return `## Against Python Keras on ${name}\n\n${versions}, on the processor, with the same weights and inputs; clock time. \`times\`: how many times as long the fastest backend here takes.\n\n${table(head, body)}\n`
}

function left_out({ left_out: items }: Results): string {
  if (items.length === 0) return ''
  return `## Left out\n\n${items.map(({ what, why }) => `- ${what}: ${why}`).join('\n')}\n`
}

/** `docs/benchmarks.md`. */
export function markdown_page(results: Results): string {
  const backends = [...new Set(results.rows.map((row) => row.backend))]
  const models = Object.entries(model_titles).filter(([name]) => results.rows.some((row) => row.model === name))
  return `# Benchmark

This page is made by \`npm run bench -- --docs\`. Charts of the same numbers: [benchmarks/results/report.html](../benchmarks/results/report.html), data: [benchmarks/results/latest.json](../benchmarks/results/latest.json).

<img src="benchmarks/wide.png" alt="The report in a wide window" height="560"> <img src="benchmarks/phone.png" alt="The report on a phone, dark" height="560">

${about_machine(results)}

Models: ${models.map(([name, title]) => `\`${name}\` (${title})`).join('; ')}. Training steps use Adam.

${backends.map((backend) => backend_section(results, backend)).join('\n')}
${results.python.map((run) => `${python_section(results, run)}\n`).join('')}${left_out(results)}
## Reading the tables

- \`x by hand\`: how many times as long as TensorFlow.js written by hand; below 1 is faster than by hand.
- \`Layers x\`: how many times as long TensorFlow.js Layers takes; above 1 means that this library is faster.
- \`x fastest\`: against the fastest backend of this page.
- \`none\` or \`fails\`: there is no number; the letter leads to the reason below the table.

${about_method(results)}

## Running it

| command | what |
|---|---|
| \`npx keras-tfjs bench\` | in a project that has keras-tfjs installed: all models on all backends that work there |
| \`npx keras-tfjs bench --quick --backend wasm,cpu --models mlp,cnn\` | a first look: fewer and shorter rounds, so wider intervals |
| \`npx keras-tfjs bench --json results.json --html report.html\` | keeps the numbers and the page with charts |
| \`npm run bench\` | the same from this repository, freshly built; takes the same options |
| \`npm run bench -- --docs\` | everything, Python included; writes this page, the charts, the data and the pictures |
| \`npm run bench -- --render\` | writes them anew from the data |
| \`npm run bench:python\` | adds Python Keras (JAX, and TensorFlow where its wheel installs) to the last data; makes a virtual environment |
| \`npm run bench:overhead\` | the cost of a layer call at batch 1 |

Options of \`keras-tfjs bench\`: \`--backend\`, \`--models\`, \`--phases\`, \`--rounds\`, \`--quick\`, \`--json\`, \`--html\`. webgl, webgpu and wasm-browser need playwright-core and Chromium, webgpu \`@tensorflow/tfjs-backend-webgpu\` too;
the comparison with TensorFlow.js Layers needs \`@tensorflow/tfjs-layers\`. What is missing is named and left out.
`
}
