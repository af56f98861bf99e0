import { set_floatx } from '../../lib/common/config'
import { AttributeError } from '../../lib/common/errors'
import { clear_session } from '../../lib/common/state'
import { is_layer } from '../../lib/layers/base/reflection'
import type { Layer } from '../../lib/layers/layer'
import { set_dtype_policy } from '../../lib/variables/dtype_policy'
import { is_tensor } from '../../lib/variables/to_tensor'
import { agrees, type Outcome, recorded_alike } from './compare'
import { construct } from './construct'
import { class_named, MissingClass } from './custom_layers'
import { helpers } from './helpers'
import { decide, kind_of, type Side } from './rules'
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

/** Assigns an attribute. The engine's own error for a constant property is Python's AttributeError. */
function assign(object: any, name: string, value: unknown): void {
  try {
    object[name] = value
  } catch (error) {
    if (error instanceof TypeError) throw new AttributeError(error.message)
    throw error
  }
}

/** The arguments of a call: a tensor in the place of a keyword argument goes by keyword. */
function call_arguments(layer: any, args: unknown[], kwargs: Record<string, unknown>): unknown[] {
  const { call_arguments: data, call_options = {} } = layer.constructor as { call_arguments?: string[]; call_options?: object }
  const count = data?.length ?? 1
  const keys = Object.keys(call_options)
  const by_keyword = data === undefined && keys.length > 0 ? args.slice(count) : []
  if (by_keyword.length === 0 || !by_keyword.every(is_tensor)) return Object.keys(kwargs).length > 0 ? [...args, kwargs] : args
  return [...args.slice(0, count), { ...Object.fromEntries(by_keyword.map((value, i) => [keys[i]!, value])), ...kwargs }]
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
      return typeof on === 'function' ? on(...call_arguments(on, args, kwargs)) : on.__call__(...args)
    case 'get':
      return member.split('.').reduce((value, key) => {
        if (!has(value, key)) missing(value, key)
        return read(value, key)
      }, on)
    case 'set':
      assign(on, member, args[0])
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

/** True for a Python list of bare numbers. */
function is_bare_list(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number' || is_bare_list(item))
}

/** True where a Python list of bare numbers is given for a tensor. */
function has_bare_list(used: string, [first]: unknown[] = []): boolean {
  if (used === 'call') return is_bare_list(first)
  return used === 'set_weights()' && Array.isArray(first) && first.some(is_bare_list)
}

/** What a step uses. */
function used_by(step: Step): string {
  if (step.do === 'call' || step.do === 'new') return step.do
  return step.do === 'method' ? `${step.member}()` : (step.member ?? step.do)
}

/** Decides step for step whose answer holds. Without a row, a difference follows from the one before it; the first is Keras 3's. */
class Judge {
  private readonly about: string
  private last: Side = 'keras3'
  private failed_before = false
  private readonly assigned = new Map<string, Side>()
  private readonly made = new Map<string, Side>()

  constructor(about: string) {
    this.about = about
  }

  judge(step: Step | Setup, keras3: Outcome | undefined): { side: Side; wanted: Outcome } {
    const used = 'do' in step ? used_by(step) : 'setup'
    const decision = decide({
      about: this.about,
      step: used,
      legacy: kind_of(step),
      keras3: kind_of(keras3 ?? step),
      bare_list: has_bare_list(used, step.args),
      after_error: this.failed_before,
    })
    this.failed_before = step.error !== undefined
    if (decision?.side === 'documented' && kind_of(step) !== 'returns') return { side: 'documented', wanted: step }
    if (keras3 === undefined || recorded_alike(step, keras3)) return { side: 'keras3', wanted: keras3 ?? step }
    const side = this.side_of(step, keras3, decision)
    return { side, wanted: side === 'legacy' ? step : keras3 }
  }

  /** The side that made the object for lack of which an answer is missing. */
  private needed({ skipped }: Outcome): Side | undefined {
    return this.made.get(/^needs (\w+)/.exec(skipped ?? '')?.[1] ?? '')
  }

  private side_of(step: Step | Setup, keras3: Outcome, decision: ReturnType<typeof decide>): Side {
    const place = 'do' in step ? `${step.on}.${step.member}` : ''
    const before = 'do' in step && step.do === 'get' ? this.assigned.get(place) : undefined
    const side = before ?? this.needed(keras3) ?? decision?.side ?? this.last
    if ('do' in step && step.do === 'set') this.assigned.set(place, side)
    const name = 'do' in step ? step.as : step.name
    if (name !== undefined) this.made.set(name, side)
    if (decision !== null && !decision.local && side !== 'none') this.last = side
    return side
  }
}

function run_steps(line: Transcript, names: Names): Failure[] {
  const failures: Failure[] = []
  const judge = new Judge(line.member)
  const fail = (step: string, got: Outcome, legacy: Outcome, keras3: Outcome): void => {
    failures.push({ step, got: text_of(got), wanted_legacy: text_of(legacy), wanted_keras3: text_of(keras3) })
  }
  line.setup.forEach((setup, i) => {
    const keras3 = other_answer(line, 'setup', i)
    const { wanted } = judge.judge(setup, keras3)
    const args = (setup.args ?? []).map((value) => decode(value, names))
    const { outcome, value } = attempt(() => construct(setup.class_name, decode_dict(setup.config ?? {}, names), args))
    if (outcome.error === undefined) names.set(setup.name, value)
    if ((outcome.error === undefined) !== (wanted.error === undefined))
      fail(`setup ${setup.name}: ${setup.class_name} ${JSON.stringify(setup.config)}`, outcome, setup, keras3 ?? setup)
  })
  line.steps.forEach((step, i) => {
    const keras3 = other_answer(line, 'steps', i)
    const { side, wanted } = judge.judge(step, keras3)
    if (side === 'none' || (side !== 'documented' && wanted.skipped !== undefined)) return
    const { outcome, value } = attempt(() => perform(step, names))
    if (step.as !== undefined && outcome.error === undefined) names.set(step.as, value)
    const right = side === 'documented' ? outcome.error === undefined : agrees(outcome, wanted) && warnings_agree(outcome, wanted)
    if (!right) fail(`${step_text(step, i)} [${side}]`, outcome, step, keras3 ?? step)
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
