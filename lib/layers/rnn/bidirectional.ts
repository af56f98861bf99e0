import type { Tensor } from '@tensorflow/tfjs-core'
import { AttributeError, ValueError } from '../../common/errors'
import { is_serialized, type RevivalOptions, revive_nested, serialized_form } from '../../common/serialized'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { cast } from '../../ops/core'
import { add, divide, multiply } from '../../ops/numpy/arithmetic'
import { concatenate } from '../../ops/numpy/join'
import { flip } from '../../ops/numpy/shape'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
import { copy_layer } from './copy_layer'

/** How the outputs of both directions become one. Null: they stay two. */
export type MergeMode = 'sum' | 'mul' | 'ave' | 'concat' | null

export interface BidirectionalConfig extends LayerConfig {
  /** A recurrent layer: `RNN`, `LSTM`, ..., or a layer with their attributes. Its config is used, not its weights. */
  layer: Layer
  /** Default `concat`. */
  merge_mode?: MergeMode
  /** For the way back, with `go_backwards` the other way round. Default: made from `layer`. */
  backward_layer?: Layer | null
}

/** A recurrent layer, as far as this wrapper uses it. */
type Direction = Layer & {
  go_backwards: boolean
  return_sequences: boolean
  return_state: boolean
  zero_output_for_mask?: boolean
  states?: unknown[] | null
  reset_state(states?: unknown): void
}

const merges: Record<string, (y: Tensor, y_back: Tensor) => Tensor> = {
  concat: (y, y_back) => concatenate([y, y_back], { axis: -1 }) as Tensor,
  sum: (y, y_back) => add(y, y_back) as Tensor,
  ave: (y, y_back) => divide(add(y, y_back), 2) as Tensor,
  mul: (y, y_back) => multiply(y, y_back) as Tensor,
}

const without = (text: string, prefix: string): string => (text.startsWith(prefix) ? text.slice(prefix.length) : text)

/**
 * Runs a recurrent layer forwards, and one like it backwards, over the same sequences, and merges their outputs. With `return_state` the states of the first and then those
 * of the second follow; `initial_state` is such a list. With `return_sequences` the outputs of masked steps are zero. Source: keras.layers.Bidirectional.
 *
 * ```ts
 * const layer = new Bidirectional({ layer: new LSTM({ units: 4, return_sequences: true }) })
 * const y = layer(ops.ones([2, 3, 5])) // shape [2, 3, 8]
 * ```
 */
export class Bidirectional extends Layer {
  static override class_name = 'Bidirectional'
  static override defaults: Record<string, unknown> = { merge_mode: 'concat', layer: required, backward_layer: null }
  static override call_arguments = ['sequences', 'initial_state']
  static override call_options = { mask: null, training: null }
  static build_arguments = ['sequences_shape']
  declare merge_mode: MergeMode
  declare forward_layer: Direction
  declare backward_layer: Direction
  declare return_sequences: boolean
  declare return_state: boolean

  /** @throws ValueError for what is no layer, an unknown merge mode, or layers that do not go together; TypeError for a layer that cannot go backwards. */
  constructor(config: BidirectionalConfig) {
    check_arguments(config)
    super(config)
    const { layer, backward_layer } = this
    for (const key of ['layer', 'backward_layer'] as const) delete (this as unknown as Record<string, unknown>)[key]
    this.forward_layer = copy_layer(layer, { name: `forward_${without(layer.name, 'forward_')}` }) as Direction
    this.backward_layer =
      backward_layer ??
      (copy_layer(layer, { name: `backward_${without(layer.name, 'backward_')}`, go_backwards: true }) as Direction)
    check_directions(this.forward_layer, this.backward_layer)
    for (const direction of [this.forward_layer, this.backward_layer])
      if (typeof direction.zero_output_for_mask === 'boolean') direction.zero_output_for_mask = direction.return_sequences
    this.stateful = this.forward_layer.stateful
    this.return_sequences = this.forward_layer.return_sequences
    this.return_state = this.forward_layer.return_state
    this.supports_masking = true
    this.input_spec = layer.input_spec
  }

  /** The layer that goes forwards. */
  get layer(): Layer {
    return this.forward_layer
  }

  override build(sequences_shape: Shape): void {
    for (const direction of [this.forward_layer, this.backward_layer]) if (!direction.built) direction.build(sequences_shape)
  }

