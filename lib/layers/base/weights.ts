import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { is_float_dtype, standardize_dtype } from '../../common/dtypes'
import { RuntimeError, TypeError, ValueError } from '../../common/errors'
import { type Shape, shape_text, shapes_equal } from '../../common/shape'
import { repr, suggestion } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import { get as get_constraint } from '../../constraints/get'
import { class_name_of } from '../../graph/operation'
import { get as get_initializer } from '../../initializers/get'
import { get as get_regularizer } from '../../regularizers/get'
import { type DTypePolicy, type DTypePolicyLike, DTypePolicyMap, get_dtype_policy } from '../../variables/dtype_policy'
import { close_name_scope, open_name_scope } from '../../variables/name_scope'
import { is_tensor, nested_shape, to_tensor } from '../../variables/to_tensor'
import { swap_creation_guard, Variable } from '../../variables/variable'
import type { LayerState } from './layer_state'
import { NodeQueries } from './node_queries'
import { attached_modules, flatten_layers, holdings, type LayerLike, own_variables, sub_layers } from './reflection'

/** What `add_weight` takes. The last five are of tf.keras and change nothing but `synchronization: 'on_read'`, which makes a weight non-trainable. */
export interface WeightConfig {
  name?: string | null
  shape?: Shape | number | null
  initializer?: unknown
  dtype?: string | null
  trainable?: boolean
  autocast?: boolean
  regularizer?: unknown
  constraint?: unknown
  aggregation?: string | null
  overwrite_with_gradient?: boolean
  synchronization?: string | null
  partitioner?: unknown
  use_resource?: boolean
  getter?: unknown
  collections?: unknown
  caching_device?: unknown
  layout?: unknown
  experimental_autocast?: boolean
}

const weight_keys = [
  'name',
  'shape',
  'initializer',
  'dtype',
  'trainable',
  'autocast',
  'regularizer',
  'constraint',
  'aggregation',
  'overwrite_with_gradient',
  'synchronization',
  'partitioner',
  'use_resource',
  'getter',
  'collections',
  'caching_device',
  'layout',
  'experimental_autocast',
]
const legacy_order = [
  'name',
  'shape',
  'dtype',
  'initializer',
  'regularizer',
  'trainable',
  'constraint',
  'use_resource',
  'synchronization',
  'aggregation',
]
const keras3_order = ['shape', 'initializer', 'dtype']

/** Puts the arguments of `add_weight` into one object: a text in first place is the name (the order of tf.keras), else the shape comes first. @throws TypeError */
function weight_config(args: readonly unknown[]): WeightConfig {
  const last = args[args.length - 1]
  const given = is_plain_object(last) && (args.length === 1 || typeof last.class_name !== 'string') ? last : {}
  const positional = given === last ? args.slice(0, -1) : args
  const order = typeof positional[0] === 'string' ? legacy_order : keras3_order
  if (positional.length > order.length) {
    throw new TypeError(
      `Layer.add_weight() takes from 1 to ${order.length + 1} positional arguments but ${positional.length + 1} were given`,
    )
  }
  const config: Record<string, unknown> = { ...given }
  positional.forEach((value, i) => {
    const key = order[i]!
    if (key in given) throw new TypeError(`Layer.add_weight() got multiple values for argument '${key}'`)
    config[key] = value
  })
  const unknown_key = Object.keys(config).find((key) => !weight_keys.includes(key))
  if (unknown_key !== undefined) {
    throw new TypeError(
      `Layer.add_weight() got an unexpected keyword argument '${unknown_key}'.${suggestion(unknown_key, weight_keys)} Received: ${unknown_key}=${repr(config[unknown_key])}`,
    )
  }
  return config
}

/** The weights of a layer, its dtype policy, and what lies below it. */
export abstract class Weights extends NodeQueries implements LayerLike {
  declare readonly _state: LayerState

  /** Where the layer stands among the layers around it: their names and its own, joined by `/`; null before it was built there. */
  get path(): string | null {
    return this._state.path
  }

  get built(): any {
    return this._state.built
  }

  set built(value: any) {
    this._state.built = value
  }

  /** Whether the weights take part in training. */
  get trainable(): boolean {
    return this._state.trainable
  }

