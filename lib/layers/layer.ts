import type { Tensor } from '@tensorflow/tfjs-core'
import { register_gradients } from '../backend/gradients'
import { NotImplementedError, RuntimeError, TypeError } from '../common/errors'
import { auto_name, check_name } from '../common/names'
import { custom_object_scope } from '../common/registry'
import type { Shape } from '../common/shape'
import { repr } from '../common/text'
import { flatten, is_plain_object, map_shape_structure } from '../common/tree'
import { infer_output_spec } from '../graph/infer'
import { KerasTensor } from '../graph/keras_tensor'
import { class_name_of, revive } from '../graph/operation'
import { type DTypePolicyLike, DTypePolicyMap, get_dtype_policy, serialize_policy } from '../variables/dtype_policy'
import { current_path } from '../variables/name_scope'
import { is_tensor, type TensorLike } from '../variables/to_tensor'
import { dump_regularizer, read_base_config } from './base/base_config'
import { build_argument_names, build_shapes, finish_build, wrap_builds } from './base/build'
import { run_call, run_named } from './base/call'
import { apply_config, check_config, check_keys, dump_config, required } from './base/config'
import { assert_input_compatibility, InputSpec } from './base/input_spec'
import { LayerState, type ShapeNest } from './base/layer_state'
import { layer_name_scope, type NameScope } from './base/legacy_scopes'
import { check_count, type OwnWeights, plain_weights, save_weights, take_weights } from './base/own_store'
import { is_quiet, plain_call } from './base/plain_call'
import { flatten_layers, own_variables } from './base/reflection'
import { ShapeInference, type TensorSignature } from './base/shape_inference'
import { run_stateless } from './base/stateless'

export { required }

/** What every layer's constructor takes. The last seven are those of tf.keras. */
export interface LayerConfig {
  /** Default: unique, made of the class name. No `/`. */
  name?: string | null
  /** Default true. */
  trainable?: boolean
  /** A dtype name, a policy name, a policy; default: the global policy. */
  dtype?: DTypePolicyLike | null
  /** Whether floating inputs, and variables inside the call, take the compute dtype. Default true. */
  autocast?: boolean
  /** A regularizer of the outputs. */
  activity_regularizer?: unknown
  /** Only ever called with values. */
  dynamic?: boolean
  input_shape?: Shape | null
  input_dim?: number | null
  batch_input_shape?: Shape | null
  batch_size?: number | null
  /** First values of the weights, set once the layer is built. */
  weights?: unknown[] | null
  implementation?: number
}

/** What `call` receives in last place. */
export interface CallOptions {
  /** Whether the call is part of training; null when nobody said. */
  training: boolean | null
  /** The mask of the input, or null. */
  mask: any
  [option: string]: any
}

/** Keyword arguments of a call. */
export type CallKeywords = Partial<CallOptions>

type Inputs = TensorLike | readonly Inputs[] | { readonly [name: string]: Inputs }
type SymbolicInputs = KerasTensor | readonly SymbolicInputs[] | { readonly [name: string]: SymbolicInputs }

export interface Layer {
  (inputs: SymbolicInputs, ...rest: any[]): KerasTensor
  (inputs: Inputs, ...rest: any[]): Tensor
  (inputs: any, ...rest: any[]): any
}

/**
 * State and a computation: the class from which all layers inherit. Source: https://keras.io/api/layers/base_layer/
 *
 * A subclass makes its weights in `build` and computes in `call`. Its instances are functions: `layer(x)` builds the layer on the first use and then calls it.
 *
 * ```ts
 * class SimpleDense extends Layer {
 *   static class_name = 'SimpleDense'
 *   static defaults = { units: 32 }
 *   declare units: number
 *   declare kernel: Variable
 *   build(input_shape: Shape) {
 *     this.kernel = this.add_weight({ name: 'kernel', shape: [input_shape.at(-1)!, this.units] })
 *   }
 *   call(x: Tensor) {
 *     return ops.matmul(x, this.kernel)
 *   }
 * }
 * ```
 */
export class Layer extends ShapeInference {
  static class_name = 'Layer'
  static module = 'keras.layers'
  /** Keys of the constructor with their defaults; each becomes an attribute and part of the config. */
  static defaults: Record<string, unknown> = {}
  /** The keyword arguments of `call` with their defaults. */
  static call_options: Readonly<Record<string, unknown>> = { training: null, mask: null }
  /** The names of the data arguments of `call`. */
  static call_arguments?: readonly string[]
  /** True for layers that have nothing to build. */
  static built_at_init = false

