import { file_text } from '../../common/errors'
import { zip_error } from './fields'

const longest_name = 4096

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

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
    name = decoder.decode(bytes)
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
export function check_distinct(names: readonly string[]): void {
  const folded = names.map((name) => ({ name, key: name.normalize('NFC').toLowerCase().replace(/\/?$/, '/') }))
  folded.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  for (const [i, { name, key }] of folded.entries()) {
    const next = folded[i + 1]?.key
    if (next === undefined || (name.endsWith('/') ? next !== key : !next.startsWith(key))) continue
    const message = `The archive has a member whose name another one takes. Received: '${file_text(name)}'`
    throw zip_error('zip-duplicate', message, { path: name })
  }
}
