import { Tensor } from '@tensorflow/tfjs-core'
import { get as get_constraint } from '../../../lib/constraints/get'
import { Variable } from '../../../lib/variables/variable'
import type { Case } from '../case'
import { compare, fail } from '../compare'
import type { Workspace } from '../workspace'

function make_variables(c: Case, work: Workspace): Variable[] {
  return c.variables.map(({ name, value, constraint }: any) =>
    work.hold(new Variable(work.decode(value), { name, constraint: constraint ? get_constraint(constraint) : null })),
  )
}

/** An optimizer: the variables after each step, and its own at the end. */
export async function run_optimizer(c: Case, work: Workspace): Promise<void> {
  const variables = make_variables(c, work)
  const optimizer = work.revive(c.object)
  if (c.exclude_from_weight_decay) optimizer.exclude_from_weight_decay({ var_names: c.exclude_from_weight_decay })
  optimizer.build(variables)
  if (c.scale_loss !== undefined)
    await compare('scaled_loss', work.own(optimizer.scale_loss(work.decode(c.scale_loss))), c.scaled_loss, work.tolerance)
  for (const [i, step] of c.steps.entries()) {
    if (step.set_learning_rate !== undefined) optimizer.learning_rate = work.decode(step.set_learning_rate)
    optimizer.apply(work.decode(step.gradients), variables)
    for (const [j, value] of (c.after?.[i] ?? []).entries())
      await compare(`after[${i}][${j}]`, variables[j], value, work.tolerance)
  }
  if (c.learning_rate !== undefined)
    await compare('learning_rate', await scalar(optimizer.learning_rate), c.learning_rate, work.tolerance)
  if (c.optimizer_variables) await compare_variables(optimizer, c, work)
  if (c.after_finalize) {
    optimizer.finalize_variable_values(variables)
    for (const [j, value] of c.after_finalize.entries())
      await compare(`after_finalize[${j}]`, variables[j], value, work.tolerance)
  }
}

async function compare_variables(optimizer: any, c: Case, work: Workspace): Promise<void> {
  const wanted: { path: string; value: unknown }[] = c.optimizer_variables
  const got: Variable[] = optimizer.variables
  if (got.length !== wanted.length) {
    fail(
      'optimizer_variables',
      got.map((v) => v.path),
      wanted.map((v) => v.path),
    )
  }
  for (const [i, { path, value }] of wanted.entries()) {
    if (got[i]!.path !== path) fail(`optimizer_variables[${i}] path`, got[i]!.path, path)
    await compare(`optimizer_variables[${i}]`, got[i], value, work.tolerance)
  }
}

/** The number of a scalar tensor. */
async function scalar(value: unknown): Promise<unknown> {
  return value instanceof Tensor ? ((await value.data()) as Float32Array)[0] : value
}

/** A learning rate schedule: its value at each step. */
export async function run_schedule(c: Case, work: Workspace): Promise<void> {
  const schedule = work.revive(c.object)
  for (const [i, step] of c.steps.entries()) {
    await compare(`output[${i}]`, await scalar(work.own(schedule(work.decode(step)))), c.output[i], work.tolerance)
  }
}
