import type { Tensor } from '@tensorflow/tfjs-core'
import * as tfc from '@tensorflow/tfjs-core'
import { is_ready, require_ready } from '../backend/choose'
import { engine } from '../backend/engine'
import { register_gradients } from '../backend/gradients'
import { has_fill, on_real_backend, tracing } from '../backend/meta'
import { floatx } from '../common/config'
import { type DType, is_float_dtype, standardize_dtype, storage_dtype } from '../common/dtypes'
import { RuntimeError, TypeError, ValueError } from '../common/errors'
import { auto_name, check_name } from '../common/names'
import { type Shape, shape_text, shapes_equal, standardize_shape } from '../common/shape'
import { on_clear_session } from '../common/state'
import { repr, type_text } from '../common/text'
import { current_path } from './name_scope'
import { scopes, swap_autocast, swap_stateless } from './scopes'
import { cast_tensor, nested_shape, plain_dtype, type TensorLike, tensor_dtype, to_tensor } from './to_tensor'

/** Makes the first value of a variable. */
export type InitializerFunction = (shape: number[], dtype?: DType) => Tensor

const aggregations = [null, 'none', 'mean', 'sum', 'only_first_replica']
const synchronizations = [null, 'none', 'auto', 'on_write', 'on_read']

export interface VariableConfig {
  /** Required when the first argument is an initializer. */
  shape?: Shape | number | null
  /** Default: floatx. */
  dtype?: DType | null
  trainable?: boolean
  /** Whether a layer with a half-precision compute dtype reads it in that dtype. Default true. */
  autocast?: boolean
  aggregation?: string | null
  synchronization?: string | null
  /** Default: a unique name. No `/`. */
  name?: string | null
  regularizer?: unknown
  constraint?: unknown
}

/** Told of every variable that is made or freed while it is set. */
export interface CreationWatch {
  made(variable: Variable): void
  freed(variable: Variable): void
}

const pending = new Set<Variable>()
const creation = { refuse: null as (() => void) | null, watch: null as CreationWatch | null }

/**
 * Runs `fn` so that variables made from an initializer keep waiting for their first value until it is needed, and tells `watch` of each one. What `watch.made` throws stops the
 * variable from being made.
 */
export function with_deferred_variables<T>(watch: CreationWatch, fn: () => T): T {
  const outer = creation.watch
  creation.watch = watch
  try {
    return fn()
  } finally {
    creation.watch = outer
  }
}

/** Sets what is asked before a variable is made: a layer in a call refuses new state. Answers the one before. */
export function swap_creation_guard(guard: (() => void) | null): (() => void) | null {
  const before = creation.refuse
  creation.refuse = guard
  return before
}

/** Gives every variable that still waits for a backend its first value, in the order in which they were made. */
export function initialize_pending(): void {
  if (pending.size === 0 || creation.watch !== null || tracing() || !is_ready()) return
  const waiting = [...pending]
  pending.clear()
  for (const variable of waiting) variable.initialize()
}

/** A name behind the open scopes. */
function scoped_name(name: string): string {
  const scope = current_path()
  return scope === '' ? name : `${scope}/${name}`
}

function wrong_callable(name: string, value: unknown): void {
  if (value !== null && value !== undefined && typeof value !== 'function') {
    throw new ValueError(
      `Invalid value for attribute \`${name}\`. Expected an instance of \`keras.${name}s.${name[0]!.toUpperCase()}${name.slice(1)}\`, or \`None\`. Received: ${name}=${repr(value)}`,
    )
  }
}

/**
 * A tensor whose value can be replaced. It is a TensorFlow.js `Variable`, so TensorFlow.js functions, `tf.grads` and `tf.train` take it as it is: `name` is therefore
 * unique among living variables, `local_name` is the name that it was given, and `path` the name with its scopes.
 *
 * Made before a backend is up, or while shapes are inferred, it gets its first value when that is first needed.
 * Source: keras.Variable.
 *
 * ```ts
 * const v = new Variable([1, 2], { name: 'v' })
 * v.assign_add([1, 1])
 * ```
 */
