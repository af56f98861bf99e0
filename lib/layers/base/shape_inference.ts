import { NotImplementedError, TypeError } from '../../common/errors'
import { type Shape, standardize_shape } from '../../common/shape'
import { repr } from '../../common/text'
import { is_plain_object, map_shape_structure } from '../../common/tree'
import { infer_output_spec } from '../../graph/infer'
import { KerasTensor } from '../../graph/keras_tensor'
import { class_name_of, explain_inference, split_options } from '../../graph/operation'
import type { Layer } from '../layer'
import { build_shapes } from './build'
import { half_outputs } from './call'
import { calls, no_values } from './call_context'
import { with_known_sizes } from './input_spec'
import { Losses } from './losses'
import { shapes_of } from './shapes_of'
import { without_building } from './without_building'

/** A shape and a dtype. Source: tf.TensorSpec. */
export interface TensorSignature {
  shape: Shape
  dtype: string
}

/** What a layer class says about its `call`. */
interface Inferable {
  call_arguments?: readonly string[]
  call_options: Readonly<Record<string, unknown>>
}

/** Shapes and dtypes of what a layer answers, found by running its `call` without data. */
export abstract class ShapeInference extends Losses {
  abstract build(...shapes: any[]): void
  abstract readonly input_spec: any
  abstract readonly dynamic: boolean
  /** @internal */ abstract readonly _builds_itself: boolean

  /** @internal Runs `call` with the data arguments in their places. */
  abstract _run(positional: readonly unknown[], options: Record<string, unknown>): unknown

  /** @internal Whether a subclass writes `compute_output_shape`. */
  get _has_own_shape_rule(): boolean {
    return this.compute_output_shape !== ShapeInference.prototype.compute_output_shape
  }

  /** @internal Whether a subclass writes `compute_output_spec`. */
  get _has_own_spec(): boolean {
    return this.compute_output_spec !== ShapeInference.prototype.compute_output_spec
  }

  /** @internal */
  _symbolic_outputs(positional: unknown[], options: Record<string, unknown>): unknown {
    if (this._has_own_spec) {
      const declared = (this.constructor as unknown as Inferable).call_arguments
      const padded = positional.slice()
      while (padded.length < (declared?.length ?? 0)) padded.push(undefined)
      return this.compute_output_spec(...padded, options)
    }
    if (this._has_own_shape_rule) return this._spec_from_shapes(positional)
    if (this.dynamic) {
      throw new NotImplementedError(
        `Please run in eager mode or implement the \`compute_output_shape\` method on your layer (${class_name_of(this.constructor)}).`,
      )
    }
    return this._spec_by_tracing(positional, options)
  }

  private _spec_by_tracing(given: unknown[], options: Record<string, unknown>): unknown {
    const keys = Object.keys(options)
    const positional = given.length === 0 ? given : [with_known_sizes(this.input_spec, given[0]), ...given.slice(1)]
    try {
      return infer_output_spec([...positional, ...keys.map((key) => options[key])], (filled) => {
        const values = Object.fromEntries(keys.map((key, i) => [key, filled[positional.length + i]]))
        const outputs = this._run(filled.slice(0, positional.length), values)
        return this.autocast ? half_outputs(outputs, this.compute_dtype) : outputs
      })
    } catch (error) {
      throw explain_inference(error, this)
    }
  }

  private _spec_from_shapes(positional: unknown[]): unknown {
    const given = build_shapes(this as unknown as Layer, positional)
    const shapes = this.compute_output_shape(...given)
    return map_shape_structure((shape) => new KerasTensor(shape, { dtype: this.compute_dtype }), shapes)
  }

  /** Shapes and dtypes of the outputs, as symbolic tensors, for symbolic inputs. Nothing is computed or built. */
  override compute_output_spec(...args: any[]): any {
    const [positional, options] = split_options(args)
    if (this._has_own_shape_rule) return this._spec_from_shapes(positional)
    return this._without_building(positional, () =>
      this._spec_by_tracing(positional, { ...(this.constructor as unknown as Inferable).call_options, ...options }),
    )
  }

  /** Runs `fn` with the weights that `build` makes for these arguments, and takes them away again. */
  private _without_building<T>(positional: unknown[], fn: () => T): T {
    return without_building(this, () => {
      if (!this.built && this._builds_itself) this.build(...build_shapes(this as unknown as Layer, positional))
      if (calls.current !== null) return fn()
      calls.current = { entry: this, training: undefined, values: no_values, frozen: false }
      try {
        return fn()
      } finally {
        calls.current = null
      }
    })
  }

  /**
   * The shape of the output for the shape of the input (a nest of shapes for a nest of inputs; several shapes for several data arguments). Found by running `call` without data; nothing is built.
   * @throws NotImplementedError when `call` needs more than shapes.
   */
  compute_output_shape(...shapes: any[]): any {
    this._require_shapes(shapes.length)
    const specs = shapes.map((shape) =>
      map_shape_structure(
        (one) => new KerasTensor(standardize_shape(one), { dtype: this.compute_dtype }),
        typeof shape === 'number' ? [shape] : shape,
      ),
    )
    const declared = (this.constructor as unknown as Inferable).call_options
    const options = 'training' in declared ? { ...declared, training: false } : { ...declared }
    const outputs = this._without_building(specs, () => this._spec_by_tracing(specs, options))
    return shapes_of(outputs)
  }

  private _require_shapes(count: number): void {
    const constructor = this.constructor as unknown as Inferable
    if (constructor.call_arguments === undefined || count >= constructor.call_arguments.length) return
    throw new NotImplementedError(
      `We could not automatically infer the static shape of the layer's output: \`call\` takes ${repr(constructor.call_arguments)}. Please implement the \`compute_output_shape\` method on your layer (${class_name_of(constructor)}). Received: ${count} shapes`,
    )
  }

  /**
   * Shape and dtype of the outputs for those of the inputs, in the same nest. The dtype is the compute dtype. Source: tf.keras, `Layer.compute_output_signature`.
   * @throws TypeError for a leaf without shape and dtype.
   */
  compute_output_signature(input_signature: any): any {
    const is_signature = (value: unknown): value is TensorSignature =>
      value instanceof KerasTensor || (is_plain_object(value) && Array.isArray(value.shape) && typeof value.dtype === 'string')
    const shapes = (value: unknown): unknown => {
      if (is_signature(value)) return value.shape
      if (Array.isArray(value)) return value.map(shapes)
      if (is_plain_object(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapes(item)]))
      throw new TypeError(`Only TensorSpec signature types are supported. Received: ${repr(value)}.`)
    }
    return map_shape_structure(
      (shape): TensorSignature => ({ shape, dtype: this.compute_dtype }),
      this.compute_output_shape(shapes(input_signature)),
    )
  }
}
