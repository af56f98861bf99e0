import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(__dirname, '..')

/** Everything under one roof for pages without a bundler: the library, and TensorFlow.js's core as `tf`. */
const entry = `
export * from './dist/exports/index.mjs'
export * as tf from '@tensorflow/tfjs-core'
`

/** Writes `dist/browser/`: the whole library with TensorFlow.js for `<script type="module">`, each backend in a file that is loaded when it is asked for. */
export async function browser_bundle(): Promise<void> {
  await build({
    stdin: { contents: entry, resolveDir: root, sourcefile: 'keras-tfjs.mjs' },
    outdir: join(root, 'dist/browser'),
    entryNames: 'keras-tfjs',
    chunkNames: 'chunk-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
  })
}
