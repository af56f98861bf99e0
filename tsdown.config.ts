import { dirname, resolve } from 'node:path'
import { defineConfig } from 'tsdown'
import { browser_bundle } from './scripts/browser_bundle'
import { gradient_bundle, gradient_list } from './scripts/gradient_bundle'

const namespaces = resolve('lib/exports')

const gradients = {
  name: 'gradients-of-tfjs-core',
  load: async (id: string) =>
    id === gradient_list ? { code: await gradient_bundle('esm'), moduleType: 'js' as const } : undefined,
}

/** Keeps `export * as layers from './layers'` as it is: inlined, it would add a name to the namespace and defeat tree-shaking. */
const namespaces_stay_apart = (extension: string) => ({
  name: 'namespaces-stay-apart',
  resolveId: {
    order: 'pre' as const,
    handler: (source: string, importer?: string) =>
      importer && source.startsWith('./') && resolve(dirname(importer)) === namespaces
        ? { id: source + extension, external: 'absolute' as const }
        : undefined,
  },
})

const library = defineConfig({
  entry: 'lib/exports/**/*.ts',
  root: 'lib',
  format: ['esm', 'cjs'],
  dts: true,
  unbundle: true,
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: true,
  logLevel: 'warn',
  deps: { onlyBundle: [] },
  plugins: [gradients],
  onSuccess: browser_bundle,
  outputOptions: { dynamicImportInCjs: false },
  inputOptions: (options, format, { cjsDts }) => ({
    ...options,
    plugins: [namespaces_stay_apart(format === 'cjs' || cjsDts ? '.cjs' : '.mjs'), options.plugins],
  }),
})

/** What the benchmark measures is the library as it is published, not a copy. */
const published = {
  name: 'published-library',
  resolveId: (source: string) => {
    const [, name] = /^\.\.\/(?:\.\.\/)?exports\/(\w+)$/.exec(source) ?? []
    return name === undefined ? undefined : { id: `../exports/${name}.mjs`, external: 'relative' as const }
  },
}

/** The command, for Node alone, and the workers of its benchmark: a process, and a page. */
const command = defineConfig({
  entry: { main: 'lib/cli/main.ts', worker: 'lib/bench/worker.ts', page: 'lib/bench/browser/page.ts' },
  outDir: 'dist/cli',
  format: 'esm',
  dts: false,
  platform: 'node',
  target: 'node20',
  fixedExtension: true,
  logLevel: 'warn',
  deps: { neverBundle: [/^@tensorflow\//] },
  outputOptions: { chunkFileNames: '[name].mjs' },
  plugins: [published],
})

export default [library, command]
