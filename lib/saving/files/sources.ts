import { ModelFormatError, TypeError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { node_files } from './node_files'
import { progress_line } from './progress'

/** A file: a path (Node), a URL, its bytes, a `Blob` or `File`, or a function that gives the bytes. */
export type FileSource =
  | string
  | URL
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | (() => ArrayBuffer | ArrayBufferView | Promise<ArrayBuffer | ArrayBufferView>)

/** Files by their names, for what consists of several: shards, a `model.json` with its weights, an unzipped `.keras`. */
export type FileMap = Readonly<Record<string, FileSource>> | ReadonlyMap<string, FileSource>

export interface ReadOptions {
  /** The files that belong to the source, by name. Default: those beside a path or URL that Keras or TensorFlow.js would have written with it. */
  files?: FileMap | null
  /** What gets URLs. Default: the global `fetch`. */
  fetch?: ((url: string) => Promise<Response>) | null
  /** Called while a file is read, with the bytes so far and the size, null where it is not known. */
  on_progress?: ((loaded: number, total: number | null) => void) | null
  /** 1 shows a line of progress, 0 none; `auto` (default) shows it in a terminal, for files above 32 MiB. */
  verbose?: 'auto' | 0 | 1
}

/** An opened source: its bytes, or null for a folder, and the files that belong to it. */
export interface OpenedFile {
  /** What it is called in messages. */
  name: string
  bytes: Uint8Array | null
  /** Bytes of a file that belongs to it, null when there is none of this name. */
  member(name: string): Promise<Uint8Array | null>
  /** Names of everything in a folder, relative to it; empty for a single file. */
  names(): Promise<string[]>
}

const is_url = (text: string): boolean => /^(https?|blob|data|file):/i.test(text)

const base_of = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

/** Names that a file may give to its companions: one segment without anything that means something to a file system. */
export const is_plain_name = (name: string): boolean => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && !name.includes('..')

/**
 * Opens what a caller hands in. Nothing but that, and files of plain names beside a path or URL, is ever read.
 * @throws ValueError when the file does not exist, TypeError for what is no source.
 */
export async function open_source(source: FileSource | FileMap, options: ReadOptions = {}): Promise<OpenedFile> {
  if (is_file_map(source)) {
    const names = source instanceof Map ? [...source.keys()] : Object.keys(source)
    return { name: 'the given files', bytes: null, member: (name) => from_map(source, name, options), names: async () => names }
  }
  const { files } = options
  const beside = (): ((name: string) => Promise<Uint8Array | null>) =>
    files ? (name) => from_map(files, name, options) : siblings_of(source, options)
  if (typeof source === 'string' && !is_url(source) && (await is_folder(source))) {
    const folder = source.replace(/[/\\]+$/, '')
    return {
      name: base_of(folder),
      bytes: null,
      member: (name) => (files ? from_map(files, name, options) : read_path_if_there(`${folder}/${name}`, options)),
      names: () => names_in(folder),
    }
  }
  const name = typeof source === 'string' || source instanceof URL ? base_of(String(source)) : 'the given bytes'
  return { name, bytes: await read_source(source, options), member: beside(), names: async () => [] }
}

function is_file_map(source: unknown): source is FileMap {
  return (
    source instanceof Map || (typeof source === 'object' && source !== null && Object.getPrototypeOf(source) === Object.prototype)
  )
}

async function from_map(files: FileMap, name: string, options: ReadOptions): Promise<Uint8Array | null> {
  const found =
    files instanceof Map ? files.get(name) : Object.hasOwn(files, name) ? (files as Record<string, FileSource>)[name] : undefined
  return found === undefined ? null : read_source(found, options)
}

function siblings_of(source: FileSource, options: ReadOptions): (name: string) => Promise<Uint8Array | null> {
  if (source instanceof URL || (typeof source === 'string' && is_url(source))) {
    return async (name) => (is_plain_name(name) ? fetch_bytes(new URL(name, String(source)).href, options) : null)
  }
  if (typeof source !== 'string') return async () => null
  const folder = source.slice(0, source.length - base_of(source).length)
  return async (name) => (is_plain_name(name) ? read_path_if_there(`${folder}${name}`, options) : null)
}

/** The bytes of a source. Views are not copied, but for shared memory, which others could change meanwhile. */
export async function read_source(source: FileSource, options: ReadOptions = {}): Promise<Uint8Array> {
  if (typeof source === 'string') return is_url(source) ? fetch_bytes(source, options) : read_path(source, options)
  if (source instanceof URL) return fetch_bytes(source.href, options)
  if (typeof source === 'function') return bytes_of(await source())
  if (typeof Blob !== 'undefined' && source instanceof Blob) return new Uint8Array(await source.arrayBuffer())
  return bytes_of(source)
}

function bytes_of(value: unknown): Uint8Array {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : is_buffer(value)
      ? new Uint8Array(value)
      : null
  if (bytes === null) {
    throw new TypeError(
      `A model file must be a path, a URL, bytes, a Blob, or a function that gives bytes. Received: ${repr(value)}`,
    )
  }
  return typeof SharedArrayBuffer !== 'undefined' && bytes.buffer instanceof SharedArrayBuffer ? bytes.slice() : bytes
}

const is_buffer = (value: unknown): value is ArrayBuffer =>
  value instanceof ArrayBuffer || /^(Shared)?ArrayBuffer$/.test(Object.prototype.toString.call(value).slice(8, -1))

async function is_folder(path: string): Promise<boolean> {
  const files = await node_files()
  if (files === null) return false
  return files.stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

/** The files in a folder and in its folders, with `/` between. Links are left out. */
async function names_in(folder: string): Promise<string[]> {
  const files = (await node_files())!
  const names: string[] = []
  const look = async (inner: string): Promise<void> => {
    for (const entry of await files.readdir(`${folder}/${inner}`, { withFileTypes: true })) {
      if (entry.isDirectory()) await look(`${inner}${entry.name}/`)
      else if (entry.isFile()) names.push(`${inner}${entry.name}`)
    }
  }
  await look('')
  return names
}

async function read_path_if_there(path: string, options: ReadOptions): Promise<Uint8Array | null> {
  const files = await node_files()
  if (files === null) return null
  const there = await files.stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
  return there ? read_path(path, options) : null
}

const step_bytes = 8 * 2 ** 20

async function read_path(path: string, options: ReadOptions): Promise<Uint8Array> {
  const files = await node_files()
  if (files === null) {
    return fetch_bytes(new URL(path, globalThis.location?.href).href, options)
  }
  let handle: Awaited<ReturnType<typeof files.open>>
  try {
    handle = await files.open(path, 'r')
  } catch (error) {
    throw new ValueError(
      `File not found: there is no file that can be read at this path. Received: filepath=${repr(path)} (${(error as { code?: string }).code})`,
    )
  }
  try {
    const total = (await handle.stat()).size
    const bytes = new Uint8Array(total)
    const report = progress_line(base_of(path), total, options)
    let loaded = 0
    while (loaded < total) {
      const { bytesRead } = await handle.read(bytes, loaded, Math.min(step_bytes, total - loaded), loaded)
      if (bytesRead === 0) break
      loaded += bytesRead
      report(loaded)
    }
    return loaded === total ? bytes : bytes.subarray(0, loaded)
  } finally {
    await handle.close()
  }
}

/** What is made for a download before anything of it has come: a server may say any size. */
const most_at_first = 64 * 2 ** 20

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length)
  larger.set(bytes)
  return larger
}

async function fetch_bytes(url: string, options: ReadOptions): Promise<Uint8Array> {
  const get = options.fetch ?? ((wanted: string) => globalThis.fetch(wanted))
  const response = await get(url)
  if (!response.ok) throw new ValueError(`The server answered ${response.status}. Received: url=${repr(url)}`)
  const length = response.headers.get('content-length') ?? ''
  const encoded = response.headers.get('content-encoding')
  const total = /^\d+$/.test(length) && !encoded ? Number(length) : null
  const report = progress_line(base_of(url), total, options)
  if (response.body === null || total === null) {
    const whole = new Uint8Array(await response.arrayBuffer())
    report(whole.length)
    return whole
  }
  let bytes = new Uint8Array(Math.min(total, most_at_first))
  let loaded = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (loaded + value.length > total) {
      await reader.cancel()
      throw new ModelFormatError(
        'format',
        'length-mismatch',
        `The server sent more bytes than it said. Received: more than ${total}`,
      )
    }
    if (loaded + value.length > bytes.length) bytes = grown(bytes, Math.min(total, 2 * (loaded + value.length)))
    bytes.set(value, loaded)
    loaded += value.length
    report(loaded)
  }
  return loaded === total ? bytes : bytes.subarray(0, loaded)
}
