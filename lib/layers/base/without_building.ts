import { state as globals } from '../../common/state'
import { flatten_layers, type LayerLike } from './reflection'

/** Runs `fn` and then puts every layer back as it was: what `fn` built or set is taken away and freed. Layers that are built keep their weights. */
export function without_building<T>(layer: LayerLike, fn: () => T): T {
  const before = flatten_layers(layer).map((each) => ({
    each,
    properties: Object.getOwnPropertyDescriptors(each),
    state: { ...each._state },
    own: each._state.own.slice(),
  }))
  if (before.every(({ state }) => state.built === true)) return fn()
  const counters = new Map(globals.name_counters)
  try {
    return fn()
  } finally {
    for (const { each, properties, state, own } of before) {
      for (const variable of each._state.own) if (!own.includes(variable)) variable.dispose()
      for (const key of Object.keys(each)) if (!(key in properties)) delete (each as unknown as Record<string, unknown>)[key]
      for (const key of Object.keys(properties))
        if (properties[key]!.enumerable) Object.defineProperty(each, key, properties[key]!)
      Object.assign(each._state, state, { own })
    }
    globals.name_counters = counters
  }
}
