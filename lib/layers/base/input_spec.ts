import { unfilled_shape } from '../../backend/meta'
import { standardize_dtype } from '../../common/dtypes'
import { TypeError, ValueError } from '../../common/errors'
import { type Shape, shape_text, standardize_shape } from '../../common/shape'
import { repr, type_text } from '../../common/text'
import { flatten, is_plain_object } from '../../common/tree'
import { KerasTensor } from '../../graph/keras_tensor'
import { tensor_dtype } from '../../variables/to_tensor'

export interface InputSpecConfig {
  dtype?: string | null
  shape?: Shape | null
  ndim?: number | null
  max_ndim?: number | null
  min_ndim?: number | null
  /** Axis to size; null matches any size. */
  axes?: Record<string | number, number | null> | null
  allow_last_axis_squeeze?: boolean
  name?: string | null
  optional?: boolean
}

/**
 * What a layer accepts: rank, dtype, sizes of axes. Unset fields accept anything. Source: keras.layers.InputSpec.
 *
 * ```ts
 * new InputSpec({ min_ndim: 2, axes: { '-1': 3 } })
 * ```
 */
export class InputSpec {
  static class_name = 'InputSpec'
  readonly dtype: string | null
  readonly shape: Shape | null
  readonly ndim: number | null
  readonly max_ndim: number | null
  readonly min_ndim: number | null
  readonly axes: Map<number, number | null>
  readonly allow_last_axis_squeeze: boolean
  readonly name: string | null
  readonly optional: boolean

  /** @throws TypeError for a key of `axes` that is no whole number, ValueError for one above the rank. */
  constructor({
    dtype = null,
    shape = null,
    ndim = null,
    max_ndim = null,
    min_ndim = null,
    axes = null,
    allow_last_axis_squeeze = false,
    name = null,
    optional = false,
  }: InputSpecConfig = {}) {
    this.dtype = dtype === null ? null : standardize_dtype(dtype)
    this.shape = shape === null ? null : standardize_shape(shape)
    this.ndim = this.shape === null ? ndim : this.shape.length
    this.max_ndim = max_ndim
    this.min_ndim = min_ndim
    this.allow_last_axis_squeeze = allow_last_axis_squeeze
    this.name = name
    this.optional = optional
    if (axes !== null && !is_plain_object(axes))
      throw new TypeError(`Argument \`axes\` must be a dict with integer keys. Received: axes=${repr(axes)}`)
    this.axes = new Map()
    for (const [key, value] of Object.entries(axes ?? {})) {
      const axis = Number(key)
      if (!Number.isInteger(axis))
        throw new TypeError(`Argument \`axes\` must be a dict with integer keys. Received: axes=${repr(axes)}`)
      this.axes.set(axis, value)
    }
    const limit = this.ndim ?? this.max_ndim
    if (this.axes.size > 0 && limit !== null) {
      const highest = Math.max(...this.axes.keys())
      if (highest > limit - 1) {
        throw new ValueError(`Axis ${highest} is greater than the maximum allowed value: ${limit - 1}`)
      }
    }
  }

  get_config(): Record<string, unknown> {
    return {
      dtype: this.dtype,
      shape: this.shape,
      ndim: this.ndim,
      max_ndim: this.max_ndim,
      min_ndim: this.min_ndim,
      axes: Object.fromEntries(this.axes),
      optional: this.optional,
    }
  }

  static from_config(config: InputSpecConfig): InputSpec {
    return new InputSpec(config)
  }

  /** `InputSpec(ndim=2, axes={-1: 3})` */
  to_text(): string {
    const fields: [string, unknown][] = [
      ['dtype', this.dtype],
      ['shape', this.shape === null || this.shape.length === 0 ? null : { to_text: () => shape_text(this.shape!) }],
      ['ndim', this.ndim === 0 ? null : this.ndim],
      ['max_ndim', this.max_ndim],
      ['min_ndim', this.min_ndim],
      [
        'axes',
        this.axes.size === 0
          ? null
          : { to_text: () => `{${[...this.axes].map(([axis, value]) => `${axis}: ${repr(value)}`).join(', ')}}` },
      ],
    ]
    return `InputSpec(${fields
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `${key}=${typeof value === 'string' ? value : repr(value)}`)
      .join(', ')})`
  }
}

interface Shaped {
  shape: Shape
  dtype: string
}

function has_shape(value: unknown): value is Shaped {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && Array.isArray((value as Shaped).shape)
}

/**
 * Checks the first argument of a call against the specification of a layer.
 * @throws ValueError that names the input, the layer, what was expected and what was found.
 */
