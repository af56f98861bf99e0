import { readdirSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const folder = 'lib/exports'

/** One entry a public namespace: `lib/exports/optimizers/schedules.ts` is `keras-tfjs/optimizers/schedules`. */
const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file): [string, string] => [file.slice(0, -'.ts'.length), `${folder}/${file}`])

export default defineConfig({
  entry: Object.fromEntries(entries),
  format: ['esm', 'cjs'],
  dts: true,
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: true,
  deps: { alwaysBundle: [/^@tensorflow\/tfjs-core\/dist\/gradients\//] },
})