  /** Sets the flag of this layer, of its trainable variables, and of all layers below. */
  set trainable(value: boolean) {
    const flag = Boolean(value)
    for (const variable of own_variables(this)) if (this._state.entered_trainable.get(variable)) variable.trainable = flag
    this._state.trainable = flag
    for (const layer of sub_layers(this)) (layer as unknown as Weights).trainable = flag
  }

  /** Own trainable weights, own others, then those of each sub-layer. Without seed states and metric variables. */
  get weights(): Variable[] {
    return this._collect_variables(false)
  }

  /** `weights` and the states of seed generators. */
  get variables(): Variable[] {
    return this._collect_variables(true)
  }

  get trainable_variables(): Variable[] {
    return this._state.trainable ? this.variables.filter((variable) => variable.trainable) : []
  }

  get non_trainable_variables(): Variable[] {
    return this._state.trainable ? this.variables.filter((variable) => !variable.trainable) : this.variables
  }

  get trainable_weights(): Variable[] {
    return this._state.trainable ? this.weights.filter((variable) => variable.trainable) : []
  }

  get non_trainable_weights(): Variable[] {
    return this._state.trainable ? this.weights.filter((variable) => !variable.trainable) : this.weights
  }

  private _collect_variables(with_seeds: boolean): Variable[] {
    if (this._state === undefined) return []
    const result = new Set<Variable>()
    const visited = new Set<LayerLike>()
    const visit = (layer: LayerLike): void => {
      if (visited.has(layer)) return
      visited.add(layer)
      const held = holdings(layer)
      for (const variable of own_variables(layer, held)) result.add(variable)
      if (with_seeds) for (const generator of held.generators) result.add(generator.state)
      for (const child of sub_layers(layer, held)) visit(child)
    }
    visit(this)
    return [...result]
  }

  /** The dtype of the layer's variables. */
  get dtype(): string {
    return this._policy().variable_dtype
  }

  get variable_dtype(): string {
    return this._policy().variable_dtype
  }

  /** The dtype of the layer's computations and results. */
  get compute_dtype(): string {
    return this._policy().compute_dtype
  }

  /** The dtype to which floating inputs are cast. */
  get input_dtype(): string {
    return this._policy().compute_dtype
  }

  get quantization_mode(): string | null {
    return this._policy().quantization_mode
  }

  /** @internal */
  get _dtype_policy(): DTypePolicy | DTypePolicyMap {
    return this._state.policy
  }

  get dtype_policy(): DTypePolicy | DTypePolicyMap {
    return this._state.policy
  }

  /** @throws ValueError, TypeError for what is no policy. */
  set dtype_policy(value: DTypePolicyLike) {
    const policy = get_dtype_policy(value)
    const { policy: present, path } = this._state
    this._state.policy =
      present instanceof DTypePolicyMap && path !== null && !(policy instanceof DTypePolicyMap)
        ? present.with(path, policy)
        : policy
    this._refresh_plain()
  }

  private _policy(): DTypePolicy | DTypePolicyMap {
    const { policy, path } = this._state
    return policy instanceof DTypePolicyMap ? policy.get(path ?? this.name) : policy
  }

  /** @internal */
  abstract _refresh_plain(): void

  /** Whether floating inputs, and variables inside the call, take the compute dtype. */
  get autocast(): boolean {
    return this._state.autocast
  }

