import { Tensor, Variable } from '@tensorflow/tfjs-core'

interface Source {
  logits: Tensor
  activation: 'softmax' | 'sigmoid'
}

const sources = new WeakMap<Tensor, Source>()

/** Remembers what a softmax (over the last axis) or a sigmoid was taken of, so that a cross-entropy of it can be computed exactly. */
export function note_logits<T extends Tensor>(output: T, logits: Tensor, activation: 'softmax' | 'sigmoid'): T {
  if (logits instanceof Tensor && !(logits instanceof Variable) && logits !== output) sources.set(output, { logits, activation })
  return output
}

/** What a softmax or sigmoid was taken of, null when that is not known or gone. */
export function logits_of(output: Tensor, activation: 'softmax' | 'sigmoid'): Tensor | null {
  const source = sources.get(output)
  return source === undefined || source.activation !== activation || source.logits.isDisposed ? null : source.logits
}
