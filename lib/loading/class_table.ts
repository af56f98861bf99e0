import { constraint_table } from '../constraints/get'
import { initializer_table } from '../initializers/get'
import { loss_table } from '../losses/get'
import { metric_table } from '../metrics/get'
import { AddLoss, AddMetric } from '../models/graph_losses'
import { Functional, Model } from '../models/model'
import { Sequential } from '../models/sequential'
import { optimizer_table } from '../optimizers/get'
import { schedule_table } from '../optimizers/schedules/get'
import { regularizer_table } from '../regularizers/get'
import { function_tables } from '../saving/functions'
import { DTypePolicy, DTypePolicyMap } from '../variables/dtype_policy'
import { SeedGenerator } from '../variables/seed_generator'
import { layer_classes } from './layer_table'

/** A class that a file may name. */
export type Class = abstract new (...args: any[]) => any

/** Every class that a config can name, by Keras's module. Nothing outside of this table and of what its caller registers can be made from a file. */
const classes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'keras.layers': layer_classes,
  keras: {
    AddLoss,
    AddMetric,
    Functional,
    Model,
    Sequential,
    DTypePolicy,
    FloatDTypePolicy: DTypePolicy,
    DTypePolicyMap,
    SeedGenerator,
  },
  'keras.initializers': initializer_table,
  'keras.regularizers': regularizer_table,
  'keras.constraints': constraint_table,
  'keras.losses': loss_table,
  'keras.metrics': metric_table,
  'keras.optimizers.schedules': schedule_table,
  'keras.optimizers': optimizer_table,
}

/** Where the functions of a module are. */
const modules_of_functions: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  'keras.activations': [function_tables.activations],
  'keras.losses': [function_tables.losses],
  'keras.metrics': [function_tables.metrics, function_tables.losses],
}

/** Modules of Keras whose classes stand in another one's table. */
const groups = [
  'optimizers.schedules',
  'activations',
  'layers',
  'initializers',
  'regularizers',
  'constraints',
  'losses',
  'metrics',
  'optimizers',
]

/** The module of the table that a module of a file stands for: `keras.src.layers.core.dense` is `keras.layers`, `tf_keras.initializers` is `keras.initializers`. */
function table_of(module: string): string {
  const path = `.${module
    .split('.')
    .filter((part) => part !== 'src' && part !== 'api' && part !== 'engine')
    .slice(1)
    .join('.')}.`
  const group = groups.find((name) => path.startsWith(`.${name}.`))
  return group === undefined ? 'keras' : `keras.${group}`
}

const is_keras = (module: string): boolean => /^(keras|tf_keras)(\.|$)/.test(module)

function is_class(value: unknown): value is Class {
  return typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
}

function own_class(module: string, class_name: string): Class | undefined {
  const members = classes[module]
  const found = members !== undefined && Object.hasOwn(members, class_name) ? members[class_name] : undefined
  return is_class(found) ? found : undefined
}

/** The class of this name in a module of Keras, or undefined. Without a module every module is searched. */
export function find_class(module: string | null | undefined, class_name: string): Class | undefined {
  if (module === null || module === undefined) return search(class_name)
  if (!is_keras(module)) return undefined
  const table = table_of(module)
  return own_class(table, class_name) ?? (table === 'keras' ? search(class_name) : own_class('keras', class_name))
}

function search(class_name: string): Class | undefined {
  for (const module of Object.keys(classes)) {
    const found = own_class(module, class_name)
    if (found !== undefined) return found
  }
  return undefined
}

/** The function of this name: in a module of Keras, or in any of them when the module is `builtins` or absent. */
export function find_function(name: string, module?: string | null): unknown {
  const anywhere = module === null || module === undefined || module === 'builtins'
  if (!anywhere && !is_keras(module)) return undefined
  const group = anywhere ? 'keras' : table_of(module)
  const tables = group === 'keras' ? Object.values(modules_of_functions).flat() : (modules_of_functions[group] ?? [])
  const table = tables.find(
    (members) => Object.hasOwn(members, name) && typeof members[name] === 'function' && !is_class(members[name]),
  )
  return table?.[name]
}

/** All class names of the table. */
export function class_names(): string[] {
  return Object.values(classes).flatMap((members) => Object.keys(members))
}
