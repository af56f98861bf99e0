import { file_text } from '../../common/errors'
import { bad } from './manifest'

/** Bytes that are spread over several files, read in turn. */
export class ShardReader {
  #shard = 0
  #at = 0
  readonly #shards: readonly Uint8Array[]

  constructor(shards: readonly Uint8Array[]) {
    this.#shards = shards
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#shards.slice(this.#shard).reduce((sum, shard) => sum + shard.length, 0) - this.#at
  }

  /** The next bytes: a view where they stand in one file, else a copy. @throws ModelFormatError when there are not as many. */
  take(count: number, name: string): Uint8Array {
    while (this.#shard < this.#shards.length - 1 && this.#at === this.#shards[this.#shard]!.length) this.#next()
    const shard = this.#shards[this.#shard] ?? new Uint8Array(0)
    if (this.#at + count <= shard.length) {
      this.#at += count
      return shard.subarray(this.#at - count, this.#at)
    }
    if (count > this.left) {
      throw bad(
        'bytes',
        `The files of weights are too short. Received: ${this.left} bytes where ${file_text(name)} takes ${count}`,
        null,
      )
    }
    const joined = new Uint8Array(count)
    for (let filled = 0; filled < count; ) {
      const part = this.#shards[this.#shard]!.subarray(this.#at, this.#at + count - filled)
      joined.set(part, filled)
      filled += part.length
      this.#at += part.length
      if (filled < count) this.#next()
    }
    return joined
  }

  #next(): void {
    this.#shard++
    this.#at = 0
  }
}
