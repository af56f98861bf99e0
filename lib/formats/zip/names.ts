import { file_text } from '../../common/errors'
import { zip_error } from './fields'

const longest_name = 4096

function refuse(name: string, why: string, offset: number): never {
  throw zip_error('zip-name', `The archive has a member whose name ${why}. Received: '${file_text(name)}'`, { offset })
}

/** The name of a member: relative, with `/`, without `.`, `..` or anything else that a file system could read in another way. */
export function decode_name(bytes: Uint8Array, is_utf8: boolean, offset: number): string {
  if (bytes.length === 0) refuse('', 'is empty', offset)
  if (bytes.length > longest_name) {
    const message = `The archive has a member whose name is longer than ${longest_name} bytes. Received: ${bytes.length} bytes`
    throw zip_error('zip-name', message, { offset }, 'limit')
  }
  let name: string
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw zip_error('zip-name', 'The archive has a member whose name is not UTF-8.', { offset, cause })
  }
  if (!is_utf8 && bytes.some((byte) => byte > 127)) {
    throw zip_error('zip-name', 'The archive has a member whose name is neither ASCII nor UTF-8.', { offset }, 'unsupported')
  }
  if (name.includes('\0')) refuse(name, 'holds a NUL', offset)
  if (name.includes('\\')) refuse(name, 'holds a backslash', offset)
  if (/^[a-z]:/i.test(name)) refuse(name, 'begins with a drive', offset)
  const path = name.endsWith('/') ? name.slice(0, -1) : name
  for (const part of path.split('/')) {
    if (part === '') refuse(name, 'is absolute or has an empty part', offset)
    if (part === '.' || part === '..') refuse(name, `has the part \`${part}\``, offset)
  }
  return name
}

/** Refuses names that are the same to some file system, and files that are also folders. */
export class NameCheck {
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()

  add(name: string, offset: number): void {
    const folded = name.normalize('NFC').toLowerCase()
    const is_folder = folded.endsWith('/')
    const path = is_folder ? folded.slice(0, -1) : folded
    const taken = this.#files.has(path) || (!is_folder && this.#folders.has(path))
    if (taken) this.#refuse(name, offset)
    if (is_folder) this.#add_folders(path, name, offset)
    else {
      this.#files.add(path)
      this.#add_folders(path.slice(0, Math.max(0, path.lastIndexOf('/'))), name, offset)
    }
  }

  #add_folders(path: string, name: string, offset: number): void {
    let folder = path
    while (folder !== '' && !this.#folders.has(folder)) {
      if (this.#files.has(folder)) this.#refuse(name, offset)
      this.#folders.add(folder)
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
    }
  }

  #refuse(name: string, offset: number): never {
    throw zip_error('zip-duplicate', `The archive has two members of one name. Received: '${file_text(name)}'`, { offset })
  }
}
