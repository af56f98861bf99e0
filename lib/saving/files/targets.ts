import { RuntimeError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { node_files } from './node_files'

/** Writes a file whole or not at all: into a new file beside it, which then takes its name. @throws ValueError when it exists and may not be replaced. */
export async function write_path(path: string, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  const files = await node_files()
  if (files === null) {
    throw new RuntimeError(
      `There are no paths here: leave the path out to get the bytes, and save those. Received: filepath=${repr(path)}`,
    )
  }
  if (!overwrite) await refuse_existing(path)
  const passing = `${path}.${Math.random().toString(36).slice(2)}.part`
  try {
    await files.writeFile(passing, bytes)
    await files.rename(passing, path)
  } catch (error) {
    await files.rm(passing, { force: true })
    throw new ValueError(`The file cannot be written (${(error as { code?: string }).code}). Received: filepath=${repr(path)}`)
  }
}

/** Writes files into a folder, which is made. @throws ValueError when one of them exists and may not be replaced; then nothing is written. */
export async function write_folder(
  path: string,
  members: Readonly<Record<string, Uint8Array>>,
  overwrite: boolean,
): Promise<void> {
  const files = await node_files()
  const folder = path.replace(/[/\\]+$/, '')
  if (!overwrite) for (const name of Object.keys(members)) await refuse_existing(`${folder}/${name}`)
  await files?.mkdir(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(members)) {
    const inner = name.lastIndexOf('/')
    if (inner > 0) await files?.mkdir(`${folder}/${name.slice(0, inner)}`, { recursive: true })
    await write_path(`${folder}/${name}`, bytes, overwrite)
  }
}

async function refuse_existing(path: string): Promise<void> {
  if (await exists(path)) {
    throw new ValueError(`The file exists already, and \`overwrite\` is false. Received: filepath=${repr(path)}`)
  }
}

async function exists(path: string): Promise<boolean> {
  const files = await node_files()
  if (files === null) return false
  return files.stat(path).then(
    () => true,
    () => false,
  )
}
