import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../backend/engine'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { is_plain_object } from '../common/tree'
import type { Variable } from '../variables/variable'

/** Values by the parts of variable paths. */
export interface StateTree {
  [part: string]: any
}

/** A model as far as its variables are concerned. */
interface WithState {
  trainable_variables: Variable[]
  non_trainable_variables: Variable[]
  metrics_variables: Variable[]
  optimizer?: { variables: Variable[] } | null
}

function parts(model: WithState): Record<string, Variable[]> {
  return {
    trainable_variables: model.trainable_variables,
    non_trainable_variables: model.non_trainable_variables,
    optimizer_variables: model.optimizer?.variables ?? [],
    metrics_variables: model.metrics_variables,
  }
}

/** The values of the variables of a model, nested by path. @throws ValueError for a repeated path or an unknown format. */
export function get_state_tree(model: WithState, value_format: string): StateTree | Promise<StateTree> {
  if (value_format !== 'backend_tensor' && value_format !== 'numpy_array') {
    throw new ValueError(
      `Invalid \`value_format\` argument. Expected one of {'numpy_array', 'backend_tensor'}. Received: value_format=${value_format}`,
    )
  }
  const entries = Object.entries(parts(model)).flatMap(([part, variables]) => {
    const paths = new Set<string>()
    return variables.map((variable) => {
      if (paths.has(variable.path)) {
        throw new ValueError(
          `The following variable path is found twice in the model: '${variable.path}'. \`get_state_tree()\` can only be called when all variable paths are unique. Make sure to give unique names to your layers (and other objects).`,
        )
      }
      paths.add(variable.path)
      return { keys: [part, ...variable.path.split('/')], variable }
    })
  })
  const tree = (values: unknown[]): StateTree => {
    const root: StateTree = Object.fromEntries(Object.keys(parts(model)).map((part) => [part, {}]))
    entries.forEach(({ keys }, i) => {
      put(root, keys, values[i])
    })
    return root
  }
  if (value_format === 'numpy_array') return Promise.all(entries.map(({ variable }) => variable.data())).then(tree)
  return tree(entries.map(({ variable }) => engine().runKernel('Identity', { x: variable as unknown as Tensor })))
}

function put(root: StateTree, keys: string[], value: unknown): void {
  const last = keys.length - 1
  let node = root
  for (const key of keys.slice(0, last)) {
    node[key] ??= {}
    node = node[key]
  }
  node[keys[last]!] = value
}

/** Assigns the values of a state tree. @throws ValueError for an unknown part. */
export function set_state_tree(model: WithState, state_tree: StateTree): void {
  const known = parts(model)
  for (const part of Object.keys(state_tree))
    if (!(part in known)) throw new ValueError(`Unknown variable name: ${part}. Received: ${repr(Object.keys(state_tree))}`)
  for (const [part, values] of Object.entries(state_tree)) {
    const by_path = new Map(known[part]!.map((variable) => [variable.path, variable]))
    const walk = (node: unknown, path: string): void => {
      const variable = by_path.get(path)
      if (variable !== undefined) variable.assign(shaped(node, variable) as never)
      else if (is_plain_object(node))
        for (const [key, item] of Object.entries(node)) walk(item, path === '' ? key : `${path}/${key}`)
    }
    walk(values, '')
  }
}

/** Typed arrays of `get_state_tree` have no shape of their own. */
function shaped(value: unknown, variable: Variable): unknown {
  if (!ArrayBuffer.isView(value)) return value
  const nest = (shape: readonly number[], flat: unknown[]): unknown => {
    if (shape.length === 0) return flat[0]
    const size = flat.length / shape[0]!
    return Array.from({ length: shape[0]! }, (_, i) => nest(shape.slice(1), flat.slice(i * size, (i + 1) * size)))
  }
  return nest(variable.shape as number[], Array.from(value as Float32Array))
}
