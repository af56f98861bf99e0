import { engine } from '../../../lib/backend/engine'
import { clear_session } from '../../../lib/common/state'
import { Mismatch } from '../compare'
import { Pending } from '../pending'

export type FileOutcome = { status: 'passed' } | { status: 'failed'; reason: string } | { status: 'pending'; names: string[] }

/** Warnings that were given while a record was looked at. */
export type Warnings = string[]

/** Runs a check with warnings kept back and tensors counted. */
export async function outcome_of(check: (warnings: Warnings) => Promise<void>): Promise<FileOutcome> {
  clear_session()
  const { warn } = console
  const warnings: Warnings = []
  console.warn = (...words: unknown[]) => warnings.push(words.map(String).join(' '))
  const before = engine().state.numTensors
  try {
    await check(warnings)
    const left = engine().state.numTensors - before
    return left === 0 ? { status: 'passed' } : { status: 'failed', reason: `leak: ${left} tensors are left` }
  } catch (error) {
    if (error instanceof Pending) return { status: 'pending', names: error.names }
    if (error instanceof Mismatch) return { status: 'failed', reason: error.message }
    const { name, message, stack = '', cause } = error as Error
    const where = stack.split('\n').filter((line) => /\/(lib|spec)\//.test(line))
    return {
      status: 'failed',
      reason: [`${name}: ${message}`, ...where.slice(0, 5), ...(cause ? [`cause: ${(cause as Error).stack}`] : [])].join('\n'),
    }
  } finally {
    console.warn = warn
  }
}
