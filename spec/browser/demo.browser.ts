import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { root } from '../package/consumer'
import { complaints_of, start_chromium } from './chromium'
import { Site } from './site'

let site: Site
let browser: Browser
let page: Page
let complaints: string[]

beforeAll(async () => {
  site = await Site.open({ '/': join(root, 'docs/demo') })
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1000, height: 900 } })
  complaints = complaints_of(page)
})

afterEach(() => page.close())

async function open(): Promise<void> {
  await page.goto(site.at('/index.html'))
  await page.waitForSelector('#train:enabled')
}

/** Draws lines through points of the pad, in shares of its sides. */
async function stroke(...points: [number, number][]): Promise<void> {
  const box = (await page.locator('#pad').boundingBox())!
  for (const [i, [x, y]] of points.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 })
    if (i === 0) await page.mouse.down()
  }
  await page.mouse.up()
}

const zero: [number, number][] = Array.from({ length: 17 }, (_, i) => [
  0.5 + 0.2 * Math.sin((i * Math.PI) / 8),
  0.5 - 0.35 * Math.cos((i * Math.PI) / 8),
])

const answer = (text: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.getElementById('answer')?.textContent === wanted, text, { timeout: 20_000 })

/** A folder for pictures of the page, when they are wanted. */
const pictures = process.env.PICTURES

it('a zero drawn with the mouse is read, on each backend, and the time is shown', async () => {
  await open()
  await stroke(...zero)
  await answer('0')
  for (const backend of ['webgl', 'cpu', 'wasm']) {
    await page.selectOption('#backend', backend)
    await page.waitForFunction(() => /^\d+\.\d ms/.test(document.getElementById('time')!.textContent!))
    await answer('0')
  }
  await page.click('#clear')
  await answer('–')
  expect(await page.isVisible('#problem')).toBe(false)
  expect(complaints).toEqual([])
})

it('a one drawn with the keys alone is read', async () => {
  await open()
  await page.focus('#pad')
  await page.keyboard.press(' ')
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowDown')
  await answer('1')
  await page.keyboard.press('Escape')
  await answer('–')
})

it('training in the page draws its curves and ends with a good model', async () => {
  await open()
  await page.click('#train')
  await page.waitForFunction(() => document.getElementById('progress')!.textContent!.endsWith('done.'), undefined, {
    timeout: 100_000,
  })
  const accuracy = Number(/accuracy ([\d.]+)%/.exec((await page.textContent('#progress'))!)![1])
  expect(accuracy).toBeGreaterThan(90)
  expect((await page.getAttribute('#chart polyline.loss', 'points'))!.split(' ')).toHaveLength(8)
  await stroke(...zero)
  await answer('0')
  if (pictures) await page.screenshot({ path: join(pictures, 'demo.png'), fullPage: true })
  expect(complaints).toEqual([])
})

it('a phone-sized window needs no scrolling sideways, and lists the layers', async () => {
  await page.setViewportSize({ width: 360, height: 740 })
  await open()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await page.locator('#layers tr').count()).toBe(7)
  await stroke(...zero)
  await answer('0')
  if (pictures) await page.screenshot({ path: join(pictures, 'demo-phone.png'), fullPage: true })
})

it('says what is wrong when its weights cannot be loaded', async () => {
  await page.route('**/weights.json', (route) => route.fulfill({ status: 500 }))
  await page.goto(site.at('/index.html'))
  await page.waitForSelector('#problem:visible')
  expect(await page.textContent('#problem')).toContain('weights.json could not be loaded (500)')
})
