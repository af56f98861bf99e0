import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { range, size_of } from '../axes'
import { binary, finish, promote, reshaped, store_as } from '../convert'
import { as_op, in_numpy, op_list } from '../declare'
import { diagonal_last } from './indexing'
import { permuted } from './shape'

/** A tensor whose axes have names. */
interface Named {
  tensor: Tensor
  labels: string[]
}

const spare = [...'0123456789']

/** The names of each operand's axes and of the result's; the axes of an ellipsis get digits. */
function parse(subscripts: string, ranks: number[]): [inputs: string[][], output: string[]] {
  const [left, right] = subscripts.replace(/\s/g, '').split('->') as [string, string | undefined]
  const terms = left.split(',')
  if (terms.length !== ranks.length)
    throw new ValueError(
      `Number of operands does not match the subscript. Received: subscripts=${subscripts}, ${ranks.length} operands`,
    )
  let widest = 0
  terms.forEach((term, i) => {
    const named = term.replace('...', '').length
    if (term.includes('...') ? named > ranks[i]! : named !== ranks[i]) {
      throw new ValueError(
        `Number of dimensions in the subscript does not match the number of dimensions in the operand. Received: subscripts=${subscripts}, operand ${i} of rank ${ranks[i]}`,
      )
    }
    if (term.includes('...')) widest = Math.max(widest, ranks[i]! - named)
  })
  const dots = spare.slice(0, widest)
  const inputs = terms.map((term, i) => {
    const at = term.indexOf('...')
    if (at < 0) return [...term]
    const count = ranks[i]! - (term.length - 3)
    return [...term.slice(0, at), ...dots.slice(widest - count), ...term.slice(at + 3)]
  })
  if (right !== undefined) {
    const at = right.indexOf('...')
    return [inputs, at < 0 ? [...right] : [...right.slice(0, at), ...dots, ...right.slice(at + 3)]]
  }
  const all = inputs.flat().filter((label) => !dots.includes(label))
  const once = [...new Set(all)].filter((label) => all.filter((l) => l === label).length === 1).sort()
  return [inputs, [...dots, ...once]]
}

const parsed = new Map<string, ReturnType<typeof parse>>()

/** `parse`, which is done once for the same subscripts and ranks. */
export function axis_names(subscripts: string, ranks: number[]): ReturnType<typeof parse> {
  const key = `${subscripts} ${ranks}`
  let names = parsed.get(key)
  if (names === undefined) {
    names = parse(subscripts, ranks)
    parsed.set(key, names)
  }
  return names
}

/** Axes that bear the same name twice become their diagonal; axes that nobody else needs are summed. */
function reduced({ tensor, labels }: Named, needed: Set<string>): Named {
  let x = tensor
  let names = labels
  for (let i = 0; i < names.length; i++) {
    const twin = names.indexOf(names[i]!, i + 1)
    if (twin < 0) continue
    const label = names[i]!
    x = diagonal_last(x, 0, i, twin)
    names = [...names.filter((_, j) => j !== i && j !== twin), label]
    i = -1
  }
  const sums = range(names.length).filter((i) => !needed.has(names[i]!))
  if (sums.length === 0) return { tensor: x, labels: names }
  return { tensor: run_kernel('Sum', { x }, { axis: sums, keepDims: false }), labels: names.filter((label) => needed.has(label)) }
}

/** The product of two, summed over the names that neither the result nor another operand needs. */
function contract(a: Named, b: Named, needed: Set<string>): Named {
  const shared = a.labels.filter((label) => b.labels.includes(label))
  const size = (n: Named, label: string): number => n.tensor.shape[n.labels.indexOf(label)]!
  const unequal = shared.some((label) => size(a, label) !== size(b, label))
  const summed = shared.filter((label) => !needed.has(label))
  if (unequal || summed.length === 0) return broadcast_product(a, b, needed)
  const batch = shared.filter((label) => needed.has(label))
  const free_a = a.labels.filter((label) => !shared.includes(label))
  const free_b = b.labels.filter((label) => !shared.includes(label))
  const sizes = (n: Named, labels: string[]): number[] => labels.map((label) => size(n, label))
  const batch_sizes = sizes(a, batch)
  const lead = batch.length === 0 ? [] : [size_of(batch_sizes)]
  const inner = size_of(sizes(a, summed))
  const rows = sizes(a, free_a)
  const columns = sizes(b, free_b)
  const left = arranged(a, batch, free_a, summed)
  const right = arranged(b, batch, free_b, summed)
  const x = reshaped(left.tensor, left.swapped ? [...lead, inner, size_of(rows)] : [...lead, size_of(rows), inner])
  const y = reshaped(right.tensor, right.swapped ? [...lead, inner, size_of(columns)] : [...lead, size_of(columns), inner])
  const product = run_kernel('BatchMatMul', { a: x, b: y }, { transposeA: left.swapped, transposeB: !right.swapped })
  return { tensor: reshaped(product, [...batch_sizes, ...rows, ...columns]), labels: [...batch, ...free_a, ...free_b] }
}

