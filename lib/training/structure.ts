import { Tensor } from '@tensorflow/tfjs-core'
import { floatx } from '../common/config'
import { flatten, is_plain_object, map_structure } from '../common/tree'
import { to_tensor } from '../variables/to_tensor'

/** A tensor, or lists and plain objects of tensors; null where there is none. */
export type Tensors = Tensor | null | Tensors[] | { [name: string]: Tensors }

function holds_tensors(value: readonly unknown[]): boolean {
  return value.some((item) => item instanceof Tensor || is_plain_object(item) || (Array.isArray(item) && holds_tensors(item)))
}

/** True when a list is one of several inputs or outputs rather than a nested array. */
function is_list_of_inputs(value: unknown, count: number): value is unknown[] {
  if (!Array.isArray(value)) return false
  return holds_tensors(value) || (count > 1 && value.length === count)
}

/**
 * Arrays as tensors; number arrays are floatx. A list that holds tensors, or that has as many items as the model has inputs, is a list of inputs. Tensors that were made
 * are added to `made`.
 */
export function as_tensors(value: unknown, count: number, made: Tensor[]): Tensors {
  if (value === null || value === undefined) return null
  if (value instanceof Tensor) return value
  if (is_plain_object(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, as_tensors(item, 1, made)]))
  if (is_list_of_inputs(value, count)) return value.map((item) => as_tensors(item, 1, made))
  const tensor = as_floats(to_tensor(value))
  made.push(tensor)
  return tensor
}

/** Typed arrays of whole numbers stay int32; everything else that `to_tensor` makes of numbers is floatx already. */
function as_floats(tensor: Tensor): Tensor {
  return tensor.dtype === 'float32' && floatx() !== 'float32' ? to_tensor(tensor, floatx()) : tensor
}

/** The tensors of a structure. */
export function tensors_of(structure: unknown): Tensor[] {
  return flatten(structure).filter((leaf) => leaf instanceof Tensor) as Tensor[]
}

/** Number of samples, of the first tensor; null when there is none. */
export function batch_size_of(structure: unknown): number | null {
  const first = tensors_of(structure)[0]
  return first === undefined || first.shape.length === 0 ? null : first.shape[0]!
}

/** Frees tensors, each once. */
export function dispose_all(tensors: Iterable<unknown>): void {
  for (const tensor of new Set(tensors)) if (tensor instanceof Tensor && !tensor.isDisposed) tensor.dispose()
}

/** The structure with `fn` of each tensor; nulls stay. */
export function map_tensors(fn: (tensor: Tensor) => unknown, structure: unknown): any {
  return map_structure((leaf) => (leaf instanceof Tensor ? fn(leaf) : leaf), structure)
}
