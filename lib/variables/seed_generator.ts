import { type Tensor, tensor1d } from '@tensorflow/tfjs-core'
import { tracing } from '../backend/meta'
import { make_default_seed, on_random_seed } from '../common/default_seed'
import { ValueError } from '../common/errors'
import { auto_name, check_name } from '../common/names'
import { on_clear_session } from '../common/state'
import { repr } from '../common/text'
import { close_name_scope, open_name_scope } from './name_scope'
import { scopes, swap_stateless } from './scopes'
import type { TensorLike } from './to_tensor'
import { Variable } from './variable'

/** The two words that a random op draws from. */
export type SeedPair = [seed: number, counter: number]

const draws = { recorded: null as SeedPair[] | null, replayed: null as SeedPair[] | null }

/** Runs `fn` and notes in `pairs` what its random ops draw. */
export function record_draws<T>(pairs: SeedPair[], fn: () => T): T {
  const outer = draws.recorded
  draws.recorded = pairs
  try {
    return fn()
  } finally {
    draws.recorded = outer
    outer?.push(...pairs)
  }
}

/** Runs `fn` so that its random ops draw `pairs` again. */
export function replay_draws<T>(pairs: readonly SeedPair[], fn: () => T): T {
  const outer = { ...draws }
  draws.recorded = null
  draws.replayed = [...pairs]
  try {
    return fn()
  } finally {
    Object.assign(draws, outer)
  }
}

/** Mirrors the two integers of a generator: it is written only when somebody reads it. */
class SeedState extends Variable {
  declare pair: SeedPair
  declare stale: boolean

  constructor(pair: SeedPair) {
    super(() => tensor1d([pair[0] | 0, pair[1] | 0], 'int32'), {
      shape: [2],
      dtype: 'uint32',
      trainable: false,
      autocast: false,
      aggregation: 'none',
      name: 'seed_generator_state',
    })
    this.pair = pair
    this.stale = false
  }

  /** Not before somebody reads it. */
  override initialize(): void {
    if (this.pair !== undefined) super.initialize()
  }

  override assign(value: TensorLike): any {
    const result = super.assign(value)
    if (scopes.stateless === null && !tracing()) {
      const [seed, counter] = this.dataSync() as Int32Array
      this.pair[0] = seed! >>> 0
      this.pair[1] = counter! >>> 0
    }
    return result
  }

  /** Writes the integers, if they changed since the last time. */
  refresh(): void {
    if (!this.stale || this.isDisposed) return
    this.stale = false
    if (this._data === undefined) return
    const stateless = swap_stateless(null)
    const value = tensor1d([this.pair[0] | 0, this.pair[1] | 0], 'int32')
    super.assign(value)
    value.dispose()
    swap_stateless(stateless)
  }
}

const data_id = Object.getOwnPropertyDescriptor(Variable.prototype, 'dataId')!
Object.defineProperty(SeedState.prototype, 'dataId', {
  configurable: true,
  get(this: SeedState) {
    if (this.stale && !tracing()) this.refresh()
    return data_id.get!.call(this)
  },
  set: data_id.set!,
})

/**
 * A stream of seeds for random ops: each draw gives the present `[seed, counter]` and adds one to the counter. Its `state` is a variable, so it is saved and shows
 * among a layer's `variables`.
 * Source: keras.random.SeedGenerator.
 *
 * ```ts
 * const generator = new SeedGenerator({ seed: 1337 })
 * random.uniform([2], { seed: generator })
 * ```
 */
export class SeedGenerator {
  static class_name = 'SeedGenerator'
  static module = 'keras.random'
  readonly name: string
  readonly state: Variable
  private readonly initial: number

  /** @throws ValueError when `seed` is not a non-negative integer. */
  constructor(config: { seed?: number | null; name?: string | null } | number = {}) {
    const { seed = null, name = null } = typeof config === 'number' ? { seed: config } : config
    if (seed !== null && !Number.isInteger(seed))
      throw new ValueError(`Argument \`seed\` must be an integer. Received: seed=${repr(seed)}`)
    if (seed !== null && seed < 0)
      throw new ValueError(`Argument \`seed\` must be a positive integer. Received: seed=${repr(seed)}`)
    this.name = name ?? auto_name('SeedGenerator')
    check_name(this.name)
    this.initial = seed ?? make_default_seed()
    const opened = open_name_scope(this.name, this)
    try {
      this.state = new SeedState([this.initial % 2 ** 32, 0])
    } finally {
      close_name_scope(opened)
    }
  }

  /** The seed that it was made with. */
  get seed(): number {
    return this.initial
  }

  /** The present pair; the counter advances by one. Inside a stateless scope only the scope's copy advances. */
  next(): SeedPair {
    const pair = draws.replayed?.shift() ?? this._draw()
    draws.recorded?.push(pair)
    return pair
  }

  private _draw(): SeedPair {
    const state = this.state as SeedState
    if (tracing()) return [...state.pair]
    const scope = scopes.stateless
    if (scope !== null) {
      const mapped = scope.get_current_value(state)
      const pair = mapped === undefined ? state.pair : Array.from(mapped.dataSync() as Int32Array, (word) => word >>> 0)
      scope.add_update(state, tensor1d([pair[0]! | 0, (pair[1]! + 1) | 0], 'int32') as Tensor)
      return [pair[0]!, pair[1]!]
    }
    const drawn: SeedPair = [state.pair[0], state.pair[1]]
    state.pair[1] = (drawn[1] + 1) >>> 0
    state.stale = true
    return drawn
  }

  /** Frees the state. */
  dispose(): void {
    this.state.dispose()
  }

  get_config(): { seed: number } {
    return { seed: this.initial }
  }

  static from_config(config: { seed?: number }): SeedGenerator {
    return new SeedGenerator(config)
  }
}

let global_generator: SeedGenerator | null = null

/** The generator behind random ops that were given no seed. */
export function global_seed_generator(): SeedGenerator {
  global_generator ??= new SeedGenerator()
  return global_generator
}

/** The pair behind a `seed` argument: an integer, a generator, or null for the global generator. @throws ValueError */
export function draw_seed(seed: number | SeedGenerator | null | undefined): SeedPair {
  if (seed instanceof SeedGenerator) return seed.next()
  if (seed === null || seed === undefined) return global_seed_generator().next()
  if (Number.isInteger(seed)) return [(seed as number) % 2 ** 32, 0]
  throw new ValueError(
    `Argument \`seed\` must be either an integer or an instance of \`SeedGenerator\`. Received: seed=${repr(seed)} (of type ${typeof seed})`,
  )
}

function forget_global(): void {
  global_generator?.dispose()
  global_generator = null
}
on_random_seed(forget_global)
on_clear_session(forget_global)
