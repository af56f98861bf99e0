import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { is_builtin_name } from '../lib/common/builtin_names'

const root = join(__dirname, '..')
const layers_folder = join(root, 'lib/layers')
const target = join(root, 'lib/loading/layer_table.ts')

/** Older names that configs may hold. */
const older_names: Record<string, string> = {
  AvgPool1D: 'AveragePooling1D',
  AvgPool2D: 'AveragePooling2D',
  AvgPool3D: 'AveragePooling3D',
  MaxPool1D: 'MaxPooling1D',
  MaxPool2D: 'MaxPooling2D',
  MaxPool3D: 'MaxPooling3D',
  GlobalMaxPool1D: 'GlobalMaxPooling1D',
  GlobalMaxPool2D: 'GlobalMaxPooling2D',
  GlobalMaxPool3D: 'GlobalMaxPooling3D',
  GlobalAvgPool1D: 'GlobalAveragePooling1D',
  GlobalAvgPool2D: 'GlobalAveragePooling2D',
  GlobalAvgPool3D: 'GlobalAveragePooling3D',
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  Convolution3D: 'Conv3D',
  Convolution1DTranspose: 'Conv1DTranspose',
  Convolution2DTranspose: 'Conv2DTranspose',
  Convolution3DTranspose: 'Conv3DTranspose',
  SeparableConvolution1D: 'SeparableConv1D',
  SeparableConvolution2D: 'SeparableConv2D',
  DepthwiseConvolution1D: 'DepthwiseConv1D',
  DepthwiseConvolution2D: 'DepthwiseConv2D',
  Deconvolution2D: 'Conv2DTranspose',
  Deconvolution3D: 'Conv3DTranspose',
  GroupedQueryAttention: 'GroupQueryAttention',
}

function files_of(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files_of(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

/** Writes `lib/loading/layer_table.ts` from the classes of `lib/layers/` that Keras has. */
async function main(): Promise<void> {
  const identifiers = new Map<string, string>()
  const found = new Map<string, [identifier: string, class_name: string][]>()
  const seen = new Set<unknown>()
  for (const file of files_of(layers_folder).sort()) {
    const path = relative(layers_folder, file).replaceAll('\\', '/').replace(/\.ts$/, '')
    for (const [identifier, value] of Object.entries((await import(file)) as Record<string, unknown>)) {
      if (typeof value !== 'function' || !Object.hasOwn(value, 'class_name') || seen.has(value)) continue
      const { class_name } = value as unknown as { class_name: string }
      if (!is_builtin_name('keras.layers', class_name)) continue
      seen.add(value)
      identifiers.set(class_name, identifier)
      found.set(path, [...(found.get(path) ?? []), [identifier, class_name]])
    }
  }
  const imports = [...found].map(
    ([path, members]) => `import { ${members.map(([identifier]) => identifier).join(', ')} } from '../layers/${path}'`,
  )
  const own = [...identifiers].map(([class_name, identifier]) =>
    class_name === identifier ? class_name : `${class_name}: ${identifier}`,
  )
  const older = Object.entries(older_names)
    .filter(([, class_name]) => identifiers.has(class_name))
    .map(([name, class_name]) => `${name}: ${identifiers.get(class_name)}`)
  writeFileSync(
    target,
    `${imports.sort().join('\n')}

/** The layers that a config can name, older names included. Written by \`npx tsx scripts/layer_table.ts\`. */
export const layer_classes = {\n${[...own.sort(), ...older].map((line) => `  ${line},`).join('\n')}\n}\n`,
  )
  spawnSync(join(root, 'node_modules/.bin/biome'), ['check', '--write', target], { stdio: 'inherit', cwd: root })
}

void main()
