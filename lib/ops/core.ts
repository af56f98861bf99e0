import { Tensor } from '@tensorflow/tfjs-core'
import { engine, run_kernel } from '../backend/engine'
import { tracing, unfilled_shape } from '../backend/meta'
import { type DType, is_float_dtype, is_half_dtype, is_int_dtype, standardize_dtype } from '../common/dtypes'
import { IndexError, TypeError, ValueError } from '../common/errors'
import { type Shape, shape_text } from '../common/shape'
import { repr } from '../common/text'
import { any_symbolic, KerasTensor } from '../graph/keras_tensor'
import { type TensorLike, tensor_dtype } from '../variables/to_tensor'
import { range, size_of } from './axes'
import { as_tensor, convert, finish, int_scalar, like, promote, reshaped, store_as } from './convert'
import { tape_on, taped } from './custom'
import { in_core, op1, op2, op3 } from './declare'

const integer_limits: Record<string, [low: number, high: number]> = {
  bool: [0, 1],
  int8: [-128, 127],
  int16: [-32768, 32767],
  int32: [-2147483648, 2147483647],
  uint8: [0, 255],
  uint16: [0, 65535],
  uint32: [0, 4294967295],
}

/** `tensor` as another dtype: floats become integers by truncation and saturate. */
export function cast_values(tensor: Tensor, dtype: DType): Tensor {
  const present = tensor_dtype(tensor)
  if (is_float_dtype(present) && is_int_dtype(dtype)) return finish(saturate(tensor, dtype), dtype)
  return convert(tensor, dtype)
}

function saturate(x: Tensor, dtype: DType): Tensor {
  const [low, high] = integer_limits[dtype] ?? integer_limits.int32!
  const bounded = high > 65535 ? x : run_kernel('ClipByValue', { x }, { clipValueMin: low, clipValueMax: high })
  const whole = run_kernel('Cast', { x: bounded }, { dtype: 'int32' })
  return whole
}

/** The values as another dtype. Source: keras.ops.cast. */
export const cast = /*#__PURE__*/ op1(
  { class_name: 'Cast', module: in_core, inputs: ['x'], config: { dtype: null as DType | null } },
  (x: TensorLike, dtype: DType | null) => cast_values(as_tensor(x), standardize_dtype(dtype)),
)

/** `cast` where values outside the range of `dtype` become its nearest end. Source: keras.ops.saturate_cast. */
export const saturate_cast = /*#__PURE__*/ op1(
  { class_name: 'SaturateCast', module: in_core, inputs: ['x'], config: { dtype: null as DType | null } },
  (x: TensorLike, dtype: DType | null) => {
    const wanted = standardize_dtype(dtype)
    const given = as_tensor(x)
    const limits = integer_limits[wanted]
    if (is_half_dtype(wanted) && (given.dtype === 'float32' || given.dtype === 'int32')) {
      const largest = wanted === 'float16' ? 65504 : 3.3895313892515355e38
      const floats = store_as(given, 'float32')
      return finish(run_kernel('ClipByValue', { x: floats }, { clipValueMin: -largest, clipValueMax: largest }), wanted)
    }
    if (limits === undefined || tensor_dtype(given) === wanted || given.dtype === 'bool') return cast_values(given, wanted)
    const [low, high] = limits
    if (given.dtype === 'int32') {
      const floor = run_kernel('Maximum', { a: given, b: int_scalar(low) })
      return finish(high > 2147483647 ? floor : run_kernel('Minimum', { a: floor, b: int_scalar(high) }), wanted)
    }
    const bounded = run_kernel('ClipByValue', { x: given }, { clipValueMin: low, clipValueMax: Math.min(high, 2147483520) })
    return finish(run_kernel('Cast', { x: bounded }, { dtype: 'int32' }), wanted)
  },
)

