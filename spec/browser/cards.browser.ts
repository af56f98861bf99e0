import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { CardPage } from './cards/page'
import { start_chromium } from './chromium'
import { SourcePage } from './pages/source'

let browser: Browser
let source: SourcePage
let page: Page

beforeAll(async () => {
  source = await SourcePage.of(join(__dirname, 'cards/page.ts'))
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await source?.close()
})

beforeEach(async () => {
  page = await source.open(browser)
})

afterEach(() => page?.close())

type Globals = { cards: CardPage }

describe.each(['webgl', 'webgpu'])('on %s', (backend) => {
  const test = backend === 'webgpu' && !process.env.WEBGPU_ADAPTER ? it.skip : it

  test('a model trains, is evaluated and predicts without a synchronous read', async () => {
    const { losses, evaluated, shape, finite } = await page.evaluate(
      (name) => (globalThis as unknown as Globals).cards.train(name),
      backend,
    )
    expect(losses).toHaveLength(5)
    expect(losses[4]).toBeLessThan(0.8 * losses[0]!)
    expect(evaluated[1]).toBeGreaterThan(0.5)
    expect([shape, finite]).toEqual([[192, 3], true])
  })

  test('a model that was trained goes on with another backend', async () => {
    const [before, after] = await page.evaluate((name) => (globalThis as unknown as Globals).cards.switch(name, 'cpu'), backend)
    expect(after[0]).toBeCloseTo(before[0]!, 5)
    expect(after[0]).toBeGreaterThan(3)
  })

  test('a lost context is an error that says so, and weights that JavaScript set are there again afterwards', async () => {
    const { message, again, computed, other } = await page.evaluate(
      (name) => (globalThis as unknown as Globals).cards.lose(name),
      backend,
    )
    expect(message).toMatch(/The Web(GL context|GPU device) was lost/)
    expect(again).toEqual([backend, [3]])
    expect(computed).toContain('weights have to be set or loaded again')
    expect(other).toEqual(['cpu', [3]])
  })
})
