import { Tensor, tensor1d } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { make_default_seed } from '../common/default_seed'
import { ValueError } from '../common/errors'
import { PythonRandom } from '../common/python_random'
import { repr } from '../common/text'
import { flatten, is_nested } from '../common/tree'
import { label_dtype } from '../variables/half'
import { tensor_dtype } from '../variables/to_tensor'
import type { BatchSource, OwnedBatch } from './source'
import { as_tensors, batch_size_of, dispose_all, map_tensors, type Tensors, tensors_of } from './structure'

export interface ArraySourceConfig {
  /** Default 32. */
  batch_size?: number | null
  /** Whether samples come in another order each epoch; `batch` keeps batches together. Default false. */
  shuffle?: boolean | 'batch'
  /** Weights of samples by integer class. */
  class_weight?: Record<string, number> | null
  /** How many inputs and outputs the model has: it tells lists of arrays from nested arrays. */
  input_count?: number
  output_count?: number
}

/** @throws ValueError when tensors do not have the same number of samples. */
export function check_cardinality(x: Tensors, y: Tensors, sample_weight: Tensors): void {
  const parts = { x, y, sample_weight }
  const sizes = new Set(tensors_of([x, y, sample_weight]).map((tensor) => tensor.shape[0]))
  if (sizes.size <= 1) return
  let message = 'Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.'
  for (const [label, part] of Object.entries(parts)) {
    const own = tensors_of(part)
    if (own.length > 0) message += `'${label}' sizes: ${own.map((tensor) => tensor.shape[0]).join(', ')}\n`
  }
  throw new ValueError(message)
}

/** The weight of each sample, by its class. `y` holds integers, or is one-hot. */
export async function weights_of_classes(y: Tensor, class_weight: Record<string, number>): Promise<Tensor> {
  const values = await y.data()
  const count = y.shape[0]!
  const width = count === 0 ? 1 : values.length / count
  const weights = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    let label = Math.round(values[i]!)
    if (width > 1) {
      label = 0
      for (let j = 1; j < width; j++) if (values[i * width + j]! > values[i * width + label]!) label = j
    }
    weights[i] = class_weight[label] ?? 1
  }
  return tensor1d(weights)
}

/** @throws ValueError for weights that do not go together. */
export function check_weights(y: unknown, sample_weight: unknown, class_weight: unknown): void {
  if (class_weight === null || class_weight === undefined) return
  if (sample_weight !== null && sample_weight !== undefined) {
    throw new ValueError('You cannot `class_weight` and `sample_weight` at the same time.')
  }
  if (is_nested(y)) {
    throw new ValueError(`\`class_weight\` is only supported for Models with a single output. Received: y=${repr(y)}`)
  }
}

/** The samples from `first` on. */
function rows(tensor: Tensor, first: number, count: number): Tensor {
  if (first === 0 && count === tensor.shape[0]) return tensor.clone()
  const begin = tensor.shape.map((_, i) => (i === 0 ? first : 0))
  const size = tensor.shape.map((d, i) => (i === 0 ? count : d))
  return relabel(run_kernel('Slice', { x: tensor }, { begin, size }), tensor)
}

function relabel(result: Tensor, source: Tensor): Tensor {
  const dtype = tensor_dtype(source)
  return dtype === result.dtype ? result : label_dtype(result, dtype)
}

/** Batches of arrays and tensors. */
export class ArraySource implements BatchSource {
  readonly num_batches: number
  readonly repeatable = true
  readonly x: Tensors
  readonly y: Tensors
  sample_weight: Tensors
  private readonly made: Tensor[] = []
  private readonly size: number
  private readonly batch_size: number
  private readonly shuffle: boolean | 'batch'
  private readonly class_weight: Record<string, number> | null
  private readonly random: PythonRandom | null

