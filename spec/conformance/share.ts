import { is_nearer } from './nearer_than_recorded'
import { pending_names } from './pending'
import { run_case } from './runner'
import { hush } from './start'
import { read_status, share_of_classes } from './tally'

const shares = 4

/** One test for each case of a share of the classes, and one a class that as many pass as the committed status says. */
export function describe_share(index: number): void {
  const status = read_status()
  let speak: () => void
  beforeAll(() => {
    speak = hush()
  })
  afterAll(() => speak())
  for (const [name, cases] of share_of_classes(index, shares)) {
    describe(name, () => {
      let passed = 0
      for (const c of cases) {
        const missing = pending_names(c)
        const title = `${c.kind} ${c.id}`
        if (missing.length > 0) {
          test.skip(`${title} waits for ${missing.join(', ')}`, () => undefined)
          continue
        }
        test(title, async () => {
          const outcome = await run_case(c)
          if (outcome.status === 'failed' && !is_nearer(c.id, outcome.reason)) throw new Error(outcome.reason)
          if (outcome.status !== 'pending') passed++
        })
      }
      test(`as many cases of ${name} pass as before`, () => {
        expect(passed).toBeGreaterThanOrEqual(status[name]?.passed ?? 0)
      })
    })
  }
}