/** A tensor of numbers, nested arrays, typed arrays or variables. Whole numbers give int32, others floatx. Source: keras.ops.convert_to_tensor. */
export const convert_to_tensor = /*#__PURE__*/ op1(
  {
    class_name: 'ConvertToTensor',
    module: in_core,
    inputs: ['x'],
    config: { dtype: null as DType | null, sparse: null as boolean | null, ragged: null as boolean | null },
  },
  (x: TensorLike, dtype: DType | null) => {
    const tensor = x instanceof Tensor ? as_tensor(x) : as_tensor(x, dtype === null ? null : standardize_dtype(dtype))
    const result = dtype === null ? tensor : cast_values(tensor, standardize_dtype(dtype))
    return result === x ? like(run_kernel('Identity', { x: result }), result) : result
  },
)

/** The values of a tensor as a typed array (strings as an array), read synchronously. Source: keras.ops.convert_to_numpy. */
export function convert_to_numpy(x: TensorLike): Float32Array | Int32Array | Uint8Array | string[] {
  if (any_symbolic(x)) throw new ValueError(`A KerasTensor is symbolic: it has no values. Received: x=${repr(x)}`)
  if (x instanceof Tensor) return as_tensor(x).dataSync() as Float32Array
  const tensor = as_tensor(x)
  try {
    return tensor.dataSync() as Float32Array
  } finally {
    tensor.dispose()
  }
}

/** The shape as a list; unknown dimensions of symbolic tensors are null. Source: keras.ops.shape. */
export function shape(x: TensorLike | KerasTensor): Shape {
  if (x instanceof KerasTensor || x instanceof Tensor) return [...x.shape]
  return plain(x, (tensor) => [...tensor.shape])
}

/** The Keras dtype: what a label says (`float16`, `uint8`, ...) or the storage dtype. Source: keras.ops.dtype. */
export function dtype(x: TensorLike | KerasTensor): DType {
  if (x instanceof KerasTensor) return x.dtype
  if (x instanceof Tensor) return tensor_dtype((x as { value?: Tensor }).value ?? x)
  return plain(x, tensor_dtype)
}

function plain<R>(x: unknown, read: (tensor: Tensor) => R): R {
  const tensor = as_tensor(x)
  try {
    return read(tensor)
  } finally {
    tensor.dispose()
  }
}

/** True for tensors and variables; not for symbolic tensors and plain values. Source: keras.ops.is_tensor. */
export function is_tensor(x: unknown): x is Tensor {
  return x instanceof Tensor
}

/** The same values, through which no gradient flows; a plain number or boolean comes back as it is. Source: keras.ops.stop_gradient. */
export const stop_gradient = /*#__PURE__*/ op1(
  { class_name: 'StopGradient', module: in_core, inputs: ['variable'] },
  (x: TensorLike): Tensor => (typeof x === 'number' || typeof x === 'boolean' ? (x as unknown as Tensor) : untaped(as_tensor(x))),
)

/** A copy that the gradient tape does not know. */
export function untaped(x: Tensor): Tensor {
  const state = engine().state
  state.kernelDepth++
  try {
    return like(run_kernel('Identity', { x }), x)
  } finally {
    state.kernelDepth--
  }
}

/**
 * A function with a gradient of its own. `fn` gets the inputs and answers `[output, gradient]`; `gradient(dy)` answers one gradient, or a list of one for each input.
 * Source: keras.ops.custom_gradient.
 */
export function custom_gradient(
  fn: (...inputs: Tensor[]) => [Tensor, (upstream: Tensor) => Tensor | Tensor[]],
): (...inputs: TensorLike[]) => Tensor {
  return (...inputs) => {
    const tensors = inputs.map((input) => as_tensor(input))
    const core = engine()
    const track = core.state.activeScope?.track ?? []
    const before = track.length
    let gradient: ((upstream: Tensor) => Tensor | Tensor[]) | null = null
    const [output] = taped(
      tensors,
      () => {
        const [value, backward] = fn(...tensors)
        gradient = backward
        return [value]
      },
      ([dy]) => {
        const answer = gradient!(dy!)
        const all = Array.isArray(answer) ? answer : [answer]
        return tensors.map((_, i) => () => all[i]!)
      },
      tensors,
      true,
    )
    if (tape_on()) {
      const node = core.state.activeTape![core.state.activeTape!.length - 1]!
      for (const tensor of track.slice(before))
        if (tensor !== output && !tensor.isDisposed && !node.saved!.includes(tensor)) node.saved!.push(core.keep(tensor))
    }
    return output!
  }
}

