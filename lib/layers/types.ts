import type { Tensor } from '@tensorflow/tfjs-core'
import type { LayerConfig } from './layer'

/** A name, a function, an activation layer, or a serialised form. Null is the identity. */
export type ActivationLike = string | ((x: any) => any) | object | null
/** A name, an initializer, a function of a shape, or a serialised form. */
export type InitializerLike = string | ((shape: number[], options?: any) => Tensor) | object | null
/** A name, a regularizer, a function of a tensor, or a serialised form. Null is none. */
export type RegularizerLike = string | ((x: any) => any) | object | null
/** A name, a constraint, a function of a tensor, or a serialised form. Null is none. */
export type ConstraintLike = string | ((x: any) => any) | object | null
/** `channels_last` or `channels_first`; null is the configured default. */
export type DataFormatLike = 'channels_last' | 'channels_first' | null

type ResolvedValue<K, V> = K extends `${string}initializer`
  ? any
  : K extends `${string}regularizer` | `${string}constraint`
    ? ((x: any) => any) | null
    : K extends `${string}activation`
      ? (x: any, ...rest: any[]) => any
      : Exclude<V, undefined>

/** The attributes that a layer has of its config: every key is set, and names became what they stand for. */
export type Resolved<C extends object> = {
  [K in Exclude<keyof C, keyof LayerConfig>]-?: ResolvedValue<K, C[K]>
}