  /**
   * Makes a weight of this layer. Initializer, regularizer and constraint that are not given are those of the attributes `<name>_initializer`, ... if there are any; the initializer
   * then defaults to `glorot_uniform` for floats and `zeros` otherwise.
   *
   * ```ts
   * const kernel = new Layer().add_weight({ name: 'kernel', shape: [4, 2] }) // shape [4, 2]
   * ```
   * @param args one object; or shape, initializer, dtype by position; or, with a text first, the order of tf.keras.
   * @throws ValueError on a built layer, or for a shape with unknown dimensions; TypeError for unknown keywords.
   */
  add_weight(...args: unknown[]): Variable {
    this._require_constructed()
    const config = weight_config(args)
    const state = this._state
    if (state.locked && !state.building) this._refuse_state()
    const { shape = [], name = null } = config
    const own = this as unknown as Record<string, unknown>
    const from_attribute = (key: string): unknown => (name === null ? undefined : own[`${name}_${key}`])
    const dtype = config.dtype === undefined || config.dtype === null ? this.variable_dtype : standardize_dtype(config.dtype)
    let initializer = config.initializer ?? from_attribute('initializer') ?? null
    if (initializer === null) initializer = default_initializer(dtype, name)
    const trainable = trainable_flag(config)
    const { overwrite_with_gradient = false } = config
    if (typeof overwrite_with_gradient !== 'boolean')
      throw new TypeError(`\`overwrite_with_gradient\` must be a boolean. Received: ${repr(overwrite_with_gradient)}`)
    if (typeof config.getter === 'function') (config.getter as (config: WeightConfig) => unknown)(config)
    else if ('getter' in config && config.getter === null)
      throw new TypeError("'NoneType' object is not callable. Received: getter=None")
    const regularizer = get_regularizer((config.regularizer ?? from_attribute('regularizer') ?? null) as never)
    const constraint = get_constraint((config.constraint ?? from_attribute('constraint') ?? null) as never)
    const guard = swap_creation_guard(null)
    const opened = open_name_scope(this.name, this, state.parent_path === '' ? null : state.parent_path)
    let variable: Variable
    try {
      variable = new Variable(initial_value(initializer, dtype), {
        shape: shape === null ? [] : shape,
        dtype,
        trainable: state.trainable && trainable,
        autocast: config.autocast ?? config.experimental_autocast ?? true,
        aggregation: config.aggregation ?? null,
        synchronization: config.synchronization ?? 'auto',
        name: name || 'variable',
        regularizer,
        constraint,
      })
    } finally {
      close_name_scope(opened)
      swap_creation_guard(guard)
    }
    variable.overwrite_with_gradient = overwrite_with_gradient
    for (const held of holdings(this).variables) if (state.own.includes(held)) state.attached.add(held)
    state.own.push(variable)
    state.entered_trainable.set(variable, trainable)
    return variable
  }

  /**
   * `add_weight` under another name, with shape and initializer in front.
   * @throws TypeError when a text stands in first place.
   */
  add_variable(...args: unknown[]): Variable {
    if (typeof args[0] === 'string')
      throw new TypeError(
        `Layer.add_variable() takes \`shape\` and \`initializer\` by position, the name by keyword. Received: ${repr(args[0])}`,
      )
    return this.add_weight(...args)
  }

  /** @internal Throws when the constructor of the parent class did not run. */
  _require_constructed(): void {
    if (this._state !== undefined) return
    throw new RuntimeError(
      `In layer '${class_name_of(this.constructor)}', you forgot to call \`super(config)\` as the first statement in the constructor. Go add it!`,
    )
  }

  /** @internal What an attempt to add state to a built layer gives. */
  get _refuse_state(): () => never {
    return refuse_state
  }

  /** Takes a variable out of the weights, also of a built layer. Source: keras Layer._untrack_variable. */
  _untrack_variable(variable: Variable): void {
    const state = this._state
    state.own = state.own.filter((own) => own !== variable)
    state.attached.delete(variable)
    state.removed.add(variable)
  }

  /** Takes a variable into the weights, also of a built layer. Source: keras Layer._track_variable. */
  _track_variable(variable: Variable): void {
    const state = this._state
    state.removed.delete(variable)
    if (!state.own.includes(variable)) state.own.push(variable)
    state.entered_trainable.set(variable, variable.trainable)
  }

  /**
   * The values of `weights`: new tensors that the caller owns, or with `{ as: 'array' }` a promise of typed arrays.
   */
  get_weights(): Tensor[]
  get_weights(options: { as: 'array' }): Promise<(Float32Array | Int32Array | Uint8Array)[]>
  get_weights(options: { as?: string } = {}): Tensor[] | Promise<(Float32Array | Int32Array | Uint8Array)[]> {
    if (options.as === 'array') return Promise.all(this.weights.map((variable) => variable.data() as Promise<Float32Array>))
    return this.weights.map((variable) => engine().runKernel('Identity', { x: variable as unknown as Tensor }))
  }

