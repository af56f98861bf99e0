import { engine } from '../../lib/backend/engine'
import { clear_session } from '../../lib/common/state'
import type { Case, Transcript } from './case'
import { is_transcript } from './case'
import { Mismatch } from './compare'
import { run_error } from './kinds/error'
import { run_activation, run_function } from './kinds/function'
import { run_layer, run_spec } from './kinds/layer'
import { run_loss } from './kinds/loss'
import { run_metric } from './kinds/metric'
import { run_model } from './kinds/model'
import { run_optimizer, run_schedule } from './kinds/optimizer'
import { run_constraint, run_initializer, run_regularizer } from './kinds/small'
import { Pending, pending_names } from './pending'
import { Workspace } from './workspace'

export type Outcome = { status: 'passed' } | { status: 'failed'; reason: string } | { status: 'pending'; names: string[] }

/** Replays a case and throws where it differs. */
type Handler = (c: Case, work: Workspace) => Promise<void>

const handlers: Record<string, Handler> = {
  layer: run_layer,
  spec: run_spec,
  error: run_error,
  function: run_function,
  activation: run_activation,
  loss: run_loss,
  metric: run_metric,
  optimizer: run_optimizer,
  schedule: run_schedule,
  initializer: run_initializer,
  regularizer: run_regularizer,
  constraint: run_constraint,
  model: run_model,
}

async function attempt(c: Case, handler: Handler): Promise<Outcome> {
  clear_session()
  const work = new Workspace(c)
  let outcome: Outcome = { status: 'passed' }
  try {
    await handler(c, work)
  } catch (error) {
    if (error instanceof Pending) outcome = { status: 'pending', names: error.names }
    else if (error instanceof Mismatch) outcome = { status: 'failed', reason: error.message }
    else outcome = { status: 'failed', reason: `${(error as Error)?.name}: ${(error as Error)?.message}\n${stack_of(error)}` }
  }
  try {
    work.dispose()
  } catch (error) {
    if (outcome.status === 'passed')
      outcome = { status: 'failed', reason: `while disposing: ${(error as Error).message}\n${stack_of(error)}` }
  }
  return outcome
}

function stack_of(error: unknown): string {
  const lines = String((error as Error)?.stack ?? '').split('\n')
  return lines
    .filter((line) => /\/(lib|spec|tfjs-[\w-]+)\//.test(line))
    .slice(0, 6)
    .join('\n')
}

/** Replays one case, and checks that everything it made is freed with its layer and results. */
export async function run_case(c: Case): Promise<Outcome> {
  const names = pending_names(c)
  if (names.length > 0) return { status: 'pending', names }
  const handler = handlers[c.kind]
  if (handler === undefined) return { status: 'pending', names: [`cases of kind ${c.kind}`] }
  for (let round = 0; ; round++) {
    const before = engine().state.numTensors
    const outcome = await attempt(c, handler)
    const left = engine().state.numTensors - before
    if (outcome.status !== 'passed' || left === 0) return outcome
    if (round > 0)
      return { status: 'failed', reason: `leak: ${left} tensors are left after the layer and the results were disposed of` }
  }
}

/** Replays one line of a file: a case, or a transcript by its own runner. */
export async function run_line(line: Case | Transcript): Promise<Outcome> {
  if (!is_transcript(line)) return run_case(line)
  const path = '../legacy/runner'
  try {
    const { run_transcript } = (await import(path)) as { run_transcript(line: Transcript): Promise<Outcome> }
    return await run_transcript(line)
  } catch (error) {
    if (/Cannot find module|ERR_MODULE_NOT_FOUND/.test(`${(error as Error).message}${(error as { code?: string }).code}`)) {
      return { status: 'pending', names: ['transcripts'] }
    }
    throw error
  }
}
