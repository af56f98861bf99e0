import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type FileRecord, file_records } from '../conformance/files/record'
import { start_chromium } from './chromium'
import type { FileQuestion, FilesPage } from './files/page'
import { SourcePage } from './pages/source'

const fixtures = join(__dirname, '../conformance/files/fixtures')

/** Files of each family that a page opens. */
const sample = {
  valid: [
    'att_dot_additive',
    'att_mha_self',
    'dtype_mixed_float16',
    'fn_dict_io',
    'fn_nested_functional',
    'fn_ops_with_layers',
    'fn_shared_layer',
    'h5_compiled_adam',
    'h5_rnn',
    'h5_seq',
    'name_html',
    'norm_batch',
    'norm_group',
    'opt_adamw',
    'opt_schedule_cosine',
    'pp_normalization_adapted',
    'rnn_bidirectional',
    'rnn_lstm',
    'rnn_stacked_layers',
    'seq_conv1d',
    'seq_conv2d',
    'seq_dense_einsum',
    'seq_reshaping',
  ],
  legacy: ['cnn_bn.h5', 'cnn_bn.keras', 'mlp_adam.keras', 'mlp_sgd_l2.h5', 'nested.h5', 'multi_io.h5', 'attention.keras'],
  hostile: [
    'c_config_null',
    'c_function_os_system',
    'c_graph_cycle',
    'c_lambda_bytecode',
    'c_units_2p53',
    'c_deep_unclosed_100k',
  ],
} as const

function records_of(folder: keyof typeof sample): FileRecord[] {
  const wanted = new Set(sample[folder].map((name) => `${folder}/${name}`))
  const found = file_records(join(fixtures, folder)).filter(({ id }) => wanted.has(id))
  if (found.length !== wanted.size)
    throw new Error(`Files are missing: ${[...wanted].filter((id) => !found.some((record) => record.id === id))}`)
  return found
}

const address_of = (path: string): string => `/fixtures${path.slice(fixtures.length)}`

function question_of({ facts, path }: FileRecord, tolerance: number): FileQuestion {
  return {
    address: address_of(path),
    legacy: path.endsWith('.h5'),
    inputs: facts.inputs ?? facts.input,
    outputs: facts.outputs ?? facts.output,
    atol: Math.max(facts.atol ?? 1e-4, tolerance),
    rtol: Math.max(facts.rtol ?? 1e-4, tolerance),
  }
}

type Globals = { files: FilesPage }

let source: SourcePage
let browser: Browser

beforeAll(async () => {
  source = await SourcePage.of(join(__dirname, 'files/page.ts'), {
    '/wasm/': join(__dirname, '../../node_modules/@tensorflow/tfjs-backend-wasm/dist'),
    '/fixtures/': fixtures,
  })
  browser = await start_chromium()
})

afterAll(async () => {
  await browser?.close()
  await source?.close()
})

async function open(backend: string): Promise<Page> {
  const page = await source.open(browser)
  await page.evaluate((name) => (globalThis as unknown as Globals).files.start(name), backend)
  return page
}

describe.each([
  { backend: 'wasm', tolerance: 1e-5 },
  { backend: 'webgl', tolerance: 5e-4 },
])('files of Keras in a page, on $backend', ({ backend, tolerance }) => {
  let page: Page | undefined
  afterAll(() => page?.close())

  it.each([...records_of('valid'), ...records_of('legacy')].map((record) => [record.id, record] as const))(
    '%s predicts what Keras predicts, and so does what is saved of it',
    async (_, record) => {
      page ??= await open(backend)
      const question = question_of(record, tolerance)
      expect(await page.evaluate((given) => (globalThis as unknown as Globals).files.check(given), question)).toBe(null)
    },
  )
})

describe('hostile files in a page', () => {
  let page: Page | undefined
  afterAll(() => page?.close())

  it.each(sample.hostile)('%s gives the answer that it should', async (name) => {
    page ??= await open('wasm')
    const facts = JSON.parse(readFileSync(join(fixtures, 'hostile', `${name}.json`), 'utf8'))
    const { answer, error, also_acceptable = [] } = facts.correct
    const got = await page.evaluate(
      (address) => (globalThis as unknown as Globals).files.refused(address),
      `/fixtures/hostile/${facts.file}.gz`,
    )
    expect([answer === 'load' ? answer : error, ...also_acceptable]).toContain(got)
  })
})
