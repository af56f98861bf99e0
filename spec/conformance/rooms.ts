import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const lib = join(__dirname, '../../lib')

/** A file of a room: the folders that it lies in and its own name, and what it exports. */
export interface RoomFile {
  path: string[]
  exported: Record<string, unknown>
}

/** Every file of a room of `lib/`. */
export async function files_of_room(room: string): Promise<RoomFile[]> {
  const files: RoomFile[] = []
  const visit = async (folder: string, folders: string[]): Promise<void> => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const name = entry.name.replace(/\.ts$/, '')
      if (entry.isDirectory()) await visit(join(folder, entry.name), [...folders, name])
      else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
        files.push({ path: [...folders, name], exported: await import(join(folder, entry.name)) })
    }
  }
  await visit(join(lib, room), [])
  return files
}