  /** @throws ValueError for unknown keys or a bad name; TypeError for a missing key, or when the argument is no object. */
  constructor(config: LayerConfig | Record<string, unknown> = {}) {
    check_config(new.target, config)
    const given = config as LayerConfig
    if (given.name !== null && given.name !== undefined) check_name(given.name)
    super({ name: given.name ?? auto_name(class_name_of(new.target)) })
    check_keys(new.target, given as Record<string, unknown>)
    register_gradients()
    const state = new LayerState(get_dtype_policy(given.dtype))
    Object.defineProperty(this, '_state', { value: state })
    wrap_builds(new.target.prototype, Layer.prototype)
    read_base_config(state, given)
    state.supports_masking = this._computes_mask
    state.given = apply_config(this, new.target, given as Record<string, unknown>)
    if ((new.target as typeof Layer).built_at_init) this._build_at_init()
  }

  override __call__(...args: unknown[]): any {
    const x = args[0]
    const state = this._state
    if (state === undefined) this._require_constructed()
    if (args.length === 1 && state.plain && is_tensor(x) && x.dtype === 'float32' && is_quiet(x))
      return plain_call(this, state, x)
    if (state.given !== null) this._check_fields(state)
    return run_call(this, args)
  }

  /** Calls the layer with all arguments by name. */
  call_with(values: Record<string, unknown>): any {
    this._check_fields(this._state)
    return run_named(this, values)
  }

  /** The computation. @throws NotImplementedError unless a subclass writes it. */
  override call(..._args: any[]): any {
    throw this._not_implemented('call')
  }

  /** Makes the layer a quantized one. @throws NotImplementedError unless a subclass writes it. */
  quantize(..._args: any[]): void {
    throw this._not_implemented('quantize')
  }

  /** Makes the weights of the quantized form. @throws NotImplementedError unless a subclass writes it. */
  quantized_build(..._args: any[]): void {
    throw this._not_implemented('quantized_build')
  }

  /** The computation of the quantized form. @throws NotImplementedError unless a subclass writes it. */
  quantized_call(..._args: any[]): any {
    throw this._not_implemented('quantized_call')
  }

  private _not_implemented(method: string): NotImplementedError {
    return new NotImplementedError(`Layer ${class_name_of(this.constructor)} does not have a \`${method}()\` method implemented.`)
  }

  /** Makes the weights. Runs once, before the first call, with the shape of the input. */
  override build(..._shapes: any[]): void {
    const unbuilt = this._layers.filter((layer) => !layer.built)
    if (unbuilt.length > 0 && this._state.build_shapes === null && _shapes[0] !== undefined && this._has_own_call) {
      this._build_by_tracing(map_shape_structure((shape) => new KerasTensor(shape), _shapes[0]))
    }
  }

  private get _has_own_call(): boolean {
    return this.call !== Layer.prototype.call
  }

  /** @internal Builds the layers below by tracing `call`. */
  _build_by_tracing(...positional: unknown[]): void {
    try {
      infer_output_spec(positional, (filled) => this._run(filled, { ...(this.constructor as typeof Layer).call_options }))
    } catch (error) {
      console.warn(
        `Layer '${this.name}' looks like it has unbuilt state, but Keras is not able to trace the layer \`call()\` in order to build it automatically. Possible causes: 1. The \`call()\` method of your layer may be crashing. Try to \`__call__()\` the layer eagerly on some test input first to see if it works. 2. If the \`call()\` method is correct, then you may need to implement the \`build()\` method on your layer. Exception encountered: ${(error as Error).message}`,
      )
    }
  }

  /** @internal Runs build with shapes that belong to the arguments of a call. */
  _build_for_call(positional: unknown[], _options: Record<string, unknown>, symbolic: boolean): void {
    if (this._builds_itself) this.build(...build_shapes(this, positional))
    else {
      const state = this._state
      state.path = current_path()
      if (symbolic && this._has_own_shape_rule && this._layers.some((layer) => !layer.built))
        this._build_by_tracing(...positional)
      state.build_shapes = build_shapes(this, positional)
      finish_build(this)
    }
  }

  /** @internal Whether a subclass writes `build`. */
  get _builds_itself(): boolean {
    return this.build !== Layer.prototype.build
  }

  /** @internal Whether new state is refused once the layer is built. */
  get _locks_after_build(): boolean {
    return true
  }

