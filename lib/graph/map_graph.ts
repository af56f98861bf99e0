import { ValueError } from '../common/errors'
import type { KerasTensor } from './keras_tensor'
import type { Node } from './node'
import type { Operation } from './operation'

/** The nodes and operations between some inputs and some outputs. */
export interface GraphMap {
  nodes: Set<Node>
  /** Depth 0 is at the outputs. */
  nodes_by_depth: Map<number, Node[]>
  /** By decreasing depth, then in the order in which a walk from the outputs meets them. */
  operations: Operation[]
}

/** The node that made a symbolic tensor, or null when none did. */
export function source_node(tensor: KerasTensor): Node | null {
  const history = tensor._keras_history
  return history?.operation ? history.operation._inbound_nodes[history.node_index]! : null
}

interface Walk {
  /** Every node after those on which it depends. */
  nodes: Node[]
  first_met: Map<Operation, number>
}

/**
 * The nodes that lead from `inputs` to `outputs`, each after those on which it depends. The walk ends at the inputs, whatever made them.
 * @throws ValueError for a cycle.
 */
export function walk_graph(inputs: readonly KerasTensor[], outputs: readonly KerasTensor[]): Walk {
  const ends = new Set(inputs)
  const finished = new Set<Node>()
  const open = new Set<Node>()
  const walk: Walk = { nodes: [], first_met: new Map() }
  const enter = (tensor: KerasTensor): Node | null => {
    const node = source_node(tensor)
    if (node === null || finished.has(node) || (ends.has(tensor) && !node.is_input)) return null
    if (open.has(node)) throw new ValueError(`Tensor ${tensor} from operation '${node.operation.name}' is part of a cycle.`)
    if (!walk.first_met.has(node.operation)) walk.first_met.set(node.operation, walk.first_met.size)
    open.add(node)
    return node
  }
  for (const output of outputs) {
    const first = enter(output)
    const path = first === null ? [] : [{ node: first, next: 0 }]
    while (path.length > 0) {
      const step = path[path.length - 1]!
      if (step.next < step.node.input_tensors.length) {
        const parent = enter(step.node.input_tensors[step.next++]!)
        if (parent !== null) path.push({ node: parent, next: 0 })
      } else {
        path.pop()
        open.delete(step.node)
        finished.add(step.node)
        walk.nodes.push(step.node)
      }
    }
  }
  return walk
}

/**
 * Finds what lies between `inputs` and `outputs` and checks it.
 * @throws ValueError for cycles, repeated names, and tensors that do not come from the inputs; `path_of` names an output in that message.
 */
export function map_graph(
  inputs: readonly KerasTensor[],
  outputs: readonly KerasTensor[],
  path_of: (index: number) => string = String,
): GraphMap {
  const { nodes, first_met } = walk_graph(inputs, outputs)
  const known = new Set(nodes)
  const node_depths = new Map<Node, number>()
  const operation_depths = new Map<Operation, number>()
  for (const node of nodes.slice().reverse()) {
    const depth = Math.max(node_depths.get(node) ?? 0, operation_depths.get(node.operation) ?? 0)
    operation_depths.set(node.operation, depth)
    node_depths.set(node, depth)
    for (const parent of node.parent_nodes) {
      if (known.has(parent)) node_depths.set(parent, Math.max(depth + 1, node_depths.get(parent) ?? 0))
    }
  }
  for (const input of inputs) {
    const node = source_node(input)
    if (node === null || !node.is_input || operation_depths.has(node.operation)) continue
    operation_depths.set(node.operation, 0)
    node_depths.set(node, 0)
    first_met.set(node.operation, -1)
  }
  const nodes_by_depth = new Map<number, Node[]>()
  for (const [node, depth] of [...node_depths].sort((a, b) => b[1] - a[1])) {
    const level = nodes_by_depth.get(depth)
    if (level === undefined) nodes_by_depth.set(depth, [node])
    else level.push(node)
  }
  const operations = [...operation_depths.keys()].sort(
    (a, b) => operation_depths.get(b)! - operation_depths.get(a)! || first_met.get(a)! - first_met.get(b)!,
  )
  check_connected(inputs, outputs, [...nodes_by_depth.values()].flat(), path_of)
  check_names(operations)
  return { nodes: new Set(node_depths.keys()), nodes_by_depth, operations }
}

function check_connected(
  inputs: readonly KerasTensor[],
  outputs: readonly KerasTensor[],
  nodes: Node[],
  path_of: (index: number) => string,
): void {
  const computable = new Set(inputs)
  const accessed: string[] = []
  let gap = ''
  for (const node of nodes) {
    if (node.is_input) continue
    const missing = node.input_tensors.find((tensor) => !computable.has(tensor))
    if (missing === undefined) {
      accessed.push(node.operation.name)
      for (const output of node.outputs) computable.add(output)
    } else if (gap === '') {
      gap = ` Graph disconnected: cannot find parent for tensor ${missing} at operation '${node.operation.name}'. The following previous operations were accessed without issue: [${accessed.join(', ')}]`
    }
  }
  const lost = outputs.findIndex((output) => !computable.has(output))
  if (lost >= 0) throw new ValueError(`Output with path \`${path_of(lost)}\` is not connected to \`inputs\`.${gap}`)
}

/** @throws ValueError when two operations have one name. */
export function check_names(operations: readonly Operation[]): void {
  const counts = new Map<string, number>()
  for (const { name } of operations) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const [name, count] of counts) {
    if (count > 1) {
      throw new ValueError(`The name "${name}" is used ${count} times in the model. All operation names should be unique.`)
    }
  }
}