/** `true_fn()` or `false_fn()`, by a condition whose value is known. @throws ValueError when it is symbolic. Source: keras.ops.cond. */
export function cond<T>(pred: TensorLike, true_fn: () => T, false_fn: () => T): T {
  if (any_symbolic(pred))
    throw new ValueError('cond: the predicate is symbolic, so its value is not known. Use `ops.where` instead.')
  return Number(convert_to_numpy(pred)[0]) !== 0 ? true_fn() : false_fn()
}

/** One of `branches`, called with the operands; the index is clamped. Source: keras.ops.switch. */
export function switch_<T>(index: TensorLike, branches: ((...operands: any[]) => T)[], ...operands: unknown[]): T {
  const i = Math.max(0, Math.min(branches.length - 1, Math.trunc(Number(convert_to_numpy(index)[0]))))
  return branches[i]!(...operands)
}

/** Runs `body` while `cond` holds; both get the loop variables. Source: keras.ops.while_loop. */
export function while_loop<T>(
  cond: (...vars: any[]) => TensorLike,
  body: (...vars: any[]) => T,
  loop_vars: T,
  { maximum_iterations = null }: { maximum_iterations?: number | null } = {},
): T {
  const single = !Array.isArray(loop_vars)
  let current: any = loop_vars
  for (let i = 0; maximum_iterations === null || i < maximum_iterations; i++) {
    const list = single ? [current] : current
    const goes_on = cond(...list)
    const value = typeof goes_on === 'boolean' ? goes_on : Number(convert_to_numpy(goes_on)[0]) !== 0
    if (!value) break
    current = body(...list)
  }
  return current
}

/** `body(i, value)` for i from `lower` to below `upper`. Source: keras.ops.fori_loop. */
export function fori_loop<T>(lower: number, upper: number, body: (i: number, value: T) => T, init_val: T): T {
  let value = init_val
  for (let i = lower; i < upper; i++) value = body(i, value)
  return value
}

/** The part from `start_indices` with the given shape. Source: keras.ops.slice. */
export const slice = /*#__PURE__*/ op1(
  {
    class_name: 'Slice',
    module: in_core,
    inputs: ['inputs'],
    config: { start_indices: [] as readonly number[], shape: [] as readonly number[] },
  },
  (inputs: TensorLike, start_indices: unknown, given_size: unknown) => {
    const x = as_tensor(inputs)
    const size = index_list(given_size)
    const begin = index_list(start_indices)
    if (size.length !== x.shape.length) {
      throw new ValueError(
        `The number of dimensions in \`inputs\` must match the number of entries in \`shape\`. Received: inputs.shape=${repr(x.shape)}, shape=${repr(size)}`,
      )
    }
    if (begin.length !== x.shape.length) {
      throw new ValueError(
        `The number of dimensions in \`start_indices\` must match the number of axes of \`inputs\`. Received: start_indices=${repr(begin)}, inputs.shape=${repr(x.shape)}`,
      )
    }
    return like(run_kernel('Slice', { x }, { begin: clamped(begin, x.shape, size), size: [...size] }), x)
  },
)

function index_list(value: unknown): number[] {
  if (value instanceof Tensor) return Array.from(value.dataSync() as Int32Array)
  if (typeof value === 'number') return [value]
  if (Array.isArray(value)) return value.map((item) => (item instanceof Tensor ? Number(item.dataSync()[0]) : Number(item)))
  throw new TypeError(`Expected a list of indices. Received: ${repr(value)}`)
}

function clamped(begin: number[], full: readonly number[], size: readonly number[]): number[] {
  return begin.map((b, i) => Math.max(0, Math.min(b < 0 ? b + full[i]! : b, full[i]! - size[i]!)))
}

