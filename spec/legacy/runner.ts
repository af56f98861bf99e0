import { set_floatx } from '../../lib/common/config'
import { AttributeError } from '../../lib/common/errors'
import { clear_session } from '../../lib/common/state'
import { is_layer } from '../../lib/layers/base/reflection'
import type { Layer } from '../../lib/layers/layer'
import { set_dtype_policy } from '../../lib/variables/dtype_policy'
import { agrees, type Outcome, recorded_alike } from './compare'
import { construct } from './construct'
import { class_named, MissingClass } from './custom_layers'
import { helpers } from './helpers'
import { kind_of, type Side, side_of } from './rules'
import { decode, decode_dict, encode, follow, type Names, read } from './values'

/** An object that is made before the steps. */
interface Setup extends Outcome {
  name: string
  class_name: string
  config?: Record<string, unknown>
  args?: unknown[]
}

interface Step extends Outcome {
  do: string
  on?: string
  as?: string
  member?: string
  class_name?: string
  config?: Record<string, unknown>
  args?: unknown[]
  kwargs?: Record<string, unknown>
}

/** One line of transcripts.jsonl. */
export interface Transcript {
  id: string
  member: string
  note?: string
  setup: Setup[]
  steps: Step[]
  keras3: 'same' | (Outcome & { part: 'setup' | 'steps'; index: number })[]
}

/** A step whose answer is not the one that the rules ask for. */
export interface Failure {
  step: string
  got: string
  wanted_legacy: string
  wanted_keras3: string
}

/** What became of a transcript. `names` and `reason` say the same as `pending_name` and `failures` to the conformance command. */
export type Result = { id: string; failures: Failure[] } & (
  | { status: 'passed' }
  | { status: 'failed'; reason: string }
  | { status: 'pending'; pending_name: string; names: string[] }
)

/** Methods of Python's containers. */
const containers: Record<string, (on: any, args: any[]) => unknown> = {
  append: (on, [item]) => void on.push(item),
  __setitem__: (on, [key, value]) => {
    on[key] = value
  },
  pop: (on, args) => {
    if (args.length === 0) return on.pop()
    const value = on[args[0]]
    delete on[args[0]]
    return value
  },
}

function has(object: unknown, name: string): boolean {
  return object !== null && object !== undefined && name in Object(object)
}

function missing(object: unknown, name: string): never {
  const { constructor } = Object(object) as { constructor: { class_name?: string; name: string } }
  throw new AttributeError(`'${constructor.class_name ?? constructor.name}' object has no attribute '${name}'`)
}

/** Carries out one step. */
function perform(step: Step, names: Names): unknown {
  const args = (step.args ?? []).map((value) => decode(value, names))
  const kwargs = decode_dict(step.kwargs ?? {}, names)
  const call_args = Object.keys(kwargs).length > 0 ? [...args, kwargs] : args
  const { member = '' } = step
  switch (step.do) {
    case 'new':
      return construct(step.class_name!, decode_dict(step.config ?? {}, names), args)
    case 'class_method':
      return (class_named(step.class_name!) as any)[member](...args)
    case 'function':
      return helpers[member]!(...args, ...(Object.keys(kwargs).length > 0 ? [kwargs] : []))
    case 'same':
      return args[0] === args[1]
  }
  const on = follow(names, step.on!) as any
  switch (step.do) {
    case 'call':
      if (args.length === 0 && Object.keys(kwargs).length > 0) return on.call_with(kwargs)
      return typeof on === 'function' ? on(...call_args) : on.__call__(...call_args)
    case 'get':
      return member.split('.').reduce((value, key) => {
        if (!has(value, key)) missing(value, key)
        return read(value, key)
      }, on)
    case 'set':
      on[member] = args[0]
      return null
    case 'delete':
      if (!has(on, member)) missing(on, member)
      delete on[member]
      return null
    case 'method':
      if (containers[member] !== undefined && (Array.isArray(on) || on.constructor === Object))
        return containers[member](on, args)
      if (!has(on, member)) missing(on, member)
      return on[member](...call_args)
  }
  throw new Error(`a step says: ${step.do}`)
}

/** Runs something and gives its answer, with the warnings that it caused. */
function attempt(run: () => unknown): { outcome: Outcome; value?: unknown } {
  const warn = console.warn
  const warnings: { category: string; message: string }[] = []
  console.warn = (message: unknown) => void warnings.push({ category: 'UserWarning', message: String(message) })
  try {
    const value = run()
    return { outcome: { returns: encode(value), warnings }, value }
  } catch (error) {
    if (error instanceof MissingClass) throw error
    const { name, message } = error as Error
    return { outcome: { error: { type: name, message }, warnings } }
  } finally {
    console.warn = warn
  }
}

/** Warnings that have to come. */
const warned = [/destroy the mask/, /`layer\.updates`/]

