import { free_logs, type RawLogs, read_logs } from './logs'
import type { Logs, Trainable } from './trainable'

/** What the metrics are, or what the last step answered when that is something else. */
export async function epoch_logs(model: Trainable, last: RawLogs | null): Promise<Logs> {
  const results = model.get_metrics_result()
  const names = Object.keys(results)
  const own = last === null ? names : Object.keys(last)
  if (own.length === names.length && own.every((name) => name in results)) return read_logs(results)
  free_logs(results)
  return read_logs({ ...last! })
}
