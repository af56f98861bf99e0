import type { DataType } from '@tensorflow/tfjs-core'
import { upcastType } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { shape_text } from '../../../common/shape'
import { broadcast, input_list, type MetaInputs, type MetaOutput, type RuleTable, same_dim } from '../rule'

const float_activations = ['prelu', 'leakyrelu']

/** The dtype after a fused activation. */
export function activated(dtype: DataType, activation: string | null | undefined): DataType {
  return activation && float_activations.includes(activation) ? 'float32' : dtype
}

function mat_mul({ a, b }: MetaInputs, attrs: { transposeA?: boolean; transposeB?: boolean; activation?: string }): MetaOutput {
  const x = a.shape
  const y = b.shape
  if (x.length < 2 || y.length < 2) {
    throw new ValueError(`matMul: inputs must have at least 2 dimensions. Received: shapes ${shape_text(x)} and ${shape_text(y)}`)
  }
  const [m, k] = attrs.transposeA ? [x[x.length - 1], x[x.length - 2]] : [x[x.length - 2], x[x.length - 1]]
  const [l, n] = attrs.transposeB ? [y[y.length - 1], y[y.length - 2]] : [y[y.length - 2], y[y.length - 1]]
  same_dim(k, l, () => `matMul: the inner dimensions of shapes ${shape_text(x)} and ${shape_text(y)} must be equal.`)
  const shape = x.length === 2 && y.length === 2 ? [] : broadcast(x.slice(0, -2), y.slice(0, -2))
  shape.push(m, n)
  return { shape, dtype: activated(a.dtype, attrs.activation) }
}

/** Size of each letter of an einsum equation. */
export function einsum_sizes(equation: string, shapes: number[][]): Map<string, number> {
  const terms = equation.replace(/\s/g, '').split('->')[0].split(',')
  const sizes = new Map<string, number>()
  terms.forEach((term, t) => {
    if (term.length !== shapes[t].length) {
      throw new ValueError(
        `einsum: term '${term}' does not fit an input of rank ${shapes[t].length}. Received: equation='${equation}'`,
      )
    }
    for (let i = 0; i < term.length; i++) {
      const known = sizes.get(term[i])
      if (known === undefined) sizes.set(term[i], shapes[t][i])
      else same_dim(known, shapes[t][i], () => `einsum: dimensions of '${term[i]}' must be equal in '${equation}'.`)
    }
  })
  return sizes
}

function einsum(inputs: MetaInputs, { equation }: { equation: string }): MetaOutput {
  const tensors = input_list(inputs)
  const sizes = einsum_sizes(
    equation,
    tensors.map((t) => t.shape),
  )
  const output = equation.replace(/\s/g, '').split('->')[1]
  const dtype = tensors.map((t) => t.dtype).reduce(upcastType)
  return { shape: Array.from(output, (letter) => sizes.get(letter)!), dtype: dtype === 'bool' ? 'int32' : dtype }
}

/** Products that sum over shared axes. */
export function contract_rules(): RuleTable {
  return { BatchMatMul: mat_mul, _FusedMatMul: mat_mul, Einsum: einsum }
}
