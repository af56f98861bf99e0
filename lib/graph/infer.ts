import { Tensor } from '@tensorflow/tfjs-core'
import { type TensorSpec, trace } from '../backend/meta'
import { storage_dtype } from '../common/dtypes'
import { flatten, is_nested, map_structure, pack_sequence_as } from '../common/tree'
import { label_dtype } from '../variables/half'
import { tensor_dtype } from '../variables/to_tensor'
import { KerasTensor } from './keras_tensor'

/**
 * What `run` would answer, as symbolic tensors: it runs on tensors without data that stand for the symbolic ones anywhere in `args`. Leaves of the result that are not
 * tensors stay as they are.
 */
export function infer_output_spec(args: unknown[], run: (args: unknown[]) => unknown): any {
  const symbolic = [...new Set(flatten(args).filter((leaf) => leaf instanceof KerasTensor) as KerasTensor[])]
  let structure: unknown = null
  let dtypes: string[] = []
  let leaves: unknown[] = []
  const specs = trace(
    symbolic.map((tensor): TensorSpec => ({ shape: tensor.shape, dtype: storage_dtype(tensor.dtype) })),
    (tensors) => {
      const filled = new Map<unknown, Tensor>()
      symbolic.forEach((tensor, i) => {
        filled.set(tensor, tensor.dtype === tensors[i]!.dtype ? tensors[i]! : label_dtype(tensors[i]!, tensor.dtype))
      })
      const fill = (leaf: unknown): unknown => filled.get(leaf) ?? leaf
      structure = run(args.map((arg) => (is_nested(arg) ? map_structure(fill, arg) : fill(arg))))
      leaves = flatten(structure)
      const results = leaves.filter((leaf) => leaf instanceof Tensor) as Tensor[]
      dtypes = results.map(tensor_dtype)
      return results
    },
  )
  let next = 0
  const outputs = leaves.map((leaf) => {
    if (!(leaf instanceof Tensor)) return leaf
    const i = next++
    return new KerasTensor(specs[i]!.shape, { dtype: dtypes[i]! })
  })
  return is_nested(structure) ? pack_sequence_as(structure, outputs) : outputs[0]
}
