import { type FormatErrorPlace, ModelFormatError } from '../../common/errors'
import { type Budget, over } from '../limits'

/** Characters of one number. Python refuses integers that are much longer than this, and no double needs as many. */
const longest_number = 1000

const number_grammar = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

const literals: [string, unknown][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]

const code = {
  quote: 34,
  comma: 44,
  colon: 58,
  open_list: 91,
  backslash: 92,
  close_list: 93,
  open_object: 123,
  close_object: 125,
}

/** A list or object that is not closed yet. */
type Open = { list: unknown[] } | { list: null; object: Record<string, unknown>; key: string }

/**
 * The value of a JSON text, as Python's `json.loads` reads it: `NaN`, `Infinity` and `-Infinity` are numbers, and numbers out of range become infinite.
 *
 * Bytes are UTF-8; a byte order mark is skipped, other encodings are errors. A key that is there twice is an error; a key `__proto__` is left
 * out. Lone surrogates that are written as escapes are kept. Integers above 2^53 lose their last digits. Time is linear, depth is checked before it is entered.
 *
 * @throws ModelFormatError `json-encoding`, `json-syntax` or `json-duplicate-key`; of kind `limit` when the text passes `json_bytes`, `depth`, or `objects` (lists and objects).
 */
export function parse_json(source: Uint8Array | string, budget: Budget, path: string | null = null): unknown {
  if (source.length > budget.limits.json_bytes) throw over('json_bytes', budget.limits.json_bytes, path)
  return new JsonReader(decode(source, path), budget, path).read()
}

function decode(source: Uint8Array | string, path: string | null): string {
  if (typeof source === 'string') return source.startsWith('\ufeff') ? source.slice(1) : source
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(source)
  } catch (cause) {
    throw new ModelFormatError('format', 'json-encoding', 'The JSON text is not UTF-8.', { path, cause })
  }
}

class JsonReader {
  #at = 0

  constructor(
    readonly text: string,
    readonly budget: Budget,
    readonly path: string | null,
  ) {}

  read(): unknown {
    const open: Open[] = []
    let containers = 0
    for (;;) {
      let value: unknown
      const first = this.#next()
      if (first === code.open_list || first === code.open_object) {
        this.#at++
        this.budget.check_depth(open.length + 1, this.path)
        if (++containers > this.budget.limits.objects) throw over('objects', this.budget.limits.objects, this.path)
        const is_list = first === code.open_list
        if (this.#next() !== (is_list ? code.close_list : code.close_object)) {
          open.push(is_list ? { list: [] } : { list: null, object: {}, key: this.#key() })
          continue
        }
        this.#at++
        value = is_list ? [] : {}
      } else value = first === code.quote ? this.#string() : this.#scalar(first)

      for (;;) {
        const top = open[open.length - 1]
        if (top === undefined) {
          if (!Number.isNaN(this.#next())) this.#fail('has more than one value')
          return value
        }
        if (top.list !== null) top.list.push(value)
        else this.#set(top.object, top.key, value)
        const after = this.#next()
        this.#at++
        if (after === code.comma) {
          if (top.list === null) top.key = this.#key()
          break
        }
        if (after !== (top.list !== null ? code.close_list : code.close_object)) {
          this.#at--
          this.#fail(top.list !== null ? 'needs `,` or `]`' : 'needs `,` or `}`')
        }
        value = top.list ?? (top as { object: unknown }).object
        open.pop()
      }
    }
  }

  /** The next character that is not white space, NaN at the end. */
  #next(): number {
    const { text } = this
    for (;;) {
      const c = text.charCodeAt(this.#at)
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return c
      this.#at++
    }
  }

  #set(object: Record<string, unknown>, key: string, value: unknown): void {
    if (key === '__proto__') return
    if (Object.hasOwn(object, key)) this.#fail('has a key twice', 'json-duplicate-key')
    object[key] = value
  }

  #key(): string {
    if (this.#next() !== code.quote) this.#fail('needs a key in double quotes')
    const key = this.#string()
    if (this.#next() !== code.colon) this.#fail('needs `:` after a key')
    this.#at++
    return key
  }

  #string(): string {
    const { text } = this
    const start = this.#at
    let at = start + 1
    let has_escape = false
    for (;;) {
      const c = text.charCodeAt(at)
      if (c === code.quote) break
      if (c === code.backslash) {
        has_escape = true
        at++
      } else if (!(c >= 32)) {
        this.#at = at
        this.#fail(Number.isNaN(c) ? 'ends inside a string' : 'has a control character inside a string')
      }
      at++
    }
    this.#at = at + 1
    if (!has_escape) return text.slice(start + 1, at)
    try {
      return JSON.parse(text.slice(start, at + 1)) as string
    } catch {
      this.#at = start
      return this.#fail('has a string with an unknown escape')
    }
  }

  #scalar(first: number): unknown {
    const { text } = this
    const start = this.#at
    let at = start
    let small = 0
    for (let c = first; c >= 48 && c <= 57; c = text.charCodeAt(++at)) small = small * 10 + (c - 48)
    const after = text.charCodeAt(at)
    const is_plain = after === code.comma || after === code.close_list || after === code.close_object
    if (is_plain && at > start && at - start < 16 && (first !== 48 || at === start + 1)) {
      this.#at = at
      return small
    }
    while (is_number_part(text.charCodeAt(at))) at++
    if (at - start > longest_number) {
      const message = `The JSON text has a number of more than ${longest_number} characters. Received: ${at - start} characters`
      throw new ModelFormatError('limit', 'limit-exceeded', message, this.#place())
    }
    const token = text.slice(start, at)
    if (number_grammar.test(token)) {
      this.#at = at
      return Number(token)
    }
    for (const [name, value] of literals) {
      if (!text.startsWith(name, start)) continue
      this.#at = start + name.length
      return value
    }
    return this.#fail(Number.isNaN(first) ? 'ends where a value should be' : 'needs a value')
  }

  #place(): FormatErrorPlace {
    return { path: this.path, offset: new TextEncoder().encode(this.text.slice(0, this.#at)).length }
  }

  #fail(what: string, error_code = 'json-syntax'): never {
    throw new ModelFormatError('format', error_code, `The JSON text ${what}.`, this.#place())
  }
}

/** Digits, `+`, `-`, `.`, `e`, `E`. */
function is_number_part(c: number): boolean {
  return (c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46 || c === 69 || c === 101
}
