import { scoped } from '../backend/scope'
import { AttributeError, NotImplementedError, ValueError } from '../common/errors'
import { custom_object_scope } from '../common/registry'
import type { RevivalOptions } from '../common/serialized'
import { repr } from '../common/text'
import { flatten, flatten_shapes, is_plain_object } from '../common/tree'
import { stringify_json } from '../formats/json/stringify'
import { graph_output_spec } from '../graph/function'
import { Graph } from '../graph/graph'
import { any_symbolic, KerasTensor } from '../graph/keras_tensor'
import { class_name_of, type Operation, revive } from '../graph/operation'
import { calls } from '../layers/base/call_context'
import { defaults_of } from '../layers/base/config'
import { shapes_of } from '../layers/base/shapes_of'
import { type CallOptions, Layer, type LayerConfig } from '../layers/layer'
import { type ExportOptions, export_model } from '../saving/export_model'
import type { FileMap, FileSource } from '../saving/files/sources'
import { type LoadWeightsOptions, load_weights } from '../saving/load_weights'
import { portable_config } from '../saving/portable'
import { type SaveOptions, save_model } from '../saving/save_model'
import { type SaveWeightsOptions, save_weights } from '../saving/save_weights'
import { serialize_keras_object } from '../saving/serialize'
import { Trainer } from '../training/trainer'
import { is_tensor, tensor_dtype } from '../variables/to_tensor'
import { adapt_inputs, by_input_order, check_required, convert_inputs, mask_inputs, needs_conversion } from './adapt_inputs'
import { clone_graph, is_input_tensor } from './clone_graph'
import { graph_config } from './functional_config'
import { add_graph_loss, add_graph_metric, connect_side_layer, is_side_layer } from './graph_losses'
import { graph_input_spec } from './graph_spec'
import { revive_graph } from './revive_graph'
import { get_state_tree, type StateTree, set_state_tree } from './state_tree'
import { print_summary, type SummaryOptions } from './summary'

export interface ModelConfig extends LayerConfig {
  /** With `outputs`: makes the model of the graph between them. A symbolic tensor or a nest. */
  inputs?: any
  outputs?: any
}

/** The config with `inputs` and `outputs` when the arguments of a constructor describe a graph, else null. */
function graph_arguments(args: readonly unknown[]): Record<string, unknown> | null {
  const [first, second, rest = {}] = args
  if (args.length >= 2 && any_symbolic(second)) return { ...(rest as object), inputs: first, outputs: second }
  return is_plain_object(first) && first.inputs !== undefined && first.outputs !== undefined ? first : null
}

/**
 * Layers grouped into one object that can be trained and saved. Source: https://keras.io/api/models/model/
 *
 * There are three ways to make one. From symbolic inputs and outputs: the result is a `Functional`.
 *
 * ```ts
 * const x = Input({ shape: [3] })
 * const y = new Dense({ units: 1 })(x)
 * const model = new Model({ inputs: x, outputs: y })
 * ```
 * By a subclass that makes layers in its constructor and calls them in `call`. Or as a `Sequential`.
 */
export class Model extends Trainer {
  static override class_name = 'Model'
  static override module = 'keras'
  /** @internal */ declare _graph: Graph | null

  /**
   * `new Model({ inputs, outputs, name })` or `new Model(inputs, outputs, { name })`; without inputs and outputs, what a layer takes.
   * @throws ValueError when the graph is not one.
   */
  constructor(config?: ModelConfig | Record<string, unknown>)
  constructor(inputs: any, outputs: any, config?: ModelConfig)
  // biome-ignore lint/correctness/noUnreachableSuper: the instance of the other class is the result
  constructor(...args: any[]) {
    const given = graph_arguments(args)
    // biome-ignore lint/correctness/noConstructorReturn: a graph makes a Functional
    if (given !== null && new.target === Model) return new Functional(given) as never
    const { inputs, outputs, ...config } = given ?? {}
    super(given === null ? args[0] : config)
    Object.defineProperty(this, '_graph', { value: null, writable: true })
    if (given !== null) this._adopt_graph(inputs, outputs)
  }

