import { ValueError } from '../common/errors'
import { is_serialized } from '../common/serialized'
import { repr, type_text } from '../common/text'
import { flatten, is_plain_object } from '../common/tree'
import { Metric } from '../metrics/metric'
import type { Variable } from '../variables/variable'
import { check_function_like, resolve_metric } from './resolve'

/** The metrics of one output. */
interface OutputMetrics {
  metrics: Metric[]
  output_name: string | null
}

type Sets = (OutputMetrics | null)[]

function is_dict(value: unknown): value is Record<string, unknown> {
  return is_plain_object(value) && !is_serialized(value)
}

/** @throws ValueError when the argument is neither a list nor an object. */
function check_argument(name: string, value: unknown): void {
  if (value === null || value === undefined || Array.isArray(value) || is_dict(value)) return
  throw new ValueError(
    `Expected \`${name}\` argument to be a list, tuple, or dict. Received instead: ${name}=${repr(value)} of type ${type_text(value)}`,
  )
}

/** The metrics of all outputs as one; its result is an object of results by name. */
export class CompileMetrics extends Metric {
  static override class_name = 'CompileMetrics'
  /** @internal */ declare _state: {
    metrics: unknown
    weighted: unknown
    output_names: readonly string[] | null
    plain: Sets | null
    weighted_sets: Sets
  }

  /** @throws ValueError when an argument is neither a list nor an object. */
  constructor(metrics: unknown, weighted_metrics: unknown, output_names: readonly string[] | null = null) {
    super({ name: 'compile_metrics' })
    check_argument('metrics', metrics)
    check_argument('weighted_metrics', weighted_metrics)
    const state = { metrics, weighted: weighted_metrics, output_names, plain: null, weighted_sets: [] }
    Object.defineProperty(this, '_state', { value: state, enumerable: false })
  }

  /** Whether the metrics are resolved, which the first update does. */
  get built(): boolean {
    return this._state.plain !== null
  }

  /** The single metrics. */
  get metrics(): Metric[] {
    const { plain, weighted_sets } = this._state
    return [...(plain ?? []), ...weighted_sets].flatMap((set) => set?.metrics ?? [])
  }

  override get variables(): Variable[] {
    return this.metrics.flatMap((metric) => metric.variables)
  }

  /** Resolves the metrics for targets and outputs. @throws ValueError when they do not go with the outputs. */
  build(y_true: unknown, y_pred: unknown): void {
    const state = this._state
    const names = state.output_names?.length ? state.output_names : is_plain_object(y_pred) ? Object.keys(y_pred).sort() : null
    const outputs = this.flat(y_pred)
    const targets = this.flat(y_true)
    const count = names?.length ?? (Array.isArray(y_pred) ? y_pred.length : 1)
    const resolve = (metrics: unknown, argument: string): Sets => build_sets(metrics, argument, count, names, targets, outputs)
    const weighted_sets = resolve(state.weighted, 'weighted_metrics')
    state.plain = resolve(state.metrics, 'metrics')
    state.weighted_sets = weighted_sets
  }

  private flat(y: unknown): any[] {
    const names = this._state.output_names
    if (is_plain_object(y) && names !== null) return names.filter((name) => name in y).map((name) => y[name])
    return flatten(y)
  }

  override update_state(y_true: unknown, y_pred?: unknown, sample_weight: unknown = null): void {
    if (!this.built) this.build(y_true, y_pred)
    const targets = this.flat(y_true)
    const outputs = this.flat(y_pred)
    let weights: unknown[] = outputs.map(() => null)
    if (sample_weight !== null) {
      const given = this.flat(sample_weight)
      weights = given.length < outputs.length ? outputs.map(() => given[0]) : given
    }
    const { plain, weighted_sets } = this._state
    plain!.forEach((set, i) => {
      for (const metric of set?.metrics ?? []) metric.update_state(targets[i], outputs[i])
    })
    weighted_sets.forEach((set, i) => {
      for (const metric of set?.metrics ?? []) metric.update_state(targets[i], outputs[i], weights[i])
    })
  }

