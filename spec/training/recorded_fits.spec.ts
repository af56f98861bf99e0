import { join } from 'node:path'
import { type Case, read_cases } from '../conformance/case'
import { pending_names } from '../conformance/pending'
import { run_case } from '../conformance/runner'
import { hush } from '../conformance/start'

const cases = read_cases(join(__dirname, 'recorded', 'fits.jsonl.gz')) as Case[]

describe('compile, fit and evaluate give what Keras 3 gave: history, weights, metrics', () => {
  let speak: () => void
  beforeAll(() => {
    speak = hush()
  })
  afterAll(() => speak())

  for (const c of cases) {
    const missing = pending_names(c)
    const title = c.id.replace(/^models\/fit_(.*)#\d+$/, '$1').replaceAll('_', ' ')
    if (missing.length > 0) {
      test.skip(`${title} waits for ${missing.join(', ')}`, () => undefined)
      continue
    }
    test(`training with ${title}`, async () => {
      const outcome = await run_case(c)
      expect(outcome).toEqual({ status: 'passed' })
    })
  }
})
