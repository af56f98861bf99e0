import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(__dirname, '..')

/**
 * The gradient files of tfjs-core are ES modules without file extensions, which jest cannot load: it gets this one CommonJS file
 * in the place of each of them. It is written once for each version of tfjs-core.
 */
export default async function gradient_bundle(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@tensorflow/tfjs-core/package.json'), 'utf8')) as {
    version: string
  }
  const stamp = `// tfjs-core ${version}`
  const outfile = join(root, 'node_modules/.cache/keras-tfjs/gradients.cjs')
  if (existsSync(outfile) && readFileSync(outfile, 'utf8').startsWith(stamp)) return
  await build({
    entryPoints: [join(root, 'lib/backend/gradient_configs.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    banner: { js: stamp },
    plugins: [
      {
        name: 'public-package-stays-outside',
        setup(plugin) {
          plugin.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, ({ path }) => ({ path, external: true }))
        },
      },
    ],
  })
}