  override reset_state(): void {
    for (const metric of this.metrics) metric.reset_state()
  }

  /** @throws ValueError before the first update. */
  override result(): Record<string, any> {
    if (!this.built) throw new ValueError('Cannot get result() since the metric has not yet been built.')
    const results: Record<string, unknown> = {}
    const counts = new Map<string, number>()
    const add = (name: string, metric: Metric): void => {
      const count = counts.get(name) ?? 0
      counts.set(name, count + 1)
      results[count === 0 ? name : `${name}_${count}`] = metric.result()
    }
    const full = (set: OutputMetrics, name: string): string => (set.output_name === null ? name : `${set.output_name}_${name}`)
    for (const set of this._state.plain!) for (const metric of set?.metrics ?? []) add(full(set!, metric.name), metric)
    for (const set of this._state.weighted_sets) {
      for (const metric of set?.metrics ?? []) {
        const name = full(set!, metric.name)
        add(counts.has(name) ? full(set!, `weighted_${metric.name}`) : name, metric)
      }
    }
    return results
  }

  /** Not possible: it is made by `compile`. @throws ValueError */
  override get_config(): Record<string, unknown> {
    throw new ValueError('CompileMetrics has no config of its own.')
  }
}

function resolve_all(identifiers: readonly unknown[], y_true: any, y_pred: any): Metric[] {
  return identifiers.map((metric) => resolve_metric(metric, y_true, y_pred)).filter((metric) => metric !== null) as Metric[]
}

function as_list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function build_sets(
  metrics: unknown,
  argument: string,
  count: number,
  names: readonly string[] | null,
  y_true: any[],
  y_pred: any[],
): Sets {
  if (is_dict(metrics)) {
    for (const name of Object.keys(metrics)) {
      if (!(names ?? []).includes(name)) {
        throw new ValueError(
          `In the dict argument \`${argument}\`, key '${name}' does not correspond to any model output. Received:\n${argument}=${repr(metrics)}`,
        )
      }
    }
  }
  if (metrics === null || metrics === undefined || (Array.isArray(metrics) && metrics.length === 0))
    return new Array(count).fill(null)
  if (count === 1) {
    const list = is_dict(metrics) ? Object.values(metrics).flatMap(as_list) : (metrics as unknown[]).flat()
    check_function_like(
      list,
      (text) => `Expected all entries in the \`${argument}\` list to be metric objects. Received instead:\n${argument}=${text}`,
    )
    return [{ metrics: resolve_all(list, y_true[0], y_pred[0]), output_name: null }]
  }
  if (Array.isArray(metrics)) {
    if (metrics.length !== y_pred.length) {
      throw new ValueError(
        `For a model with multiple outputs, when providing the \`${argument}\` argument as a list, it should have as many entries as the model has outputs. Received:\n${argument}=${repr(metrics)}\nof length ${metrics.length} whereas the model has ${y_pred.length} outputs.`,
      )
    }
    return metrics.map((item, i) => {
      const list = as_list(item)
      check_function_like(
        list,
        (text) =>
          `All entries in the sublists of the \`${argument}\` list should be metric objects. Found the following sublist with unknown types: ${text}`,
      )
      return { metrics: resolve_all(list, y_true[i], y_pred[i]), output_name: names?.[i] ?? null }
    })
  }
  if (names === null) {
    throw new ValueError(
      `Argument \`${argument}\` can only be provided as a dict when the model also returns a dict of outputs. Received ${argument}=${repr(metrics)}`,
    )
  }
  return names.map((name, i) => {
    const item = (metrics as Record<string, unknown>)[name]
    if (item === undefined) return null
    const list = as_list(item)
    check_function_like(
      list,
      (text) =>
        `All entries in the sublists of the \`${argument}\` dict should be metric objects. At key '${name}', found the following sublist with unknown types: ${text}`,
    )
    return { metrics: resolve_all(list, y_true[i], y_pred[i]), output_name: name }
  })
}