export class Variable extends tfc.Variable {
  static class_name = 'Variable'
  declare readonly path: string
  declare readonly local_name: string
  declare readonly keras_dtype: DType
  declare autocast: boolean
  declare aggregation: string
  declare synchronization: string
  /** @internal */ declare _regularizer: ((x: any) => unknown) | null
  /** @internal */ declare _overwrite_with_gradient: boolean
  /** @internal */ declare _constraint: ((x: any) => unknown) | null
  /** @internal */ declare _data: object | undefined
  /** @internal */ declare _initializer: (() => Tensor) | null
  /** @internal */ declare _placeholder: object | undefined

  /**
   * @param initializer a function of shape and dtype, an initializer object, or the first value.
   * @throws ValueError for a bad name, an incomplete shape, or a regularizer or constraint that cannot be called.
   */
  constructor(
    initializer: InitializerFunction | TensorLike,
    {
      shape = null,
      dtype = null,
      trainable = true,
      autocast = true,
      aggregation = 'none',
      synchronization = 'auto',
      name = null,
      regularizer = null,
      constraint = null,
    }: VariableConfig = {},
  ) {
    register_gradients()
    const local_name = name ?? auto_name('Variable')
    check_name(local_name)
    if (!aggregations.includes(aggregation)) {
      throw new ValueError(
        `Invalid value for argument \`aggregation\`. Expected one of \`None\`, \`'none'\`, \`'mean'\`, \`'sum'\`, \`'only_first_replica'\`. Received: aggregation=${repr(aggregation)}`,
      )
    }
    if (!synchronizations.includes(synchronization)) {
      throw new ValueError(
        `Invalid value for argument \`synchronization\`. Expected one of \`None\`, \`'none'\`, \`'auto'\`, \`'on_write'\`, \`'on_read'\`. Received: synchronization=${repr(synchronization)}`,
      )
    }
    wrong_callable('regularizer', regularizer)
    wrong_callable('constraint', constraint)
    creation.refuse?.()
    let make = typeof initializer === 'function' ? (initializer as InitializerFunction) : null
    let value: Tensor | null = null
    let full_shape: number[]
    let keras_dtype: DType
    if (make !== null) {
      if (shape === null || shape === undefined) {
        throw new ValueError(
          `When creating a Variable from an initializer, the \`shape\` argument should be specified. Received: initializer=${repr(initializer)} and shape=${repr(shape)}`,
        )
      }
      const checked = standardize_shape(shape)
      if (checked.includes(null) || checked.some((d) => tracing() && has_fill(d!))) {
        throw new ValueError(
          `Shapes used to initialize variables must be fully-defined (no \`None\` dimensions). Received: shape=${shape_text(checked.map((d) => (d !== null && tracing() && has_fill(d) ? null : d)))} for variable path='${scoped_name(local_name)}'`,
        )
      }
      full_shape = checked as number[]
      keras_dtype = standardize_dtype(dtype, floatx())
    } else {
      if (scopes.stateless !== null) {
        throw new ValueError(
          'You are attempting to create a variable while in a stateless scope. This is disallowed. Make sure that all variables are created before you start using your layer/model objects.',
        )
      }
      const wanted = dtype === null || dtype === undefined ? null : standardize_dtype(dtype)
      if (is_ready() || initializer instanceof tfc.Tensor) {
        value = on_real_backend(() => {
          const given = to_tensor(initializer, wanted)
          return given === initializer ? (engine().runKernel('Identity', { x: given }) as unknown as Tensor) : given
        })
        full_shape = value.shape
        keras_dtype = wanted ?? tensor_dtype(value)
      } else {
        full_shape = nested_shape(initializer)
        keras_dtype = wanted ?? plain_dtype(initializer, floatx())
        make = () => to_tensor(initializer, keras_dtype)
      }
    }
    const path = scoped_name(local_name)
    const core = engine()
    let unique = path
    for (let i = 1; core.state.registeredVariables[unique] !== undefined; i++) unique = `${path}_${i}`
    super(
      { shape: full_shape, dtype: storage_dtype(keras_dtype), dataId: undefined } as never,
      trainable,
      unique,
      core.nextTensorId(),
    )
    this.path = path
    this.local_name = local_name
    this.keras_dtype = keras_dtype
    this.trainable = Boolean(trainable)
    this.autocast = Boolean(autocast)
    this.aggregation = aggregation ?? 'none'
    this.synchronization = synchronization ?? 'auto'
    this._overwrite_with_gradient = false
    this._regularizer = (regularizer as never) ?? null
    this._constraint = (constraint as never) ?? null
    try {
      creation.watch?.made(this)
    } catch (error) {
      value?.dispose()
      throw error
    }
    core.state.registeredVariables[unique] = this as never
    if (value !== null) {
      this._initializer = null
      this._adopt(value)
      return
    }
    this._initializer = () => make!(full_shape, keras_dtype)
    if (tracing() || creation.watch !== null || scopes.stateless !== null || !is_ready()) pending.add(this)
    else {
      try {
        this.initialize()
      } catch (error) {
        this.dispose()
        throw error
      }
    }
  }