/** The axes in the order batch, free, summed - or batch, summed, free where that moves nothing. */
function arranged(n: Named, batch: string[], free: string[], summed: string[]): { tensor: Tensor; swapped: boolean } {
  const swapped = [...batch, ...summed, ...free]
  if (swapped.every((label, i) => label === n.labels[i])) return { tensor: n.tensor, swapped: true }
  return {
    tensor: permuted(
      n.tensor,
      [...batch, ...free, ...summed].map((label) => n.labels.indexOf(label)),
    ),
    swapped: false,
  }
}

function broadcast_product(a: Named, b: Named, needed: Set<string>): Named {
  const labels = [...new Set([...a.labels, ...b.labels])]
  const spread = (n: Named): Tensor => {
    const present = labels.filter((label) => n.labels.includes(label))
    const ordered = permuted(
      n.tensor,
      present.map((label) => n.labels.indexOf(label)),
    )
    return reshaped(
      ordered,
      labels.map((label) => (n.labels.includes(label) ? n.tensor.shape[n.labels.indexOf(label)]! : 1)),
    )
  }
  return reduced({ tensor: binary('Multiply', spread(a), spread(b)), labels }, needed)
}

const einsum_op = /*#__PURE__*/ op_list(
  { class_name: 'Einsum', module: in_numpy, inputs: ['operands'], config: { subscripts: '' }, variadic: true },
  (operands: readonly TensorLike[], subscripts: string) => {
    const [tensors, dtype] = promote(...operands)
    const result = contract_all(
      subscripts,
      tensors.map((x) => store_as(x, 'float32')),
    )
    return finish(result, tensors.every((x) => tensor_dtype(x) === 'int8') ? 'int32' : dtype)
  },
)

/** Einstein's sum of float32 tensors. */
export function contract_all(subscripts: string, tensors: Tensor[]): Tensor {
  const [inputs, output] = axis_names(
    subscripts,
    tensors.map((x) => x.shape.length),
  )
  check_sizes(subscripts, inputs, tensors)
  const pending: Named[] = tensors.map((tensor, i) => ({ tensor, labels: inputs[i]! }))
  const needed_by = (others: Named[]): Set<string> => new Set([...output, ...others.flatMap((other) => other.labels)])
  let current = reduced(pending[0]!, needed_by(pending.slice(1)))
  for (let i = 1; i < pending.length; i++) {
    const next = reduced(pending[i]!, new Set([...needed_by(pending.slice(i + 1)), ...current.labels]))
    current = contract(current, next, needed_by(pending.slice(i + 1)))
  }
  return permuted(
    current.tensor,
    output.map((label) => current.labels.indexOf(label)),
  )
}

function check_sizes(subscripts: string, inputs: string[][], tensors: Tensor[]): void {
  const sizes = new Map<string, number>()
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = tensors[i]!.shape[axis]!
      const known = sizes.get(label) ?? 1
      if (known !== 1 && size !== 1 && known !== size) {
        throw new ValueError(
          `einsum: the axis '${label}' has two sizes, ${known} and ${size}. Received: subscripts=${subscripts}, shapes=${tensors.map((x) => shape_text(x.shape)).join(', ')}`,
        )
      }
      sizes.set(label, Math.max(known, size))
    })
  })
}

/** Einstein's sum: `einsum('ij,jk->ik', a, b)`. Source: keras.ops.einsum. */
export const einsum = /*#__PURE__*/ as_op(
  einsum_op,
  (subscripts: string, ...operands: any[]): Tensor => einsum_op(operands, { subscripts }) as Tensor,
)
