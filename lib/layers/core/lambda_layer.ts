import type { Tensor } from '@tensorflow/tfjs-core'
import { built_in_name } from '../../activations/get'
import { TypeError, ValueError } from '../../common/errors'
import { get_registered_name, get_registered_object, is_registered } from '../../common/registry'
import { is_serialized, type RevivalOptions, revive_nested } from '../../common/serialized'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { flatten_shapes, is_shape_leaf, map_shape_structure } from '../../common/tree'
import { KerasTensor } from '../../graph/keras_tensor'
import { type CallOptions, Layer, type LayerConfig } from '../layer'

type Function = (...args: any[]) => any

export interface LambdaConfig extends LayerConfig {
  /** The shape of the output without the batch, or a function of the input shape that answers all of it. Found by running the function when it is not given. */
  output_shape?: Shape | Function | null
  /** The mask of the output, or a function `(inputs, mask)` that answers it. */
  mask?: Function | Tensor | null
  /** Keyword arguments for the function. */
  arguments?: Record<string, unknown> | null
}

/**
 * A function as a layer. The function gets the inputs; when `arguments` are given or it declares two parameters, also one options object: `arguments`, and for a function of
 * two parameters `mask` and `training`. It is saved by name when it was registered with `register_keras_serializable`. Source: keras.layers.Lambda.
 *
 * ```ts
 * const layer = new Lambda((x) => ops.multiply(x, 2))
 * ```
 */
export class Lambda extends Layer {
  static override class_name = 'Lambda'
  static override call_options = { mask: null, training: null }
  declare function: Function
  declare arguments: Record<string, unknown>
  declare mask: Function | Tensor | null
  declare private readonly _output_shape: Shape | Function | null

  /** @throws TypeError when the first argument is no function. */
  constructor(fn: Function, config: LambdaConfig = {}) {
    const { output_shape = null, mask = null, arguments: given = null, ...rest } = config
    super(rest)
    if (typeof fn !== 'function') {
      throw new TypeError(`Lambda: takes a function first.\n  new Lambda((x) => ...)\nReceived: ${repr(fn)}`)
    }
    Object.assign(this, { function: fn, arguments: given ?? {}, mask })
    Object.defineProperty(this, '_output_shape', { value: output_shape })
    this.supports_masking = mask !== null
  }

  override call(inputs: any, { mask, training }: CallOptions): any {
    if (this.function.length >= 2) return this.function(inputs, { ...this.arguments, mask, training })
    return Object.keys(this.arguments).length > 0 ? this.function(inputs, { ...this.arguments }) : this.function(inputs)
  }

  override compute_output_spec(...args: any[]): any {
    if (this._output_shape === null) return super.compute_output_spec(...args)
    const shapes = map_shapes(args[0])
    return map_shape_structure(
      (shape) => new KerasTensor(shape, { dtype: this.compute_dtype }),
      this.compute_output_shape(shapes),
    )
  }

  override compute_output_shape(input_shape: any): any {
    const rule = this._output_shape
    if (rule === null) return super.compute_output_shape(input_shape)
    if (typeof rule === 'function') return rule(input_shape)
    const batch = flatten_shapes(input_shape)[0]![0]!
    return map_shape_structure((shape) => [batch, ...shape], rule)
  }

  override compute_mask(inputs: any, mask: any = null): any {
    return typeof this.mask === 'function' ? this.mask(inputs, mask) : this.mask
  }

  /** @throws ValueError when a function is not registered. */
  override get_config(): Record<string, unknown> {
    const config: Record<string, unknown> = { ...super.get_config(), function: function_form(this.function) }
    if (this._output_shape !== null) config.output_shape = plain_or_form(this._output_shape)
    if (this.mask !== null) config.mask = plain_or_form(this.mask)
    config.arguments = this.arguments
    return config
  }

  static override from_config(
    this: new (
      ...args: any[]
    ) => any,
    config: Record<string, unknown>,
    options: RevivalOptions = {},
  ): any {
    const { function: fn, ...rest } = config
    for (const key of ['output_shape', 'mask']) if (key in rest) rest[key] = revive_function(rest[key], options)
    return new this(revive_function(fn, options), rest)
  }
}

function map_shapes(inputs: any): any {
  if (Array.isArray(inputs)) return inputs.map(map_shapes)
  return inputs.shape
}

function plain_or_form(value: unknown): unknown {
  return typeof value === 'function' ? function_form(value as Function) : value
}

function function_form(fn: Function): object {
  const name = built_in_name(fn)
  if (name !== null) return { module: 'builtins', class_name: 'function', config: name, registered_name: 'function' }
  if (!is_registered(fn)) {
    throw new ValueError(
      `Lambda: a function is saved by name, so it must be registered.\n  register_keras_serializable()(fn)\nReceived: ${repr(fn)}`,
    )
  }
  const registered_name = get_registered_name(fn)
  return {
    module: null,
    class_name: 'function',
    config: registered_name.slice(registered_name.indexOf('>') + 1),
    registered_name,
  }
}

function revive_function(value: unknown, options: RevivalOptions): any {
  if (typeof value === 'string') return get_registered_object(value, options.custom_objects) ?? value
  if (!is_serialized(value) || is_shape_leaf(value)) return value
  if (value.class_name === '__lambda__') {
    throw new ValueError(
      'Requested the deserialization of a `Lambda` layer whose `function` is a Python lambda. It holds code, and code in a file is never run. Name the layer in `custom_objects`.',
    )
  }
  const found = get_registered_object(value.registered_name ?? String(value.config), options.custom_objects)
  return found ?? get_registered_object(String(value.config), options.custom_objects) ?? revive_nested(value, options)
}
