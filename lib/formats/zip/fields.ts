import { type FormatErrorKind, ModelFormatError } from '../../common/errors'

export const signature = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  descriptor: 0x08074b50,
}

/** What a field of 16 or 32 bits holds when the true number stands in a zip64 record. */
export const in_zip64 = { count: 0xffff, size: 0xffffffff }

export const extra_field = { zip64: 0x0001, unicode_path: 0x7075 }

/** The error of a broken archive. */
export function zip_error(
  code: string,
  message: string,
  place: { path?: string | null; offset?: number | null; cause?: unknown } = {},
  kind: FormatErrorKind = 'format',
): ModelFormatError {
  return new ModelFormatError(kind, code, message, place)
}

/** Little-endian numbers of an archive; reading outside of it is a `zip-structure` error. */
export class Fields {
  readonly #view: DataView

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** @throws ModelFormatError unless `length` bytes stand at `offset`. */
  need(offset: number, length: number): void {
    if (offset < 0 || offset + length > this.bytes.length) {
      throw zip_error('zip-structure', 'The archive ends in the middle of a record.', { offset })
    }
  }

  u16(offset: number): number {
    this.need(offset, 2)
    return this.#view.getUint16(offset, true)
  }

  u32(offset: number): number {
    this.need(offset, 4)
    return this.#view.getUint32(offset, true)
  }

  /** @throws ModelFormatError when the number is above 2^53 - 1. */
  u64(offset: number): number {
    const value = this.u32(offset) + this.u32(offset + 4) * 2 ** 32
    if (!Number.isSafeInteger(value)) {
      throw zip_error('zip-structure', `A zip64 number is larger than any file. Received: ${value}`, { offset })
    }
    return value
  }

  slice(offset: number, length: number): Uint8Array {
    this.need(offset, length)
    return this.bytes.subarray(offset, offset + length)
  }

  /** The offset of the content of the extra field `id` in the region, and its length. @throws ModelFormatError when it is there twice. */
  extra(id: number, offset: number, length: number): { at: number; length: number } | null {
    let found: { at: number; length: number } | null = null
    const end = offset + length
    let at = offset
    while (at + 4 <= end) {
      const size = this.u16(at + 2)
      if (at + 4 + size > end) throw zip_error('zip-structure', 'An extra field is longer than its region.', { offset: at })
      if (this.u16(at) === id) {
        if (found) throw zip_error('zip-structure', 'An extra field is there twice.', { offset: at })
        found = { at: at + 4, length: size }
      }
      at += 4 + size
    }
    return found
  }
}
