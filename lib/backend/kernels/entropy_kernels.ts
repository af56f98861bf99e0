import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { MetaRule } from '../meta/rule'
import { run_loop } from './memory'

/** The cross-entropy of rows of logits with one-hot or soft targets, or with class ids; and its slope by the logits. */
function softmax_entropy(
  logits: TypedArray,
  labels: TypedArray,
  losses: TypedArray,
  slopes: TypedArray | undefined,
  classes: number,
  sparse: boolean,
): void {
  for (let row = 0; row < losses.length; row++) {
    const start = row * classes
    let largest = -Infinity
    for (let j = 0; j < classes; j++) if (logits[start + j]! > largest) largest = logits[start + j]!
    let sum = 0
    for (let j = 0; j < classes; j++) sum += Math.exp(logits[start + j]! - largest)
    const log_sum = Math.log(sum) + largest
    const id = sparse ? Math.trunc(labels[row]!) : -1
    let loss = 0
    let weight = 0
    for (let j = 0; j < classes; j++) {
      const target = sparse ? Number(j === id) : labels[start + j]!
      weight += target
      if (target !== 0) loss += target * (log_sum - logits[start + j]!)
    }
    losses[row] = loss
    if (slopes === undefined) continue
    for (let j = 0; j < classes; j++) {
      const target = sparse ? Number(j === id) : labels[start + j]!
      slopes[start + j] = weight * Math.exp(logits[start + j]! - log_sum) - target
    }
  }
}

/** The cross-entropy of each logit with its target, and its slope by the logit. */
function sigmoid_entropy(logits: TypedArray, targets: TypedArray, losses: TypedArray, slopes: TypedArray | undefined): void {
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i]!
    const small = Math.exp(-Math.abs(z))
    losses[i] = Math.max(z, 0) - z * targets[i]! + Math.log1p(small)
    if (slopes !== undefined) slopes[i] = (z >= 0 ? 1 : small) / (1 + small) - targets[i]!
  }
}

type Attrs = { with_slope: boolean; sparse: boolean }

const softmax_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { logits, labels } = inputs as unknown as Record<'logits' | 'labels', TensorInfo>
  const outputs = [{ shape: logits.shape.slice(0, -1), dtype: 'float32' as const }]
  const { with_slope, sparse } = attrs as unknown as Attrs
  if (with_slope) outputs.push({ shape: logits.shape, dtype: 'float32' })
  const classes = logits.shape[logits.shape.length - 1]!
  return run_loop(backend, [logits, labels], outputs, ([z, t], [loss, slope]) =>
    softmax_entropy(z!, t!, loss!, slope, classes, sparse),
  )
}

const sigmoid_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { logits, labels } = inputs as unknown as Record<'logits' | 'labels', TensorInfo>
  const output = { shape: logits.shape, dtype: 'float32' as const }
  const outputs = (attrs as unknown as Attrs).with_slope ? [output, output] : [output]
  return run_loop(backend, [logits, labels], outputs, ([z, t], [loss, slope]) => sigmoid_entropy(z!, t!, loss!, slope))
}

/** Cross-entropies of logits in one pass, for the backends whose memory is at hand: cpu and wasm. They answer the loss and, with `with_slope`, its slope. */
export const entropy_kernels: Record<string, KernelFunc> = {
  KerasSoftmaxEntropy: softmax_kernel,
  KerasSigmoidEntropy: sigmoid_kernel,
}

const slope_of = (logits: TensorInfo, { with_slope }: Attrs) =>
  with_slope ? [{ shape: logits.shape, dtype: 'float32' as const }] : []

/** Shapes of their results. */
export const entropy_rules: Record<string, MetaRule> = {
  KerasSoftmaxEntropy: ({ logits }, attrs) => [
    { shape: logits!.shape.slice(0, -1), dtype: 'float32' },
    ...slope_of(logits!, attrs),
  ],
  KerasSigmoidEntropy: ({ logits }, attrs) => [{ shape: logits!.shape, dtype: 'float32' }, ...slope_of(logits!, attrs)],
}