/** `inputs` where the part from `start_indices` is replaced by `updates`. Source: keras.ops.slice_update. */
export const slice_update = /*#__PURE__*/ op3(
  { class_name: 'SliceUpdate', module: in_core, inputs: ['inputs', 'start_indices', 'updates'] },
  (inputs: TensorLike, start_indices: unknown, updates: TensorLike) => {
    const x = as_tensor(inputs)
    const given = as_tensor(updates, tensor_dtype(x))
    const begin = clamped(index_list(start_indices), x.shape, given.shape)
    const paddings = begin.map((b, i): [number, number] => [b, x.shape[i]! - b - given.shape[i]!])
    const type = x.dtype === 'bool' ? 'int32' : (x.dtype as 'float32')
    const padded = run_kernel('PadV2', { x: store_as(given, type) }, { paddings, constantValue: 0 })
    const inside = store_as(
      run_kernel(
        'PadV2',
        { x: run_kernel('Fill', {}, { shape: given.shape, value: 1, dtype: 'int32' }) },
        { paddings, constantValue: 0 },
      ),
      'bool',
    )
    const result = run_kernel('Select', { condition: inside, t: padded, e: store_as(x, type) })
    return like(store_as(result, x.dtype as 'float32'), x)
  },
)

/** Row numbers in `[prod(shape[:depth]), rest]` of n-dimensional indices `[..., depth]`, negative indices counted from the end. */
function flat_rows(indices: Tensor, shape: readonly number[]): [rows: Tensor, row_count: number, row_size: number] {
  const depth = indices.shape[indices.shape.length - 1]!
  const outer = shape.slice(0, depth)
  const counted = indices.dtype === 'int32' ? indices : run_kernel('Cast', { x: indices }, { dtype: 'int32' })
  const bounds = as_tensor([...outer], 'int32')
  const negative = run_kernel('Less', { a: counted, b: int_scalar(0) })
  const wrapped = run_kernel('Select', { condition: negative, t: run_kernel('Add', { a: counted, b: bounds }), e: counted })
  const strides = outer.map((_, i) => size_of(outer.slice(i + 1)))
  const products = run_kernel('Multiply', { a: wrapped, b: as_tensor(strides, 'int32') })
  const summed = store_as(run_kernel('Sum', { x: products }, { axis: [indices.shape.length - 1], keepDims: false }), 'int32')
  const low = run_kernel('GreaterEqual', { a: wrapped, b: int_scalar(0) })
  const high = run_kernel('Less', { a: wrapped, b: bounds })
  const inside = run_kernel(
    'All',
    { x: run_kernel('LogicalAnd', { a: low, b: high }) },
    { axis: [indices.shape.length - 1], keepDims: false },
  )
  const row_count = size_of(outer)
  const rows = run_kernel('Select', {
    condition: inside,
    t: summed,
    e: run_kernel('Fill', {}, { shape: summed.shape, value: row_count, dtype: 'int32' }),
  })
  return [reshaped(rows, [size_of(summed.shape)]), row_count, size_of(shape.slice(depth))]
}

/** Sums of the rows of `x` `[n, ...]` with the same id; ids outside of [0, count) are dropped. */
export function segment_total(x: Tensor, ids: Tensor, count: number): Tensor {
  const inside = run_kernel('LogicalAnd', {
    a: run_kernel('GreaterEqual', { a: ids, b: int_scalar(0) }),
    b: run_kernel('Less', { a: ids, b: int_scalar(count) }),
  })
  const safe = run_kernel('Select', {
    condition: inside,
    t: ids,
    e: run_kernel('Fill', {}, { shape: ids.shape, value: count, dtype: 'int32' }),
  })
  const sums = run_kernel('UnsortedSegmentSum', { x, segmentIds: safe }, { numSegments: count + 1 })
  return run_kernel('Slice', { x: sums }, { begin: new Array(sums.shape.length).fill(0), size: [count, ...sums.shape.slice(1)] })
}

