import { find_class } from '../../lib/loading/class_table'
import { Pending } from './pending'
import { files_of_room } from './rooms'

/** What the files of a room export, by name; a name of a file deeper in also with its folder or file in front (`image.resize`). */
type Exports = Map<string, unknown>

const rooms = new Map<string, Promise<Exports>>()

async function load_room(room: string): Promise<Exports> {
  const exports_by_name: Exports = new Map()
  for (const { path, exported } of await files_of_room(room)) {
    for (const [name, value] of Object.entries(exported)) {
      const known = exports_by_name.get(name) as { declaration?: unknown } | undefined
      if (
        known === undefined ||
        (known.declaration === undefined && (value as { declaration?: unknown })?.declaration !== undefined)
      )
        exports_by_name.set(name, value)
      for (const part of path) exports_by_name.set(`${part}.${name}`, value)
    }
  }
  return exports_by_name
}

function exports_of(room: string): Promise<Exports> {
  let loading = rooms.get(room)
  if (loading === undefined) {
    loading = load_room(room).catch(() => new Map())
    rooms.set(room, loading)
  }
  return loading
}

/** The order of Python's positional arguments, for classes without a table of defaults. */
const positional = new Map<string, string[]>([
  ['PrecisionAtRecall', ['recall']],
  ['RecallAtPrecision', ['precision']],
  ['SensitivityAtSpecificity', ['specificity']],
  ['SpecificityAtSensitivity', ['sensitivity']],
  ['ExponentialDecay', ['initial_learning_rate', 'decay_steps', 'decay_rate']],
  ['InverseTimeDecay', ['initial_learning_rate', 'decay_steps', 'decay_rate']],
  ['PolynomialDecay', ['initial_learning_rate', 'decay_steps']],
  ['PiecewiseConstantDecay', ['boundaries', 'values']],
  ['CosineDecay', ['initial_learning_rate', 'decay_steps']],
  ['CosineDecayRestarts', ['initial_learning_rate', 'first_decay_steps']],
])

/** The constructor's object for Python's positional arguments. */
function named_arguments(
  found: { defaults?: object },
  class_name: string,
  args: unknown[],
  kwargs: Record<string, unknown>,
): Record<string, unknown> {
  const keys = positional.get(class_name) ?? Object.keys(found.defaults ?? {})
  return { ...Object.fromEntries(args.map((value, i) => [keys[i] ?? `argument_${i}`, value])), ...kwargs }
}

/**
 * What stands for a name of Keras such as `keras.ops.image.resize`, `keras.losses.get` or `keras.optimizers.SGD`, as a function of positional and keyword arguments.
 * @throws Pending when there is none.
 */
export async function find_callable(name: string): Promise<(args: unknown[], kwargs: Record<string, unknown>) => unknown> {
  const path = name.split('.').slice(1)
  const last = path[path.length - 1]!
  const is_class_name = /^[A-Z]/.test(last) && path[0] !== 'ops'
  const found_class = is_class_name
    ? (find_class(name.slice(0, name.lastIndexOf('.')), last) as (new (config: object) => unknown) | undefined)
    : undefined
  if (found_class !== undefined)
    return (args, kwargs) => new found_class(named_arguments(found_class as never, last, args, kwargs))
  const exported = await exports_of(path[0]!)
  const found = exported.get(path.slice(1).join('.')) ?? exported.get(last)
  if (typeof found !== 'function') throw new Pending([name])
  return (args, kwargs) => {
    if (Object.keys(kwargs).length === 0) return found(...args)
    return args.length === 0 ? found(...keyword_call(found as never, kwargs)) : found(...args, kwargs)
  }
}

/** A call with keyword arguments alone: the declared data arguments come first. */
function keyword_call(found: { declaration?: { inputs: readonly string[] } }, kwargs: Record<string, unknown>): unknown[] {
  const rest = { ...kwargs }
  const args = (found.declaration?.inputs ?? [])
    .filter((key) => key in kwargs)
    .map((key) => {
      delete rest[key]
      return kwargs[key]
    })
  if (args.length === 0) {
    const [first, ...others] = Object.keys(kwargs)
    return [kwargs[first!], Object.fromEntries(others.map((key) => [key, kwargs[key]]))]
  }
  return Object.keys(rest).length === 0 ? args : [...args, rest]
}