  private _adopt_graph(inputs: unknown, outputs: unknown): void {
    if (is_plain_object(inputs)) warn_about_keys(inputs)
    let ends = { inputs, outputs }
    const leaves = flatten([inputs, outputs])
    if (leaves.every((leaf) => leaf instanceof KerasTensor) && !flatten<KerasTensor>(inputs).every(is_input_tensor)) {
      ends = clone_graph(inputs, outputs)
    }
    const graph = new Graph(ends.inputs, ends.outputs, true)
    this._graph = graph
    const state = this._state
    state.input_spec = graph_input_spec(graph)
    state.build_shapes = [null]
    this.built = true
    this._refresh_plain()
  }

  override __call__(...args: unknown[]): any {
    const graph = this._graph
    if (graph === null || !needs_conversion(args[0])) return super.__call__(...args)
    return scoped(() => super.__call__(convert_inputs(graph.inputs_struct, args[0]), ...args.slice(1)))
  }

  /** The computation: that of the graph. @throws NotImplementedError unless there is a graph or a subclass writes it. */
  override call(inputs?: any, options?: Partial<CallOptions>): any {
    const graph = this._graph
    if (graph === null) {
      throw new NotImplementedError(`Model ${class_name_of(this.constructor)} does not have a \`call()\` method implemented.`)
    }
    const { training = null, mask = null } = options ?? {}
    if (calls.current === null) return this.__call__(inputs, { training, mask })
    const first = graph.inputs[0]!
    if (
      mask === null &&
      graph.inputs.length === 1 &&
      is_tensor(inputs) &&
      inputs.shape.length === first.shape.length &&
      tensor_dtype(inputs) === first.dtype
    ) {
      return graph.run([inputs], training)
    }
    const values = adapt_inputs(graph, inputs)
    return graph.run(mask === null ? values : mask_inputs(graph, values, mask), training)
  }

  /** @internal Inputs of a graph are cast one by one, but for a single one in the model's own dtype. */
  override get _allow_non_tensor_positional_args(): boolean {
    const graph = this._graph ?? null
    if (graph === null) return false
    return graph.inputs.length !== 1 || graph.inputs[0]!.dtype !== 'float32' || this.compute_dtype !== 'float32'
  }

  /** @internal */
  override _check_inputs(first: unknown): void {
    if (this._graph !== null) check_required(this._graph, first)
    super._check_inputs(first)
  }

  /** @internal The layers of a graph hand masks on themselves. */
  override _warn_mask_lost(): void {
    if (this._graph === null) super._warn_mask_lost()
  }

  /** @internal */
  override get _locks_after_build(): boolean {
    return this._graph === null
  }

  /** @internal */
  override get _has_own_spec(): boolean {
    return this._graph !== null || this.compute_output_spec !== Model.prototype.compute_output_spec
  }

  /** @internal */
  override get _has_own_shape_rule(): boolean {
    return this.compute_output_shape !== Model.prototype.compute_output_shape
  }

  /** Shapes and dtypes of the outputs, as symbolic tensors, for symbolic inputs. */
  override compute_output_spec(...args: any[]): any {
    const graph = this._graph
    return graph === null
      ? super.compute_output_spec(...args)
      : graph_output_spec(graph, adapt_inputs(graph, args[0]) as KerasTensor[])
  }

  /** The shape of the output for a shape, or a nest of shapes, of the inputs. */
  override compute_output_shape(...shapes: any[]): any {
    const graph = this._graph
    if (graph === null) return super.compute_output_shape(...shapes)
    const given = flatten_shapes(by_input_order(graph, shapes[0]))
    if (given.length !== graph.inputs.length) {
      throw new ValueError(`${this.name}: expected ${graph.inputs.length} input shape(s). Received: ${repr(shapes[0])}`)
    }
    return shapes_of(
      graph_output_spec(
        graph,
        given.map((shape, i) => new KerasTensor(shape, { dtype: graph.inputs[i]!.dtype })),
      ),
    )
  }

