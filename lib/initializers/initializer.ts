import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { floatx } from '../common/config'
import { make_default_seed } from '../common/default_seed'
import { type DType, standardize_dtype } from '../common/dtypes'
import { NotImplementedError, ValueError } from '../common/errors'
import { take_config } from '../common/objects'
import { repr } from '../common/text'
import { Callable } from '../graph/callable'
import { class_name_of } from '../graph/operation'
import { SeedGenerator, type SeedPair } from '../variables/seed_generator'

export interface Initializer {
  (shape: readonly number[], dtype?: DType | null | { dtype?: DType | null }): Tensor
}

/**
 * Makes the first values of a weight: `initializer(shape, { dtype })`. A subclass writes `make`, and `get_config` when it has arguments.
 * Source: keras.initializers.Initializer.
 */
export class Initializer extends Callable {
  static class_name = 'Initializer'
  static module = 'keras.initializers'

  constructor(config: object = {}) {
    super(class_name_of(new.target))
    void config
  }

  override __call__(...args: any[]): Tensor {
    const [shape, given = null] = args as [readonly number[], (DType | null | { dtype?: DType | null })?]
    const dtype = typeof given === 'object' && given !== null ? (given.dtype ?? null) : given
    return scoped(() => this.make(shape, standardize_dtype(dtype, floatx())))
  }

  /** The values. @throws NotImplementedError unless a subclass writes it. */
  make(_shape: readonly number[], _dtype: DType): Tensor {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`make(shape, dtype)\` is not implemented.`)
  }

  get_config(): Record<string, unknown> {
    return {}
  }

  /** A new one with the same arguments. */
  clone(): Initializer {
    return Initializer.from_config.call(this.constructor as never, this.get_config())
  }

  static from_config<T extends Initializer>(this: new (config: any) => T, config: Record<string, unknown>): T {
    return new this(config)
  }
}

/** An initializer whose arguments are attributes of the same names. */
export abstract class ConfiguredInitializer<C extends object> extends Initializer {
  /** @internal */ declare readonly _config: C

  constructor(config: Partial<C> | undefined, defaults: C) {
    super()
    const taken = take_config(new.target, config, defaults)
    Object.defineProperty(this, '_config', { value: taken })
    for (const key of Object.keys(taken)) {
      Object.defineProperty(this, key, { value: taken[key as keyof C], writable: true, enumerable: true, configurable: true })
    }
  }

  override get_config(): Record<string, unknown> {
    return { ...(this._config as object) }
  }
}

/** A `seed` argument: an integer, a generator, or null for one that is drawn once. */
export type SeedLike = number | SeedGenerator | null

/** An initializer that draws. An integer seed, or none, gives the same values each time; a generator gives new ones. */
export abstract class RandomInitializer<C extends { seed: SeedLike }> extends ConfiguredInitializer<C> {
  /** @internal */ declare readonly _seed: number | SeedGenerator

  constructor(config: Partial<C> | undefined, defaults: C) {
    super(config, defaults)
    const { seed } = this._config
    if (seed !== null && !(seed instanceof SeedGenerator) && !Number.isInteger(seed)) {
      throw new ValueError(
        `\`seed\` argument should be an instance of \`keras.random.SeedGenerator()\` or an integer. Received: seed=${repr(seed)}`,
      )
    }
    Object.defineProperty(this, '_seed', { value: seed ?? make_default_seed() })
  }

  /** The pair to draw from. */
  protected draw(): SeedPair {
    return this._seed instanceof SeedGenerator ? this._seed.next() : [this._seed % 2 ** 32, 0]
  }

  override get_config(): Record<string, unknown> {
    const { seed } = this._config
    return {
      ...(this._config as object),
      seed:
        seed instanceof SeedGenerator
          ? { module: 'keras.random', class_name: 'SeedGenerator', config: seed.get_config(), registered_name: null }
          : seed,
    }
  }
}
