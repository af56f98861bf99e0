import type { LayerConfig } from '../layer'
import { Add } from './add'
import { Average } from './average'
import { Concatenate, type ConcatenateConfig } from './concatenate'
import { Dot, type DotConfig } from './dot'
import { Maximum } from './maximum'
import { Minimum } from './minimum'
import { Multiply } from './multiply'
import { Subtract } from './subtract'

/** `new Add(config)(inputs)`. Source: keras.layers.add. */
export const add = (inputs: readonly any[], config?: LayerConfig): any => new Add(config)(inputs)
/** `new Subtract(config)(inputs)`. Source: keras.layers.subtract. */
export const subtract = (inputs: readonly any[], config?: LayerConfig): any => new Subtract(config)(inputs)
/** `new Multiply(config)(inputs)`. Source: keras.layers.multiply. */
export const multiply = (inputs: readonly any[], config?: LayerConfig): any => new Multiply(config)(inputs)
/** `new Average(config)(inputs)`. Source: keras.layers.average. */
export const average = (inputs: readonly any[], config?: LayerConfig): any => new Average(config)(inputs)
/** `new Maximum(config)(inputs)`. Source: keras.layers.maximum. */
export const maximum = (inputs: readonly any[], config?: LayerConfig): any => new Maximum(config)(inputs)
/** `new Minimum(config)(inputs)`. Source: keras.layers.minimum. */
export const minimum = (inputs: readonly any[], config?: LayerConfig): any => new Minimum(config)(inputs)
/** `new Concatenate(config)(inputs)`. Source: keras.layers.concatenate. */
export const concatenate = (inputs: readonly any[], config?: ConcatenateConfig): any => new Concatenate(config)(inputs)
/** `new Dot({ axes: -1, ...config })(inputs)`. Source: keras.layers.dot. */
export const dot = (inputs: readonly any[], config?: Partial<DotConfig>): any => new Dot({ axes: -1, ...config })(inputs)