  /** @internal The layers of the graph, or none for models without. */
  _graph_layers(): Layer[] {
    return (this._graph?.operations ?? []).filter((operation) => operation instanceof Layer) as Layer[]
  }

  /** @internal */
  _saved_first(): Record<string, unknown> {
    return this._graph === null ? {} : { layers: this._graph_layers() }
  }

  /** The layers: those of the graph in its order, or those attached. Operations that `add_loss` or `add_metric` brought into a graph count. Not to be set. */
  get layers(): Layer[] {
    const graph = this._graph
    if (graph === null) return this._flatten_layers(false, false)
    return graph.operations.filter(
      (operation) => operation instanceof Layer || graph.side_operations.includes(operation),
    ) as Layer[]
  }

  /** @throws AttributeError */
  set layers(_value: unknown) {
    throw new AttributeError('`Model.layers` attribute is reserved and should not be used. Please use another name.')
  }

  /** The layers and ops of the graph, by decreasing depth; the layers of a model without a graph. */
  get operations(): Operation[] {
    return this._graph === null ? this.layers : this._graph.operations.slice()
  }

  /** The symbolic inputs, flat. @throws AttributeError without a graph. */
  get inputs(): KerasTensor[] {
    return this._require_graph('inputs').inputs
  }

  /** The symbolic outputs, flat. @throws AttributeError without a graph. */
  get outputs(): KerasTensor[] {
    return this._require_graph('outputs').outputs
  }

  /** The symbolic inputs as they were given. */
  override get input(): any {
    return this._graph === null ? super.input : this._graph.inputs_struct
  }

  /** The symbolic outputs as they were given. */
  override get output(): any {
    return this._graph === null ? super.output : this._graph.outputs_struct
  }

  /** The shape of the input, or a list of shapes. */
  override get input_shape(): any {
    return this._graph === null ? super.input_shape : shapes_of_tensors(this._graph.inputs)
  }

  /** The shape of the output, or a list of shapes. */
  override get output_shape(): any {
    return this._graph === null ? super.output_shape : shapes_of_tensors(this._graph.outputs)
  }

  /** The names of the layers that the inputs come from; null without a graph. */
  get input_names(): string[] | null {
    return this._graph === null ? null : source_names(this._graph.inputs)
  }

  /** The names of the operations that make the outputs; null without a graph. */
  get output_names(): string[] | null {
    return this._graph === null ? null : source_names(this._graph.outputs)
  }

  private _require_graph(what: string): Graph {
    if (this._graph === null) throw new AttributeError(`'${class_name_of(this.constructor)}' object has no attribute '${what}'`)
    return this._graph
  }

  /**
   * The layer of a name, or at an index: `get_layer('dense')`, `get_layer({ index: 1 })`.
   * @throws ValueError for both, for none, and when there is no such layer.
   */
  get_layer(name?: string | null | { name?: string | null; index?: number | null }, index?: number | null): any {
    const wanted = is_plain_object(name) ? name : { name, index }
    const { layers } = this
    if (wanted.index !== null && wanted.index !== undefined) {
      if (wanted.name !== null && wanted.name !== undefined) {
        throw new ValueError(`Provide only a layer name or a layer index. Received: index=${wanted.index}, name=${wanted.name}.`)
      }
      const found = layers.at(wanted.index as number)
      if (found === undefined) {
        throw new ValueError(`Was asked to retrieve layer at index ${wanted.index} but model only has ${layers.length} layers.`)
      }
      return found
    }
    if (wanted.name === null || wanted.name === undefined) {
      throw new ValueError('Provide either a layer name or layer index at `get_layer`.')
    }
    const found = layers.find((layer) => layer.name === wanted.name)
    if (found === undefined) {
      throw new ValueError(`No such layer: ${wanted.name}. Existing layers are: ${repr(layers.map((layer) => layer.name))}.`)
    }
    return found
  }

