import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import type { RecordedTensor } from '../conformance/values'
import { start_chromium } from './chromium'
import { DemoPage, demo_folder, zero } from './demo_page'
import { Site } from './site'

const { load_model } = require('../../dist/exports/saving.cjs') as typeof import('../../lib/exports/saving')

const fixtures = join(__dirname, '../conformance/files/fixtures')

let site: Site
let browser: Browser
let demo: DemoPage

beforeAll(async () => {
  site = await Site.open({ '/': demo_folder })
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

beforeEach(async () => {
  demo = await DemoPage.open(browser, site.at('/index.html'))
})

afterEach(() => demo?.close())

interface Sample {
  inputs: number[][]
  outputs: number[][]
}

/** The first sample of each tensor in a record. */
const first_samples = (value: RecordedTensor | RecordedTensor[]): number[][] =>
  [value].flat().map(({ shape, data }) => (data as number[]).slice(0, data!.length / shape[0]!))

function record_of(name: string): Sample {
  const { inputs, outputs } = JSON.parse(readFileSync(join(fixtures, 'valid', `${name}.json`), 'utf8'))
  return { inputs: first_samples(inputs), outputs: first_samples(outputs) }
}

async function type_in(inputs: number[][]): Promise<void> {
  expect(await demo.page.locator('#fields textarea').count()).toBe(inputs.length)
  for (const [i, numbers] of inputs.entries()) await demo.page.fill(`#field-${i}`, numbers.join(', '))
}

function expect_near(got: number[][], wanted: number[][]): void {
  expect(got.map((numbers) => numbers.length)).toEqual(wanted.map((numbers) => numbers.length))
  for (const [i, numbers] of got.entries()) {
    for (const [k, value] of numbers.entries()) expect(Math.abs(value - wanted[i]![k]!)).toBeLessThan(2e-5)
  }
}

it.each([
  ['seq_conv2d.keras', 7, 6],
  ['fn_shared_layer.keras', 6, 6],
  ['rnn_lstm.keras', 2, 1],
  ['h5_seq.h5', 5, 4],
])('%s is dropped, shown, and answers what Keras answers', async (file, boxes, lines) => {
  const { page } = demo
  const { inputs, outputs } = record_of(file.replace(/\.\w+$/, ''))
  await demo.drop(join(fixtures, 'valid', file))
  expect(await page.textContent('#file-state')).toBe(`${file} is open.`)
  expect(await page.locator('#graph .box').count()).toBe(boxes)
  expect(await page.locator('#graph path.line').count()).toBe(lines)
  await type_in(inputs)
  expect_near(await demo.ask(), outputs)
  expect(demo.complaints).toEqual([])
})

it('a file is chosen with the keys alone, and the page goes back to the digits', async () => {
  const { page } = demo
  await page.focus('#file')
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
  await chooser.setFiles(join(fixtures, 'valid/fn_nested_functional.keras'))
  await demo.looked_at('fn_nested_functional.keras')
  expect(await page.textContent('#model-name')).toBe('fn_nested_functional')
  await page.focus('#close')
  await page.keyboard.press('Enter')
  expect(await page.textContent('#model-name')).toBe('digits')
})

it('what is saved in the page opens in Node and predicts the same', async () => {
  const { inputs, outputs } = record_of('h5_seq')
  await demo.drop(join(fixtures, 'valid/h5_seq.h5'))
  const { name, bytes } = await demo.download()
  expect(name).toBe('h5_seq.keras')
  const model = await load_model(bytes, { compile: false })
  expect_near((await model.predict(inputs, { as: 'array', verbose: 0 })) as number[][], outputs)
  model.dispose()
})

it('weights from Node go into the digits model, and weights of another model do not', async () => {
  const { page } = demo
  const { bytes } = await demo.download()
  const model = await load_model(bytes, { compile: false })
  await demo.drop('mine.weights.h5', await model.save_weights())
  expect(await page.textContent('#file-state')).toBe('The weights of mine.weights.h5 are in the digits model.')
  await demo.stroke(zero)
  await demo.answer('0')
  await demo.drop(join(fixtures, 'valid/w_rnn.weights.h5'))
  expect(await page.textContent('#file-state')).toBe('w_rnn.weights.h5 was not opened; nothing has changed.')
  expect(await page.textContent('#problem')).toMatch(/^w_rnn\.weights\.h5: .+\[.+\]/)
  await page.click('#clear')
  await demo.stroke(zero)
  await demo.answer('0')
  model.dispose()
})

it('a hostile file is a message, and what was there goes on', async () => {
  const { page } = demo
  const { inputs, outputs } = record_of('h5_seq')
  await demo.drop(join(fixtures, 'valid/h5_seq.h5'))
  const hostile = gunzipSync(readFileSync(join(fixtures, 'hostile/c_function_os_system.keras.gz')))
  await demo.drop('c_function_os_system.keras', hostile)
  expect(await page.textContent('#problem')).toMatch(/^c_function_os_system\.keras: .+\[.+\]/)
  await demo.drop('<img src=x onerror=alert(1)>.keras', new TextEncoder().encode('<b>no zip</b>'))
  expect(await page.textContent('#problem')).toContain('<img src=x onerror=alert(1)>.keras: ')
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.textContent('#model-name')).toBe('h5_seq')
  await type_in(inputs)
  expect_near(await demo.ask(), outputs)
  expect(demo.complaints).toEqual([])
})

it('names of layers are shown as texts', async () => {
  const { page } = demo
  await demo.drop(join(fixtures, 'valid/name_html.keras'))
  expect(await page.textContent('#layers')).toContain('<img onerror=x>')
  expect(await page.textContent('#graph')).toContain('<img onerror=x>')
  expect(await page.locator('img').count()).toBe(0)
})

it('the wrong number of numbers is a message', async () => {
  const { page } = demo
  await demo.drop(join(fixtures, 'valid/h5_seq.h5'))
  await page.fill('#field-0', '1, 2, 3')
  await demo.ask()
  expect(await page.textContent('#problem')).toContain('4 values are needed, and 3 are there.')
})

it('an image file and the drawing are asked about', async () => {
  const { page } = demo
  await demo.stroke(zero)
  await demo.answer('0')
  const [drawn] = await demo.ask()
  expect(drawn!.indexOf(Math.max(...drawn!))).toBe(0)
  await page.selectOption('#source', 'file')
  const picture = await page.locator('#pad').screenshot()
  await page.setInputFiles('#image-file', { name: 'pad.png', mimeType: 'image/png', buffer: picture })
  const [seen] = await demo.ask()
  expect(seen).toHaveLength(10)
  expect(seen!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4)
  expect(await page.locator('#answers .bars li').count()).toBe(10)
})

it('a model with branches fits a phone-sized window', async () => {
  const { page } = demo
  await page.setViewportSize({ width: 1000, height: 1130 })
  await demo.drop(join(fixtures, 'legacy/multi_io.h5'))
  expect(await demo.ask()).toHaveLength(2)
  await demo.picture('demo-file.png', 'ask-title')
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})
