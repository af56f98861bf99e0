import { is_plain_object } from '../../common/tree'
import { SeedGenerator } from '../../variables/seed_generator'
import { is_variable, type Variable } from '../../variables/variable'
import type { LayerState } from './layer_state'

/** A layer as far as its state is concerned. */
export interface LayerLike {
  readonly name: string
  readonly _state: LayerState
}

/** What an object holds, found by walking its attributes. */
export interface Holdings {
  variables: Variable[]
  layers: LayerLike[]
  metrics: any[]
  generators: SeedGenerator[]
}

/** True for layers: they carry the hidden state. */
export function is_layer(value: unknown): value is LayerLike {
  return typeof value === 'function' && (value as Partial<LayerLike>)._state !== undefined
}

/** True for metrics, by what they can do. */
export function is_metric(value: unknown): boolean {
  const metric = value as { update_state?: unknown; reset_state?: unknown; result?: unknown } | null
  return (
    (typeof metric === 'object' || typeof metric === 'function') &&
    metric !== null &&
    typeof metric.update_state === 'function' &&
    typeof metric.reset_state === 'function' &&
    typeof metric.result === 'function'
  )
}

/** What stands in the own properties of `owner`: directly, and in lists, plain objects, maps and sets at any depth. Getters are not run. */
export function holdings(owner: object): Holdings {
  const found: Holdings = { variables: [], layers: [], metrics: [], generators: [] }
  const seen = new Set<unknown>([owner])
  const visit = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
    if (is_layer(value)) {
      seen.add(value)
      found.layers.push(value)
    } else if (typeof value === 'object' && is_variable(value)) {
      seen.add(value)
      found.variables.push(value)
    } else if (value instanceof SeedGenerator) {
      seen.add(value)
      found.generators.push(value)
    } else if (Array.isArray(value)) {
      seen.add(value)
      for (const item of value) visit(item)
    } else if (is_plain_object(value)) {
      seen.add(value)
      for (const item of Object.values(value)) visit(item)
    } else if (value instanceof Map || value instanceof Set) {
      seen.add(value)
      for (const item of value.values()) visit(item)
    } else if (is_metric(value)) {
      seen.add(value)
      found.metrics.push(value)
    }
  }
  for (const key of Object.keys(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, key)!
    if ('value' in property) visit(property.value)
  }
  return found
}

/** The variables of a layer itself: trainable ones first, each kind in the order in which they were made. */
export function own_variables(layer: LayerLike, held: Holdings = holdings(layer)): Variable[] {
  const state = layer._state
  for (const variable of held.variables) if (state.own.includes(variable)) state.attached.add(variable)
  const variables = state.own.filter((variable) => !state.attached.has(variable) || held.variables.includes(variable))
  for (const variable of held.variables)
    if (!state.own.includes(variable) && !state.removed.has(variable)) variables.push(variable)
  const first: Variable[] = []
  const second: Variable[] = []
  for (const variable of variables) {
    let trainable = state.entered_trainable.get(variable)
    if (trainable === undefined) {
      trainable = variable.trainable
      state.entered_trainable.set(variable, trainable)
    }
    ;(trainable ? first : second).push(variable)
  }
  return first.concat(second)
}

/** Sub-layers, attached ones in property order. `layers` of a graph model come first. */
export function sub_layers(layer: LayerLike, held: Holdings = holdings(layer)): LayerLike[] {
  const graph = (layer as { _graph_layers?: () => LayerLike[] })._graph_layers?.()
  return graph === undefined ? held.layers : [...new Set([...graph, ...held.layers])]
}

/** The layer and everything below it, each once; of the children of a visited layer the last comes first, as in Keras. */
export function flatten_layers(layer: LayerLike, include_self = true, recursive = true): LayerLike[] {
  const result: LayerLike[] = include_self ? [layer] : []
  const seen = new Set<LayerLike>()
  const queue = sub_layers(layer)
  while (queue.length > 0) {
    const next = queue.shift()!
    if (seen.has(next) || next === layer) continue
    seen.add(next)
    result.push(next)
    if (recursive) for (const child of sub_layers(next)) queue.unshift(child)
  }
  return result
}

/** Every layer below, in the order in which they are attached, before those below them. */
export function attached_modules(layer: LayerLike): object[] {
  const result: object[] = []
  const seen = new Set<object>([layer])
  let level: object[] = [layer]
  while (level.length > 0) {
    const next: object[] = []
    for (const module of level) {
      const held = holdings(module)
      for (const child of [...(is_layer(module) ? sub_layers(module, held) : held.layers), ...held.metrics]) {
        if (seen.has(child)) continue
        seen.add(child)
        result.push(child)
        next.push(child)
      }
    }
    level = next
  }
  return result
}