  /**
   * Prints a table of the layers with their output shapes and parameters. With `as: 'text'` nothing is printed and the text is answered.
   * @throws ValueError for a `layer_range` that matches nothing, or a line that is too short.
   */
  summary(options: SummaryOptions & { as: 'text' }): string
  summary(options?: SummaryOptions): void
  summary(options: SummaryOptions = {}): string | undefined {
    return print_summary(this, options)
  }

  /** Builds the model from what `get_build_config` gave; a failure is a warning. */
  override build_from_config(config: Record<string, any> | null): void {
    try {
      super.build_from_config(config)
    } catch (error) {
      console.warn(
        `Model '${this.name}' had a build config, but the model cannot be built automatically in \`build_from_config(config)\`. You should implement \`build_from_config(config)\`, and you might also want to implement the method that generates the config at saving time, \`get_build_config()\`. The error was: ${(error as Error).message}`,
      )
    }
  }

  /** Forgets the states of stateful layers. Source: tf.keras, `Model.reset_states`. */
  reset_states(): void {
    for (const layer of this._flatten_layers(false)) {
      const reset = layer.reset_state ?? layer.reset_states
      if (layer.stateful && typeof reset === 'function') reset.call(layer)
    }
  }

  /**
   * The values of all variables, as nested objects by the parts of their paths, in `trainable_variables`, `non_trainable_variables`, `optimizer_variables` and
   * `metrics_variables`. The tensors are new and belong to the caller; with `{ value_format: 'numpy_array' }` a promise of typed arrays.
   * @throws ValueError when two variables have one path.
   */
  get_state_tree(options: { value_format: 'numpy_array' }): Promise<StateTree>
  get_state_tree(options?: { value_format?: 'backend_tensor' }): StateTree
  get_state_tree(options: { value_format?: string } = {}): StateTree | Promise<StateTree> {
    return get_state_tree(this, options.value_format ?? 'backend_tensor')
  }

  /** Assigns the values of a state tree to the variables of those paths. @throws ValueError for an unknown part. */
  set_state_tree(state_tree: StateTree): void {
    set_state_tree(this, state_tree)
  }

  /** The serialised model as JSON text. `indent` is the number of spaces. Source: keras.Model.to_json. */
  to_json({ indent = null }: { indent?: number | null } = {}): string {
    const config = portable_config(serialize_keras_object(this))
    return indent === null ? stringify_json(config) : JSON.stringify(config, null, indent)
  }

  /**
   * Saves the model: to a path that ends in `.keras` or `.h5` (Node), or answered as bytes. See `saving.save_model`.
   * Source: keras.Model.save.
   *
   * ```ts
   * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
   * const bytes = await model.save() // Uint8Array of a .keras file
   * ```
   */
  save(target: null, options: SaveOptions & { as: 'blob' }): Promise<Blob>
  save(target?: null, options?: SaveOptions): Promise<Uint8Array>
  save(target: string, options?: SaveOptions): Promise<void>
  save(target: string | null = null, options: SaveOptions = {}): Promise<unknown> {
    return save_model(this, target as string, options)
  }

  /** Saves the weights: to a path that ends in `.weights.h5`, `.weights.json` or `.safetensors` (Node), or answered as bytes. See `saving.save_weights`. */
  save_weights(target: null, options: SaveWeightsOptions & { as: 'blob' }): Promise<Blob>
  save_weights(target?: null, options?: SaveWeightsOptions): Promise<Uint8Array>
  save_weights(target: string, options?: SaveWeightsOptions): Promise<void>
  save_weights(target: string | null = null, options: SaveWeightsOptions = {}): Promise<unknown> {
    return save_weights(this, target as string, options)
  }

  /** Takes the weights of a file. When anything does not fit, nothing is changed. See `saving.load_weights`. */
  load_weights(source: FileSource | FileMap, options: LoadWeightsOptions = {}): Promise<void> {
    return load_weights(this, source, options)
  }

  /** Writes a layers model of TensorFlow.js into a folder (Node), or answers its files by name. See `saving.export_model`. */
  export(target?: null, options?: ExportOptions): Promise<Record<string, Uint8Array>>
  export(target: string, options?: ExportOptions): Promise<void>
  export(target: string | null = null, options: ExportOptions = {}): Promise<unknown> {
    return export_model(this, target as string, options)
  }

