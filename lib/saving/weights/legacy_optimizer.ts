import type { Hdf5Dataset, Hdf5Group } from '../../formats/hdf5/tree'
import { Budget } from '../../formats/limits'
import type { Optimizer } from '../../optimizers/optimizer'
import { NumberVariable } from '../../variables/number_variable'
import type { Variable } from '../../variables/variable'
import { listed_datasets } from './legacy_names'
import { type Assignment, assign_dataset, commit_all, Mismatch } from './values_plan'

/** Names of slots in Keras 2: those of its optimizers, then those of `optimizers.legacy`. */
const former_slots: Readonly<Record<string, readonly string[]>> = {
  momentum: ['m'],
  velocity: ['v', 'rms'],
  velocity_hat: ['vhat'],
  norm: ['u', 'v'],
  average_gradient: ['average', 'mg'],
  accumulated_grad: ['accum_grad'],
  accumulated_delta_var: ['accum_var'],
}

/** Names of slots; of two that end alike the longer comes first. */
const slots = [
  'velocity_hat',
  'momentum',
  'velocity',
  'norm',
  'average_gradient',
  'average',
  'accumulated_grad',
  'accumulated_delta_var',
  'accumulator',
  'linear',
]

interface Entry {
  name: string
  dataset: Hdf5Dataset
}

/**
 * Gives the optimizer of a model the state in the group `optimizer_weights` of a legacy file. State that does not fit is left out, with a warning.
 * Source: keras.src.legacy.saving.legacy_h5_format.
 */
export function load_legacy_optimizer(
  model: { optimizer: Optimizer | null; trainable_variables: Variable[] },
  group: Hdf5Group,
  budget: Budget = new Budget(),
): void {
  const { optimizer } = model
  if (optimizer === null) return
  if (!optimizer.built) optimizer.build(model.trainable_variables)
  try {
    const entries = listed_datasets(group)
    budget.spend_objects(entries.length, group.path)
    const of_keras_2 = entries.some(({ name }) => name.endsWith(':0'))
    const assignments = of_keras_2 ? plan_by_slot(optimizer, entries) : plan_by_place(optimizer, entries)
    commit_all(assignments)
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    console.warn(
      `keras-tfjs: Error in loading the saved optimizer state. As a result, your model is starting with a freshly initialized optimizer. ${error.message}`,
    )
  }
}

/** As Keras 3 writes it: its own variables in their order. */
function plan_by_place(optimizer: Optimizer, entries: readonly Entry[]): Assignment[] {
  const { variables } = optimizer
  if (variables.length !== entries.length) throw counts(variables.length, entries.length)
  return variables.map((variable, i) => assign_dataset(variable, entries[i]!.dataset))
}

function counts(expected: number, received: number): Mismatch {
  return new Mismatch(`The optimizer has ${expected} variables. Received: ${received} saved ones`, '/optimizer_weights')
}

/** As Keras 2 writes it: the iteration, and slots in an order that depends on the optimizer. The learning rate is in the config only. */
function plan_by_slot(optimizer: Optimizer, entries: readonly Entry[]): Assignment[] {
  const saved = saved_slots(entries)
  const own = optimizer.variables
  if (entries.length === 1 && saved.iteration !== null && optimizer._iterations.known === 0)
    return [assign_dataset(own[0]!, saved.iteration)]
  const places = new Map<string, number>()
  return own.flatMap((variable) => {
    if (variable === optimizer._iterations) return saved.iteration === null ? [] : [assign_dataset(variable, saved.iteration)]
    if (variable instanceof NumberVariable) return []
    const slot = slots.find((name) => variable.local_name.endsWith(`_${name}`)) ?? ''
    const datasets = [slot, ...(former_slots[slot] ?? [])]
      .map((name) => saved.slots.get(name))
      .find((found) => found !== undefined)
    const place = places.get(slot) ?? 0
    places.set(slot, place + 1)
    if (datasets?.[place] === undefined) throw counts(own.length, entries.length)
    return [assign_dataset(variable, datasets[place])]
  })
}

/**
 * The slots of a file by their names, each in the order of the variables. `SGD/m/dense/kernel:0` is how Keras 2.11 and later writes it, `SGD/dense/kernel/m:0` how
 * others do; there the iteration is `SGD/iter:0`.
 */
function saved_slots(entries: readonly Entry[]): { iteration: Hdf5Dataset | null; slots: Map<string, Hdf5Dataset[]> } {
  const found = new Map<string, Hdf5Dataset[]>()
  const counter = entries.find(({ name }) => /(^|\/)(iter|iterations?)(_\d+)?:0$/.test(name))
  const slot_first = counter !== undefined && /^iteration(_\d+)?:0$/.test(counter.name)
  for (const { name, dataset } of entries) {
    const parts = name.replace(/:0$/, '').split('/')
    if (dataset === counter?.dataset) continue
    const slot = (slot_first ? parts[1] : parts.at(-1)!.replace(/_\d+$/, '')) ?? ''
    found.set(slot, [...(found.get(slot) ?? []), dataset])
  }
  return { iteration: counter?.dataset ?? null, slots: found }
}
