import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type Installation, manifest_of, package_folder, package_of } from '../packages'
import type { Answer, Request, TradeName, Worker } from '../protocol'
import { find_chromium, software_rendering } from './chromium'
import { open_site } from './site'

/** Chromium with the pages of the suite. */
export interface Pages {
  /** The browser and how it draws, for the description of the machine. */
  about: string
  start_page(trade: TradeName): Promise<Worker>
  close(): Promise<void>
}

const webgpu_package = '@tensorflow/tfjs-backend-webgpu'

/** Why a backend of the browser cannot be measured here, or null. */
export function why_no_browser(backend: string, place: Installation): string | null {
  if (package_folder('playwright-core', place) === undefined)
    return 'playwright-core, which drives Chromium, is not installed: run `npm install --no-save playwright-core`'
  if (find_chromium() === undefined) return 'Chromium was not found: set CHROMIUM to its path'
  if (backend === 'webgpu' && package_folder(webgpu_package, place) === undefined)
    return `${webgpu_package} is not installed: run \`npm install --no-save ${webgpu_package}@4.22.0\``
  return null
}

/** The file of a package that browsers can load as it is. */
function browser_file(folder: string): string {
  const { name, module } = manifest_of(folder)
  return name.startsWith('@tensorflow/tfjs-') ? `dist/${name.replace('@tensorflow/tfjs-', 'tf-')}.fesm.min.js` : module
}

/** What the packages import and the suite has no use for in pages. */
const unused = ['fs', 'os', 'path', 'perf_hooks', 'seedrandom']
const nothing = 'data:text/javascript,export default {}'

/** The page: the library as it is installed, with the packages that it imports by their names. */
function page_of(folders: Record<string, string>): string {
  const imports = Object.fromEntries(unused.map((name) => [name, nothing]))
  for (const [name, folder] of Object.entries(folders)) imports[name] = `/packages/${name}/${browser_file(folder)}`
  return `<!doctype html><meta charset="utf-8"><script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module" src="/dist/cli/page.mjs"></script>`
}

/** How the browser draws: `WebGL: SwiftShader ...`. Runs in the page. */
async function graphics(): Promise<{ webgl: string; webgpu: string }> {
  const context = document.createElement('canvas').getContext('webgl2')
  const names = context?.getExtension('WEBGL_debug_renderer_info')
  const webgl = context === null ? 'none' : String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER))
  const adapter = await (navigator as any).gpu?.requestAdapter()
  const info = adapter?.info ?? {}
  const words = [info.vendor, info.architecture, info.description].filter(Boolean)
  return { webgl, webgpu: adapter ? words.join(' ') || 'unnamed' : 'none' }
}

async function about(browser: Browser): Promise<string> {
  const page = await browser.newPage()
  await page.goto('chrome://version')
  const { webgl, webgpu } = await page.evaluate(graphics)
  await page.close()
  const software = /swiftshader|llvmpipe|software/i.test(webgl) ? ', in software: there is no graphics card at work' : ''
  return `Chromium ${browser.version().split('.')[0]}, headless; WebGL by ${webgl}, WebGPU by ${webgpu}${software}`
}

/** Starts Chromium and serves it the pages of the suite. */
export async function open_pages(place: Installation): Promise<Pages> {
  const own = package_of(place.home)
  const { dependencies, peerDependencies } = manifest_of(own)
  const optional = ['@tensorflow/tfjs-layers', webgpu_package]
  const names = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name !== '@tensorflow/tfjs-node')
  const found = [...names, ...optional].map((name) => [name, package_folder(name, place)] as const)
  const folders = Object.fromEntries(found.filter(([, folder]) => folder !== undefined)) as Record<string, string>
  const served = Object.entries(folders).map(([name, folder]) => [`/packages/${name}/`, folder])
  const site = await open_site(page_of(folders), {
    ...Object.fromEntries(served),
    '/wasm/': join(folders['@tensorflow/tfjs-backend-wasm']!, 'dist'),
    '/dist/': dirname(place.home),
  })
  const { chromium } = createRequire(join(place.home, 'package.json'))(package_folder('playwright-core', place)!)
  const browser: Browser = await chromium.launch({ executablePath: find_chromium(), args: software_rendering })
  const start_page = async (trade: TradeName): Promise<Worker> => {
    const page = await browser.newPage()
    const failed = new Promise<never>((_, reject) => {
      page.on('pageerror', reject)
      page.on('requestfailed', (request) => reject(new Error(`the page cannot load ${request.url()}`)))
    })
    failed.catch(() => undefined)
    await page.goto(site.at(`/?trade=${trade}`))
    await Promise.race([failed, page.waitForFunction(() => 'serve' in globalThis)])
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
  return {
    about: await about(browser),
    start_page,
    close: async () => {
      await browser.close()
      site.close()
    },
  }
}
