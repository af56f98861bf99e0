import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Results } from '../../lib/bench/report/results'
import { Consumer } from './consumer'

jest.setTimeout(240_000)

let consumer: Consumer

beforeAll(() => {
  consumer = new Consumer()
})

afterAll(() => consumer?.dispose())

const bench = (...words: string[]): string => consumer.run('node_modules/keras-tfjs/dist/cli/main.mjs', 'bench', ...words)
const read = (file: string): string => readFileSync(join(consumer.folder, file), 'utf8')

describe('keras-tfjs bench in a project that installed nothing else', () => {
  let printed = ''
  let results: Results

  beforeAll(() => {
    printed = bench('--quick', '--models', 'mlp', '--backend', 'cpu', '--json', 'out/results.json', '--html', 'out/report.html')
    results = JSON.parse(read('out/results.json')) as Results
  })

  it('measures every phase, against the hand-written form', () => {
    expect(results.rows.map(({ backend, model, phase }) => [backend, model, phase])).toEqual([
      ['cpu', 'mlp', 'infer_1'],
      ['cpu', 'mlp', 'infer_32'],
      ['cpu', 'mlp', 'train_32'],
    ])
    for (const { libraries, over_raw, difference } of results.rows) {
      const { keras, raw } = libraries
      for (const one of [keras, raw]) {
        expect(one!.median).toBeGreaterThan(0)
        expect(one!.rounds).toBeGreaterThanOrEqual(3)
        expect(one!.footprint.leaked).toBe(0)
      }
      expect(over_raw!.ratio).toBeGreaterThan(0)
      expect(difference!.largest).toBeLessThan(1e-4)
      expect(difference!.to).toBe('cpu by hand')
    }
  })

  it('counts the kernels of a run and the bytes of weights and activations', () => {
    const { kernels, by_name, bytes } = results.rows[0]!.libraries.keras!.footprint
    expect(by_name).toEqual({ _FusedMatMul: 3, Softmax: 1 })
    expect(kernels).toBe(4)
    const weights = 784 * 512 + 512 + 512 * 512 + 512 + 512 * 10 + 10
    expect(bytes).toBe(4 * (weights + 784))
  })

  it('says what it does not compare with, and why', () => {
    expect(printed).toContain('Left out: TensorFlow.js Layers (@tensorflow/tfjs-layers is not installed')
    expect(results.left_out.map(({ what }) => what)).toEqual(['TensorFlow.js Layers'])
    for (const { errors, over_layers } of results.rows) {
      expect(errors).toEqual({ layers: '@tensorflow/tfjs-layers is not installed' })
      expect(over_layers).toBeNull()
    }
  })

  it('prints a line for each case and a table', () => {
    expect(printed).toMatch(/^3 cases$/m)
    expect(printed).toMatch(/^cpu +mlp +inference, batch 1 +[\d.,]+ ms +by hand x [\d.]+$/m)
    expect(printed).toMatch(/^backend +model +phase +ms +middle half +rounds +kernels +memory, peak/m)
    expect(printed).toContain('(a) @tensorflow/tfjs-layers is not installed')
  })

  it('writes a page that loads nothing else', () => {
    const page = read('out/report.html')
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).toContain('<svg ')
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|\burl\(|@import/)
  })

  it('tells neither the name of the machine nor its folders', () => {
    for (const text of [printed, read('out/results.json'), read('out/report.html')]) {
      expect(text).not.toContain(consumer.folder)
      expect(text).not.toMatch(/\/(home|root|tmp|Users)\//)
      if (hostname().length > 4) expect(text).not.toContain(hostname())
    }
  })
})

describe('keras-tfjs bench', () => {
  it('explains its options', () => {
    expect(bench('--help')).toMatch(/--backend NAMES[\s\S]+--models NAMES[\s\S]+--quick/)
  })

  it('names backends that cannot run, and fails when none can', () => {
    expect(() => bench('--backend', 'native', '--models', 'mlp')).toThrow(
      'bench: none of the backends runs here. Received: native (@tensorflow/tfjs-node is not installed: run `npx keras-tfjs setup-native`)',
    )
    expect(() => bench('--backend', 'webgl')).toThrow('playwright-core, which drives Chromium, is not installed')
  })

  it('refuses names and numbers that it does not know', () => {
    expect(() => bench('--backend', 'wasn')).toThrow('Did you mean `wasm`?')
    expect(() => bench('--models', 'vgg')).toThrow("Received: --models='vgg'")
    expect(() => bench('--rounds', '2')).toThrow("Received: --rounds='2'")
    expect(() => bench('--fast')).toThrow("Unknown option '--fast'")
  })
})

it('what programs and pages import holds nothing of the benchmark', () => {
  const files = consumer.files.filter((file) => /^dist\/(?!cli\/).*\.[cm]?js$/.test(file))
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => /mobilenet|@tensorflow\/tfjs-layers/.test(read(join('node_modules/keras-tfjs', file))))).toEqual(
    [],
  )
})
