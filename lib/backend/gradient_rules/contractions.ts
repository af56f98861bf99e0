import { matMul, reshape, type Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { parse_equation } from '../kernels/einsum'
import { expand, type Rule, reduce_to } from './rule'

const einsum = (operands: Tensor[], equation: string): Tensor => engine().runKernel('Einsum', operands, { equation })

/** The gradient of one operand: the result's gradient contracted with the other operands, repeated along labels that only it has. */
function operand_gradient(at: number, dy: Tensor, operands: Tensor[], labels: string[], output: string): Tensor {
  const others = operands.filter((_, i) => i !== at)
  const other_labels = labels.filter((_, i) => i !== at)
  const own = labels[at]!
  const known = [...own].filter((l) => output.includes(l) || other_labels.some((o) => o.includes(l))).join('')
  const part = einsum([dy, ...others], `${[output, ...other_labels].join(',')}->${known}`)
  const shape = operands[at]!.shape
  if (known === own) return part
  return expand(
    reshape(
      part,
      shape.map((d, i) => (known.includes(own[i]!) ? d : 1)),
    ),
    shape,
  )
}

export const contraction_rules: Record<string, Rule> = {
  Einsum: {
    save_all: true,
    gradient: (dy, operands, { equation }) => {
      const { inputs, output } = parse_equation(equation)
      return operands.map((_, at) => () => operand_gradient(at, dy, operands, inputs, output))
    },
  },
  BatchMatMul: {
    save: ['a', 'b'],
    gradient: (dy, [a, b], { transposeA: ta, transposeB: tb }) => ({
      a: () => reduce_to(ta ? matMul(b!, dy, tb, true) : matMul(dy, b!, false, !tb), a!.shape),
      b: () => reduce_to(tb ? matMul(dy, a!, true, ta) : matMul(a!, dy, !ta, false), b!.shape),
    }),
  },
}
