import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = join(__dirname, '../../..')
const runner = join(root, 'spec/conformance')

/** The rooms whose functions cases name. */
const rooms = readdirSync(join(root, 'lib')).filter(
  (room) => !['bench', 'cli', 'exports', 'common', 'formats', 'loading', 'saving'].includes(room),
)

/** A module like `rooms.ts`, for a place without folders to read. */
function rooms_module(): string {
  const files = rooms.flatMap((room) =>
    (readdirSync(join(root, 'lib', room), { recursive: true, encoding: 'utf8' }) as string[])
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => ({ room, path: file.replace(/\.ts$/, '').split(/[\\/]/) })),
  )
  return `
${files.map(({ room, path }, i) => `import * as n${i} from '${root}/lib/${room}/${path.join('/')}'`).join('\n')}
const files = {${rooms.map((room) => `${room}: [${files.flatMap((file, i) => (file.room === room ? [`{ path: ${JSON.stringify(file.path)}, exported: n${i} }`] : [])).join(', ')}]`).join(',\n')}}
export const files_of_room = async (room) => files[room] ?? []
`
}

/** What of the runner reads folders is replaced by forms that do not. */
const without_folders: Plugin = {
  name: 'without-folders',
  setup(plugin) {
    plugin.onResolve({ filter: /^\.\.?\/(case|siblings)$/ }, ({ path, importer }) =>
      importer.startsWith(runner) ? { path: join(__dirname, `${path.split('/').at(-1)}.ts`) } : undefined,
    )
    plugin.onResolve({ filter: /^\.\/rooms$/ }, () => ({ path: 'rooms', namespace: 'rooms' }))
    plugin.onLoad({ filter: /.*/, namespace: 'rooms' }, () => ({ contents: rooms_module(), resolveDir: root }))
  },
}

/** Bundles the runner of the recorded cases for a page. */
export async function bundle_runner(folder: string): Promise<void> {
  await build({
    entryPoints: { main: join(__dirname, 'page.ts') },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    keepNames: true,
    plugins: [without_folders],
    logLevel: 'error',
  })
}
