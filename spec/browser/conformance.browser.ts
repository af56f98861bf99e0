import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Case, case_files, is_transcript, read_cases } from '../conformance/case'
import { cases_folder, class_of } from '../conformance/tally'
import { start_chromium } from './chromium'
import { bundle_runner } from './conformance/bundle'
import type { ConformancePage, PageOutcome } from './conformance/page'
import { Site } from './site'

const root = join(__dirname, '../..')

/** Largest case, in characters: bigger ones take a software renderer too long. */
const size_limit = 30_000

/** The first cases of each class that are small, forward and gradient, by class. */
function sample(per_class: number): Map<string, Case[]> {
  const classes = new Map<string, Case[]>()
  for (const line of case_files(join(cases_folder, 'layers')).flatMap(read_cases)) {
    if (is_transcript(line) || line.kind !== 'layer') continue
    const cases = classes.get(class_of(line)) ?? []
    classes.set(class_of(line), cases)
    if (cases.length < per_class && JSON.stringify(line).length < size_limit) cases.push(line)
  }
  return classes
}

/**
 * Backends with what their values may be off by. The shaders of WebGL round functions such as exp and tanh a little differently; on devices
 * whose textures hold half floats (not here) three digits are left.
 */
const backends = [
  { backend: 'wasm', per_class: 3, atol: 1e-5, rtol: 1e-5 },
  { backend: 'webgl', per_class: 1, atol: 5e-5, rtol: 5e-4 },
]

let folder: string
let site: Site
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-conformance-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><script type="module" src="main.js"></script>')
  await bundle_runner(folder)
  site = await Site.open({ '/wasm/': join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'), '/': folder })
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
  if (folder) rmSync(folder, { recursive: true })
})

type Globals = { conformance: ConformancePage; outcome?: boolean }

async function open_page(backend: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(site.at('/'))
  await page.waitForFunction(() => (globalThis as unknown as Globals).outcome)
  await page.evaluate((name) => (globalThis as unknown as Globals).conformance.start(name), backend)
  return page
}

describe.each(backends)('recorded answers of Keras on $backend in a page', ({ backend, per_class, atol, rtol }) => {
  let page: Page
  beforeAll(async () => {
    page = await open_page(backend)
  })
  afterAll(() => page?.close())

  it.each([...sample(per_class)])('%s gives the same values and gradients', async (_, cases) => {
    const outcomes = await page.evaluate(
      ([given, tolerance]) => (globalThis as unknown as Globals).conformance.run(given, tolerance),
      [cases, { atol, rtol }] as const,
    )
    const failed = outcomes.filter(({ status }: PageOutcome) => status === 'failed')
    expect(failed).toEqual([])
  })
})

it('a dense layer, a convolution and a normalisation give the same values on WebGPU, where the browser has it', async () => {
  const page = await open_page('cpu')
  const has_adapter = await page.evaluate(async () => {
    const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } }
    return gpu !== undefined && (await gpu.requestAdapter()) !== null
  })
  await page.close()
  if (!has_adapter) return
  const classes = sample(1)
  for (const name of ['Dense', 'Conv2D', 'LayerNormalization', 'Activation']) {
    const fresh = await open_page('webgpu')
    const cases = classes.get(name)!.map(({ gradients: _gradients, ...forward }) => forward as Case)
    const outcomes = await fresh.evaluate(
      ([given, tolerance]) => (globalThis as unknown as Globals).conformance.run(given, tolerance),
      [cases, { atol: 5e-5, rtol: 5e-4 }] as const,
    )
    expect(outcomes).toEqual(cases.map(({ id }) => ({ id, status: 'passed' })))
    await fresh.close()
  }
})
