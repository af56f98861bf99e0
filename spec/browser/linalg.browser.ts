import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { reading_kernels } from '../../lib/backend/webgpu/fallback'
import { start_chromium } from './chromium'
import type { LinalgPage } from './linalg/page'
import { SourcePage } from './pages/source'

type Globals = { linalg: LinalgPage }

/** Kernels of linear algebra: they all read. */
const names = Object.entries(reading_kernels).flatMap(([name, reason]) => (reason.endsWith('in plain loops') ? [name] : []))

let source: SourcePage
let browser: Browser

beforeAll(async () => {
  source = await SourcePage.of(join(__dirname, 'linalg/page.ts'))
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await source?.close()
})

async function open_page(backend: string): Promise<Page> {
  const page = await source.open(browser)
  await page.evaluate(
    (name) => (globalThis as unknown as Globals).linalg.start(name, { [`${name.toUpperCase()}_CPU_FORWARD`]: false }),
    backend,
  )
  return page
}

function farthest(page: Page, name: string, on_device: boolean): Promise<number | string> {
  return page.evaluate(([kernel, device]) => (globalThis as unknown as Globals).linalg.farthest(kernel, device), [
    name,
    on_device,
  ] as const)
}

describe('linear algebra on WebGL', () => {
  let page: Page | undefined
  const asked = async (): Promise<Page> => (page ??= await open_page('webgl'))

  it('has a probe for every kernel', async () => {
    const known = await (await asked()).evaluate(() => (globalThis as unknown as Globals).linalg.names)
    expect(known.sort()).toEqual([...names].sort())
  })

  it.each(names)('%s and its gradient give what the plain ones give, of values that the card computed', async (name) => {
    const distance = await farthest(await asked(), name, true)
    expect(distance).toEqual(expect.any(Number))
    expect(distance).toBeLessThan(2e-3)
  })

  afterAll(() => page?.close())
})

describe('linear algebra on WebGPU', () => {
  const test = process.env.WEBGPU_ADAPTER ? it : it.skip
  let page: Page | undefined
  const asked = async (): Promise<Page> => (page ??= await open_page('webgpu'))

  test.each(names)('%s says so where values cannot be read, and is right elsewhere', async (name) => {
    const distance = await farthest(await asked(), name, true)
    if (process.env.WEBGPU_ADAPTER === 'google swiftshader')
      expect(distance).toContain(`NotImplementedError: The kernel ${name} has to read tensors`)
    else expect(distance).toBeLessThan(2e-3)
  })

  afterAll(() => page?.close())
})
