import { is_plain_object } from '../common/tree'
import type { Graph } from '../graph/graph'
import { KerasTensor } from '../graph/keras_tensor'
import { InputSpec } from '../layers/base/input_spec'
import { InputLayer } from '../layers/core/input_layer'

function spec_of(tensor: KerasTensor, key: string | null): InputSpec {
  const source = tensor._keras_history?.operation ?? null
  return new InputSpec({
    shape: tensor.shape.map((d, i) => (i === 0 ? null : d)),
    allow_last_axis_squeeze: true,
    name: key ?? source?.name ?? tensor.name,
    optional: source instanceof InputLayer && source.optional,
  })
}

/** What the inputs of a graph must look like: any batch size, a last axis of size one more or less. Null for dicts that hold more than tensors. */
export function graph_input_spec({ inputs_struct, inputs }: Graph): InputSpec[] | null {
  if (!is_plain_object(inputs_struct)) return inputs.map((tensor) => spec_of(tensor, null))
  if (!Object.values(inputs_struct).every((item) => item instanceof KerasTensor)) return null
  return Object.keys(inputs_struct)
    .sort()
    .map((key) => spec_of(inputs_struct[key] as KerasTensor, key))
}
