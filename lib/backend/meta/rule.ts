import type { DataType, TensorInfo } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { StoredValues } from './data'

/** Shape and dtype of one output of a kernel; `values` only where they are a known small constant. */
export interface MetaOutput {
  shape: number[]
  dtype: DataType
  values?: StoredValues | null
}

/** Inputs by the kernel's names. Kernels that take a list get an array (`input_list`). */
export type MetaInputs = Record<string, TensorInfo>

/** Answers what a kernel would give, from the shapes and dtypes of its inputs and its attributes. It must not change `attrs`. */
export type MetaRule = (inputs: MetaInputs, attrs: any) => MetaOutput | MetaOutput[]

export type RuleTable = Record<string, MetaRule>

/** The inputs of a kernel that takes a list of tensors. */
export function input_list(inputs: MetaInputs): TensorInfo[] {
  return inputs as unknown as TensorInfo[]
}

/** The same rule under many kernel names. */
export function for_all(names: string, rule: MetaRule): RuleTable {
  const table: RuleTable = {}
  for (const name of names.split(' ')) table[name] = rule
  return table
}

/** Two dimensions that must be equal are not. A trace reads which, to find out that two unknown dimensions are one. */
export class DimensionClash extends ValueError {
  readonly first: number
  readonly second: number
  constructor(message: string, first: number, second: number) {
    super(message)
    this.first = first
    this.second = second
  }
}

/** The shape of an element-wise result. @throws DimensionClash */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  const result: number[] = new Array(rank)
  for (let i = rank; i >= 1; i--) {
    const x = i > a.length ? 1 : a[a.length - i]
    const y = i > b.length ? 1 : b[b.length - i]
    if (x === y || y === 1) result[rank - i] = x
    else if (x === 1) result[rank - i] = y
    else
      throw new DimensionClash(
        `Cannot broadcast shape, the failure dim has value ${x}, which cannot be broadcasted to ${y}. Input shapes are: ${shape_text(a)} and ${shape_text(b)}.`,
        x,
        y,
      )
  }
  return result
}

/** `first`, which must equal `second`. `what` names the dimensions in the error. @throws DimensionClash */
export function same_dim(first: number, second: number, what: () => string): number {
  if (first !== second) throw new DimensionClash(`${what()} Received: ${first} and ${second}`, first, second)
  return first
}

/** Number of elements. */
export function size_of(shape: readonly number[]): number {
  let size = 1
  for (const d of shape) size *= d
  return size
}

/** An axis counted from the front. @throws ValueError */
export function axis_of(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ValueError(`axis ${axis} is out of bounds for array of dimension ${rank}.`)
  }
  return axis < 0 ? axis + rank : axis
}

/** A whole non-negative dimension. @throws ValueError */
export function whole(dim: number, what: () => string): number {
  if (!Number.isInteger(dim) || dim < 0) throw new ValueError(`${what()} Received: ${dim}`)
  return dim
}
