import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { find_chromium, start_chromium } from '../../spec/browser/chromium'
import { Site } from '../../spec/browser/site'
import { measure_backend, type Row } from '../suite/measure'
import type { Answer, Request, Worker } from '../suite/protocol'

type Settings = Parameters<typeof measure_backend>[2]

const root = join(__dirname, '..', '..')

async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: { keras: join(__dirname, 'keras_page.ts'), layers: join(__dirname, 'layers_page.ts') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['@tensorflow/tfjs-node'],
    logLevel: 'error',
  })
  for (const trade of ['keras', 'layers']) {
    writeFileSync(
      join(folder, `${trade}.html`),
      `<!doctype html><meta charset="utf-8"><script type="module" src="/${trade}.js"></script>`,
    )
  }
}

/** The suite on WebGL and wasm in headless Chromium, named `webgl (browser)` and `wasm (browser)`. */
export async function measure_in_browser(settings: Settings): Promise<void> {
  if (find_chromium() === undefined) {
    console.log('browser: left out (Chromium was not found; set CHROMIUM to its path)')
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-bench-'))
  await bundle(folder)
  const site = await Site.open({ '/wasm/': join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'), '/': folder })
  const browser = await start_chromium()
  const start_page = async (trade: 'keras' | 'layers'): Promise<Worker> => {
    const page = await browser.newPage()
    await page.goto(site.at(`/${trade}.html`))
    await page.waitForFunction(() => 'serve' in globalThis)
    let next = 0
    return {
      ask: async (command, input) => {
        const request: Request = { id: next++, command, input }
        const { output, error } = await page.evaluate(
          (one) => (globalThis as unknown as { serve(request: Request): Promise<Answer> }).serve(one),
          request,
        )
        if (error !== undefined) throw new Error(error)
        return output
      },
      stop: () => void page.close().catch(() => undefined),
    }
  }
  try {
    for (const backend of ['webgl', 'wasm']) {
      const report = (row: Row): void => settings.report({ ...row, backend: `${backend} (browser)` })
      await measure_backend(backend, start_page, { ...settings, report })
    }
  } catch (error) {
    console.log(`browser: ended early (${(error as Error).message.split('\n')[0]})`)
  } finally {
    await browser.close()
    await site.close()
    rmSync(folder, { recursive: true })
  }
}
