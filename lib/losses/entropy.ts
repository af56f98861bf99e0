import type { Tensor } from '@tensorflow/tfjs-core'
import { engine, run_kernel } from '../backend/engine'
import { type EntropyKind, run_entropy } from '../backend/kernels/entropy'
import { loop_pays } from '../backend/kernels/memory_at_hand'
import { shapes_equal } from '../common/shape'
import { tape_on, taped } from '../ops/custom'
import { log_softmax_rows } from '../ops/nn/activations'
import { tensor_dtype } from '../variables/to_tensor'

/**
 * The cross-entropy of logits as one kernel and one entry of the tape, or null where only the composed form is possible. The classes are the last axis; `sparse` takes
 * class ids, the others targets of the shape of the logits.
 */
export function fused_entropy(kind: EntropyKind, labels: Tensor, logits: Tensor): Tensor | null {
  const { shape } = logits
  const expected = kind === 'sparse' ? shape.slice(0, -1) : shape
  if (shape.length === 0 || !shapes_equal(labels.shape, expected)) return null
  if (!loop_pays(logits.size) || tensor_dtype(logits) !== 'float32' || (kind !== 'sparse' && labels.dtype !== 'float32'))
    return null
  if (!tape_on()) return run_entropy(kind, logits, labels, false)![0]!
  if (engine().state.gradientDepth > 1) return null
  const [loss] = taped(
    [logits, labels],
    (save) => {
      const [value, slope] = run_entropy(kind, logits, labels, true) as [Tensor, Tensor]
      save(slope)
      return [value]
    },
    ([dy], [z, slope]) => {
      const wide = (): Tensor => (kind === 'sigmoid' ? dy! : run_kernel('Reshape', { x: dy! }, { shape: [...dy!.shape, 1] }))
      return [() => run_kernel('Multiply', { a: slope!, b: wide() }), () => slope_by_labels(kind, z!, labels, wide())]
    },
    [logits],
  )
  return loss!
}

function slope_by_labels(kind: EntropyKind, logits: Tensor, labels: Tensor, dy: Tensor): Tensor {
  if (kind === 'sparse') return run_kernel('Fill', {}, { shape: labels.shape, value: 0, dtype: 'float32' })
  const by_label = kind === 'sigmoid' ? logits : log_softmax_rows(logits)
  return run_kernel('Neg', { x: run_kernel('Multiply', { a: by_label, b: dy }) })
}