/** Zeros of `shape` with `values` added at `indices`. Source: keras.ops.scatter. */
export const scatter = /*#__PURE__*/ op2(
  { class_name: 'Scatter', module: in_core, inputs: ['indices', 'values'], config: { shape: [] as readonly number[] } },
  (indices: TensorLike, values: TensorLike, target: readonly number[]) => {
    const updates = as_tensor(values)
    const [rows, count, size] = flat_rows(as_tensor(indices), target)
    const sums = segment_total(
      reshaped(store_as(updates, updates.dtype === 'int32' ? 'int32' : 'float32'), [rows.shape[0]!, size]),
      rows,
      count,
    )
    return like(store_as(reshaped(sums, target), updates.dtype as 'float32'), updates)
  },
)

type Reduction = 'add' | 'max' | 'min' | 'mul'

/** `inputs` with `updates` written at `indices` (`[n, depth]`), or combined by `reduction`: add, max, min, mul. Source: keras.ops.scatter_update. */
export const scatter_update = /*#__PURE__*/ op3(
  {
    class_name: 'ScatterUpdate',
    module: in_core,
    inputs: ['inputs', 'indices', 'updates'],
    config: { reduction: null as Reduction | null },
  },
  (inputs: TensorLike, indices: TensorLike, updates: TensorLike, reduction: Reduction | null) => {
    const x = as_tensor(inputs)
    const given = as_tensor(updates, tensor_dtype(x))
    if (reduction !== null && !['add', 'max', 'min', 'mul'].includes(reduction)) {
      throw new ValueError(
        `Invalid reduction: ${reduction}. It must be one of None, 'add', 'max', 'min', 'mul'. Received: reduction=${repr(reduction)}`,
      )
    }
    const [rows, count, size] = flat_rows(as_tensor(indices), x.shape)
    const type = x.dtype === 'int32' ? 'int32' : 'float32'
    const base = reshaped(store_as(x, type), [count, size])
    const news = reshaped(store_as(given, type), [rows.shape[0]!, size])
    const result =
      reduction === 'add'
        ? run_kernel('Add', { a: base, b: segment_total(news, rows, count) })
        : one_by_one(base, rows, news, reduction)
    return finish(like(store_as(reshaped(result, x.shape), x.dtype as 'float32'), x), tensor_dtype(x))
  },
)

/** Combines one update after the other where several may meet the same row; the last one wins where nothing is combined. */
function one_by_one(base: Tensor, rows: Tensor, news: Tensor, reduction: Reduction | null): Tensor {
  const [count, size] = base.shape as [number, number]
  const updates = rows.shape[0]!
  const ids = run_kernel('Range', {}, { start: 0, stop: updates, step: 1, dtype: 'int32' })
  const cells = reshaped(run_kernel('Range', {}, { start: 0, stop: count, step: 1, dtype: 'int32' }), [count, 1])
  const meets = run_kernel('Equal', { a: cells, b: reshaped(rows, [1, updates]) })
  if (reduction === null) {
    const order = run_kernel('Select', {
      condition: meets,
      t: run_kernel('Tile', { x: reshaped(ids, [1, updates]) }, { reps: [count, 1] }),
      e: run_kernel('Fill', {}, { shape: [count, updates], value: -1, dtype: 'int32' }),
    })
    const last = run_kernel('Max', { x: order }, { reductionIndices: [1], keepDims: false })
    const hit = run_kernel('GreaterEqual', { a: last, b: int_scalar(0) })
    const place = run_kernel('Maximum', { a: last, b: int_scalar(0) })
    const taken = run_kernel('GatherV2', { x: news, indices: place }, { axis: 0, batchDims: 0 })
    const mask = run_kernel('Tile', { x: reshaped(hit, [count, 1]) }, { reps: [1, size] })
    return run_kernel('Select', { condition: mask, t: taken, e: base })
  }
  let result = base
  const kernel = { max: 'Maximum', min: 'Minimum', mul: 'Multiply', add: 'Add' }[reduction]
  for (let i = 0; i < updates; i++) {
    const hit = run_kernel('Slice', { x: meets }, { begin: [0, i], size: [count, 1] })
    const row = run_kernel('Slice', { x: news }, { begin: [i, 0], size: [1, size] })
    const mask = run_kernel('Tile', { x: hit }, { reps: [1, size] })
    result = run_kernel('Select', { condition: mask, t: run_kernel(kernel, { a: result, b: row }), e: result })
  }
  return result
}

