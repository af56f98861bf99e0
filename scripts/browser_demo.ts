import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { read_digits } from '../examples/browser/digits'

const root = join(__dirname, '..')
const example = join(root, 'examples/browser')
const target = join(root, 'docs/demo')

/** Trains the model of the page and writes its weights to `public/weights.json`. */
async function train(): Promise<void> {
  const { make_model } = await import('../examples/browser/model')
  const { set_backend } = await import('../dist/exports/config.cjs' as string)
  const { set_random_seed } = await import('../dist/exports/utils.cjs' as string)
  await set_backend('wasm')
  set_random_seed(0)
  const { train, test } = read_digits(gunzipSync(readFileSync(join(root, 'examples/digits/digits.csv.gz'))).toString('utf8'))
  const model = make_model()
  await model.fit(train.images, train.labels, { epochs: 15, batch_size: 32, verbose: 0 })
  console.log(await model.evaluate(test.images, test.labels, { verbose: 0, return_dict: true }))
  const weights = model.get_weights().map((weight: any) => ({
    shape: weight.shape,
    values: Array.from(weight.dataSync() as Float32Array, (value) => Number(value.toPrecision(5))),
  }))
  writeFileSync(join(example, 'public/weights.json'), JSON.stringify(weights))
}

/** Writes the page of `examples/browser` as static files to `docs/demo`. With `--train` its weights are made anew. Needs `npm run build` before. */
async function main(): Promise<void> {
  if (process.argv.includes('--train')) await train()
  const { build } = await import('vite')
  await build({
    root: example,
    configFile: false,
    base: './',
    logLevel: 'warn',
    resolve: {
      alias: [
        { find: /^keras-tfjs$/, replacement: join(root, 'dist/exports/index.mjs') },
        { find: /^keras-tfjs\/(.*)$/, replacement: join(root, 'dist/exports/$1.mjs') },
      ],
    },
    build: {
      outDir: target,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      rollupOptions: {
        output: { entryFileNames: 'page.js', chunkFileNames: 'chunk-[name].js', assetFileNames: '[name][extname]' },
      },
    },
  })
  mkdirSync(join(target, 'wasm'), { recursive: true })
  for (const build of ['', '-simd', '-threaded-simd']) {
    const file = `tfjs-backend-wasm${build}.wasm`
    cpSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', file), join(target, 'wasm', file))
  }
}

main().catch((error: Error) => {
  console.error(error)
  process.exitCode = 1
})