  /**
   * Replaces the values of `weights`. Everything is checked before anything is written.
   * @param weights one tensor or (nested or typed) array for each weight, in their order; a tensor stands for the list of its rows.
   * @throws ValueError when their number or a shape is wrong.
   */
  set_weights(list: readonly unknown[] | Tensor): void {
    const variables = this.weights
    const weights = is_tensor(list) && list.shape.length > 0 ? (list.arraySync() as unknown[]) : list
    if (!Array.isArray(weights)) throw new TypeError(`set_weights: expects a list. Received: weights=${repr(weights)}`)
    if (weights.length !== variables.length) {
      throw new ValueError(
        `You called \`set_weights(weights)\` on layer "${this.name}" with a weight list of length ${weights.length}, but the layer was expecting ${variables.length} weights. Received: ${repr(weights).slice(0, 50)}...`,
      )
    }
    variables.forEach((variable, i) => {
      const value = weights[i] as { shape?: number[] } | unknown
      const shape = array_shape(value, variable.shape)
      if (!shapes_equal(shape, variable.shape)) {
        throw new ValueError(
          `Layer ${this.name} weight shape ${shape_text(variable.shape)} is not compatible with provided weight shape ${shape_text(shape)}.`,
        )
      }
    })
    variables.forEach((variable, i) => {
      const value = weights[i]
      if (ArrayBuffer.isView(value)) {
        const tensor = engine().makeTensor(value, variable.shape, variable.dtype)
        variable.assign(tensor)
        tensor.dispose()
      } else variable.assign(value as never)
    })
    for (const layer of flatten_layers(this)) (layer as unknown as { finalize_state(): void }).finalize_state()
  }

  /** Called on every layer after its weights were set or loaded. Does nothing unless a layer has a use for it. */
  finalize_state(): void {}

  /** The number of values in the weights. @throws ValueError before the layer is built. */
  count_params(): number {
    if (!this.built) {
      throw new ValueError(
        `You tried to call \`count_params\` on layer '${this.name}', but the layer isn't built. You can build it manually via: \`layer.build(input_shape)\`.`,
      )
    }
    return this.weights.reduce((total, variable) => total + variable.size, 0)
  }

  /** All layers and metrics below this one, those attached to it first. */
  get submodules(): object[] {
    return attached_modules(this)
  }

  /** The layers attached to this one. */
  get _layers(): any[] {
    return sub_layers(this)
  }

  /** This layer and those below it. Source: keras Layer._flatten_layers. */
  _flatten_layers(include_self = true, recursive = true): any[] {
    return flatten_layers(this, include_self, recursive)
  }

  /** Frees the variables of this layer and of the layers below it. A second time does nothing. */
  dispose(): void {
    for (const layer of flatten_layers(this)) (layer as unknown as Weights)._dispose_own()
  }

  /** @internal */
  _dispose_own(): void {
    const held = holdings(this)
    for (const variable of [...own_variables(this, held), ...this._state.own]) variable.dispose()
    for (const generator of held.generators) generator.dispose()
    for (const metric of held.metrics) for (const variable of metric.variables as Variable[]) variable.dispose()
    for (const item of this._state.owned) item.dispose()
    this._state.disposed = true
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

function refuse_state(): never {
  throw new ValueError(
    'You cannot add new elements of state (variables or sub-layers) to a layer that is already built. All state must be created in the constructor or in the `build()` method.',
  )
}

function default_initializer(dtype: string, name: string | null): string {
  if (is_float_dtype(dtype)) return 'glorot_uniform'
  if (dtype === 'string') {
    throw new ValueError(`An initializer for variable ${name} of type ${dtype} is required for layer. Received: initializer=None`)
  }
  return 'zeros'
}

function initial_value(initializer: unknown, dtype: string): any {
  const resolved = get_initializer(initializer as never) as (shape: number[], options?: unknown) => Tensor
  return (shape: number[]) => to_tensor(resolved(shape, { dtype }))
}

function trainable_flag(config: WeightConfig): boolean {
  if (config.synchronization === 'on_read') {
    if (config.trainable === true) {
      throw new ValueError(
        'Synchronization value can be set to VariableSynchronization.ON_READ only for non-trainable variables. You have specified trainable=True and synchronization=VariableSynchronization.ON_READ.',
      )
    }
    return false
  }
  return config.trainable === undefined || config.trainable === null ? true : Boolean(config.trainable)
}

function array_shape(value: unknown, wanted: readonly number[]): Shape {
  const shape = (value as { shape?: number[] } | null)?.shape
  if (Array.isArray(shape)) return shape
  if (ArrayBuffer.isView(value)) {
    const length = (value as unknown as Float32Array).length
    return length === wanted.reduce((product, d) => product * d, 1) ? [...wanted] : [length]
  }
  return nested_shape(value)
}