  /** Gives the variable its first value now, if it has none yet. */
  initialize(): void {
    const make = this._initializer
    if (make === null || this._data !== undefined) return
    require_ready(`the variable '${this.path}'`)
    this._initializer = null
    const autocast = swap_autocast(undefined)
    const stateless = swap_stateless(null)
    try {
      const core = engine()
      const value = on_real_backend(() =>
        core.tidy(() => core.runKernel('Identity', { x: cast_tensor(to_tensor(make()), this.keras_dtype) })),
      )
      if (!shapes_equal(value.shape, this.shape)) {
        value.dispose()
        throw new ValueError(
          `The shape of the initial value does not match the shape of the variable '${this.path}'. Received: ${shape_text(value.shape)}, expected ${shape_text(this.shape)}`,
        )
      }
      this._adopt(value)
    } catch (error) {
      this._initializer = make
      throw error
    } finally {
      swap_autocast(autocast)
      swap_stateless(stateless)
    }
  }

  /** Takes over the data of a tensor, which is freed. @internal */
  _adopt(value: Tensor): void {
    const core = engine()
    if (this._data !== undefined) core.disposeTensor(this as never)
    this._data = value.dataId
    core.incRef(this as never, null as never)
    if (!value.isDisposed) value.dispose()
  }

  /** The present value: inside a stateless scope the mapped one, inside an autocast scope cast to its dtype, else the variable itself. */
  get value(): Tensor {
    if (!scopes.active) return this
    let value: Tensor = scopes.stateless?.get_current_value(this) ?? this
    const dtype = scopes.autocast
    if (
      this.autocast &&
      dtype !== undefined &&
      dtype !== null &&
      is_float_dtype(this.keras_dtype) &&
      dtype !== this.keras_dtype
    ) {
      value = cast_tensor(value, dtype)
    }
    return value
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length
  }

  get regularizer(): ((x: any) => unknown) | null {
    return this._regularizer
  }

  /** @throws ValueError for what cannot be called. */
  set regularizer(value: ((x: any) => unknown) | null) {
    wrong_callable('regularizer', value)
    this._regularizer = value
  }

  get constraint(): ((x: any) => unknown) | null {
    return this._constraint
  }

  /** @throws ValueError for what cannot be called. */
  set constraint(value: ((x: any) => unknown) | null) {
    wrong_callable('constraint', value)
    this._constraint = value
  }

  /** Whether an optimizer replaces the value by its gradient. Default false. */
  get overwrite_with_gradient(): boolean {
    return this._overwrite_with_gradient
  }

  /** @throws TypeError for anything but a boolean. */
  set overwrite_with_gradient(value: boolean) {
    if (typeof value !== 'boolean') throw new TypeError(`\`overwrite_with_gradient\` must be a boolean. Received: ${repr(value)}`)
    this._overwrite_with_gradient = value
  }

