import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { Site } from '../site'

/** A page made of a source file, which puts what tests call into `globalThis` and says with `globalThis.outcome` that it is there. */
export class SourcePage {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-page-'))
  private site: Site | undefined

  static async of(entry: string, folders: Record<string, string> = {}): Promise<SourcePage> {
    const page = new SourcePage()
    const { folder } = page
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><meta charset="utf-8"><script type="module" src="main.js"></script>',
    )
    await build({
      entryPoints: { main: entry },
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      keepNames: true,
      logLevel: 'error',
    })
    page.site = await Site.open({ ...folders, '/': folder })
    return page
  }

  async open(browser: Browser): Promise<Page> {
    const page = await browser.newPage()
    await page.goto(this.site!.at('/'))
    await page.waitForFunction(() => (globalThis as { outcome?: boolean }).outcome)
    return page
  }

  async close(): Promise<void> {
    await this.site?.close()
    rmSync(this.folder, { recursive: true })
  }
}
