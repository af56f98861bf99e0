import type { Case } from '../case'
import { compare } from '../compare'
import { gradients_of, weighed_sum } from '../gradient'
import { find_callable } from '../library'
import type { Workspace } from '../workspace'

/** Calls a named function on the arguments of a case. */
export async function call_function(c: Case, work: Workspace, name: string = c.name): Promise<unknown> {
  const call = await find_callable(name)
  return work.own(await call(work.decode(c.args ?? []), work.decode(c.kwargs ?? {})))
}

/** A function of `keras.ops` and the like. */
export async function run_function(c: Case, work: Workspace): Promise<void> {
  const output = await call_function(c, work)
  if (c.note?.includes('unique')) return run_ambiguous(c, work, output)
  await compare('output', output, c.output, work.tolerance)
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
