/** Bundles a program for a page: `node bundle.mjs <bundler> <entry> <folder>`. Writes `<folder>/main.js` and what it loads. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const [bundler, entry, folder] = process.argv.slice(2)
const require = createRequire(import.meta.url)

const bundlers = {
  async esbuild() {
    const { build } = await import('esbuild')
    const { metafile } = await build({
      entryPoints: { main: entry },
      outdir: folder,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      metafile: true,
      logLevel: 'error',
    })
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
    console.log(JSON.stringify(imports.filter(({ external }) => external).map(({ path }) => path)))
  },

  async vite() {
    const { build } = await import('vite')
    await build({
      root: dirname(entry),
      configFile: false,
      logLevel: 'error',
      base: './',
      build: {
        outDir: folder,
        emptyOutDir: false,
        rollupOptions: { input: entry, output: { entryFileNames: 'main.js' } },
      },
    })
  },

  async webpack() {
    const webpack = require('webpack')
    const compiler = webpack({
      mode: 'production',
      target: 'web',
      entry,
      output: { path: folder, filename: 'main.js' },
      performance: false,
    })
    const stats = await new Promise((resolve, reject) => {
      compiler.run((error, result) => (error ? reject(error) : resolve(result)))
    })
    if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }))
  },
}

await bundlers[bundler]()
