import { expandDims, type KernelFunc, matMul, reshape, sum, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'

interface Term {
  labels: string[]
  value: Tensor
}

/** The labels of each operand and of the result. */
export function parse_equation(equation: string): { inputs: string[]; output: string } {
  const [left, right] = equation.replace(/\s/g, '').split('->')
  const inputs = left!.split(',')
  const all = inputs.join('')
  const output =
    right ??
    [...new Set(all)]
      .filter((l) => all.indexOf(l) === all.lastIndexOf(l))
      .sort()
      .join('')
  for (const labels of [...inputs, output]) {
    if (!/^[A-Za-z]*$/.test(labels) || new Set(labels).size !== labels.length) {
      throw new ValueError(`Einsum takes letters, each at most once per operand. Received: equation='${equation}'`)
    }
  }
  const unknown = [...output].find((l) => !all.includes(l))
  if (unknown) throw new ValueError(`Einsum: the output label \`${unknown}\` is in no operand. Received: equation='${equation}'`)
  return { inputs, output }
}

function arrange(term: Term, labels: string[]): Tensor {
  const order = labels.map((l) => term.labels.indexOf(l))
  return order.every((from, to) => from === to) ? term.value : transpose(term.value, order)
}

function sum_out(term: Term, wanted: Set<string>): Term {
  const axes = term.labels.flatMap((l, i) => (wanted.has(l) ? [] : [i]))
  if (axes.length === 0) return term
  return { labels: term.labels.filter((l) => wanted.has(l)), value: sum(term.value, axes) }
}

const product = (numbers: number[]): number => numbers.reduce((a, b) => a * b, 1)

/** Contracts two operands by one matrix product; `wanted` are the labels still needed after it. */
function contract(first: Term, second: Term, wanted: Set<string>): Term {
  const a = sum_out(first, new Set([...wanted, ...second.labels]))
  const b = sum_out(second, new Set([...wanted, ...first.labels]))
  const size = new Map<string, number>()
  for (const { labels, value } of [a, b]) for (const [i, l] of labels.entries()) size.set(l, value.shape[i]!)
  const dims = (labels: string[]): number[] => labels.map((l) => size.get(l)!)
  const shared = a.labels.filter((l) => b.labels.includes(l))
  const batch = shared.filter((l) => wanted.has(l))
  const inner = shared.filter((l) => !wanted.has(l))
  const rows = a.labels.filter((l) => !shared.includes(l))
  const columns = b.labels.filter((l) => !shared.includes(l))
  const b_is_transposed = b.labels.join() === [...batch, ...columns, ...inner].join() && inner.length > 0
  const left = reshape(arrange(a, [...batch, ...rows, ...inner]), [
    product(dims(batch)),
    product(dims(rows)),
    product(dims(inner)),
  ])
  const right_labels = b_is_transposed ? [columns, inner] : [inner, columns]
  const right = reshape(arrange(b, [...batch, ...right_labels.flat()]), [
    product(dims(batch)),
    ...right_labels.map((l) => product(dims(l))),
  ])
  const labels = [...batch, ...rows, ...columns]
  return { labels, value: reshape(matMul(left, right, false, b_is_transposed), dims(labels)) }
}

/** Einsum as transpositions and matrix products, operands from left to right. */
export const einsum_kernel: KernelFunc = ({ inputs, attrs }) => {
  const operands = inputs as unknown as Tensor[]
  const { inputs: labels, output } = parse_equation(attrs!.equation as unknown as string)
  if (labels.length !== operands.length) {
    throw new ValueError(`Einsum: the equation names ${labels.length} operands. Received: ${operands.length} operands`)
  }
  labels.forEach((l, i) => {
    if (l.length !== operands[i]!.rank) {
      throw new ValueError(
        `Einsum: operand ${i} has ${operands[i]!.rank} axes, and \`${l}\` names ${l.length}. Received: equation='${attrs!.equation}'`,
      )
    }
  })
  return tidy(() => {
    let left: Term = { labels: [...labels[0]!], value: operands[0]! }
    for (let i = 1; i < operands.length; i++) {
      const wanted = new Set([...output, ...labels.slice(i + 1).join('')])
      left = contract(left, { labels: [...labels[i]!], value: operands[i]! }, wanted)
    }
    const result = arrange(sum_out(left, new Set(output)), [...output])
    return result === operands[0] ? reshape(expandDims(result, 0), result.shape) : result
  })
}