  override call(sequences: Tensor, initial_state: Tensor[] | null | undefined, { mask, training }: CallOptions): any {
    const half = (initial_state?.length ?? 0) / 2
    const run = (direction: Direction, states: Tensor[] | undefined): Tensor[] => {
      const declared = (direction.constructor as typeof Layer).call_options
      const options = {
        ...('training' in declared ? { training } : {}),
        ...('mask' in declared ? { mask } : {}),
      }
      const result: any = states === undefined ? direction(sequences, options) : direction(sequences, states, options)
      return this.return_state ? result : [result]
    }
    const [forward, ...states] = run(this.forward_layer, initial_state?.slice(0, half)) as [Tensor, ...Tensor[]]
    const [backward, ...back_states] = run(this.backward_layer, initial_state?.slice(half)) as [Tensor, ...Tensor[]]
    const y = cast(forward, this.compute_dtype) as Tensor
    const reversed = cast(backward, this.compute_dtype) as Tensor
    const y_back = this.return_sequences ? (flip(reversed, { axis: 1 }) as Tensor) : reversed
    const outputs = this.merge_mode === null ? [y, y_back] : [merges[this.merge_mode]!(y, y_back)]
    if (this.return_state) return [...outputs, ...states, ...back_states]
    return this.merge_mode === null ? outputs : outputs[0]
  }

  override compute_output_shape(sequences_shape: Shape, _initial_state_shape?: unknown): any {
    const result = this.forward_layer.compute_output_shape(sequences_shape)
    const [output, ...states] = (this.return_state ? result : [result]) as [Shape, ...Shape[]]
    const merged: Shape = this.merge_mode === 'concat' ? [...output.slice(0, -1), 2 * output.at(-1)!] : output
    const outputs = this.merge_mode === null ? [output, output] : [merged]
    if (this.return_state) return [...outputs, ...states, ...states]
    return this.merge_mode === null ? outputs : merged
  }

  override compute_mask(_inputs: any, mask?: any): any {
    const given = (Array.isArray(mask) ? mask[0] : mask) ?? null
    const output_mask = this.return_sequences ? given : null
    return this.merge_mode === null ? [output_mask, output_mask] : output_mask
  }

  /** The states of both directions; null when they have none. */
  get states(): unknown[] | null {
    const { forward_layer, backward_layer } = this
    return forward_layer.states && backward_layer.states ? [...forward_layer.states, ...backward_layer.states] : null
  }

  /** Puts the states of both directions back to zeros. @throws AttributeError unless the layer is stateful. */
  reset_state(): void {
    if (!this.stateful) throw new AttributeError('Layer must be stateful. Received: stateful=False')
    this.forward_layer.reset_state()
    this.backward_layer.reset_state()
  }

  /** The same as `reset_state`. */
  reset_states(): void {
    this.reset_state()
  }

  override get_config(): Record<string, unknown> {
    const { forward_layer, backward_layer } = this
    return {
      ...super.get_config(),
      layer: serialized_form(forward_layer, forward_layer.get_config()),
      backward_layer: serialized_form(backward_layer, backward_layer.get_config()),
    }
  }

  static override from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    options: RevivalOptions = {},
  ): any {
    const { backward_layer = null } = config
    const layer = revive_nested(unbuilt(config.layer), options)
    try {
      return new this({
        ...config,
        layer,
        backward_layer: backward_layer === null ? null : revive_nested(unbuilt(backward_layer), options),
      })
    } finally {
      layer.dispose?.()
    }
  }
}

/** A serialised direction without its shapes: both directions are built with the layer around them. */
function unbuilt(form: unknown): unknown {
  return is_serialized(form) ? { ...form, build_config: null } : form
}

function check_arguments({ layer, backward_layer = null, merge_mode = 'concat' }: BidirectionalConfig): void {
  if (!(layer instanceof Layer)) {
    throw new ValueError(
      `Please initialize \`Bidirectional\` layer with a \`keras.layers.Layer\` instance. Received: ${repr(layer)}`,
    )
  }
  if (backward_layer !== null && !(backward_layer instanceof Layer))
    throw new ValueError(`\`backward_layer\` need to be a \`keras.layers.Layer\` instance. Received: ${repr(backward_layer)}`)
  if (merge_mode !== null && !Object.hasOwn(merges, merge_mode)) {
    throw new ValueError(
      `Invalid merge mode. Merge mode should be one of {"sum", "mul", "ave", "concat", None}. Received: merge_mode=${repr(merge_mode)}`,
    )
  }
}

function check_directions(forward: Direction, backward: Direction): void {
  if (forward.go_backwards === backward.go_backwards) {
    throw new ValueError(
      `Forward layer and backward layer should have different \`go_backwards\` value. Received: forward_layer.go_backwards=${repr(forward.go_backwards)}, backward_layer.go_backwards=${repr(backward.go_backwards)}`,
    )
  }
  for (const key of ['stateful', 'return_sequences', 'return_state'] as const) {
    if (forward[key] === backward[key]) continue
    throw new ValueError(
      `Forward layer and backward layer are expected to have the same value for attribute "${key}". Received: ${repr(forward[key])} for forward layer and ${repr(backward[key])} for backward layer`,
    )
  }
}