/** The slices along an axis, as a list of tensors. Source: keras.ops.unstack. */
export const unstack = /*#__PURE__*/ op1(
  { class_name: 'Unstack', module: in_core, inputs: ['x'], config: { num: null as number | null, axis: 0 } },
  (input: TensorLike, num: number | null, axis: number): Tensor[] => {
    const x = as_tensor(input)
    const rank = x.shape.length
    const outside = !Number.isInteger(axis) || axis < -rank || axis >= rank
    if (outside && tracing()) throw new ValueError(`axis ${axis} is out of bounds for an array with dimension ${rank}.`)
    if (outside) throw new IndexError(`tuple index out of range. Received: axis=${axis}, x.shape=${repr(x.shape)}`)
    const place = axis < 0 ? axis + rank : axis
    if (unfilled_shape(x)[place] === null) return unstack_unknown(x, num, place)
    if (num !== null && num !== x.shape[place])
      throw new ValueError(
        `unstack: \`num\` does not match the size of the axis. Received: num=${num}, x.shape=${repr(x.shape)}, axis=${axis}`,
      )
    if (x.shape[place] === 1) return [like(reshaped(x, [...x.shape.slice(0, place), ...x.shape.slice(place + 1)]), x)]
    const parts = run_kernel<Tensor[]>('Unpack', { value: x }, { axis: place })
    return parts.map((part) => like(part, x))
  },
)

/** The slices along an axis whose size is not known in this trace: as many as are asked for. */
function unstack_unknown(x: Tensor, num: number | null, axis: number): Tensor[] {
  if (num === null)
    throw new ValueError(
      `Cannot infer argument \`num\` from shape ${shape_text(unfilled_shape(x))}: the size of the axis must be known, or \`num\` be given. Received: axis=${axis}`,
    )
  const size = x.shape.map((d, i) => (i === axis ? num : d))
  return unstack(like(run_kernel('Slice', { x }, { begin: x.shape.map(() => 0), size }), x), { num, axis }) as Tensor[]
}

/** `fn` of each element of the first axis, results stacked. Source: keras.ops.map. */
export function map(fn: (x: any) => Tensor, xs: TensorLike): Tensor {
  return vectorized_map(fn, xs)
}

/** `fn` of each element of the first axis (of a tensor, or of each tensor of a list), results stacked. Source: keras.ops.vectorized_map. */
export function vectorized_map(fn: (x: any) => Tensor, elements: TensorLike): Tensor {
  const list = Array.isArray(elements) && elements.some((item) => item instanceof Tensor)
  const columns = (list ? (elements as unknown as TensorLike[]) : [elements]).map((x) => unstack(as_tensor(x)) as Tensor[])
  const results = range(columns[0]!.length).map((i) => fn(list ? columns.map((column) => column[i]) : columns[0]![i]))
  return run_kernel('Pack', results as never, { axis: 0 })
}

/** Runs `f(carry, x)` over the first axis of `xs`; answers the last carry and the stacked outputs. Source: keras.ops.scan. */
export function scan<C>(
  f: (carry: C, x: any) => [C, Tensor | null],
  init: C,
  xs: TensorLike | null = null,
  { length = null, reverse = false }: { length?: number | null; reverse?: boolean } = {},
): [C, Tensor | null] {
  const items = xs === null ? new Array(length ?? 0).fill(null) : (unstack(as_tensor(xs)) as Tensor[])
  const order = reverse ? range(items.length).reverse() : range(items.length)
  const outputs: (Tensor | null)[] = new Array(items.length).fill(null)
  let carry = init
  for (const i of order) {
    const [next, output] = f(carry, items[i])
    carry = next
    outputs[i] = output
  }
  const stacked = outputs.length > 0 && outputs[0] !== null ? run_kernel('Pack', outputs as never, { axis: 0 }) : null
  return [carry, stacked]
}

/** All values as tensors of one dtype. */
export function common(...values: unknown[]): Tensor[] {
  return promote(...values)[0]
}
