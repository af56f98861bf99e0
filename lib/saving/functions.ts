import { activation_table } from '../activations/get'
import { loss_table } from '../losses/get'
import { metric_table } from '../metrics/get'

/** The functions that a config can name, by namespace. */
export const function_tables: Readonly<Record<'activations' | 'losses' | 'metrics', Readonly<Record<string, unknown>>>> = {
  activations: activation_table,
  losses: loss_table,
  metrics: metric_table,
}

/** The name under which a config writes a function of Keras, or null. */
export function builtin_function_name(fn: unknown): string | null {
  for (const table of Object.values(function_tables)) {
    for (const name of Object.keys(table)) if (table[name] === fn) return name
  }
  return null
}
