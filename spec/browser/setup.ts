import { find_chromium } from '../../lib/bench/browser/chromium'
import { start_chromium } from './chromium'

/** Finds out whether this Chromium has an adapter for WebGPU; the environment variable `WEBGPU_ADAPTER` is its name. Without one the tests of WebGPU are skipped. */
export default async function setup(): Promise<void> {
  if (find_chromium() === undefined) return
  const browser = await start_chromium()
  const page = await browser.newPage()
  await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
  await page.goto('http://localhost/')
  const adapter = await page.evaluate(async () => {
    type Adapter = { info: { vendor: string; architecture: string } }
    const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<Adapter | null> } }
    const found = await gpu?.requestAdapter()
    return found ? `${found.info.vendor} ${found.info.architecture}` : undefined
  })
  await browser.close()
  if (adapter !== undefined) process.env.WEBGPU_ADAPTER = adapter
  console.log(
    adapter === undefined ? 'WebGPU is not tested: this Chromium has no adapter for it.' : `WebGPU is tested on ${adapter}.`,
  )
}
