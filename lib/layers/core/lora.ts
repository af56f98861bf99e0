import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../../backend/scope'
import { ValueError } from '../../common/errors'
import { is_plain_object } from '../../common/tree'
import { cast } from '../../ops/core'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { matmul } from '../../ops/numpy/linear'
import type { Variable } from '../../variables/variable'
import type { OwnWeights } from '../base/own_store'
import type { Layer } from '../layer'
import type { InitializerLike } from '../types'

/** The config keys of layers that can be adapted in low rank. */
export interface LoraConfig {
  /** Rank of the trainable change of the weight, which itself is frozen. Null: none. */
  lora_rank?: number | null
  /** The change is scaled by `lora_alpha / lora_rank`. Default: the rank. */
  lora_alpha?: number | null
}

/** A layer of which one weight can be adapted. */
export type LoraLayer = Layer & { lora_rank: number | null; lora_alpha: number | null; lora_enabled: boolean }

/** What `enable_lora` takes beside the rank. */
export interface LoraOptions {
  lora_alpha?: number | null
  a_initializer?: InitializerLike
  b_initializer?: InitializerLike
}

/** The weight to adapt, and the two factors of its change. */
export interface LoraWeight {
  /** `kernel` or `embeddings`. */
  name: string
  weight: Variable
  regularizer: unknown
  a_shape: number[]
  b_shape: number[]
}

/** Options given by name or in Keras's order. */
export function lora_options(args: readonly unknown[]): LoraOptions {
  if (is_plain_object(args[0]) && !('class_name' in args[0])) return args[0] as LoraOptions
  const [lora_alpha, a_initializer, b_initializer] = args as [number?, InitializerLike?, InitializerLike?]
  return { lora_alpha, a_initializer, b_initializer }
}

/** @throws ValueError before the layer is built, with a constraint on the weight, or the second time. */
export function check_lora(layer: LoraLayer, name: string, constraint: unknown): void {
  if (constraint) {
    const kind = name === 'embeddings' ? 'embedding' : 'kernel'
    throw new ValueError(
      `Lora is incompatible with ${kind} constraints. In order to enable lora on this layer, remove the \`${name}_constraint\` argument.`,
    )
  }
  if (!layer.built) throw new ValueError("Cannot enable lora on a layer that isn't yet built.")
  if (layer.lora_enabled) throw new ValueError('lora is already enabled. This can only be done once per layer.')
}

/** Freezes the weight and adds the trainable factors `lora_<name>_a` and `lora_<name>_b`. */
export function add_lora(
  layer: LoraLayer,
  { name, weight, regularizer, a_shape, b_shape }: LoraWeight,
  rank: number,
  { lora_alpha = null, a_initializer = 'he_uniform', b_initializer = 'zeros' }: LoraOptions,
): [a: Variable, b: Variable] {
  const state = layer._state
  const { locked } = state
  state.locked = false
  try {
    const factor = (key: string, shape: number[], initializer: unknown): Variable =>
      layer.add_weight({ name: `lora_${name}_${key}`, shape, initializer, dtype: 'float32', regularizer })
    const factors: [Variable, Variable] = [factor('a', a_shape, a_initializer), factor('b', b_shape, b_initializer)]
    weight.trainable = false
    layer.lora_enabled = true
    layer.lora_rank = rank
    layer.lora_alpha = lora_alpha ?? rank
    return factors
  } finally {
    state.locked = locked
  }
}

/** `weight + lora_alpha / lora_rank * a @ b`, in the compute dtype. */
export function adapted(layer: LoraLayer, weight: Tensor, a: Tensor, b: Tensor): Tensor {
  const scale = layer.lora_alpha! / layer.lora_rank!
  return scoped(() => cast(add(weight, multiply(scale, matmul(a, b))), layer.compute_dtype))
}

/** Own weights with the change taken into the first, and the factors zero once that is loaded. */
export function stored_adapted({ stored }: OwnWeights, merged: () => Tensor, factors: readonly Variable[]): OwnWeights {
  const [first, ...rest] = stored.filter(({ variable }) => !factors.includes(variable))
  return { stored: [{ variable: first!.variable, value: merged }, ...rest], cleared: [...factors] }
}

/** A config without the keys of an adaptation that was not asked for. */
export function without_unused_lora(config: Record<string, unknown>): Record<string, unknown> {
  if (config.lora_rank !== null) return config
  return Object.fromEntries(Object.entries(config).filter(([key]) => !key.startsWith('lora_')))
}
