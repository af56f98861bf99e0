/** Base of every error that this library raises. */
export class KerasError extends Error {
  constructor(message: string) {
    super(message)
    this.name = new.target.error_name
  }
  static error_name = 'KerasError'
}

/** An argument has the right type but an impossible value. */
export class ValueError extends KerasError {
  static override error_name = 'ValueError'
}

/** An argument has the wrong type, or a call has the wrong arguments. */
export class TypeError extends KerasError {
  static override error_name = 'TypeError'
}

/** A method that a subclass has to write is missing, or a combination is not supported. */
export class NotImplementedError extends KerasError {
  static override error_name = 'NotImplementedError'
}

/** An attribute does not exist yet, or may not be set. */
export class AttributeError extends KerasError {
  static override error_name = 'AttributeError'
}

/** An action is not possible in the present state. */
export class RuntimeError extends KerasError {
  static override error_name = 'RuntimeError'
}

/** An index is out of range. */
export class IndexError extends KerasError {
  static override error_name = 'IndexError'
}

/** A key is unknown. */
export class KeyError extends KerasError {
  static override error_name = 'KeyError'
}

/** What a `ModelFormatError` says about a file: broken, over a limit, a feature that is not read, a class that is not known, weights that do not fit the model, or something that a file may never ask for. */
export type FormatErrorKind = 'format' | 'limit' | 'unsupported' | 'unknown-class' | 'mismatch' | 'unsafe'

/** Where in a file an error is. */
export interface FormatErrorPlace {
  /** Member of the archive, path in the HDF5 file, or path in the config. */
  path?: string | null
  /** Byte from the start of the member. */
  offset?: number | null
  cause?: unknown
}

const longest_from_file = 120

/** Text that a file holds, fit for a message: control characters, angle brackets and unpaired surrogates escaped, and cut. */
export function file_text(text: string): string {
  const start = text.slice(0, longest_from_file)
  const escaped = start.replace(
    /[^ !-;=?-~\u00a0-\ud7ff\ue000-\ufffd]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return text.length > longest_from_file ? `${escaped}...` : escaped
}

/**
 * A file that is not opened, and why. The only error that reading model files raises.
 *
 * `kind` is one of six; `code` names the cause (`zip-crc`, `hdf5-bounds`, `unknown-object`, ...); `path` and `offset` say where.
 */
export class ModelFormatError extends KerasError {
  static override error_name = 'ModelFormatError'
  readonly path: string | null
  readonly offset: number | null

  constructor(
    readonly kind: FormatErrorKind,
    readonly code: string,
    message: string,
    { path = null, offset = null, cause }: FormatErrorPlace = {},
  ) {
    const at = [path === null ? '' : ` in ${file_text(path)}`, offset === null ? '' : ` at byte ${offset}`].join('')
    super(`${message} [${code}${at}]`)
    this.path = path
    this.offset = offset
    if (cause !== undefined) this.cause = cause
  }
}
