import { is_plain_object } from '../../../lib/common/tree'
import type { Case } from '../case'
import { compare } from '../compare'
import { gradients_of, weighed_sum } from '../gradient'
import { find_callable } from '../library'
import { is_recorded_tensor, make_recorded } from '../values'
import type { Workspace } from '../workspace'

/** Calls a named function on the arguments of a case. */
export async function call_function(c: Case, work: Workspace, name: string = c.name): Promise<unknown> {
  const call = await find_callable(name)
  return work.own(await call(work.decode(arguments_of(c, name)), work.decode(c.kwargs ?? {})))
}

/** An index that is one slice stands in a list of parts here. */
function arguments_of({ args = [] }: Case, name: string): unknown[] {
  return name === 'keras.ops.get_item' && is_plain_object(args[1]) && 'slice' in args[1] ? [args[0], [args[1]]] : args
}

/** A function of `keras.ops` and the like. */
export async function run_function(c: Case, work: Workspace): Promise<void> {
  const output = as_tensor(await call_function(c, work), c, work)
  if (c.note?.includes('unique')) return run_ambiguous(c, work, output)
  await compare('output', output, c.output, work.tolerance)
}

/** Typed arrays have neither shape nor Keras's dtype: they are compared by their elements. */
function as_tensor(output: unknown, c: Case, work: Workspace): unknown {
  if (!ArrayBuffer.isView(output) || !is_recorded_tensor(c.output)) return output
  const elements = Array.from(output as unknown as ArrayLike<number>)
  return work.own(make_recorded({ ...c.output, data: elements, fill: undefined }))
}

/** Answers that are unique only up to sign or order: their shapes are compared, and what is unique. */
async function run_ambiguous(c: Case, work: Workspace, output: unknown): Promise<void> {
  await compare('output', output, c.output, { ...work.tolerance, values: false })
  const last = c.name.split('.').pop()
  if (last === 'svd' && Array.isArray(output)) await compare('output[1]', output[1], c.output[1], work.tolerance)
  if (last === 'eigh' && Array.isArray(output)) await compare('output[0]', output[0], c.output[0], work.tolerance)
}

/** Calls an activation on the input of a case. */
export async function call_activation(c: Case, work: Workspace, input: unknown): Promise<unknown> {
  const call = await find_callable(`keras.activations.${c.name}`)
  return work.own(call([input], work.decode(c.kwargs ?? {})))
}

/** An activation and its gradient. */
export async function run_activation(c: Case, work: Workspace): Promise<void> {
  const input = work.decode(c.input)
  await compare('output', await call_activation(c, work, input), c.output, work.tolerance)
  if (!c.gradient) return
  const call = await find_callable(`keras.activations.${c.name}`)
  const kwargs = work.decode(c.kwargs ?? {})
  const [gradient] = work.own(gradients_of(() => weighed_sum(call([input], kwargs))!, [input]))
  await compare('gradient', gradient, c.gradient, work.tolerance)
}
