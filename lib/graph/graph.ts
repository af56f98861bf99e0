import { ValueError } from '../common/errors'
import { repr, type_text } from '../common/text'
import { flatten, flatten_with_path, map_structure } from '../common/tree'
import { KerasTensor } from './keras_tensor'
import { check_names, type GraphMap, map_graph } from './map_graph'
import type { Node } from './node'
import type { Operation } from './operation'
import { type Caller, GraphPlan } from './plan'

/**
 * The computation between symbolic inputs and outputs, ready to run. Inputs and outputs keep their structure.
 */
export class Graph {
  readonly inputs_struct: any
  readonly outputs_struct: any
  readonly inputs: KerasTensor[]
  readonly outputs: KerasTensor[]
  readonly nodes: Set<Node>
  readonly nodes_by_depth: Map<number, Node[]>
  readonly operations: Operation[]
  /** Operations that run for their effect: no output depends on them. */
  readonly side_operations: Operation[] = []
  /** The structure of what a run answers. */
  readonly result_struct: any
  private plan: GraphPlan

  /**
   * @param unwrap whether a list of one output gives that output alone.
   * @throws ValueError for empty or non-symbolic inputs and outputs, and for what `map_graph` refuses.
   */
  constructor(inputs: unknown, outputs: unknown, unwrap: boolean) {
    this.inputs = checked(inputs, 'inputs', inputs, outputs)
    this.outputs = checked(outputs, 'outputs', inputs, outputs)
    this.inputs_struct = map_structure((leaf) => leaf, inputs)
    this.outputs_struct = map_structure((leaf) => leaf, outputs)
    const single = unwrap && Array.isArray(outputs) && outputs.length === 1
    this.result_struct = single ? outputs[0] : this.outputs_struct
    const map: GraphMap = map_graph(this.inputs, this.outputs, (i) => flatten_with_path(outputs)[i]![0].join('.'))
    this.nodes = map.nodes
    this.nodes_by_depth = map.nodes_by_depth
    this.operations = map.operations
    this.plan = this.make_plan()
  }

  /** The nodes in the order in which they run. */
  get ordered_nodes(): Node[] {
    return [...this.nodes_by_depth].sort(([a], [b]) => b - a).flatMap(([, nodes]) => nodes)
  }

  /** The results for the flat values of the inputs. */
  run(values: readonly unknown[], training?: boolean | null): unknown {
    return this.plan.run(values, training)
  }

  /** The results when `call` runs the operations. */
  run_with(values: readonly unknown[], call: Caller): unknown {
    return this.plan.run_with(values, call)
  }

  /**
   * Adds what leads from the inputs to `tensor`; it is computed in each run. Operations that the graph did not have come last.
   * @throws ValueError when the tensor does not come from the inputs, or for a repeated name.
   */
  add_side_output(tensor: KerasTensor): void {
    const map = map_graph(this.inputs, [tensor])
    const operations = map.operations.filter((operation) => !this.operations.includes(operation))
    check_names([...this.operations, ...operations])
    let depth = Math.min(...this.nodes_by_depth.keys())
    for (const node of [...map.nodes_by_depth.values()].flat()) {
      if (this.nodes.has(node)) continue
      this.nodes.add(node)
      this.nodes_by_depth.set(--depth, [node])
    }
    this.operations.push(...operations)
    this.side_operations.push(...operations)
    this.plan = this.make_plan()
  }

  private make_plan(): GraphPlan {
    return new GraphPlan(this.inputs, this.ordered_nodes, this.result_struct)
  }
}

function checked(structure: unknown, what: string, inputs: unknown, outputs: unknown): KerasTensor[] {
  const leaves = structure === undefined ? [] : flatten(structure)
  if (leaves.length === 0) {
    throw new ValueError(`\`${what}\` argument cannot be empty. Received:\ninputs=${repr(inputs)}\noutputs=${repr(outputs)}`)
  }
  for (const leaf of leaves) {
    if (!(leaf instanceof KerasTensor)) {
      throw new ValueError(
        `All \`${what}\` values must be KerasTensors. Received: ${what}=${repr(structure)} including invalid value ${repr(leaf)} of type ${type_text(leaf)}`,
      )
    }
  }
  return leaves as KerasTensor[]
}
