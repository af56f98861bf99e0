import type { Row } from '../suite/measure'
import { suite_models } from '../suite/models'
import { action_titles, actions } from '../suite/protocol'
import { cells, difference, headings, milliseconds } from './cells'
import type { Results } from './files'
import { about_machine, about_method } from './words'

const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[][]): string =>
  [line(head), line(head.map((_, i) => (i < 2 ? '---' : '---:'))), ...rows.map(line)].join('\n')

function python_of(results: Results, { model, action }: Pick<Row, 'model' | 'action'>) {
  return results.python?.rows.find((row) => row.model === model && row.action === action)
}

function backend_section(results: Results, backend: string): string {
  const rows = results.rows.filter((row) => row.backend === backend)
  const body = rows.map((row) => cells(row, results.rows, python_of(results, row)?.outputs).slice(1))
  return `## Backend ${backend}\n\n${table(headings.slice(1), body)}\n`
}

function python_section(results: Results): string {
  if (results.python === null) return ''
  const head = ['model', 'action', 'Keras on JAX, ms', 'fastest backend here, ms', 'times', 'largest difference']
  const body = Object.keys(suite_models).flatMap((model) =>
    actions.flatMap((action) => {
      const python = python_of(results, { model, action })
      const here = results.rows
        .filter((row) => row.model === model && row.action === action)
        .flatMap(({ libraries }) => libraries.keras ?? [])
        .sort((a, b) => a.median - b.median)[0]
      if (python === undefined || here === undefined) return []
      const apart = difference(python.outputs, here.outputs)
      const times = (here.median / python.median).toFixed(1)
      return [
        [
          model,
          action_titles[action],
          milliseconds(python.median),
          milliseconds(here.median),
          times,
          apart?.toExponential(1) ?? '-',
        ],
      ]
    }),
  )
  return `## Against Python Keras\n\n${results.python.versions}, compiled (\`jit_compile\`), on the processor, with the same weights and inputs; clock time, which other work on the machine lengthens.\n\n${table(head, body)}\n`
}

/** `docs/benchmarks.md`. */
export function markdown_page(results: Results): string {
  const backends = [...new Set(results.rows.map((row) => row.backend))]
  const models = Object.entries(suite_models).filter(([name]) => results.rows.some((row) => row.model === name))
  return `# Benchmark

This page is made by \`npm run bench\`. Charts of the same numbers: [benchmarks/results/report.html](../benchmarks/results/report.html), data: [benchmarks/results/latest.json](../benchmarks/results/latest.json).

${about_machine(results)}

Models: ${models.map(([name, { title }]) => `\`${name}\` (${title})`).join('; ')}. Training steps use Adam.

${backends.map((backend) => backend_section(results, backend)).join('\n')}
${python_section(results)}
## Reading the tables

- \`x by hand\`: how many times as long as TensorFlow.js written by hand; below 1 is faster than by hand.
- \`Layers x\`: how many times as long TensorFlow.js Layers takes; above 1 means that this library is faster. \`cannot\`: it lacks a layer or a kernel.
- \`x fastest\`: against the fastest backend of this table.

${about_method(results)}

## Running it

| command | what |
|---|---|
| \`npm run bench\` | all models on all backends that load |
| \`npm run bench -- --quick --backend wasm --model mlp,cnn\` | a short look, without writing the reports |
| \`npm run bench -- --browser\` | also WebGL and wasm in headless Chromium |
| \`npm run bench:python\` | the same in Python Keras on JAX; makes a virtual environment |
| \`npm run bench:overhead\` | the cost of a layer call at batch 1 |
`
}
