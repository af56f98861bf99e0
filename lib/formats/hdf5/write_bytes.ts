const text_encoder = new TextEncoder()

/** The address that stands for "nowhere". */
export const undefined_address = (1n << 64n) - 1n

/** The next multiple of 8. */
export const align8 = (count: number): number => Math.ceil(count / 8) * 8

/** The UTF-8 bytes of a text. */
export const utf8 = (text: string): Uint8Array => text_encoder.encode(text)

/** Little-endian bytes, appended at the end; 64-bit places may be filled in later. */
export class ByteSink {
  length = 0
  #bytes = new Uint8Array(4096)
  #view = new DataView(this.#bytes.buffer)

  #reserve(count: number): number {
    const at = this.length
    this.length += count
    if (this.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length))
      grown.set(this.#bytes.subarray(0, at))
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }

  u8(...values: number[]): this {
    for (const value of values) {
      const at = this.#reserve(1)
      this.#bytes[at] = value
    }
    return this
  }

  u16(...values: number[]): this {
    for (const value of values) {
      const at = this.#reserve(2)
      this.#view.setUint16(at, value, true)
    }
    return this
  }

  u32(...values: number[]): this {
    for (const value of values) {
      const at = this.#reserve(4)
      this.#view.setUint32(at, value, true)
    }
    return this
  }

  u64(...values: (number | bigint)[]): this {
    for (const value of values) {
      const at = this.#reserve(8)
      this.#view.setBigUint64(at, BigInt(value), true)
    }
    return this
  }

  bytes(values: Uint8Array): this {
    const at = this.#reserve(values.length)
    this.#bytes.set(values, at)
    return this
  }

  zeros(count: number): this {
    this.#reserve(count)
    return this
  }

  /** Zeros up to a multiple of 8, counted from the start. */
  align(): this {
    return this.zeros(align8(this.length) - this.length)
  }

  /** Writes over the 2 bytes at `at`. */
  set_u16(at: number, value: number): void {
    this.#view.setUint16(at, value, true)
  }

  /** Writes over the 8 bytes at `at`. */
  set_u64(at: number, value: number): void {
    this.#view.setBigUint64(at, BigInt(value), true)
  }

  /** What has been written, without a copy. */
  content(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }
}
