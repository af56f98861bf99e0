/** A reflection H = I - scale v vᵀ of the axes from `first` on, whose first axis it turns a vector to. */
export interface Reflection {
  first: number
  v: Float64Array
  scale: number
}

/** The reflection that turns x to (beta, 0, 0, ...), and beta, which is negative where x[0] is not. None is needed, and beta is x[0], when the rest of x is zero. */
export function reflect_vector(x: Float64Array, first: number): { reflection: Reflection; beta: number } {
  let tail = 0
  for (let i = 1; i < x.length; i++) tail += x[i] * x[i]
  const head = x[0]
  if (tail === 0) return { reflection: { first, v: x, scale: 0 }, beta: head }
  const beta = head < 0 ? Math.sqrt(head * head + tail) : -Math.sqrt(head * head + tail)
  x[0] = head - beta
  return { reflection: { first, v: x, scale: -1 / (beta * x[0]) }, beta }
}

/** H A from column `from` on, in place; A has `columns` columns. */
export function reflect_rows(a: Float64Array, columns: number, { first, v, scale }: Reflection, from: number): void {
  if (scale === 0) return
  const sums = new Float64Array(columns)
  for (let i = 0; i < v.length; i++) {
    const row = (first + i) * columns
    const factor = v[i]
    for (let j = from; j < columns; j++) sums[j] += factor * a[row + j]
  }
  for (let i = 0; i < v.length; i++) {
    const row = (first + i) * columns
    const factor = scale * v[i]
    for (let j = from; j < columns; j++) a[row + j] -= factor * sums[j]
  }
}

/** A H from row `from` on, in place; A has `rows` rows of `columns`. */
export function reflect_columns(
  a: Float64Array,
  rows: number,
  columns: number,
  { first, v, scale }: Reflection,
  from: number,
): void {
  if (scale === 0) return
  for (let i = from; i < rows; i++) {
    const start = i * columns + first
    let sum = 0
    for (let j = 0; j < v.length; j++) sum += a[start + j] * v[j]
    sum *= scale
    for (let j = 0; j < v.length; j++) a[start + j] -= sum * v[j]
  }
}

/** The part of a column from row `first` on. */
export function column_from(a: Float64Array, rows: number, columns: number, first: number, column: number): Float64Array {
  const x = new Float64Array(rows - first)
  for (let i = first; i < rows; i++) x[i - first] = a[i * columns + column]
  return x
}
