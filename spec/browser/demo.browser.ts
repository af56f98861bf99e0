import type { Browser } from 'playwright-core'
import { start_chromium } from './chromium'
import { DemoPage, demo_folder, zero } from './demo_page'
import { Site } from './site'

let site: Site
let browser: Browser
let demo: DemoPage | undefined

beforeAll(async () => {
  site = await Site.open({ '/': demo_folder })
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

afterEach(async () => {
  await demo?.close()
  demo = undefined
})

const open = async (width?: number, height?: number): Promise<DemoPage> => {
  demo = await DemoPage.open(browser, site.at('/index.html'), width, height)
  return demo
}

it('a zero drawn with the mouse is read, on each backend, and the time is shown', async () => {
  const demo = await open()
  const { page } = demo
  await demo.stroke(zero)
  await demo.answer('0')
  for (const backend of ['webgl', 'cpu', 'wasm']) {
    await page.selectOption('#backend', backend)
    await page.waitForFunction(() => /^\d+\.\d ms/.test(document.getElementById('time')!.textContent!))
    await demo.answer('0')
  }
  await page.click('#clear')
  await demo.answer('–')
  expect(await page.isVisible('#problem')).toBe(false)
  expect(demo.complaints).toEqual([])
})

it('a one drawn with the keys alone is read', async () => {
  const demo = await open()
  const { page } = demo
  await page.focus('#pad')
  await page.keyboard.press(' ')
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowDown')
  await demo.answer('1')
  await page.keyboard.press('Escape')
  await demo.answer('–')
})

it('training in the page draws its curves and ends with a good model', async () => {
  const demo = await open()
  const { page } = demo
  await page.click('#train')
  await page.waitForFunction(() => document.getElementById('progress')!.textContent!.endsWith('done.'), undefined, {
    timeout: 100_000,
  })
  const accuracy = Number(/accuracy ([\d.]+)%/.exec((await page.textContent('#progress'))!)![1])
  expect(accuracy).toBeGreaterThan(90)
  expect((await page.getAttribute('#chart polyline.loss', 'points'))!.split(' ')).toHaveLength(8)
  await demo.stroke(zero)
  await demo.answer('0')
  await demo.picture('demo.png')
  expect(demo.complaints).toEqual([])
})

it('a phone-sized window needs no scrolling sideways, and lists the layers', async () => {
  const demo = await open(360, 740)
  const { page } = demo
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await page.locator('#layers tr').count()).toBe(7)
  await demo.stroke(zero)
  await demo.answer('0')
  await demo.picture('demo-phone.png')
})

it('says what is wrong when its weights cannot be loaded', async () => {
  const page = await browser.newPage()
  await page.route('**/weights.json', (route) => route.fulfill({ status: 500 }))
  await page.goto(site.at('/index.html'))
  await page.waitForSelector('#problem:visible')
  expect(await page.textContent('#problem')).toContain('weights.json could not be loaded (500)')
  await page.close()
})
