import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, type Format } from 'esbuild'

const root = join(__dirname, '..')

/** The list of gradients in lib/, which the bundle stands in for. */
export const gradient_list = join(root, 'lib/backend/gradient_configs.ts')

/**
 * The gradient files of tfjs-core as one module. They are ES modules without file extensions, which neither Node nor jest can load.
 * The public package stays an import, and comes first.
 */
export async function gradient_bundle(format: Format): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [gradient_list],
    bundle: true,
    write: false,
    format,
    platform: 'neutral',
    target: 'es2022',
    mainFields: ['module', 'main'],
    plugins: [
      {
        name: 'public-package-stays-outside',
        setup(plugin) {
          plugin.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, ({ path }) => ({ path, external: true }))
        },
      },
    ],
  })
  return outputFiles[0]!.text
}

/** Jest's set-up: writes the bundle that its `moduleNameMapper` names, once for each version of tfjs-core. */
export default async function global_setup(): Promise<void> {
  const manifest = readFileSync(join(root, 'node_modules/@tensorflow/tfjs-core/package.json'), 'utf8')
  const stamp = `// tfjs-core ${(JSON.parse(manifest) as { version: string }).version}\n`
  const outfile = join(root, 'node_modules/.cache/keras-tfjs/gradients.cjs')
  if (existsSync(outfile) && readFileSync(outfile, 'utf8').startsWith(stamp)) return
  mkdirSync(dirname(outfile), { recursive: true })
  writeFileSync(`${outfile}.${process.pid}`, stamp + (await gradient_bundle('cjs')))
  renameSync(`${outfile}.${process.pid}`, outfile)
}