  /** @throws ValueError when the numbers of samples differ, or the weights do not go together. */
  constructor(x: unknown, y: unknown, sample_weight: unknown, config: ArraySourceConfig = {}) {
    const { batch_size = null, shuffle = false, class_weight = null, input_count = 1, output_count = 1 } = config
    try {
      this.x = as_tensors(x, input_count, this.made)
      this.y = as_tensors(y, output_count, this.made)
      this.sample_weight = as_tensors(sample_weight, output_count, this.made)
      check_weights(this.y, sample_weight, class_weight)
      check_cardinality(this.x, this.y, this.sample_weight)
    } catch (error) {
      this.dispose()
      throw error
    }
    this.size = batch_size_of([this.x, this.y]) ?? 0
    this.batch_size = batch_size ?? 32
    this.shuffle = shuffle
    this.class_weight = class_weight
    this.num_batches = Math.ceil(this.size / this.batch_size)
    this.random = shuffle ? new PythonRandom(make_default_seed()) : null
  }

  /** Makes what has to be read first: weights of classes. */
  async prepare(): Promise<void> {
    if (this.class_weight === null || !(this.y instanceof Tensor)) return
    const weights = await weights_of_classes(this.y, this.class_weight)
    this.made.push(weights)
    this.sample_weight = weights
  }

  private permutation(count: number): Int32Array {
    const order = Int32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.random!.randint(0, i)
      const moved = order[i]!
      order[i] = order[j]!
      order[j] = moved
    }
    return order
  }

  private batch(take: (tensor: Tensor) => Tensor): OwnedBatch {
    const taken: Tensor[] = []
    const seen = new Map<Tensor, Tensor>()
    const own = (tensor: Tensor): Tensor => {
      let part = seen.get(tensor)
      if (part === undefined) {
        part = take(tensor)
        seen.set(tensor, part)
        taken.push(part)
      }
      return part
    }
    const data = [this.x, this.y, this.sample_weight].map((part) => (part === null ? null : map_tensors(own, part)))
    return { data: data as OwnedBatch['data'], free: () => dispose_all(taken) }
  }

  *epoch(): Generator<OwnedBatch> {
    const { size, batch_size, num_batches } = this
    const order = this.shuffle === true ? this.permutation(size) : null
    const batches = this.shuffle === 'batch' ? this.permutation(num_batches) : null
    for (let i = 0; i < num_batches; i++) {
      const first = (batches === null ? i : batches[i]!) * batch_size
      const count = Math.min(batch_size, size - first)
      if (order === null) {
        yield this.batch((tensor) => rows(tensor, first, count))
        continue
      }
      const indices = tensor1d(order.slice(first, first + count), 'int32')
      try {
        yield this.batch((x) => relabel(run_kernel('GatherV2', { x, indices }, { axis: 0, batchDims: 0 }), x))
      } finally {
        indices.dispose()
      }
    }
  }

  /** Frees the tensors that were made of arrays. */
  dispose(): void {
    dispose_all(this.made)
  }
}

/** True for what is an array, a tensor, or a structure of such. */
export function is_array_data(value: unknown): boolean {
  if (value instanceof Tensor || ArrayBuffer.isView(value)) return true
  if (Array.isArray(value)) return true
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.keys(value).length > 0 && flatten(value).every(is_leaf)
}

function is_leaf(value: unknown): boolean {
  return value === null || typeof value !== 'object' || value instanceof Tensor || ArrayBuffer.isView(value)
}

/**
 * The first rows and the last ones, which are the share `validation_split`.
 * @throws ValueError when one part would be empty.
 */
export function train_validation_split(
  parts: readonly Tensors[],
  validation_split: number,
  made: Tensor[],
): [train: Tensors[], validation: Tensors[]] {
  const size = batch_size_of(parts)
  if (size === null) return [[...parts], [...parts]]
  const split_at = Math.floor(size * (1 - validation_split))
  if (split_at === 0 || split_at === size) {
    throw new ValueError(
      `Training data contains ${size} samples, which is not sufficient to split it into a validation and training set as specified by \`validation_split=${validation_split}\`. Either provide more data, or a different value for the \`validation_split\` argument.`,
    )
  }
  const cut = (first: number, count: number): Tensors[] =>
    parts.map((part) =>
      part === null
        ? null
        : map_tensors((tensor) => {
            const piece = rows(tensor, first, count)
            made.push(piece)
            return piece
          }, part),
    )
  return [cut(0, split_at), cut(split_at, size - split_at)]
}
