import { complex, Tensor, tensor } from '@tensorflow/tfjs-core'
import { is_half_dtype, storage_dtype } from '../../lib/common/dtypes'
import { is_plain_object, map_structure } from '../../lib/common/tree'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { label_dtype } from '../../lib/variables/half'
import { cast_tensor } from '../../lib/variables/to_tensor'

/** A tensor as a case writes it. */
export interface RecordedTensor {
  shape: number[]
  dtype: string
  data?: (number | string)[]
  fill?: number | string
}

const special: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** The number of a JSON number or of `"NaN"`, `"Infinity"`, `"-Infinity"`. */
export function recorded_number(value: number | string | boolean): number {
  return typeof value === 'string' ? special[value]! : Number(value)
}

export function is_recorded_tensor(value: unknown): value is RecordedTensor {
  return (
    is_plain_object(value) &&
    Array.isArray(value.shape) &&
    typeof value.dtype === 'string' &&
    ('data' in value || 'fill' in value)
  )
}

/** A serialised Keras object. */
export function is_recorded_object(value: unknown): value is { module: string | null; class_name: string; config: any } {
  return is_plain_object(value) && typeof value.class_name === 'string' && 'config' in value
}

function size_of(shape: number[]): number {
  return shape.reduce((size, d) => size * d, 1)
}

/** All elements of a recorded tensor; a complex element is two. */
export function recorded_elements({ shape, dtype, data, fill }: RecordedTensor): (number | string)[] {
  const elements = data ?? new Array(size_of(shape)).fill(fill)
  return dtype === 'string' ? elements : elements.map(recorded_number)
}

/** Makes a tensor of a recorded one, with its Keras dtype. */
export function make_recorded(value: RecordedTensor): Tensor {
  const elements = recorded_elements(value)
  if (value.dtype === 'complex64') {
    const part = (offset: number): Tensor =>
      tensor(elements.filter((_, i) => i % 2 === offset) as number[], value.shape, 'float32')
    const [re, im] = [part(0), part(1)]
    const result = complex(re, im)
    re.dispose()
    im.dispose()
    return result
  }
  const storage = storage_dtype(value.dtype)
  const data =
    storage === 'float32'
      ? Float32Array.from(elements as number[])
      : storage === 'int32'
        ? Int32Array.from(elements as number[])
        : elements
  const made = tensor(data as number[], value.shape, storage as 'float32')
  if (storage === value.dtype) return made
  if (!is_half_dtype(value.dtype)) return label_dtype(made, value.dtype)
  const rounded = cast_tensor(made, value.dtype)
  if (rounded !== made) made.dispose()
  return rounded
}

/** How values of a case become values of the library. */
export interface DecodeOptions {
  /** Revives serialised objects; without it they stay as they are. */
  revive?: (object: any) => unknown
  /** A Python float with a whole value. */
  float?: (value: number) => unknown
}

/** Decodes the values of a case, and keeps account of the tensors that it makes. */
export class Decoder {
  private readonly made: Tensor[] = []
  private readonly options: DecodeOptions

  constructor(options: DecodeOptions = {}) {
    this.options = options
  }

  decode(value: unknown): any {
    if (Array.isArray(value)) return value.map((item) => this.decode(item))
    if (is_recorded_tensor(value)) {
      const made = make_recorded(value)
      this.made.push(made)
      return made
    }
    if (!is_plain_object(value)) return value
    if ('keras_tensor' in value) {
      const { shape, dtype } = value.keras_tensor as RecordedTensor
      return new KerasTensor(shape, { dtype })
    }
    const keys = Object.keys(value)
    if (keys.length === 1) {
      if (keys[0] === 'float') return this.float(recorded_number(value.float as number))
      if (keys[0] === 'slice') return this.decode(value.slice)
      if (keys[0] === 'ellipsis') return '...'
    }
    if (is_recorded_object(value) && this.options.revive) return this.options.revive(value)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.decode(item)]))
  }

  private float(value: number): unknown {
    return this.options.float && Number.isInteger(value) ? this.options.float(value) : value
  }

  /** Frees the tensors made so far. */
  dispose(): void {
    for (const made of this.made.splice(0)) made.dispose()
  }
}

/** The shapes of a structure of tensors, in its structure. */
export function shapes_of(structure: unknown): unknown {
  return map_structure((leaf) => (leaf instanceof Tensor || leaf instanceof KerasTensor ? leaf.shape : leaf), structure)
}
