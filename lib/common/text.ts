/** Longest text of one value inside a message. */
const limit = 400

function key_text(key: string): string {
  return `'${key}'`
}

function number_text(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  return String(value)
}

/**
 * A value as Keras's messages write it: `None`, `True`, `'text'`, `[1, 2]`, `{'a': 1}`. Objects that have a text form of their own
 * (layers, variables, symbolic tensors) use it.
 */
export function repr(value: unknown, depth = 0): string {
  const text = repr_whole(value, depth)
  return text.length > limit ? `${text.slice(0, limit)}...` : text
}

function repr_whole(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return number_text(value)
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  if (typeof (value as { to_text?: unknown }).to_text === 'function') return (value as { to_text(): string }).to_text()
  if (typeof value === 'function') return `<function ${value.name || 'anonymous'}>`
  if (depth > 6) return '...'
  if (Array.isArray(value)) return `[${value.map((v) => repr(v, depth + 1)).join(', ')}]`
  if (ArrayBuffer.isView(value))
    return `array([${Array.from(value as Float32Array)
      .slice(0, 20)
      .join(', ')}])`
  const object = value as Record<string, unknown>
  if (Array.isArray(object.shape) && typeof object.dtype === 'string') {
    return `<Tensor shape=(${(object.shape as unknown[]).map((d) => (d === null ? 'None' : d)).join(', ')}${object.shape.length === 1 ? ',' : ''}), dtype=${object.dtype}>`
  }
  if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) {
    return `{${Object.entries(object)
      .map(([k, v]) => `${key_text(k)}: ${repr(v, depth + 1)}`)
      .join(', ')}}`
  }
  return `<${(value as object).constructor?.name ?? 'object'}>`
}

/** The type of a value under the name that Python gives it: `int`, `float`, `str`, `bool`, `list`, `dict`, `NoneType`, or the class name. */
export function type_text(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (Array.isArray(value)) return 'list'
  const own = (value as { constructor?: { class_name?: string; name?: string } }).constructor
  if (typeof value === 'object' && own === Object) return 'dict'
  if (own && Object.hasOwn(own, 'class_name')) return own.class_name!
  return own?.name ?? typeof value
}

/** `Did you mean ...?` for a misspelt name, or an empty text. */
export function suggestion(wrong: string, known: Iterable<string>): string {
  let best = ''
  let best_distance = Math.max(2, Math.floor(wrong.length / 3)) + 1
  for (const name of known) {
    const distance = edit_distance(wrong.toLowerCase(), name.toLowerCase())
    if (distance < best_distance) {
      best = name
      best_distance = distance
    }
  }
  return best ? ` Did you mean \`${best}\`?` : ''
}

function edit_distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
