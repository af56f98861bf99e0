import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { storage_dtype } from '../../common/dtypes'
import { file_text, ModelFormatError } from '../../common/errors'
import { shape_text, shapes_equal } from '../../common/shape'
import type { Hdf5Dataset, Hdf5Dtype, Hdf5Group, Hdf5Values } from '../../formats/hdf5/tree'
import type { Budget } from '../../formats/limits'
import { NumberVariable } from '../../variables/number_variable'
import { StatelessScope } from '../../variables/stateless_scope'
import { cast_tensor } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import type { Saveable } from './attributes'
import { converts, from_file_values, in_range } from './values'

/** A value that is to be set once everything is checked. */
export interface Assignment {
  /** Makes the tensor, so that nothing can fail afterwards. */
  prepare(): void
  /** Sets the value. */
  commit(): void
  /** Frees what is held for it. */
  release(): void
}

/** Sets all values, or none of them when a tensor cannot be made. */
export function commit_all(assignments: readonly Assignment[]): void {
  try {
    for (const assignment of assignments) assignment.prepare()
    for (const assignment of assignments) assignment.commit()
  } finally {
    for (const assignment of assignments) assignment.release()
  }
}

/** Sets a variable to the tensor that `make` gives. */
export function assign_made(variable: Variable, make: () => Tensor): Assignment {
  let made: Tensor | null = null
  return {
    prepare: () => {
      made = engine().tidy(make)
    },
    commit: () => void variable.assign(made!),
    release: () => {
      made?.dispose()
      made = null
    },
  }
}

/** What is wrong with a layer or an optimizer, or a file's values for it. */
export class Mismatch extends Error {
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message)
  }
}

/** The dataset of a name. @throws ModelFormatError when a group has the name. */
function dataset_of(group: Hdf5Group, key: string): Hdf5Dataset | null {
  const member = group.get(key)
  if (member === undefined) return null
  if (member.kind === 'dataset') return member
  throw new ModelFormatError('format', 'weights-structure', 'A group stands where a dataset must be.', { path: member.path })
}

/** A tensor of the values of a file, in the dtype that the file says; the caller's. */
function to_stored_tensor(values: Hdf5Values, dtype: Hdf5Dtype, shape: readonly number[]): Tensor {
  const storage = dtype === 'opaque2' ? 'float32' : storage_dtype(dtype)
  const tensor = engine().makeTensor(from_file_values(values, dtype), shape.slice(), storage)
  if (dtype !== 'float16' && dtype !== 'bfloat16') return tensor
  const cast = cast_tensor(tensor, dtype)
  if (cast !== tensor) tensor.dispose()
  return cast
}

/** Sets a variable to the values of a dataset, which is checked and read now. @throws Mismatch */
export function assign_dataset(variable: Variable, dataset: Hdf5Dataset): Assignment {
  const { dtype, shape, path } = dataset
  const what = `weight '${file_text(variable.local_name)}'`
  if (!shapes_equal(variable.shape, shape.slice())) {
    throw new Mismatch(
      `${what} has the shape ${shape_text(variable.shape)}. Received: ${shape_text(shape.slice(0, 32))} at ${file_text(path)}`,
      path,
    )
  }
  if (!converts(dtype, variable.keras_dtype)) {
    throw new Mismatch(`${what} has the dtype ${variable.keras_dtype}. Received: ${dtype} at ${file_text(path)}`, path)
  }
  let values: Hdf5Values | null = dataset.read()
  if (!in_range(values, dtype, variable.keras_dtype)) {
    throw new Mismatch(
      `${what} has the dtype ${variable.keras_dtype}. Received: values out of its range at ${file_text(path)}`,
      path,
    )
  }
  if (variable instanceof NumberVariable) {
    const [number] = from_file_values(values, dtype) as Float32Array
    return { prepare: () => {}, commit: () => void variable.assign(number!), release: () => {} }
  }
  return assign_made(variable, () => {
    const tensor = cast_tensor(to_stored_tensor(values!, dtype, shape), variable.keras_dtype)
    values = null
    return tensor
  })
}

/** The shapes of the datasets `0`, `1`, ... of a group. */
export function numbered_shapes(group: Hdf5Group | null): (readonly number[])[] {
  return (group?.keys() ?? []).map((_, i) => dataset_of(group!, String(i))?.shape ?? [])
}

/** Sets variables to the datasets `0`, `1`, ... of a group that has as many members. @throws Mismatch */
export function assign_numbered(variables: readonly Variable[], group: Hdf5Group | null, path: string): Assignment[] {
  return variables.map((variable, i) => {
    const dataset = group === null ? null : dataset_of(group, String(i))
    if (dataset !== null) return assign_dataset(variable, dataset)
    const keys = (group?.keys() ?? []).slice(0, 10).map(file_text)
    throw new Mismatch(
      `expects values under '0' to '${variables.length - 1}'. Received: ${keys.join(', ') || 'nothing'} at /${file_text(path)}`,
      path,
    )
  })
}

/**
 * Runs the `load_own_variables` of a class on a store of tensors, each made when it is first asked for, and notes what it assigns instead of doing it.
 * Inside of a scope that frees tensors.
 */
export function assign_by_class(object: Saveable, group: Hdf5Group | null, budget: Budget): Assignment[] {
  const store: Record<string, unknown> = Object.create(null)
  const made = new Map<string, Tensor>()
  for (const key of group?.keys() ?? []) {
    Object.defineProperty(store, key, { enumerable: true, configurable: true, get: () => made.get(key) ?? make(key) })
  }
  const make = (key: string): Tensor => {
    const dataset = dataset_of(group!, key)!
    budget.spend_bytes(
      dataset.shape.reduce((size, d) => size * d, 4),
      dataset.path,
    )
    const tensor = to_stored_tensor(dataset.read(), dataset.dtype, dataset.shape)
    made.set(key, tensor)
    return tensor
  }
  const scope = new StatelessScope()
  scope.run(() => object.load_own_variables!(store))
  return [...scope.state_mapping].map(([variable, value]) => {
    const held = engine().keep(engine().runKernel<Tensor>('Identity', { x: value }))
    return { prepare: () => {}, commit: () => void variable.assign(held), release: () => held.dispose() }
  })
}
