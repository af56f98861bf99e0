import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { repr, type_text } from '../common/text'

function value_text(value: unknown): string {
  if (Array.isArray(value)) return shape_text(value)
  return typeof value === 'string' ? value : repr(value)
}

/**
 * A number, or a list of `n`, as a list of `n` whole numbers above zero (or not below, with `allow_zero`).
 * @throws ValueError that names the argument.
 */
export function standardize_tuple(value: unknown, n: number, name: string, allow_zero = false): number[] {
  const text = `The \`${name}\` argument must be a tuple of ${n} integers. Received ${name}=${value_text(value)}`
  const list: unknown[] = typeof value === 'number' ? new Array(n).fill(value) : Array.isArray(value) ? value : []
  if (list.length !== n) throw new ValueError(text)
  for (const item of list) {
    if (!Number.isInteger(item)) {
      throw new ValueError(`${text}, including element ${value_text(item)} of type <class '${type_text(item)}'>`)
    }
  }
  const numbers = list as number[]
  const wrong = [...new Set(numbers.filter((item) => (allow_zero ? item < 0 : item <= 0)))]
  if (wrong.length > 0) {
    throw new ValueError(
      `${text}, including values {${wrong.join(', ')}} that do not satisfy \`value ${allow_zero ? '>= 0' : '> 0'}\``,
    )
  }
  return [...numbers]
}

/** The checked padding mode in lower case; lists pass. @throws ValueError */
export function standardize_padding<T>(value: T, allow_causal = false): T {
  if (Array.isArray(value)) return value
  const padding = String(value).toLowerCase()
  const allowed = allow_causal ? ['valid', 'same', 'causal'] : ['valid', 'same']
  if (!allowed.includes(padding)) {
    throw new ValueError(
      `The \`padding\` argument must be a list/tuple or one of {${allowed.map((mode) => `'${mode}'`).join(', ')}}. Received: ${value_text(value)}`,
    )
  }
  return padding as T
}
