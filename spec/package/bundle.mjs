/** Bundles a program with one of three bundlers: `node bundle.mjs <bundler> <entry> <output file>`. One CommonJS file for Node. */
import { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'

const [bundler, entry, outfile] = process.argv.slice(2)
const require = createRequire(import.meta.url)

const bundlers = {
  async esbuild() {
    const { build } = await import('esbuild')
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      minify: true,
      format: 'cjs',
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    })
  },

  async rollup() {
    const { rollup } = await import('rollup')
    const { nodeResolve } = await import('@rollup/plugin-node-resolve')
    const { default: commonjs } = await import('@rollup/plugin-commonjs')
    const bundle = await rollup({
      input: entry,
      plugins: [nodeResolve({ preferBuiltins: true }), commonjs({ ignoreDynamicRequires: true })],
      external: [/^node:/, ...require('node:module').builtinModules],
      onwarn() {},
    })
    await bundle.write({ file: outfile, format: 'cjs', inlineDynamicImports: true })
  },

  async webpack() {
    const webpack = require('webpack')
    const compiler = webpack({
      mode: 'production',
      target: 'node',
      entry,
      output: { path: dirname(outfile), filename: basename(outfile), library: { type: 'commonjs2' } },
      plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
    })
    const stats = await new Promise((resolve, reject) => {
      compiler.run((error, result) => (error ? reject(error) : resolve(result)))
    })
    if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }))
  },
}

await bundlers[bundler]()
