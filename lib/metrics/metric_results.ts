const sources = new WeakMap<object, object>()

/** Notes which metric a result came from, and gives the result back. */
export function tag_result<T>(result: T, metric: object): T {
  if (typeof result === 'object' && result !== null) sources.set(result, metric)
  return result
}

/** The metric that gave a result, or null. */
export function metric_of(value: unknown): object | null {
  return typeof value === 'object' && value !== null ? (sources.get(value) ?? null) : null
}
