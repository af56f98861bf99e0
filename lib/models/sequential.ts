import { AttributeError, IndexError, NotImplementedError, ValueError } from '../common/errors'
import { custom_object_scope } from '../common/registry'
import { type RevivalOptions, revive_nested } from '../common/serialized'
import { type Shape, shape_text, shapes_equal } from '../common/shape'
import { repr, type_text } from '../common/text'
import { is_nested, is_plain_object, map_structure } from '../common/tree'
import { KerasTensor } from '../graph/keras_tensor'
import { get_keras_mask } from '../graph/masking'
import { class_name_of } from '../graph/operation'
import { assert_input_compatibility } from '../layers/base/input_spec'
import { InputLayer } from '../layers/core/input_layer'
import { type CallOptions, Layer, type LayerConfig } from '../layers/layer'
import { serialize_keras_object } from '../saving/serialize'
import { Functional, Model } from './model'

export interface SequentialConfig extends LayerConfig {
  layers?: readonly any[] | null
}

/**
 * A stack of layers, each fed by the one before. It is built as layers come when it begins with an `Input`, else by `build` or the first call.
 * Source: keras.Sequential.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 4 }), new Dense({ units: 1 })])
 * model([[1, 2, 3]]) // shape [1, 1]
 * ```
 */
export class Sequential extends Model {
  static override class_name = 'Sequential'
  /** @internal All layers, the input layer first. */ declare _stack: Layer[]
  /** @internal The stack as a graph, once it is built and can be one. */ declare _functional: Functional | null
  /** The symbolic output of each layer of the stack. */ declare private _outputs: KerasTensor[]

  /** @throws ValueError as `add`. */
  constructor(layers?: readonly (Layer | KerasTensor)[] | SequentialConfig | null, config: SequentialConfig = {}) {
    const { layers: given = null, ...rest } = is_plain_object(layers) ? (layers as SequentialConfig) : { ...config, layers }
    super(rest)
    Object.defineProperty(this, '_stack', { value: [], writable: true })
    Object.defineProperty(this, '_functional', { value: null, writable: true })
    Object.defineProperty(this, '_outputs', { value: [], writable: true })
    if (given !== null && given !== undefined) {
      if (!Array.isArray(given)) throw new ValueError(`Sequential: \`layers\` must be a list of layers. Received: ${repr(given)}`)
      for (const layer of given) this.add(layer, { rebuild: false })
      this._rebuild()
    }
  }

  /**
   * Puts a layer on top. An `Input`, or a first layer that knows its input shape, settles the shape of the input.
   * @throws ValueError for what is no layer, a name that is taken, or a second input.
   */
  add(layer: Layer | KerasTensor, { rebuild = true }: { rebuild?: boolean } = {}): void {
    const added = layer_of(layer)
    const stack = this._stack
    if (stack.length === 0 && !(added instanceof InputLayer)) {
      const input = own_input(added)
      if (input !== null) stack.push(input)
    }
    if (stack.some((other) => other.name === added.name && other !== added)) {
      throw new ValueError(
        `All layers added to a Sequential model should have unique names. Name '${added.name}' is already the name of a layer in this model. Update the \`name\` argument to pass a unique name.`,
      )
    }
    const first = stack[0]
    if (added instanceof InputLayer && first instanceof InputLayer) {
      throw new ValueError(
        `Sequential model '${this.name}' has already been configured to use input shape ${shape_text(first.batch_shape)}. You cannot add a different Input layer to it.`,
      )
    }
    stack.push(added)
    this._reset()
    if (rebuild) this._rebuild()
  }

  /** Takes the last layer away and answers it. @throws IndexError when there is none. */
  pop({ rebuild = true }: { rebuild?: boolean } = {}): Layer {
    const layer = this._stack.pop()
    if (layer === undefined) throw new IndexError('pop from empty list: there are no layers in the model.')
    this._outputs.length = Math.min(this._outputs.length, this._stack.length)
    this._reset()
    if (rebuild) this._rebuild()
    return layer
  }

  private _reset(): void {
    this._state.built = false
    this._state.plain = false
    this._functional = null
  }

  private _rebuild(): void {
    this._reset()
    const [first] = this._stack
    if (first instanceof InputLayer && this._stack.length > 1) this.build(first.batch_shape)
  }