  /** Marks a layer without weights as built. Source: keras Layer._build_at_init. */
  _build_at_init(): void {
    if (!this._builds_itself) {
      this._state.built = true
      this._refresh_plain()
    }
  }

  /** What rebuilds the layer: `{ input_shape }`, or `{ shapes_dict }` for a build of several shapes; null before it is built. */
  get_build_config(): Record<string, unknown> | null {
    const shapes = this._state.build_shapes
    if (shapes === null) return null
    const names = build_argument_names(this)
    if (names.length <= 1) return { input_shape: shapes[0] ?? null }
    return {
      shapes_dict: Object.fromEntries(names.map((name, i) => [name, shapes[i]]).filter(([, shape]) => shape !== undefined)),
    }
  }

  /** Builds the layer from what `get_build_config` gave. */
  build_from_config(config: Record<string, any> | null): void {
    if (config === null || config === undefined) return
    if (is_plain_object(config.shapes_dict)) this.build(...build_argument_names(this).map((name) => config.shapes_dict[name]))
    else if (config.input_shape !== undefined && config.input_shape !== null) this.build(config.input_shape)
  }

  /** @internal What the layer itself keeps in a file: its weights, trainable ones first. */
  _own_weights(): OwnWeights {
    return plain_weights(own_variables(this))
  }

  /** @internal @throws ValueError when a file has another number of weights for this layer. */
  _check_count(count: number): void {
    check_count(this, this._own_weights(), count)
  }

  /**
   * Puts the layer's own weights into a store under `0`, `1`, ...; layers below save themselves. A subclass may store values under any other names: variables, tensors,
   * arrays.
   */
  save_own_variables(store: Record<string, any>): void {
    save_weights(this._own_weights(), store)
  }

  /** Takes the layer's own weights from a store of tensors. @throws ValueError when their number or a shape is wrong. */
  load_own_variables(store: Record<string, any>): void {
    this._check_count(Object.keys(store).length)
    take_weights(this._own_weights(), store)
  }

  /** What the first argument of a call must look like: an `InputSpec`, or a nest of them. */
  get input_spec(): any {
    return this._state.input_spec
  }

  /** @throws TypeError when a leaf is no InputSpec. */
  set input_spec(value: unknown) {
    for (const spec of flatten(value)) {
      if (spec !== null && spec !== undefined && !(spec instanceof InputSpec)) {
        throw new TypeError(
          `Layer input_spec must be an instance of InputSpec. Got: ${typeof spec === 'string' ? spec : repr(spec)}`,
        )
      }
    }
    this._state.input_spec = value ?? null
    this._refresh_plain()
  }

  /** @internal */
  _check_inputs(first: unknown): void {
    if (this._state.input_spec !== null) assert_input_compatibility(this._state.input_spec, first, this.name)
  }

  /** Whether masks pass through. True from the start when `compute_mask` is overridden. */
  get supports_masking(): any {
    return this._state.supports_masking
  }

  set supports_masking(value: any) {
    this._state.supports_masking = value
  }

  /** @internal */
  get _computes_mask(): boolean {
    return this.compute_mask !== Layer.prototype.compute_mask
  }

  /** The mask of the outputs: that of the inputs, unless a subclass says otherwise. */
  compute_mask(_inputs: any, previous_mask?: any): any {
    return previous_mask ?? null
  }

  /** @internal */
  _warn_mask_lost(): void {
    console.warn(
      `Layer '${this.name}' (of type ${class_name_of(this.constructor)}) was passed an input with a mask attached to it. However, this layer does not support masking and will therefore destroy the mask information. Downstream layers will not see the mask.`,
    )
  }

  /** Whether positional arguments may be anything. Set by subclasses. */
  get _allow_non_tensor_positional_args(): boolean {
    return false
  }

  /** True when this layer, or one below it, was made with `dynamic: true`. Source: tf.keras. */
  get dynamic(): boolean {
    return flatten_layers(this).some((layer) => layer._state.dynamic)
  }

  /** True when this layer, or one below it, is flagged. Source: tf.keras. */
  get stateful(): any {
    return flatten_layers(this).some((layer) => layer._state.stateful)
  }

  set stateful(value: any) {
    this._state.stateful = value
  }

  /** Whether a compiled form of the layer is possible. */
  get supports_jit(): boolean {
    return true
  }

  /** A name scope made of the layer's name. Source: tf.Module.name_scope. */
  get name_scope(): NameScope {
    return layer_name_scope(this.name)
  }

