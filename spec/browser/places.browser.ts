import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Browser } from 'playwright-core'
import { Consumer, root } from '../package/consumer'
import { outcome_of, start_chromium } from './chromium'
import { in_thread, in_worker, lost_context, with_threads, worker_page } from './pages/places'
import { Site } from './site'

let consumer: Consumer
let browser: Browser
let site: Site

beforeAll(async () => {
  consumer = new Consumer()
  browser = await start_chromium()
  site = await Site.open({ '/wasm/': join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'), '/': consumer.folder })
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
  consumer?.dispose()
})

function bundle(name: string, program: string, html: string): string {
  const folder = join(consumer.folder, name)
  mkdirSync(folder)
  const entry = consumer.write(`${name}.mjs`, program)
  execFileSync(process.execPath, [join(__dirname, 'bundle.mjs'), 'esbuild', entry, folder], { cwd: consumer.folder })
  writeFileSync(join(folder, 'index.html'), html)
  return site.at(`/${name}/index.html`)
}

it('a lost WebGL context is an error that says so, and set_backend starts anew', async () => {
  const address = bundle('lost', lost_context, '<!doctype html><script type="module" src="main.js"></script>')
  const { message, again, other } = await outcome_of<Record<string, unknown>>(browser, address)
  expect(message).toContain('The WebGL context was lost')
  expect(again).toEqual(['webgl', [[3]]])
  expect(other).toEqual(['wasm', [[3]]])
})

it('a model predicts in a web worker, on wasm and on WebGL', async () => {
  expect(await outcome_of(browser, bundle('worker', in_worker, worker_page))).toEqual([
    ['wasm', [[3]]],
    ['webgl', [[3]]],
  ])
})

it('training on wasm gives the same with threads and without, and the SIMD module runs in the memory of both', async () => {
  const folders = { '/wasm/': join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'), '/': consumer.folder }
  const isolated = await Site.open(folders, { isolated: true })
  try {
    const address = bundle('threads', with_threads, '<!doctype html><script type="module" src="main.js"></script>')
    const one = await outcome_of<Record<string, any>>(browser, address)
    const many = await outcome_of<Record<string, any>>(browser, isolated.at('/threads/index.html'))
    expect([one.isolated, many.isolated]).toEqual([false, true])
    expect([one.modules, many.modules]).toEqual([1, 1])
    expect(many.threads).toBeGreaterThan(0)
    expect(many.losses).toHaveLength(5)
    expect(many.losses[4]).toBeLessThan(many.losses[0])
    for (const [i, loss] of many.losses.entries()) expect(loss).toBeCloseTo(one.losses[i], 4)
  } finally {
    await isolated.close()
  }
})

it('a model predicts in a worker thread of Node', async () => {
  const worker = new Worker(consumer.write('thread.mjs', in_thread))
  const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await worker.terminate()
  expect(answer).toEqual(['cpu', [[3]]])
})
