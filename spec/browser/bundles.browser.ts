import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { Consumer, root, subpaths } from '../package/consumer'
import { outcome_of, start_chromium } from './chromium'
import { everything, plain_page, step } from './pages/step'
import { Site } from './site'

let consumer: Consumer
let browser: Browser
let site: Site

beforeAll(async () => {
  consumer = new Consumer()
  browser = await start_chromium()
  site = await Site.open({
    '/wasm/': join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'),
    '/keras/': join(consumer.folder, 'node_modules/keras-tfjs/dist/browser'),
    '/': consumer.folder,
  })
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
  consumer?.dispose()
})

const page_of = (script: string): string => `<!doctype html><meta charset="utf-8"><script type="module" src="${script}"></script>`

/** Bundles a program, and gives the path of a page with it and what the bundler left outside. */
function bundle(bundler: string, name: string, program: string): { path: string; external: string[] } {
  const folder = join(consumer.folder, `${name}-${bundler}`)
  mkdirSync(folder)
  const entry = consumer.write(`${name}.${bundler}.mjs`, program)
  const printed = execFileSync(process.execPath, [join(__dirname, 'bundle.mjs'), bundler, entry, folder], {
    cwd: consumer.folder,
    encoding: 'utf8',
    stdio: 'pipe',
  })
  writeFileSync(join(folder, 'index.html'), page_of('./main.js'))
  return { path: `/${name}-${bundler}/index.html`, external: bundler === 'esbuild' ? JSON.parse(printed) : [] }
}

const is_of_node = (path: string): boolean => path.startsWith('node:') || builtinModules.includes(path)

interface Outcome {
  backend: string
  predicted: [[number], [number]]
}

function expect_one_step({ predicted }: Outcome): void {
  expect(predicted[0][0]).toBeCloseTo(1.6, 4)
  expect(predicted[1][0]).toBeCloseTo(3.6, 4)
}

it('a bundle of every namespace asks for nothing of Node and loads in a page', async () => {
  const { path, external } = bundle('esbuild', 'everything', everything(subpaths))
  expect(external.filter(is_of_node)).toEqual([])
  expect(await outcome_of(browser, site.at(path))).toEqual(subpaths.map(() => true))
})

describe.each(['esbuild', 'vite', 'webpack'])('a page bundled by %s', (bundler) => {
  let path: string
  beforeAll(() => {
    path = bundle(bundler, 'step', step).path
  })

  it.each(['cpu', 'wasm', 'webgl'])('trains one step and predicts on %s', async (backend) => {
    const outcome = await outcome_of<Outcome>(browser, `${site.at(path)}#${backend}`)
    expect(outcome.backend).toBe(backend)
    expect_one_step(outcome)
  })

  it('takes WebGL when it is not told which backend', async () => {
    expect((await outcome_of<Outcome>(browser, site.at(path))).backend).toBe('webgl')
  })
})

it('a page without a bundler trains one step and predicts', async () => {
  consumer.write('plain.html', plain_page)
  expect_one_step(await outcome_of<Outcome>(browser, site.at('/plain.html')))
})
