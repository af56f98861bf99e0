import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { find_chromium } from '../lib/bench/browser/chromium'
import { html_page } from '../lib/bench/report/html'
import { json_of, type Results } from '../lib/bench/report/results'
import { markdown_page } from './markdown'

const root = join(__dirname, '..')
const html_file = join(__dirname, 'results/report.html')

/** The committed results. */
export const results_file = join(__dirname, 'results/latest.json')

/** The committed results, read from their file. */
export function read_results(): Results {
  if (!existsSync(results_file)) throw new Error('there are no results yet: run `npm run bench -- --docs` first')
  return JSON.parse(readFileSync(results_file, 'utf8')) as Results
}

/** Pictures of the page: a wide window, light, and a phone, dark. */
async function take_pictures(): Promise<void> {
  const executablePath = find_chromium()
  if (executablePath === undefined) return console.log('The pictures of the report are left as they are: Chromium was not found')
  const folder = join(root, 'docs/benchmarks')
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  const windows = [
    { file: 'wide.png', viewport: { width: 1240, height: 1300 }, colorScheme: 'light' },
    { file: 'phone.png', viewport: { width: 390, height: 1300 }, colorScheme: 'dark' },
  ] as const
  for (const { file, ...look } of windows) {
    const page = await browser.newPage(look)
    await page.goto(pathToFileURL(html_file).href)
    await page.screenshot({ path: join(folder, file) })
  }
  await browser.close()
}

/** Writes the results and everything that is made from them: the page with charts, `docs/benchmarks.md`, and its pictures. */
export async function write_documents(results: Results): Promise<void> {
  mkdirSync(join(__dirname, 'results'), { recursive: true })
  writeFileSync(results_file, json_of(results))
  writeFileSync(html_file, html_page(results))
  writeFileSync(join(root, 'docs/benchmarks.md'), markdown_page(results))
  await take_pictures()
  console.log(
    'Written: benchmarks/results/latest.json, benchmarks/results/report.html, docs/benchmarks.md, docs/benchmarks/*.png',
  )
}