  /** Gives the layer another name. Paths of existing variables stay. */
  rename(name: string): void {
    check_name(name)
    Object.defineProperty(this, 'name', { value: name, configurable: true })
  }

  /** Names a keyword argument that outer calls hand down to this layer. @throws RuntimeError once the layer was called. */
  _register_call_context_args(...names: string[]): void {
    if (this._state.called) {
      throw new RuntimeError(`Cannot add call-context args after the layer has been called. Received: ${repr(names)}`)
    }
    this._state.context_arguments.push(...names)
  }

  /** @internal */
  _current_path(): string {
    return current_path()
  }

  /** @internal Runs `call` with the data arguments in their places. */
  override _run(positional: readonly unknown[], options: Record<string, unknown>): unknown {
    const declared = (this.constructor as typeof Layer).call_arguments
    const count = declared === undefined ? positional.length : declared.length
    if (count === 1 && positional.length === 1) return this.call(positional[0], options)
    const padded = positional.slice()
    while (padded.length < count) padded.push(undefined)
    return this.call(...padded, options)
  }

  /**
   * Runs `call` with given values for the variables and changes none of them. Only `call`: inputs are not cast, masks not filled in, activity not regularized.
   * @param trainable_variables one value for each of `trainable_variables`.
   * @param non_trainable_variables one value for each of `non_trainable_variables`.
   * @param args the arguments of `call`; the last object may hold `return_losses: true`.
   * @returns `[outputs, new non-trainable values]`, with `return_losses` also the list of losses.
   * @throws ValueError before the layer is built, or for lists of another length.
   */
  stateless_call(
    trainable_variables: readonly unknown[],
    non_trainable_variables: readonly unknown[],
    ...args: unknown[]
  ): any[] {
    this._require_constructed()
    return run_stateless(this, trainable_variables, non_trainable_variables, args)
  }

  /** The constructor's arguments as plain values. */
  override get_config(): Record<string, unknown> {
    this._require_constructed()
    const state = this._state
    const config: Record<string, unknown> = { name: this.name, trainable: this.trainable, dtype: serialize_policy(state.policy) }
    if (state.activity_regularizer !== null) config.activity_regularizer = dump_regularizer(this, state.activity_regularizer)
    if (state.dumps_batch_shape) config.batch_input_shape = state.batch_input_shape
    if (state.dynamic) config.dynamic = true
    return { ...config, ...dump_config(this, this.constructor) }
  }

  /** A layer from the config of another. @throws TypeError that quotes class and config. */
  static override from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    { custom_objects = null }: { custom_objects?: Record<string, unknown> | null } = {},
  ): any {
    return custom_objects === null ? revive(this, config) : custom_object_scope(custom_objects, () => revive(this, config))
  }

  /** @internal The fast way through `__call__` is open when nothing in the layer asks for the slow steps. */
  override _refresh_plain(): void {
    const state = this._state
    if (state === undefined) return
    const { policy } = state
    const options = Object.keys((this.constructor as typeof Layer).call_options)
    state.plain =
      state.built === true &&
      !(policy instanceof DTypePolicyMap) &&
      policy.compute_dtype === 'float32' &&
      policy.variable_dtype === 'float32' &&
      state.autocast &&
      state.activity_regularizer === null &&
      state.remat === null &&
      state.context_arguments.length === 0 &&
      !this._computes_mask &&
      !this._allow_non_tensor_positional_args &&
      ((this.constructor as typeof Layer).call_arguments?.length ?? 1) === 1 &&
      options.every((key) => key === 'training' || key === 'mask')
  }

  /** @internal A field that a subclass declares without `declare` wipes what the constructor set. */
  _check_fields(state: LayerState): void {
    const given = state.given
    if (given === null) return
    state.given = null
    for (const key of Object.keys(given)) {
      if (given[key] !== undefined && (this as Record<string, any>)[key] === undefined) {
        throw new TypeError(
          `${class_name_of(this.constructor)}: the field \`${key}\` wipes the value that the constructor set. Write it with \`declare\`:\n  declare ${key}: ...\nReceived: ${key}=undefined`,
        )
      }
    }
  }

  /** `<Dense name=dense, built=False>` */
  override to_text(): string {
    return `<${class_name_of(this.constructor)} name=${this.name}, built=${repr(Boolean(this._state?.built))}>`
  }

  toJSON(): Record<string, unknown> {
    return { class_name: class_name_of(this.constructor), config: this.get_config() }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.to_text()
  }
}

export type { ShapeNest, TensorSignature }
export { InputSpec }
