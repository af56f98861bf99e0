import { TypeError, ValueError } from '../../common/errors'
import { type_text } from '../../common/text'
import { is_plain_object } from '../../common/tree'

/** A number that Python is to read as a float: a whole one is written as `1.0`. */
export class PythonFloat {
  constructor(readonly value: number) {}

  toJSON(): number {
    return this.value
  }
}

/**
 * The JSON text of a value, as Python's `json.dumps` writes it: `", "` and `": "` between items, non-ASCII characters escaped, `NaN`, `Infinity` and `-Infinity` as they are.
 *
 * Values are null, booleans, numbers, bigints, `PythonFloat`, strings, and lists and plain objects of such. A key whose value is undefined is left out.
 *
 * @throws TypeError for any other value.
 * @throws ValueError for a list or object that contains itself.
 */
export function stringify_json(value: unknown): string {
  const parts: string[] = []
  write(value, parts, new Set())
  return parts.join('')
}

function write(value: unknown, parts: string[], inside: Set<unknown>): void {
  if (value === null) parts.push('null')
  else if (typeof value === 'string') parts.push(quote(value))
  else if (typeof value === 'number') parts.push(number_text(value))
  else if (value instanceof PythonFloat) parts.push(number_text(value.value).replace(/^-?\d+$/, '$&.0'))
  else if (typeof value === 'boolean' || typeof value === 'bigint') parts.push(String(value))
  else if (Array.isArray(value)) {
    enter(value, inside)
    parts.push('[')
    for (const [i, item] of value.entries()) {
      if (i > 0) parts.push(', ')
      write(item, parts, inside)
    }
    parts.push(']')
    inside.delete(value)
  } else if (is_plain_object(value)) {
    enter(value, inside)
    parts.push('{')
    const first = parts.length
    for (const key of Object.keys(value)) {
      if (value[key] === undefined) continue
      if (parts.length > first) parts.push(', ')
      parts.push(quote(key), ': ')
      write(value[key], parts, inside)
    }
    parts.push('}')
    inside.delete(value)
  } else {
    const text = value === undefined ? 'undefined' : type_text(value)
    throw new TypeError(`JSON holds null, booleans, numbers, strings, lists and plain objects. Received: a value of type ${text}`)
  }
}

function enter(value: object, inside: Set<unknown>): void {
  if (inside.has(value)) throw new ValueError(`Circular reference detected. Received: a ${type_text(value)} that contains itself`)
  inside.add(value)
}

function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Python's shortest text of a number; exponents have two digits and begin below 1e-4. */
function number_text(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Object.is(value, -0)) return '-0.0'
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value)
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