  /**
   * Builds the layers for the shape of one input; other structures leave the model to its first call.
   * @throws ValueError without layers, for another shape than that of the input, and for layers that take several inputs.
   */
  override build(input_shape?: Shape | null): void {
    if (!Array.isArray(input_shape) || input_shape.some((d) => d !== null && typeof d !== 'number')) return
    const stack = this._stack
    if (stack.length === 0) {
      throw new ValueError(`Sequential model ${this.name} cannot be built because it has no layers. Call \`model.add(layer)\`.`)
    }
    const [first] = stack
    if (!(first instanceof InputLayer)) stack.unshift(new InputLayer({ batch_shape: input_shape, dtype: first!.compute_dtype }))
    else if (!shapes_equal(first.batch_shape, input_shape)) {
      throw new ValueError(
        `Sequential model '${this.name}' has already been configured to use input shape ${shape_text(first.batch_shape)}. You cannot build it with input_shape ${shape_text(input_shape)}`,
      )
    }
    const outputs = this._outputs
    if (outputs.length === 0) outputs.push(stack[0]!.output)
    for (const layer of stack.slice(outputs.length)) {
      const output = symbolic_call(layer, outputs[outputs.length - 1]!)
      if (output === null) return
      outputs.push(output)
    }
    this._functional = new Functional({ inputs: outputs[0], outputs: outputs[outputs.length - 1] })
  }

  /** All layers in turn. */
  override call(inputs?: any, options?: Partial<CallOptions>): any {
    const { training = null, mask = null } = options ?? {}
    if (this._functional !== null) return this._functional.call(inputs, { training, mask })
    if (this._stack.length === 0) {
      throw new ValueError(`Sequential model ${this.name} cannot be called because it has no layers. Call \`model.add(layer)\`.`)
    }
    let value = inputs
    let present = mask
    for (const layer of this.layers) {
      const taken = (layer.constructor as typeof Layer).call_options
      const given: Record<string, unknown> = {}
      if ('mask' in taken) given.mask = present
      if ('training' in taken && training !== null) given.training = training
      value = layer(value, given)
      present = is_nested(value) ? map_structure(get_keras_mask, value) : get_keras_mask(value)
    }
    return value
  }

  /** @internal The layers hand masks on themselves. */
  override _warn_mask_lost(): void {}

  /** @internal */
  override get _locks_after_build(): boolean {
    return false
  }

  /** @internal */
  override get _has_own_spec(): boolean {
    return true
  }

  /** @internal */
  override _graph_layers(): Layer[] {
    const stack = this._stack ?? []
    return [...new Set([...stack, ...(this._functional?._graph_layers() ?? [])])]
  }

  /** @internal */
  override _saved_first(): Record<string, unknown> {
    return { layers: this.layers }
  }

  /** The layers without the input layer. Not to be set. */
  override get layers(): any[] {
    return this._stack[0] instanceof InputLayer ? this._stack.slice(1) : this._stack.slice()
  }

  /** @throws AttributeError */
  override set layers(value: unknown) {
    super.layers = value as never
  }

  /** The dtype that the input is cast to: that of the input layer. */
  override get input_dtype(): string {
    const first = this._stack?.[0]
    return first instanceof InputLayer ? first.dtype : super.input_dtype
  }

  override compute_output_spec(...args: any[]): any {
    if (this._functional !== null) return this._functional.compute_output_spec(...args)
    const options = is_plain_object(args[args.length - 1]) && args.length > 1 ? args[args.length - 1] : {}
    const { training = null } = options as Partial<CallOptions>
    return this.layers.reduce((value, layer) => layer.compute_output_spec(value, training === null ? {} : { training }), args[0])
  }

  /** The shape of the output for the shape of the input; the model need not be built. */
  override compute_output_shape(...shapes: any[]): any {
    if (this._functional !== null) return this._functional.compute_output_shape(...shapes)
    return this.layers.reduce((shape, layer) => layer.compute_output_shape(shape), shapes[0])
  }

  private _built_graph(what: string): Functional {
    if (this._functional === null) throw new AttributeError(`Sequential model '${this.name}' has no defined ${what} yet.`)
    return this._functional
  }

  /** @throws AttributeError until the model is built. */
  override get inputs(): KerasTensor[] {
    return this._built_graph('inputs').inputs
  }

  /** @throws AttributeError until the model is built. */
  override get outputs(): KerasTensor[] {
    return this._built_graph('outputs').outputs
  }

  /** @throws AttributeError until the model is built. */
  override get input(): any {
    return this._functional === null ? super.input : this._functional.input
  }

  /** @throws AttributeError until the model is built. */
  override get output(): any {
    return this._functional === null ? super.output : this._functional.output
  }