function warnings_agree(got: Outcome, recorded: Outcome): boolean {
  return (recorded.warnings ?? []).every(({ message }) => {
    const pattern = warned.find((one) => one.test(message))
    return pattern === undefined || (got.warnings ?? []).some((warning) => pattern.test(warning.message))
  })
}

function text_of(outcome: Outcome): string {
  if (outcome.skipped !== undefined) return 'skipped'
  if (outcome.error !== undefined) return `${outcome.error.type}: ${outcome.error.message}`
  const warned_text = (outcome.warnings ?? []).map(({ message }) => ` (warns: ${message})`).join('')
  return `${JSON.stringify(outcome.random ? outcome.example : (outcome.returns ?? null))}${outcome.random ? ' (random)' : ''}${warned_text}`
}

function step_text(step: Step, index: number): string {
  const given = JSON.stringify(step.args ?? step.config ?? [])
  return `${index} ${step.do} ${step.on ?? step.class_name ?? ''}.${step.member ?? ''} ${given.slice(0, 160)} ${step.kwargs ? JSON.stringify(step.kwargs) : ''}`
}

/** The differing answer of Keras 3 to a step, or undefined. */
function other_answer(line: Transcript, part: 'setup' | 'steps', index: number): Outcome | undefined {
  if (line.keras3 === 'same') return undefined
  return line.keras3.find((outcome) => outcome.part === part && outcome.index === index)
}

function run_steps(line: Transcript, names: Names): Failure[] {
  const failures: Failure[] = []
  let last: Side | null = null
  const decide = (step: string, legacy: Outcome, keras3: Outcome | undefined): { side: Side; wanted: Outcome } => {
    if (keras3 === undefined || recorded_alike(legacy, keras3)) return { side: 'keras3', wanted: keras3 ?? legacy }
    last = side_of({ about: line.member, step, legacy: kind_of(legacy), keras3: kind_of(keras3) }, last)
    return { side: last, wanted: last === 'legacy' ? legacy : keras3 }
  }
  const check = (text: string, got: Outcome, side: Side, wanted: Outcome, legacy: Outcome, keras3: Outcome): void => {
    const right = side === 'documented' ? got.error === undefined : agrees(got, wanted) && warnings_agree(got, wanted)
    if (!right)
      failures.push({
        step: `${text} [${side}]`,
        got: text_of(got),
        wanted_legacy: text_of(legacy),
        wanted_keras3: text_of(keras3),
      })
  }
  line.setup.forEach((setup, i) => {
    const legacy: Outcome = setup.error === undefined ? {} : { error: setup.error }
    const keras3 = other_answer(line, 'setup', i)
    const { wanted } = decide('setup', legacy, keras3)
    const args = (setup.args ?? []).map((value) => decode(value, names))
    const { outcome, value } = attempt(() => construct(setup.class_name, decode_dict(setup.config ?? {}, names), args))
    if (outcome.error === undefined) names.set(setup.name, value)
    if ((outcome.error === undefined) !== (wanted.error === undefined)) {
      const text = `setup ${setup.name}: ${setup.class_name} ${JSON.stringify(setup.config)}`
      failures.push({
        step: text,
        got: text_of(outcome),
        wanted_legacy: text_of(legacy),
        wanted_keras3: text_of(keras3 ?? legacy),
      })
    }
  })
  line.steps.forEach((step, i) => {
    const keras3 = other_answer(line, 'steps', i)
    const used = step.do === 'call' ? 'call' : step.do === 'new' ? 'new' : (step.member ?? step.do)
    const { side, wanted } = decide(used, step, keras3)
    if (side === 'none' || (side !== 'documented' && wanted.skipped !== undefined)) return
    const { outcome, value } = attempt(() => perform(step, names))
    if (step.as !== undefined && outcome.error === undefined) names.set(step.as, value)
    check(step_text(step, i), outcome, side, wanted, step, keras3 ?? step)
  })
  return failures
}

function dispose_all(names: Names): void {
  for (const value of names.values()) if (is_layer(value)) (value as unknown as Layer).dispose()
}

/** Replays a transcript in a fresh session: each answer must be that of tf.keras 2.15 or that of Keras 3.15, by the table of rules. */
export function run_transcript(line: Transcript): Result {
  const { id } = line
  const names: Names = new Map()
  reset()
  try {
    const failures = run_steps(line, names)
    if (failures.length === 0) return { id, status: 'passed', failures }
    const reason = failures.map(
      ({ step, got, wanted_legacy, wanted_keras3 }) =>
        `${step}\n  got     ${got}\n  2.15    ${wanted_legacy}\n  3.15    ${wanted_keras3}`,
    )
    return { id, status: 'failed', failures, reason: reason.join('\n') }
  } catch (error) {
    if (!(error instanceof MissingClass)) throw error
    return { id, status: 'pending', pending_name: error.class_name, names: [error.class_name], failures: [] }
  } finally {
    dispose_all(names)
    reset()
  }
}

function reset(): void {
  clear_session()
  set_floatx('float32')
  set_dtype_policy(null)
}