  /** @internal */
  override _add_symbolic_loss(loss: KerasTensor): void {
    if (this._graph === null) super._add_symbolic_loss(loss)
    else add_graph_loss(this._graph, loss)
  }

  /** @internal */
  override _add_symbolic_metric(value: KerasTensor, name: string | null, source: object | null): void {
    if (this._graph === null) super._add_symbolic_metric(value, name, source)
    else add_graph_metric(this._graph, value, name, source)
  }

  /** The config: of a graph its operations and their calls, else that of a layer. */
  override get_config(): Record<string, unknown> {
    if (this._graph === null || !takes_graph(this.constructor)) return super.get_config()
    return { name: this.name, trainable: this.trainable, ...graph_config(this._graph, has_own_node) }
  }

  /**
   * A model from the config of another.
   * @param options `deserialize` revives the layers; without it only registered and custom classes are found.
   * @throws ValueError for a graph that does not hold together, TypeError for classes that are not found.
   */
  static override from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    options: RevivalOptions = {},
  ): any {
    const { custom_objects = null } = options
    if (custom_objects !== null) {
      const { custom_objects: _, ...rest } = options
      return custom_object_scope(custom_objects, () => (this as unknown as typeof Model).from_config(config, rest))
    }
    const is_graph = ['name', 'layers', 'input_layers', 'output_layers'].every((key) => key in config)
    if (!is_graph || !takes_graph(this)) return revive(this, config)
    const { layers, input_layers, output_layers, ...rest } = config
    const { operations, inputs, outputs } = revive_graph({ layers, input_layers, output_layers }, options, has_own_node)
    const model = new this({ ...rest, inputs, outputs }) as Model
    for (const operation of operations) {
      const node = operation._inbound_nodes[0]
      if (is_side_layer(operation) && node !== undefined && !model._graph!.nodes.has(node)) {
        connect_side_layer(model._graph!, operation, node.outputs[0]!)
      }
    }
    return model
  }
}

/**
 * A model made of a graph of layers and ops. `new Model({ inputs, outputs })` makes one. Source: keras.Model (functional).
 */
export class Functional extends Model {
  static override class_name = 'Functional'
  static override module = 'keras.src.models.functional'

  /** True for every model that was made from inputs and outputs, also of a subclass of `Model`. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== Functional) return Function.prototype[Symbol.hasInstance].call(this, value)
    return is_graph_model(value)
  }
}

function is_graph_model(value: unknown): boolean {
  return value instanceof Model && (value._graph ?? null) !== null
}

/** Whether a file counts the graph of an operation as its first call; those of tf.keras do so with built stacks too. */
function has_own_node(operation: unknown, old: boolean): boolean {
  return is_graph_model(operation) || (old && Boolean((operation as { _functional?: unknown })._functional))
}

/** Whether a class of models has the constructor of `Model`: nothing of its own in the config. */
function takes_graph(constructor: object): boolean {
  return (constructor as Function).length === 0 && defaults_of(constructor).size === 0
}

function source_names(tensors: KerasTensor[]): string[] {
  return tensors.map((tensor) => tensor._keras_history?.operation?.name ?? tensor.name)
}

function shapes_of_tensors(tensors: KerasTensor[]): unknown {
  return tensors.length === 1 ? tensors[0]!.shape : tensors.map((tensor) => tensor.shape)
}

function warn_about_keys(inputs: Record<string, unknown>): void {
  for (const [key, tensor] of Object.entries(inputs)) {
    if (tensor instanceof KerasTensor && tensor.name !== key) {
      console.warn(
        `When providing \`inputs\` as a dict, all keys in the dict must match the names of the corresponding tensors. Received key '${key}' mapping to value ${tensor} which has name '${tensor.name}'. Change the tensor name to '${key}' (via \`Input({ ..., name: '${key}' })\`)`,
      )
    }
  }
}
