import type { Tensor } from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { clear_session } from '../../lib/common/state'
import { flatten } from '../../lib/common/tree'
import type { Case } from '../conformance/case'
import { gradients_of, is_float_tensor, weighed_sum } from '../conformance/gradient'
import { call_layer } from '../conformance/kinds/layer'
import { pending_names } from '../conformance/pending'
import { all_cases, by_class } from '../conformance/tally'
import { make_recorded } from '../conformance/values'
import { Workspace } from '../conformance/workspace'

/** What a layer answers: its outputs and its gradients, as numbers. */
interface Answer {
  outputs: number[]
  gradients: number[]
}

/** Largest differences between two backends, relative to the larger of 1 and the number. */
export interface Difference {
  outputs: number
  gradients: number | null
}

/** One recorded case a layer: the first with gradients, else the first with an output. */
export function case_of_each_layer(): Map<string, Case> {
  const usable = (c: Case): boolean => c.kind === 'layer' && c.deterministic !== false && pending_names(c).length === 0
  const chosen = new Map<string, Case>()
  for (const [name, cases] of by_class(all_cases())) {
    const own = cases.filter(usable)
    const found = own.find((c) => c.gradients) ?? own[0]
    if (found !== undefined) chosen.set(name, found)
  }
  return chosen
}

const numbers = (tensors: readonly Tensor[]): number[] => tensors.flatMap((t) => Array.from(t.dataSync()))

function set_weights(layer: any, c: Case): void {
  const values = c.weights.map(({ value }: any) => make_recorded(value))
  layer.set_weights(values)
  for (const value of values) value.dispose()
}

/** Builds the layer of a case, gives it the recorded weights and asks it. */
async function answer_of(c: Case): Promise<Answer> {
  clear_session()
  const work = new Workspace(c)
  try {
    const [args, kwargs] = [work.decode(c.args), work.decode(c.kwargs)]
    const layer = work.revive(c.object)
    if (c.adapt) {
      const { data, ...options } = c.adapt
      await layer.adapt(work.decode(data), options)
    }
    const call = (): unknown => {
      if (layer.stateful && typeof layer.reset_state === 'function') layer.reset_state()
      if (layer.weights.length === c.weights.length && c.weights.length > 0) set_weights(layer, c)
      return call_layer(layer, args, kwargs)
    }
    work.own(call())
    const outputs = flatten(work.own(call())).filter(is_float_tensor)
    const answer: Answer = { outputs: numbers(outputs), gradients: [] }
    const xs = [...layer.trainable_weights, ...flatten(args).filter(is_float_tensor)]
    if (c.gradients && xs.length > 0) {
      set_weights_again(layer, c)
      answer.gradients = numbers(work.own(gradients_of(() => weighed_sum(call_layer(layer, args, kwargs))!, xs)))
    }
    return answer
  } finally {
    work.dispose()
  }
}

function set_weights_again(layer: any, c: Case): void {
  if (layer.stateful && typeof layer.reset_state === 'function') layer.reset_state()
  if (c.weights.length > 0) set_weights(layer, c)
}

function largest(a: number[], b: number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return a.reduce((most, v, i) => {
    if (Object.is(v, b[i]) || v === b[i]) return most
    return Math.max(most, Math.abs(v - b[i]!) / Math.max(1, Math.abs(v)))
  }, 0)
}

/** The answers of one backend, by layer. */
export async function answers_on(backend: string, cases: Map<string, Case>): Promise<Map<string, Answer>> {
  await set_backend(backend)
  const answers = new Map<string, Answer>()
  for (const [name, c] of cases) answers.set(name, await answer_of(c))
  return answers
}

/** How far the answers of a layer on two backends lie apart. */
export function difference(a: Answer, b: Answer): Difference {
  return { outputs: largest(a.outputs, b.outputs), gradients: a.gradients.length > 0 ? largest(a.gradients, b.gradients) : null }
}
