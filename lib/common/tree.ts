import { TypeError, ValueError } from './errors'
import { repr } from './text'

/** A value, or lists and plain objects of such, nested at will. */
export type Nest<T> = T | Nest<T>[] | { [key: string]: Nest<T> }

/** A plain object: `{}` literals and null-prototype objects, no class instances. */
export function is_plain_object(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** True for lists and plain objects. */
export function is_nested(value: unknown): boolean {
  return Array.isArray(value) || is_plain_object(value)
}

function sorted_keys(object: object): string[] {
  return Object.keys(object).sort()
}

/** The leaves, objects by sorted key. Source: keras.tree.flatten. */
export function flatten<T = unknown>(structure: unknown): T[] {
  const leaves: T[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item)
    else if (is_plain_object(node)) for (const key of sorted_keys(node)) walk(node[key])
    else leaves.push(node as T)
  }
  walk(structure)
  return leaves
}

/** Leaves with their paths. Source: keras.tree.flatten_with_path. */
export function flatten_with_path(structure: unknown): [(string | number)[], unknown][] {
  const leaves: [(string | number)[], unknown][] = []
  const walk = (node: unknown, path: (string | number)[]): void => {
    if (Array.isArray(node)) for (const [i, item] of node.entries()) walk(item, [...path, i])
    else if (is_plain_object(node)) for (const key of sorted_keys(node)) walk(node[key], [...path, key])
    else leaves.push([path, node])
  }
  walk(structure, [])
  return leaves
}

/** The same structure with `fn` of each leaf (or of the matching leaves of several equal structures). Source: keras.tree.map_structure. */
export function map_structure<R = unknown>(fn: (...leaves: any[]) => R, ...structures: unknown[]): any {
  const [first, ...others] = structures
  if (Array.isArray(first)) {
    for (const other of others) {
      if (!Array.isArray(other) || other.length !== first.length) throw mismatch(first, other)
    }
    return first.map((item, i) => map_structure(fn, item, ...others.map((o) => (o as unknown[])[i])))
  }
  if (is_plain_object(first)) {
    for (const other of others) {
      if (!is_plain_object(other) || sorted_keys(other).join() !== sorted_keys(first).join()) throw mismatch(first, other)
    }
    const result: Record<string, unknown> = {}
    for (const key of Object.keys(first))
      result[key] = map_structure(fn, first[key], ...others.map((o) => (o as Record<string, unknown>)[key]))
    return result
  }
  return fn(first, ...others)
}

function mismatch(a: unknown, b: unknown): Error {
  return new ValueError(`The two structures don't have the same nested structure. Received: ${repr(a)} and ${repr(b)}`)
}

/** The structure of `structure` with the leaves of `flat`. Source: keras.tree.pack_sequence_as. @throws ValueError on another number of leaves. */
export function pack_sequence_as(structure: unknown, flat: readonly unknown[]): any {
  let next = 0
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk)
    if (is_plain_object(node)) {
      const values = new Map(sorted_keys(node).map((key) => [key, walk(node[key])]))
      return Object.fromEntries(Object.keys(node).map((key) => [key, values.get(key)]))
    }
    return flat[next++]
  }
  const result = walk(structure)
  if (next !== flat.length) {
    throw new ValueError(
      `Structure had ${next} atoms, but \`flat_sequence\` had ${flat.length} items. Received: structure=${repr(structure)}`,
    )
  }
  return result
}

/** A list of whole numbers and nulls, which counts as one leaf of a structure of shapes. */
export function is_shape_leaf(value: unknown): boolean {
  return Array.isArray(value) && value.every((d) => d === null || typeof d === 'number')
}

/** `map_structure` where every shape is a leaf. Source: keras.tree.map_shape_structure. */
export function map_shape_structure<R = unknown>(fn: (shape: (number | null)[]) => R, structure: unknown): any {
  if (structure === null || structure === undefined) return structure
  if (is_shape_leaf(structure)) return fn(structure as (number | null)[])
  if (Array.isArray(structure)) return structure.map((item) => map_shape_structure(fn, item))
  if (is_plain_object(structure)) {
    return Object.fromEntries(Object.entries(structure).map(([key, item]) => [key, map_shape_structure(fn, item)]))
  }
  throw new ValueError(`Cannot convert to a shape. Received: ${repr(structure)}`)
}

/** The shapes of a structure of shapes, in flatten order. */
export function flatten_shapes(structure: unknown): (number | null)[][] {
  const shapes: (number | null)[][] = []
  const walk = (node: unknown): void => {
    if (node === null || node === undefined) return
    if (is_shape_leaf(node)) shapes.push(node as (number | null)[])
    else if (Array.isArray(node)) for (const item of node) walk(item)
    else if (is_plain_object(node)) for (const key of sorted_keys(node)) walk(node[key])
  }
  walk(structure)
  return shapes
}

/** Equal nesting, keys and lengths. Source: keras.tree.assert_same_structure. @throws ValueError */
export function assert_same_structure(a: unknown, b: unknown): void {
  map_structure(() => null, a, b)
  map_structure(() => null, b, a)
}

/** Whether two structures have equal nesting, keys and lengths. */
export function same_structure(a: unknown, b: unknown): boolean {
  try {
    assert_same_structure(a, b)
    return true
  } catch {
    return false
  }
}

/** The structure as lists only. Source: keras.tree.lists_to_tuples (a tuple is a list here). */
export function lists_to_tuples<T>(structure: T): T {
  return map_structure((leaf) => leaf, structure) as T
}

/** Replaces each node for which `fn` answers something else than undefined, top down. Source: keras.tree.traverse. */
export function traverse(fn: (node: unknown) => unknown, structure: unknown): any {
  if (typeof fn !== 'function') throw new TypeError(`traverse: \`fn\` must be callable. Received: ${repr(fn)}`)
  const replaced = fn(structure)
  if (replaced !== undefined) return replaced
  if (Array.isArray(structure)) return structure.map((item) => traverse(fn, item))
  if (is_plain_object(structure))
    return Object.fromEntries(Object.entries(structure).map(([key, item]) => [key, traverse(fn, item)]))
  return structure
}
