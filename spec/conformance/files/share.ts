import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hush } from '../start'
import { file_records } from './record'
import { run_file } from './run'

const fixtures = join(__dirname, 'fixtures')

/** How many files of each folder are known to pass; the others wait for classes that do not exist yet. */
const known: Readonly<Record<string, number>> = JSON.parse(readFileSync(join(__dirname, 'status.json'), 'utf8'))

/** One test for each file of a folder of fixtures, and one that as many pass as the committed status says. */
export function describe_files(folder: string): void {
  let speak: () => void
  beforeAll(() => {
    speak = hush()
  })
  afterAll(() => speak())
  describe(`files: ${folder}`, () => {
    let passed = 0
    for (const record of file_records(join(fixtures, folder))) {
      test(record.id, async () => {
        const outcome = await run_file(record)
        if (outcome.status === 'failed') throw new Error(outcome.reason)
        if (outcome.status === 'passed') passed++
      }, 60_000)
    }
    test(`as many files of ${folder} pass as before`, () => {
      expect(passed).toBeGreaterThanOrEqual(known[folder]!)
    })
  })
}
