import type { Case } from '../case'
import { compare, fail } from '../compare'
import type { Workspace } from '../workspace'

function update(metric: any, args: unknown[], kwargs: Record<string, unknown>): void {
  if (Object.keys(kwargs).length === 0) metric.update_state(...args)
  else metric.update_state(...args, kwargs)
}

/** A metric: its steps one after the other. */
export async function run_metric(c: Case, work: Workspace): Promise<void> {
  const metric = work.revive(c.object)
  for (const [i, step] of c.steps.entries()) {
    if (step.call === 'update_state') update(metric, work.decode(step.args), work.decode(step.kwargs ?? {}))
    else if (step.call === 'reset_state') metric.reset_state()
    else {
      const result = work.own(metric.result())
      if (step.output !== undefined) await compare(`steps[${i}]`, result, step.output, work.tolerance)
    }
  }
  if (!c.variables) return
  if (metric.variables.length !== c.variables.length) {
    fail(
      'variables',
      metric.variables.map((v: any) => v.local_name),
      c.variables.map((v: any) => v.name),
    )
  }
  for (const [i, { name, value }] of c.variables.entries()) {
    const got = metric.variables[i]
    if (got.local_name !== name) fail(`variables[${i}] name`, got.local_name, name)
    await compare(`variables[${i}]`, got, value, work.tolerance)
  }
}
