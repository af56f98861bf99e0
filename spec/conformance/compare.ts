import { Tensor } from '@tensorflow/tfjs-core'
import { is_plain_object } from '../../lib/common/tree'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { tensor_dtype } from '../../lib/variables/to_tensor'
import { is_recorded_tensor, type RecordedTensor, recorded_elements, recorded_number } from './values'

export interface Tolerance {
  atol: number
  rtol: number
  /** False: shapes and dtypes are the facts, values are not. */
  values: boolean
}

/** Why a case fails. */
export class Mismatch extends Error {}

/** @throws Mismatch with what stands at `where`. */
export function fail(where: string, got: unknown, wanted: unknown): never {
  throw new Mismatch(`${where}: got ${compact(got)}, wanted ${compact(wanted)}`)
}

const limit = 300

function compact(value: unknown): string {
  let text: string
  if (value === undefined) text = 'nothing'
  else if (typeof value === 'string') text = value
  else if (value instanceof Tensor) text = `tensor ${tensor_dtype(value)} [${value.shape}]`
  else if (is_recorded_tensor(value)) text = `tensor ${value.dtype} [${value.shape}]`
  else if (value instanceof KerasTensor) text = value.to_text()
  else if (typeof value === 'function') text = `function ${value.name}`
  else {
    try {
      text =
        JSON.stringify(value, (_, item) => (item instanceof Tensor ? `tensor ${tensor_dtype(item)} [${item.shape}]` : item)) ??
        String(value)
    } catch {
      text = String(value)
    }
  }
  return text.length > limit ? `${text.slice(0, limit)}...` : text
}

function close(got: number, wanted: number, { atol, rtol }: Tolerance): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(got)
  if (!Number.isFinite(wanted)) return got === wanted
  return Math.abs(got - wanted) <= atol + rtol * Math.abs(wanted)
}

/** Compares the elements of a tensor with the recorded ones. */
export async function compare_tensor(where: string, got: Tensor, wanted: RecordedTensor, tolerance: Tolerance): Promise<void> {
  const dtype = tensor_dtype(got)
  if (dtype !== wanted.dtype) fail(`${where} dtype`, dtype, wanted.dtype)
  if (got.shape.join() !== wanted.shape.join()) fail(`${where} shape`, got.shape, wanted.shape)
  if (!tolerance.values) return
  const elements = (await got.data()) as unknown as ArrayLike<number | string>
  const expected = recorded_elements(wanted)
  const exact = !/float|complex/.test(dtype)
  let wrong = 0
  let first = -1
  let worst = 0
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [elements[i]!, expected[i]!]
    const same =
      typeof b === 'string'
        ? a === b
        : exact
          ? Number(a) === b || (dtype === 'uint32' && (a as number) >>> 0 === b)
          : close(a as number, b, tolerance)
    if (same) continue
    wrong++
    if (first < 0) first = i
    worst = Math.max(worst, Math.abs((a as number) - (b as number)))
  }
  if (wrong > 0) {
    throw new Mismatch(
      `${where}: ${wrong} of ${expected.length} elements differ (worst ${worst.toPrecision(3)}, atol ${tolerance.atol}); first at ${first}: got ${elements[first]}, wanted ${expected[first]}`,
    )
  }
}

/** Compares a result with the recorded structure of tensors, symbolic tensors and plain values. */
export async function compare(where: string, got: unknown, wanted: unknown, tolerance: Tolerance): Promise<void> {
  if (is_recorded_tensor(wanted)) {
    if (!(got instanceof Tensor)) fail(where, got, wanted)
    await compare_tensor(where, got, wanted, tolerance)
  } else if (Array.isArray(wanted)) {
    if (!Array.isArray(got) || got.length !== wanted.length) fail(where, got, wanted)
    for (let i = 0; i < wanted.length; i++) await compare(`${where}[${i}]`, got[i], wanted[i], tolerance)
  } else if (is_plain_object(wanted)) {
    await compare_object(where, got, wanted, tolerance)
  } else if (wanted === null) {
    if (got !== null && got !== undefined) fail(where, got, wanted)
  } else if (typeof wanted === 'number') {
    if (typeof got !== 'number' || (tolerance.values && !close(got, wanted, tolerance))) fail(where, got, wanted)
  } else if (got !== wanted) {
    fail(where, got, wanted)
  }
}

async function compare_object(where: string, got: unknown, wanted: Record<string, unknown>, tolerance: Tolerance): Promise<void> {
  if ('keras_tensor' in wanted) {
    const { shape, dtype } = wanted.keras_tensor as { shape: (number | null)[]; dtype: string }
    if (!(got instanceof KerasTensor)) fail(where, got, wanted)
    if (JSON.stringify(got.shape) !== JSON.stringify(shape)) fail(`${where} shape`, got.shape, shape)
    const wanted_dtype = dtype === 'float64' ? 'float32' : dtype
    if (got.dtype !== wanted_dtype) fail(`${where} dtype`, got.dtype, wanted_dtype)
    return
  }
  if (Object.keys(wanted).length === 1 && 'float' in wanted) {
    await compare(where, got, recorded_number(wanted.float as number), tolerance)
    return
  }
  if (!is_plain_object(got) || Object.keys(got).sort().join() !== Object.keys(wanted).sort().join()) fail(where, got, wanted)
  for (const key of Object.keys(wanted)) await compare(`${where}.${key}`, got[key], wanted[key], tolerance)
}
