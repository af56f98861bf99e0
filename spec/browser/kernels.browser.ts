import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { reading_kernels } from '../../lib/backend/webgpu/fallback'
import { without_gradient, without_kernel } from '../backend/completeness_tables'
import { start_chromium } from './chromium'
import type { KernelPage, KernelReport } from './kernels/page'
import { SourcePage } from './pages/source'

const root = join(__dirname, '../..')
const names_file = readFileSync(require.resolve('@tensorflow/tfjs-core/dist/kernel_names.js'), 'utf8')
const kernel_names = Array.from(names_file.matchAll(/^export const \w+ = '(\w+)'/gm), (match) => match[1]!)

/** Kernels of our own that a backend has a form of its own for. */
const own = ['KerasAdam', 'KerasAverage', 'KerasReluGrad', 'KerasRoundHalf', 'KerasMaxPoolTaken']

/** Draw paints on a canvas; the probes have none. */
const forward = [...kernel_names, ...own].filter((name) => !(name in without_kernel) && name !== 'Draw')
const with_gradient = kernel_names.filter((name) => !(name in without_gradient))

/** Kernels whose gradients, or gradients of gradients, run one that reads. */
const reading_gradients = 'CropAndResize Transform MaxPool3DGrad Dilation2DBackpropInput Dilation2DBackpropFilter'.split(' ')

let source: SourcePage
let browser: Browser

beforeAll(async () => {
  source = await SourcePage.of(join(__dirname, 'kernels/page.ts'))
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await source?.close()
})

type Globals = { kernels: KernelPage }

async function open_page(backend: string): Promise<Page> {
  const page = await source.open(browser)
  await page.evaluate(
    (name) => (globalThis as unknown as Globals).kernels.start(name, { [`${name.toUpperCase()}_CPU_FORWARD`]: false }),
    backend,
  )
  return page
}

function report(page: Page, name: string, of: 'forward' | 'gradient', on_device: boolean): Promise<KernelReport> {
  return page.evaluate(([kernel, kind, device]) => (globalThis as unknown as Globals).kernels[kind](kernel, device), [
    name,
    of,
    on_device,
  ] as const)
}

const good: KernelReport = { wrong: [], thrown: [] }

describe('kernels on WebGL', () => {
  let page: Page | undefined
  const asked = async (): Promise<Page> => (page ??= await open_page('webgl'))

  it.each(forward)('%s gives what the plain one gives', async (name) => {
    expect(await report(await asked(), name, 'forward', false)).toEqual(good)
  })

  it.each(with_gradient)('the gradient of %s is that of the plain one', async (name) => {
    expect(await report(await asked(), name, 'gradient', false)).toEqual(good)
  })

  afterAll(() => page?.close())
})

describe('kernels on WebGPU, whose inputs JavaScript has not seen', () => {
  const test = process.env.WEBGPU_ADAPTER ? it : it.skip
  let page: Page | undefined
  const asked = async (): Promise<Page> => (page ??= await open_page('webgpu'))

  test.each(forward.filter((name) => !(name in reading_kernels)))('%s gives what the plain one gives', async (name) => {
    expect(await report(await asked(), name, 'forward', true)).toEqual(good)
  })

  const computed = with_gradient.filter((name) => !(name in reading_kernels) && !reading_gradients.includes(name))
  test.each(computed)('the gradient of %s is that of the plain one', async (name) => {
    expect(await report(await asked(), name, 'gradient', true)).toEqual(good)
  })

  test.each(forward.filter((name) => name in reading_kernels))(
    '%s reads values that JavaScript knows, and says so of others',
    async (name) => {
      expect(await report(await asked(), name, 'forward', false)).toEqual(good)
      const { wrong, thrown } = await report(await asked(), name, 'forward', true)
      expect(wrong).toEqual([])
      if (process.env.WEBGPU_ADAPTER === 'google swiftshader') {
        expect(thrown.length).toBeGreaterThan(0)
        for (const message of thrown) expect(message).toContain(`NotImplementedError: The kernel ${name} has to read tensors`)
      }
    },
  )

  afterAll(() => page?.close())
})

it('the documentation names the kernels that read on WebGPU', () => {
  const documentation = readFileSync(join(root, 'docs/backends.md'), 'utf8')
  const rows = new Map<string, string[]>()
  for (const [name, reason] of Object.entries(reading_kernels)) rows.set(reason, [...(rows.get(reason) ?? []), `\`${name}\``])
  for (const [reason, names] of rows) expect(documentation).toContain(`| ${names.join(', ')} | ${reason} |`)
})
