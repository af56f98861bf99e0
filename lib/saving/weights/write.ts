import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { scoped } from '../../backend/scope'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Hdf5AttributeToWrite, Hdf5DatasetToWrite, Hdf5Dtype, Hdf5GroupToWrite, Hdf5Values } from '../../formats/hdf5/tree'
import { tensor_dtype, to_tensor } from '../../variables/to_tensor'
import { is_variable } from '../../variables/variable'
import type { Saveable } from './attributes'
import { is_file_dtype, to_file_values } from './values'
import { join_path, walk_saveables } from './walk'

/** A group that is still filled. */
export interface OpenGroup extends Hdf5GroupToWrite {
  attributes: Map<string, Hdf5AttributeToWrite>
  members: Map<string, OpenGroup | Hdf5DatasetToWrite>
}

/** A group without members. */
export function new_group(): OpenGroup {
  return { kind: 'group', attributes: new Map(), members: new Map() }
}

/** The group at a path, made where it is missing. */
export function group_at(root: OpenGroup, path: string): OpenGroup {
  let group = root
  for (const name of path.split('/')) {
    if (name === '') continue
    let next = group.members.get(name)
    if (next === undefined) {
      next = new_group()
      group.members.set(name, next)
    }
    if (next.kind !== 'group') throw new ValueError(`Two things of a model have one path in its file. Received: ${repr(path)}`)
    group = next
  }
  return group
}

/** An attribute that is one text. */
export function text_attribute(text: string): Hdf5AttributeToWrite {
  return { dtype: 'string', shape: [], values: [text] }
}

/** A tensor to be read: a copy of it unless it is a variable. */
export interface Reading {
  path: string
  key: string
  tensor: Tensor
  dtype: Hdf5Dtype
  owned: boolean
}

/** Notes a value for reading; what is no variable is copied, as its owner may free it. @throws TypeError for a dtype that no file holds. */
export function note_reading(path: string, key: string, given: unknown): Reading {
  const value = given as Tensor
  const tensor = is_variable(value) ? value : to_tensor(value)
  const dtype = tensor_dtype(tensor)
  if (!is_file_dtype(dtype)) to_file_values(new Int32Array(0), dtype)
  if (is_variable(value)) return { path, key, tensor, dtype: dtype as Hdf5Dtype, owned: false }
  const copy = engine().keep(engine().runKernel<Tensor>('Identity', { x: tensor }))
  return { path, key, tensor: copy, dtype: dtype as Hdf5Dtype, owned: true }
}

/** Reads all values at once, and frees the copies. */
export async function read_all(readings: readonly Reading[]): Promise<Hdf5Values[]> {
  try {
    return await Promise.all(
      readings.map(async ({ tensor, dtype }) => to_file_values((await tensor.data()) as Float32Array, dtype)),
    )
  } finally {
    release(readings)
  }
}

/** Frees the copies. */
export function release(readings: readonly Reading[]): void {
  for (const { tensor, owned } of readings) if (owned) tensor.dispose()
}

/** A dataset of values that were read. */
export function dataset({ tensor, dtype }: Reading, values: Hdf5Values): Hdf5DatasetToWrite {
  return { kind: 'dataset', dtype, shape: tensor.shape.slice(), values: () => values }
}

/** The groups of a file of a model, and what is to be read for it. The copies among the readings are to be freed. */
export function plan_weights(model: Saveable): { root: OpenGroup; readings: Reading[] } {
  const root = new_group()
  const readings: Reading[] = []
  try {
    scoped(() => {
      for (const { object, path } of walk_saveables(model)) collect(root, object, join_path(path, 'vars'), readings)
    })
  } catch (error) {
    release(readings)
    throw error
  }
  return { root, readings }
}

/**
 * The weights of a model, and the state of its optimizer, as the tree of a `.weights.h5` file. Values may be those that the backend holds, not copies: write the file before the
 * model is trained on.
 * Source: keras.src.saving.saving_lib.
 * @throws ValueError for a name in a store that no file can hold; TypeError for a dtype that no file can hold.
 */
export async function weights_tree(model: Saveable): Promise<Hdf5GroupToWrite> {
  const { root, readings } = plan_weights(model)
  const values = await read_all(readings)
  readings.forEach((reading, i) => {
    group_at(root, reading.path).members.set(reading.key, dataset(reading, values[i]!))
  })
  return root
}

function collect(root: OpenGroup, object: Saveable, path: string, readings: Reading[]): void {
  if (typeof object.save_own_variables !== 'function') return
  if (typeof object.name === 'string') group_at(root, path).attributes.set('name', text_attribute(object.name))
  const store: Record<string, unknown> = Object.create(null)
  object.save_own_variables(store)
  for (const [key, value] of Object.entries(store)) {
    if (key === '' || key.includes('/'))
      throw new ValueError(`A name in a store cannot be empty or hold a slash. Received: ${repr(key)}`)
    readings.push(note_reading(path, key, value))
  }
}