export function assert_input_compatibility(input_spec: unknown, inputs: unknown, layer_name: string): void {
  if (input_spec === null || input_spec === undefined) return
  if (input_spec instanceof InputSpec && has_shape(inputs)) {
    check_one(input_spec, inputs, 0, layer_name)
    return
  }
  const specs = flatten<InputSpec | null>(input_spec)
  let given: unknown = inputs
  if (is_plain_object(given)) {
    const names = specs.map((spec) => spec?.name)
    if (names.every((name) => typeof name === 'string')) {
      const dict = given
      given = names.map((name) => {
        if (!(name in dict)) {
          throw new ValueError(
            `Missing data for input "${name}". You passed a data dictionary with keys ${repr(Object.keys(dict))}. Expected the following keys: ${repr(names)}`,
          )
        }
        return dict[name]
      })
    }
  }
  const flat = flatten(given)
  if (flat.length !== specs.length) {
    throw new ValueError(
      `Layer "${layer_name}" expects ${specs.length} input(s), but it received ${flat.length} input tensors. ${expected_names(specs)}Inputs received: ${repr(flat)}`,
    )
  }
  specs.forEach((spec, i) => {
    const value = flat[i]
    if (spec === null || spec === undefined || ((value === null || value === undefined) && spec.optional)) return
    if (!has_shape(value))
      throw new ValueError(
        `Inputs to a layer should be tensors. Got '${typeof value === 'string' ? value : repr(value)}' (of type <class '${type_text(value)}'>) as input for layer '${layer_name}'.`,
      )
    check_one(spec, value, i, layer_name)
  })
}

function expected_names(specs: (InputSpec | null)[]): string {
  const names = specs.map((spec) => spec?.name ?? null)
  return names.length > 0 && names.every((name) => name !== null)
    ? `The expected inputs are ${repr(names)}; pass them as a list or as a dict with these keys. `
    : ''
}

function check_one(spec: InputSpec, value: Shaped, index: number, layer_name: string): void {
  const shape = value.shape
  const ndim = shape.length
  const fail = (what: string): never => {
    throw new ValueError(
      `Input ${index} with name '${spec.name ?? 'None'}' of layer '${layer_name}' is incompatible with the layer: ${what}`,
    )
  }
  const full = (): string => shape_text(unfilled_shape(shape as number[]))
  if (spec.ndim !== null && !spec.allow_last_axis_squeeze && ndim !== spec.ndim) {
    fail(`expected ndim=${spec.ndim}, found ndim=${ndim}. Full shape received: ${full()}`)
  }
  if (spec.max_ndim !== null && ndim > spec.max_ndim) fail(`expected max_ndim=${spec.max_ndim}, found ndim=${ndim}`)
  if (spec.min_ndim !== null && ndim < spec.min_ndim)
    fail(`expected min_ndim=${spec.min_ndim}, found ndim=${ndim}. Full shape received: ${full()}`)
  if (spec.dtype !== null) {
    const dtype = tensor_dtype(value as never)
    if (dtype !== spec.dtype) fail(`expected dtype=${spec.dtype}, found dtype=${dtype}`)
  }
  for (const [axis, size] of spec.axes) {
    const found = shape[axis < 0 ? axis + ndim : axis]
    if (size !== null && found !== null && found !== size) {
      fail(`expected axis ${axis} of input shape to have value ${size}, but received input with shape ${full()}`)
    }
  }
  if (spec.shape !== null) {
    let wanted = spec.shape
    let found: Shape = shape
    if (spec.allow_last_axis_squeeze) {
      if (found.length > 0 && found[found.length - 1] === 1) found = found.slice(0, -1)
      if (wanted.length > 0 && wanted[wanted.length - 1] === 1) wanted = wanted.slice(0, -1)
    }
    if (wanted.some((d, i) => d !== null && found[i] !== null && found[i] !== undefined && found[i] !== d)) {
      fail(`expected shape=${shape_text(spec.shape)}, found shape=${full()}`)
    }
  }
}

/** A symbolic tensor with the sizes that a specification knows in place of unknown ones; the batch stays unknown. Anything else stays as it is. */
export function with_known_sizes(input_spec: unknown, value: unknown): unknown {
  if (!(input_spec instanceof InputSpec) || !(value instanceof KerasTensor) || !value.shape.includes(null)) return value
  const rank = value.shape.length
  const shape = value.shape.slice()
  input_spec.shape?.forEach((size, axis) => {
    if (axis > 0 && input_spec.shape!.length === rank) shape[axis] ??= size
  })
  for (const [axis, size] of input_spec.axes) shape[axis < 0 ? axis + rank : axis] ??= size
  return new KerasTensor(shape, { dtype: value.dtype, sparse: value.sparse, ragged: value.ragged, name: value.name })
}
