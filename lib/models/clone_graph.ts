import { flatten, map_structure } from '../common/tree'
import { KerasTensor } from '../graph/keras_tensor'
import { source_node, walk_graph } from '../graph/map_graph'
import { Node } from '../graph/node'
import { Input } from '../layers/core/input'

/** True for the output of an input layer. */
export function is_input_tensor(tensor: KerasTensor): boolean {
  return source_node(tensor)?.is_input ?? true
}

/**
 * The part of a graph between `inputs` and `outputs` once more, on input layers of its own: layers and weights are shared, nodes and symbolic tensors are new. Inputs that
 * come from an input layer stay.
 */
export function clone_graph(inputs: unknown, outputs: unknown): { inputs: any; outputs: any } {
  const flat_inputs = flatten<KerasTensor>(inputs)
  const { nodes } = walk_graph(flat_inputs, flatten<KerasTensor>(outputs))
  const copies = new Map<KerasTensor, KerasTensor>()
  for (const tensor of flat_inputs) {
    const { shape, dtype, sparse, name } = tensor
    copies.set(tensor, is_input_tensor(tensor) ? tensor : Input({ batch_shape: shape, dtype, sparse, name: `${name}CLONE` }))
    copies.get(tensor)!._keras_mask = tensor._keras_mask
  }
  const copy = (leaf: unknown): unknown => (leaf instanceof KerasTensor ? (copies.get(leaf) ?? leaf) : leaf)
  for (const node of nodes) {
    if (node.is_input) continue
    for (const output of node.outputs) {
      if (copies.has(output)) continue
      const { shape, dtype, sparse, name, _keras_mask } = output
      const twin = new KerasTensor(shape, { dtype, sparse, name: `${name}_clone` })
      twin._keras_mask = _keras_mask
      copies.set(output, twin)
    }
    const { args, kwargs } = node.arguments
    new Node(node.operation, {
      call_args: args.map((arg) => map_structure(copy, arg)),
      call_kwargs: map_structure(copy, { ...kwargs }),
      outputs: map_structure(fresh_output(copies, flat_inputs), node.output_structure),
    })
  }
  return { inputs: map_structure(copy, inputs), outputs: map_structure(copy, outputs) }
}

/** The copy of an output; where it is also an input of the part, a tensor that nobody reads, so that the input keeps its source. */
function fresh_output(copies: Map<KerasTensor, KerasTensor>, inputs: KerasTensor[]) {
  return (output: KerasTensor): KerasTensor =>
    inputs.includes(output) ? new KerasTensor(output.shape, { dtype: output.dtype }) : copies.get(output)!
}
