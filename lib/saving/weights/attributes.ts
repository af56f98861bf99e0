import { scoped } from '../../backend/scope'
import { Operation } from '../../graph/operation'
import type { OwnWeights } from '../../layers/base/own_store'
import { Layer } from '../../layers/layer'
import { Loss } from '../../losses/loss'
import { Metric } from '../../metrics/metric'
import { Optimizer } from '../../optimizers/optimizer'
import type { Variable } from '../../variables/variable'

/** Something that takes a place in a weights file: a layer, an operation, a metric, a loss or an optimizer. */
export interface Saveable {
  readonly name?: unknown
  /** Puts values into the store under names of its own. */
  save_own_variables?(store: Record<string, unknown>): void
  /** Takes the values back. */
  load_own_variables?(store: Record<string, unknown>): void
  /** @internal What is loaded when nothing in the class overrides `load_own_variables`. */
  _own_weights?(): OwnWeights
  /** @internal Throws when a file has another number of values. */
  _check_count?(count: number): void
  /** @internal The weights that the values of a file are for, where these need not be all; null when it does not fit. */
  _weights_for?(shapes: readonly (readonly number[])[]): Variable[] | null
  /** @internal What a file holds before all attributes. */
  _saved_first?(): Record<string, unknown>
  /** @internal Attributes that Keras's class has under names that are not properties here; undefined takes one away. */
  _saved_attributes?(): Record<string, unknown>
}

const bases = [Layer, Operation, Metric, Loss, Optimizer] as unknown as (typeof Layer)[]

/** True for what a walk over a model stops at. */
export function is_saveable(value: unknown): value is Saveable {
  return (
    (typeof value === 'function' || (typeof value === 'object' && value !== null)) && bases.some((base) => value instanceof base)
  )
}

/** The weights that an object loads one by one, null when its class says itself how it loads. */
export function plain_weights_of(object: Saveable): OwnWeights | null {
  const base = bases.find((candidate) => object instanceof candidate)!.prototype as Saveable
  return object.load_own_variables === base.load_own_variables ? (object._own_weights?.() ?? null) : null
}

/** Names that a bare layer of Keras has and one of this library does not. */
const keras_only = new Set([
  '_auto_config',
  '_call_context_args',
  '_call_signature',
  '_dtype_policy',
  '_inbound_nodes',
  '_input_spec',
  '_layers',
  '_lock',
  '_loss_ids',
  '_losses',
  '_losses_override',
  '_metrics',
  '_non_trainable_variables',
  '_outbound_nodes',
  '_parent_path',
  '_path',
  '_remat_mode',
  '_seed_generators',
  '_supports_masking',
  '_tracker',
  '_trainable',
  '_trainable_variables',
  'metrics',
  'quantization_mode',
])

/** Private names last, else by code point. */
function compare(a: string, b: string): number {
  const private_a = a.startsWith('_')
  if (private_a !== b.startsWith('_')) return private_a ? 1 : -1
  return a < b ? -1 : 1
}

const known_getters = new WeakMap<object, readonly string[]>()

/** Names of the getters of a class and of those it extends, up to its base. */
function getters_of(prototype: object, base: object): readonly string[] {
  if (prototype === base) return []
  let names = known_getters.get(prototype)
  if (names === undefined) {
    const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, property]) => property.get !== undefined)
    names = [...own.map(([name]) => name), ...getters_of(Object.getPrototypeOf(prototype), base)]
    known_getters.set(prototype, names)
  }
  return names
}

/** Properties and getters of an object that its base class does not have, sorted as Keras sorts attributes. A getter that throws has no value. */
export function attributes_of(object: Saveable): [name: string, value: unknown][] {
  const base = bases.find((candidate) => object instanceof candidate)!.prototype as object
  const values = new Map<string, unknown>()
  const take = (name: string, read: () => unknown): void => {
    if (values.has(name) || name.startsWith('__') || name in base || keras_only.has(name)) return
    try {
      values.set(name, read())
    } catch {
      values.set(name, undefined)
    }
  }
  const self = object as Record<string, unknown>
  scoped(() => {
    for (const name of Object.keys(object)) take(name, () => self[name])
    for (const name of getters_of(Object.getPrototypeOf(object), base)) take(name, () => self[name])
  })
  for (const [name, value] of Object.entries(object._saved_attributes?.() ?? {})) values.set(name, value)
  return [...Object.entries(object._saved_first?.() ?? {}), ...[...values].sort(([a], [b]) => compare(a, b))]
}

/** The items of a container: a list, a plain object, a map or a set; null for anything else. */
export function items_of(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  if (value instanceof Map || value instanceof Set) return [...value.values()]
  if (typeof value !== 'object' || value === null) return null
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Object.values(value) : null
}
