import { type OpDeclaration, OpOperation } from '../graph/op'
import * as core from '../ops/core'
import * as image from '../ops/image'
import * as linalg from '../ops/linalg'
import * as determinants from '../ops/linalg/slogdet'
import * as math from '../ops/math'
import * as nn from '../ops/nn'
import * as numpy from '../ops/numpy'
import * as signal from '../ops/signal'

interface DeclaredOp {
  declaration: OpDeclaration<Record<string, unknown>>
  run: (...args: any[]) => unknown
}

/** What makes the operation of a saved node. */
export interface OperationClass {
  from_config(config: Record<string, unknown>): OpOperation
}

function is_declared(value: unknown): value is DeclaredOp {
  return typeof value === 'function' && (value as Partial<DeclaredOp>).declaration !== undefined
}

function class_of({ declaration, run }: DeclaredOp): OperationClass {
  const defaults = declaration.config ?? {}
  return {
    from_config({ name = null, ...given }) {
      const config = Object.fromEntries(Object.keys(defaults).map((key) => [key, key in given ? given[key] : defaults[key]]))
      return new OpOperation(declaration, run, config, name as string | null)
    },
  }
}

/** The ops by `module.class_name`. */
const table: ReadonlyMap<string, OperationClass> = new Map(
  [core, numpy, nn, math, linalg, determinants, signal, image]
    .flatMap((room) => Object.values(room))
    .filter(is_declared)
    .map((op) => [`${op.declaration.module}.${op.declaration.class_name}`, class_of(op)]),
)

/** What revives a node of this class, for the modules of Keras's ops; undefined for others. */
export function find_operation(module: string | null | undefined, class_name: string): OperationClass | undefined {
  return table.get(`${module}.${class_name}`)
}

const modules: ReadonlyMap<string, string> = new Map(
  [...table.keys()].map((key) => [key.slice(key.lastIndexOf('.') + 1), key.slice(0, key.lastIndexOf('.'))]),
)

/** The module of the op with this class name, or null. */
export function op_module(class_name: string): string | null {
  return modules.get(class_name) ?? null
}
