import { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { value_and_grads } from '../../backend/gradient_tape'
import { tracing } from '../../backend/meta'
import { is_float_dtype } from '../../common/dtypes'
import { TypeError, ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import type { KerasTensor } from '../../graph/keras_tensor'
import { op } from '../../graph/op'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { range } from '../axes'
import { as_float, as_tensor, binary } from '../convert'
import { in_linalg } from '../declare'
import { reduce } from '../numpy/reduce'
import { has_object } from '../promotion'

/** Tensors, lists of them, and objects of them. */
type Structure = TensorLike | KerasTensor | { [key: string]: Structure } | Structure[]

const is_leaf = (value: unknown): boolean => !(is_plain_object(value) || (Array.isArray(value) && has_object(value)))

/** The structure with each leaf replaced. */
function mapped(structure: unknown, fn: (leaf: unknown) => unknown): unknown {
  if (is_leaf(structure)) return fn(structure)
  if (Array.isArray(structure)) return structure.map((item) => mapped(item, fn))
  return Object.fromEntries(Object.entries(structure as object).map(([key, item]) => [key, mapped(item, fn)]))
}

function leaves_of(structure: unknown): unknown[] {
  const leaves: unknown[] = []
  mapped(structure, (leaf) => leaves.push(leaf))
  return leaves
}

function float_leaf(leaf: unknown, what: string): Tensor {
  if (leaf instanceof Tensor) {
    const dtype = tensor_dtype(leaf)
    if (!is_float_dtype(dtype)) throw new TypeError(`jvp: ${what} must be floats. Received: dtype=${dtype}`)
  }
  return as_float(leaf)
}

function checked(primals: unknown, tangents: unknown): [Tensor[], Tensor[]] {
  if (!Array.isArray(primals) || !Array.isArray(tangents))
    throw new TypeError(`jvp: primals and tangents must be lists. Received: ${repr(primals)} and ${repr(tangents)}`)
  const xs = primals.flatMap(leaves_of).map((leaf) => float_leaf(leaf, 'primals'))
  const directions = tangents.flatMap(leaves_of).map((leaf) => float_leaf(leaf, 'tangents'))
  if (xs.length !== directions.length || primals.length !== tangents.length) {
    throw new TypeError(
      `jvp: primals and tangents must have the same structure. Received: ${xs.length} tensors and ${directions.length} tensors`,
    )
  }
  xs.forEach(({ shape }, i) => {
    if (shape_text(shape) !== shape_text(directions[i].shape)) {
      throw new ValueError(
        `jvp called with different primal and tangent shapes. Received: primal shape ${shape_text(shape)} and tangent shape ${shape_text(directions[i].shape)}`,
      )
    }
  })
  return [xs, directions]
}

const total = (x: Tensor): Tensor => reduce('Sum', x, range(x.shape.length), false)

/** The sum of the products of tensors, as one number. */
const inner = (a: Tensor[], b: Tensor[]): Tensor =>
  a.map((x, i) => total(binary('Multiply', x, b[i]))).reduce((x, y) => binary('Add', x, y))

const filled = ({ shape }: Tensor, value: number): Tensor => run_kernel('Fill', {}, { shape, value, dtype: 'float32' })

/** The slopes of the float tensors that `fn` gives, along the directions: the gradient, by weights of those tensors, of the weighted gradient's share in the directions. */
function slopes(fn: () => Tensor[], outputs: Tensor[], xs: Tensor[], directions: Tensor[]): (Tensor | null)[] {
  const weights = outputs.map((output) => filled(output, 1))
  const along = (): Tensor => {
    const { grads } = value_and_grads(() => inner(fn(), weights), xs)
    const met = grads.flatMap((grad, i) => (grad === null ? [] : [[grad, directions[i]]]))
    if (met.length === 0) return filled(total(weights[0]), 0)
    return inner(
      met.map(([grad]) => grad),
      met.map(([, direction]) => direction),
    )
  }
  return value_and_grads(along, weights).grads
}

type Jvp = {
  (
    fun: (...primals: any[]) => unknown,
    primals: readonly Structure[],
    tangents: readonly Structure[],
    options?: { has_aux?: boolean } | boolean,
  ): any[]
}

/**
 * The value of a function and its slope along a direction, as a list of two; with `has_aux` the function gives a value and something else, which comes third. `primals` and `tangents` are lists of
 * arguments of the same structure: tensors, lists and objects of tensors. Found by taking the gradient twice. Source: keras.ops.jvp.
 *
 * ```ts
 * const [value, slope] = ops.jvp((x) => ops.square(x), [[1, 2, 3]], [[1, 0, 10]])
 * value // [1, 4, 9]
 * slope // [2, 0, 60]
 * ```
 * @throws TypeError when primals and tangents differ in structure, or are no floats.
 * @throws ValueError when they differ in shape.
 */
export const jvp = /*#__PURE__*/ op(
  { class_name: 'JVP', module: in_linalg, inputs: ['fun', 'primals', 'tangents'], config: { has_aux: false } },
  (fun: (...args: unknown[]) => unknown, primals: unknown, tangents: unknown, has_aux: boolean): unknown[] => {
    const [xs, directions] = checked(primals, tangents)
    const call = (): [value: unknown, aux: unknown] => {
      let at = 0
      const given = (primals as unknown[]).map((primal) => mapped(primal, () => xs[at++]))
      const made = fun(...given)
      return has_aux ? (made as [unknown, unknown]) : [made, null]
    }
    const [made, aux] = call()
    const value = mapped(made, (leaf) => as_tensor(leaf))
    const outputs = leaves_of(value) as Tensor[]
    const floats = outputs.filter(({ dtype }) => dtype === 'float32')
    const float_outputs = (): Tensor[] =>
      leaves_of(call()[0])
        .map((leaf) => as_tensor(leaf))
        .filter(({ dtype }) => dtype === 'float32')
    const found = tracing() || floats.length === 0 ? floats.map(() => null) : slopes(float_outputs, floats, xs, directions)
    let at = 0
    const tangents_out = mapped(value, (leaf) => {
      const output = leaf as Tensor
      return (output.dtype === 'float32' ? found[at++] : null) ?? filled(output, 0)
    })
    return has_aux ? [value, tangents_out, aux] : [value, tangents_out]
  },
) as unknown as Jvp & { declaration: unknown }