  /** @throws AttributeError until the model is built. */
  override get input_shape(): any {
    return this._built_graph('input shape').input_shape
  }

  /** @throws AttributeError until the model is built. */
  override get output_shape(): any {
    return this._built_graph('output shape').output_shape
  }

  override _add_symbolic_loss(loss: KerasTensor): void {
    if (this._functional === null) super._add_symbolic_loss(loss)
    else this._functional._add_symbolic_loss(loss)
  }

  override _add_symbolic_metric(value: KerasTensor, name: string | null, source: object | null): void {
    if (this._functional === null) super._add_symbolic_metric(value, name, source)
    else this._functional._add_symbolic_metric(value, name, source)
  }

  override get_config(): Record<string, unknown> {
    const config: Record<string, unknown> = { ...super.get_config(), layers: this._stack.map(serialize_keras_object) }
    if (this._functional !== null) config.build_input_shape = (this._stack[0] as InputLayer).batch_shape
    return config
  }

  /**
   * A model from the config of another, built when that was.
   * @param options `deserialize` revives the layers; without it only registered and custom classes are found.
   * @throws ValueError when the config has no name.
   */
  static override from_config(
    this: new (
      ...args: any[]
    ) => any,
    config: Record<string, any> | any[],
    options: RevivalOptions = {},
  ): any {
    const { custom_objects = null } = options
    if (custom_objects !== null) {
      const { custom_objects: _, ...rest } = options
      return custom_object_scope(custom_objects, () => (this as unknown as typeof Sequential).from_config(config, rest))
    }
    const { layers, build_input_shape = null, ...rest } = Array.isArray(config) ? { name: null, layers: config } : config
    if (!('name' in rest) || !Array.isArray(layers)) {
      throw new ValueError(`The config of a Sequential model must have a \`name\` and \`layers\`. Received: ${repr(config)}`)
    }
    const model = new this(null, rest) as Sequential
    for (const layer of layers) model.add(revive_nested(layer, options), { rebuild: false })
    model._rebuild()
    if (model._functional === null && build_input_shape !== null) model.build(build_input_shape)
    return model
  }
}

/** The layer that was given, or that of an `Input` tensor. @throws ValueError */
function layer_of(layer: unknown): Layer {
  const source = layer instanceof KerasTensor ? layer._keras_history?.operation : layer
  if (source instanceof Layer && (layer === source || source instanceof InputLayer)) return source
  throw new ValueError(
    `Only instances of \`keras.Layer\` can be added to a Sequential model. Received: ${typeof layer === 'string' ? layer : repr(layer)} (of type <class '${type_text(layer)}'>)`,
  )
}

/** An input layer for a first layer that knows its input shape, or null. */
function own_input(layer: Layer): InputLayer | null {
  if (layer._state.batch_input_shape !== null) return new InputLayer({ batch_shape: layer._state.batch_input_shape })
  const model = layer instanceof Sequential ? layer._functional : layer
  if (!(model instanceof Functional) || model.inputs.length !== 1) return null
  const { shape, dtype } = model.inputs[0]!
  return new InputLayer({ batch_shape: shape, dtype })
}

/** The symbolic output of a layer, or null when it cannot tell. @throws ValueError when the layer takes another number of inputs than one. */
function symbolic_call(layer: Layer, input: KerasTensor): KerasTensor | null {
  const names = (layer.constructor as typeof Layer).call_arguments ?? ['inputs']
  if (names.length === 0) {
    throw new ValueError(
      `Layers added to a Sequential model should have a single positional argument, the input tensor. Layer ${class_name_of(layer.constructor)} has no positional arguments.`,
    )
  }
  try {
    return layer(input) as unknown as KerasTensor
  } catch (error) {
    if (error instanceof NotImplementedError) return null
    if (names.length === 1) throw error
    assert_input_compatibility(layer.input_spec, input, layer.name)
    throw several_arguments(layer, names, error)
  }
}

/** What is said of a layer whose call failed on its first argument alone: it may need the others. */
function several_arguments(layer: Layer, names: readonly string[], cause: unknown): ValueError {
  const error = new ValueError(
    `Layers added to a Sequential model can only have a single positional argument, the input tensor. Layer ${class_name_of(layer.constructor)} has multiple positional arguments: ${repr(names)}\n\nError encountered with \`${names[0]}\` alone: ${cause instanceof Error ? cause.message : repr(cause)}`,
  )
  return Object.assign(error, { cause })
}
