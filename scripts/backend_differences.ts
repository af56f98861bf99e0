/** Writes `docs/backend_differences.md` and the ceilings of its test: how far the answers of each layer lie apart on the backends. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { set_backend } from '../lib/backend/choose'
import { answers_on, case_of_each_layer, type Difference, difference } from '../spec/reliability/differences'

const root = join(__dirname, '..')
const doc = join(root, 'docs', 'backend_differences.md')
const ceilings_file = join(root, 'spec', 'reliability', 'backend_ceilings.json')

/** The least that a test allows: rounding differs with the machine. */
const least = 1e-6

const ceiling = (value: number): number => Number(Math.max(least, 4 * value).toPrecision(1))

const shown = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : value === 0 ? '0' : value.toExponential(1)

async function starts(name: string): Promise<boolean> {
  try {
    await set_backend(name)
    return true
  } catch {
    return false
  }
}

async function main(): Promise<void> {
  const cases = case_of_each_layer()
  const others = (await starts('native')) ? ['wasm', 'native'] : ['wasm']
  const cpu = await answers_on('cpu', cases)
  const by_backend = new Map<string, Map<string, Difference>>()
  for (const name of others) {
    const answers = await answers_on(name, cases)
    by_backend.set(name, new Map([...cpu].map(([layer, answer]) => [layer, difference(answer, answers.get(layer)!)])))
  }
  const rows = [...cases.keys()].map((layer) => {
    const cells = others.flatMap((name) => {
      const { outputs, gradients } = by_backend.get(name)!.get(layer)!
      return [shown(outputs), shown(gradients)]
    })
    return `| ${[layer, ...cells].join(' | ')} |`
  })
  const head = ['layer', ...others.flatMap((name) => [`${name}: outputs`, `${name}: gradients`])]
  const text = [
    '# How far backends lie apart',
    '',
    'One recorded case a layer, run on the plain backend (`cpu`) and on the others with the same weights: the largest difference of a number, divided by the number where that is above 1. An empty cell: the case has no gradient. Floats of 32 bits have about 7 digits: 1.2e-7 is one unit in the last place of 1.',
    '',
    'Made by `npx tsx scripts/backend_differences.ts`; `spec/reliability/backend_differences.spec.ts` holds each layer below four times its number here.',
    '',
    `| ${head.join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...rows,
    '',
  ].join('\n')
  writeFileSync(doc, text)
  const ceilings = Object.fromEntries(
    [...cases.keys()].map((layer) => {
      const all = others.map((name) => by_backend.get(name)!.get(layer)!)
      const outputs = ceiling(Math.max(...all.map((d) => d.outputs)))
      return [layer, { outputs, gradients: ceiling(Math.max(...all.map((d) => d.gradients ?? 0))) }]
    }),
  )
  writeFileSync(ceilings_file, `${JSON.stringify(ceilings, null, 2)}\n`)
}

void main()
