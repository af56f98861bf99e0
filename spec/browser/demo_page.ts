import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { root } from '../package/consumer'
import { complaints_of } from './chromium'

/** A folder for pictures of the page, when they are wanted. */
export const pictures = process.env.PICTURES

/** The demo, opened. */
export class DemoPage {
  private constructor(
    readonly page: Page,
    /** What the page complained of. */
    readonly complaints: string[],
  ) {}

  static async open(browser: Browser, address: string, width = 1000, height = 900): Promise<DemoPage> {
    const page = await browser.newPage({ viewport: { width, height } })
    const complaints = complaints_of(page)
    await page.goto(address)
    await page.waitForSelector('#train:enabled')
    return new DemoPage(page, complaints)
  }

  close(): Promise<void> {
    return this.page.close()
  }

  /** Draws lines through points of the pad, in shares of its sides. */
  async stroke(points: [number, number][]): Promise<void> {
    const { page } = this
    await page.locator('#pad').scrollIntoViewIfNeeded()
    const box = (await page.locator('#pad').boundingBox())!
    for (const [i, [x, y]] of points.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 })
      if (i === 0) await page.mouse.down()
    }
    await page.mouse.up()
  }

  /** Waits for what the page reads in the drawing. */
  async answer(text: string): Promise<void> {
    const read = (wanted: string): boolean => document.getElementById('answer')?.textContent === wanted
    await this.page.waitForFunction(read, text, { timeout: 20_000 })
  }

  /** Drops a file on the page, and waits until it has been looked at. */
  async drop(name: string, bytes: Uint8Array = readFileSync(name)): Promise<void> {
    const { page } = this
    const given = [basename(name), Buffer.from(bytes).toString('base64')] as const
    const data = await page.evaluateHandle(([file_name, text]) => {
      const transfer = new DataTransfer()
      const file = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      transfer.items.add(new File([file], file_name))
      return transfer
    }, given)
    for (const type of ['dragover', 'drop']) await page.dispatchEvent('#drop', type, { dataTransfer: data })
    await this.looked_at(given[0])
  }

  /** Waits until the page has looked at a file. */
  async looked_at(name: string): Promise<void> {
    const done = (wanted: string): boolean => {
      const { textContent } = document.getElementById('file-state')!
      return textContent!.includes(wanted) && !textContent!.startsWith('Opening')
    }
    await this.page.waitForFunction(done, name, { timeout: 20_000 })
  }

  /** Asks the model, and gives the numbers of its answers. */
  async ask(): Promise<number[][]> {
    const { page } = this
    await page.evaluate(() => document.getElementById('answers')!.replaceChildren())
    await page.click('#ask')
    await page.waitForSelector('#answers .numbers, #problem:visible')
    const texts = await page.locator('#answers .numbers').allTextContents()
    return texts.map((text) => text.split(', ').map(Number))
  }

  /** Downloads the model, and gives the name and the bytes of the file. */
  async download(): Promise<{ name: string; bytes: Uint8Array }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.click('#download')])
    return { name: download.suggestedFilename(), bytes: readFileSync((await download.path())!) }
  }

  /** Makes a picture, when pictures are wanted: of the whole page, or of what a window shows from an element on. */
  async picture(name: string, from?: string): Promise<void> {
    if (!pictures) return
    if (from) await this.page.evaluate((id) => document.getElementById(id)!.scrollIntoView(), from)
    await this.page.screenshot({ path: join(pictures, name), fullPage: from === undefined })
  }
}

/** Where the demo is. */
export const demo_folder = join(root, 'docs/demo')

/** A zero as points of the pad. */
export const zero: [number, number][] = Array.from({ length: 17 }, (_, i) => [
  0.5 + 0.2 * Math.sin((i * Math.PI) / 8),
  0.5 - 0.35 * Math.cos((i * Math.PI) / 8),
])
