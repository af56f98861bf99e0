import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Case, case_files, is_transcript, read_cases } from '../conformance/case'
import { cases_folder, class_of } from '../conformance/tally'
import { start_chromium } from './chromium'
import { bundle_runner } from './conformance/bundle'
import type { ConformancePage, PageOutcome } from './conformance/page'
import { type Adjustments, tolerances } from './conformance/tolerance'
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

/** With this flag off, shaders compute small tensors too. */
const on_card = { webgl: { WEBGL_CPU_FORWARD: false }, webgpu: { WEBGPU_CPU_FORWARD: false } }

const backends = [
  { backend: 'wasm', per_class: 3, tolerance: tolerances.wasm, flags: {} },
  { backend: 'webgl', per_class: 1, tolerance: tolerances.webgl, flags: on_card.webgl },
  { backend: 'webgpu', per_class: 1, tolerance: tolerances.webgpu, flags: on_card.webgpu },
]

/** Classes that the tests of half-float textures ask. */
const halves = new Set(
  'Activation AdditiveAttention Attention BatchNormalization Bidirectional ConvLSTM2D GRU GroupQueryAttention LSTM MultiHeadAttention RNN SimpleRNN Softmax StackedRNNCells TimeDistributed Conv1D Conv2D Dense DepthwiseConv2D EinsumDense Embedding LayerNormalization MaxPooling2D AveragePooling2D PReLU RMSNormalization UnitNormalization Dot'.split(
    ' ',
  ),
)

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

async function open_page(backend: string, flags: Record<string, boolean>): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(site.at('/'))
  await page.waitForFunction(() => (globalThis as unknown as Globals).outcome)
  await page.evaluate(([name, given]) => (globalThis as unknown as Globals).conformance.start(name, given), [
    backend,
    flags,
  ] as const)
  return page
}

async function failures(page: Page, cases: Case[], tolerance: Adjustments): Promise<PageOutcome[]> {
  const outcomes = await page.evaluate(
    ([given, adjustments]) => (globalThis as unknown as Globals).conformance.run(given, adjustments),
    [cases, tolerance] as const,
  )
  return outcomes.filter(({ status }: PageOutcome) => status === 'failed')
}

describe.each(backends)('recorded answers of Keras on $backend in a page', ({ backend, per_class, tolerance, flags }) => {
  const test = backend === 'webgpu' && !process.env.WEBGPU_ADAPTER ? it.skip : it
  let page: Page | undefined

  test.each([...sample(per_class)])('%s gives the same values and gradients', async (_, cases) => {
    page ??= await open_page(backend, flags)
    expect(await failures(page, cases, tolerance)).toEqual([])
  })

  afterAll(() => page?.close())
})

describe('recorded answers of Keras on WebGL with half-float textures', () => {
  let page: Page | undefined

  it.each([...sample(2)].filter(([name]) => halves.has(name)))(
    '%s gives values and gradients that are near',
    async (_, cases) => {
      page ??= await open_page('webgl', { ...on_card.webgl, WEBGL_FORCE_F16_TEXTURES: true })
      expect(await failures(page, cases, tolerances.half_float_textures)).toEqual([])
    },
  )

  afterAll(() => page?.close())
})

it('the documentation states these tolerances', () => {
  const documentation = readFileSync(join(root, 'docs/backends.md'), 'utf8')
  for (const [name, { atol, rtol }] of Object.entries(tolerances)) {
    expect(documentation).toContain(`| ${name.replaceAll('_', ' ')} | ${atol} | ${rtol} |`)
  }
})