  /**
   * Replaces the value. It outlives every scope and is not part of gradients; inside a stateless scope it is recorded there, and while shapes are inferred it only checks.
   * @throws ValueError on another shape.
   */
  override assign(value: TensorLike): any {
    const given = to_tensor(value)
    if (!shapes_equal(given.shape, this.shape)) {
      if (given !== value && !(value instanceof tfc.Tensor)) given.dispose()
      throw new ValueError(
        `The shape of the target variable and the shape of the target value in \`variable.assign(value)\` must match. variable.shape=${shape_text(this.shape)}, Received: value.shape=${shape_text(given.shape)}. Target variable: ${this.to_text()}`,
      )
    }
    if (scopes.stateless !== null) {
      const cast = cast_tensor(given, this.keras_dtype)
      scopes.stateless.add_update(this, cast)
      return cast
    }
    if (tracing()) return this
    if (given === this) return this
    const core = engine()
    const tape = core.state.activeTape
    core.state.activeTape = null as never
    try {
      core.tidy(() => {
        const cast = cast_tensor(given, this.keras_dtype)
        this._initializer = null
        if (this._data !== undefined) core.disposeTensor(this as never)
        this._data = cast.dataId
        core.incRef(this as never, null as never)
      })
      if (given !== value && !(value instanceof tfc.Tensor)) given.dispose()
    } finally {
      core.state.activeTape = tape
    }
    return this
  }

  /** Adds `value`. @throws ValueError on another shape. */
  assign_add(value: TensorLike): any {
    return this._assign_sum(value, 'Add')
  }

  /** Subtracts `value`. @throws ValueError on another shape. */
  assign_sub(value: TensorLike): any {
    return this._assign_sum(value, 'Sub')
  }

  private _assign_sum(value: TensorLike, kernel: string): any {
    const core = engine()
    const sum = (present: Tensor): Tensor => core.runKernel(kernel, { a: present, b: to_tensor(value, this.keras_dtype) })
    if (scopes.stateless !== null) return this.assign(core.tidy(() => sum(scopes.stateless!.get_current_value(this) ?? this)))
    const tape = core.state.activeTape
    core.state.activeTape = null as never
    try {
      core.tidy(() => void this.assign(sum(this)))
    } finally {
      core.state.activeTape = tape
    }
    return this
  }

  override dispose(): void {
    if (this.isDisposed) return
    pending.delete(this)
    creation.watch?.freed(this)
    const core = engine()
    delete core.state.registeredVariables[this.name]
    if (this._data !== undefined) core.disposeTensor(this as never)
    ;(this as unknown as { isDisposedInternal: boolean }).isDisposedInternal = true
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError(`A Keras Variable cannot be used as a number, a text or a truth value. Received: ${this.to_text()}`)
  }

  /** `<Variable path=dense/kernel, shape=(2, 3), dtype=float32>` */
  to_text(): string {
    return `<Variable path=${this.path}, shape=${shape_text(this.shape)}, dtype=${this.keras_dtype}>`
  }
}

Object.defineProperty(Variable.prototype, 'dataId', {
  configurable: true,
  get(this: Variable) {
    if (this._data === undefined) {
      if (this.isDisposed) throw new RuntimeError(`The variable was disposed of. Received: ${this.to_text()}`)
      if (tracing() || !is_ready()) {
        this._placeholder ??= {}
        return this._placeholder
      }
      this.initialize()
    }
    return this._data
  },
  set(this: Variable, data: object | undefined) {
    this._data = data
  },
})

Object.defineProperty(Variable, Symbol.hasInstance, {
  value(this: { prototype: object }, candidate: unknown) {
    return typeof candidate === 'object' && candidate !== null && Object.prototype.isPrototypeOf.call(this.prototype, candidate)
  },
})

/** True for variables of this library. */
export function is_variable(value: unknown): value is Variable {
  return value instanceof Variable
}

/** @throws TypeError when `value` is not a variable. */
export function require_variable(value: unknown, who: string): asserts value is Variable {
  if (!(value instanceof Variable))
    throw new TypeError(`${who}: expects a Variable. Received: ${repr(value)} (of type ${type_text(value)})`)
}

on_clear_session(() => {
  creation.refuse = null
})
