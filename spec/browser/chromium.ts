import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { find_chromium, software_rendering } from '../../lib/bench/browser/chromium'

/** Starts a headless Chromium. */
export function start_chromium(): Promise<Browser> {
  const executable = find_chromium()
  if (executable === undefined) throw new Error('Chromium was not found. Set CHROMIUM to its path.')
  return chromium.launch({ executablePath: executable, args: software_rendering })
}

/** What a page says that it should not: uncaught errors and messages of the level error. */
export function complaints_of(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Opens a page that puts what it finds out into `globalThis.outcome`, and gives that. Throws with the errors of the page. */
export async function outcome_of<T>(context: Browser | BrowserContext, address: string, timeout = 60_000): Promise<T> {
  const page = await context.newPage()
  const complaints = complaints_of(page)
  try {
    await page.goto(address)
    const failed = new Promise<never>((_, reject) => page.on('pageerror', (error) => reject(error)))
    const found = page.waitForFunction(() => (globalThis as { outcome?: unknown }).outcome !== undefined, undefined, { timeout })
    found.catch(() => undefined)
    await Promise.race([found, failed])
    return await page.evaluate(() => (globalThis as unknown as { outcome: T }).outcome)
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${complaints.join('\n')}`)
  } finally {
    await page.close()
  }
}
