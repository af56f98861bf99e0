import { ValueError } from '../../common/errors'
import { class_name_of } from '../../graph/operation'
import { close_name_scope, current_path } from '../../variables/name_scope'
import { swap_creation_guard } from '../../variables/variable'
import type { Layer } from '../layer'
import { open_layer_scope } from './call'
import { argument_names } from './call_arguments'
import type { ShapeNest } from './layer_state'
import { own_variables } from './reflection'
import { shapes_of } from './shapes_of'

type Build = (this: Layer, ...shapes: unknown[]) => unknown

const wrapped = new WeakSet<object>()

/** Lets every `build` of a class and of those it extends record what it received, note the path, and lock the layer afterwards. Done once a class. */
export function wrap_builds(prototype: object, base: object): void {
  let current = prototype
  while (current !== null && !wrapped.has(current)) {
    wrapped.add(current)
    if (Object.hasOwn(current, 'build')) {
      const raw = (current as { build: Build }).build
      const build = function build(this: Layer, ...shapes: unknown[]): unknown {
        if (this._state === undefined || this._state.building) return raw.apply(this, shapes)
        return run_build(
          this,
          raw,
          shapes.map((shape) => (typeof shape === 'number' ? [shape] : shape)),
        )
      }
      Object.defineProperty(current, 'build', { value: build, writable: true, configurable: true })
    }
    if (current === base) return
    current = Object.getPrototypeOf(current)
  }
}

function run_build(layer: Layer, raw: Build, shapes: unknown[]): void {
  const state = layer._state
  const opened = open_layer_scope(layer)
  const guard = swap_creation_guard(null)
  state.building = true
  state.locked = false
  try {
    state.path = current_path()
    raw.apply(layer, shapes)
  } finally {
    state.building = false
    swap_creation_guard(guard)
    close_name_scope(opened)
  }
  own_variables(layer)
  state.build_shapes = shapes as ShapeNest[]
  finish_build(layer)
}

/** Marks a layer as built. */
export function finish_build(layer: Layer): void {
  const state = layer._state
  layer.built = true
  state.locked = layer._locks_after_build
  layer._refresh_plain()
  if (state.initial_weights !== null) {
    const weights = state.initial_weights
    state.initial_weights = null
    layer.set_weights(weights)
  }
}

/** The names of the shapes that `build` receives, in order. */
export function build_argument_names(layer: Layer): readonly string[] {
  const { constructor } = layer
  const declared = (constructor as { build_arguments?: readonly string[] }).build_arguments
  const names = argument_names(constructor)
  if (declared === undefined) return names.map((name) => `${name}_shape`)
  if (declared.length > 1) {
    for (const name of declared) {
      if (!name.endsWith('_shape') || !names.includes(name.slice(0, -'_shape'.length))) {
        const class_name = class_name_of(constructor)
        throw new ValueError(
          `For layer '${layer.name}', Received \`build()\` argument \`${name}\`, which does not end in \`_shape\` or whose stem is no argument of \`${class_name}.call()\`. Make sure that each \`build()\` argument is the name of a \`call()\` argument followed by \`_shape\`. Received: ${declared.join(', ')}`,
        )
      }
    }
  }
  return declared
}

/** What `build` receives for the arguments of a call: the shape of the first, or one shape for each name. */
export function build_shapes(layer: Layer, positional: readonly unknown[]): ShapeNest[] {
  const wanted = build_argument_names(layer)
  if (wanted.length <= 1) return [shapes_of(positional[0])]
  const names = argument_names(layer.constructor)
  const shapes = wanted.map((name) => {
    const value = positional[names.indexOf(name.slice(0, -'_shape'.length))]
    return value === undefined || value === null ? undefined : shapes_of(value)
  })
  while (shapes.length > 1 && shapes[shapes.length - 1] === undefined) shapes.pop()
  return shapes as ShapeNest[]
}
