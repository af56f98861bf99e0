import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { op } from '../../graph/op'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { range } from '../axes'
import { as_float, as_tensor, binary, finish, int_scalar, reshaped, store_as, unary } from '../convert'
import { in_nn } from '../declare'
import { choose } from '../numpy/comparison'
import { log_softmax_rows } from './activations'

/** The logarithm of what cannot happen: finite, so that gradients are. */
const never = -1e5

/** log(sum(exp)) of values laid along a new first axis. */
function log_sum(parts: Tensor[]): Tensor {
  const stacked = run_kernel('Pack', parts as never, { axis: 0 })
  const top = run_kernel('Max', { x: stacked }, { reductionIndices: [0], keepDims: true })
  const total = run_kernel('Sum', { x: unary('Exp', binary('Sub', stacked, top)) }, { axis: [0], keepDims: true })
  return reshaped(binary('Add', unary('Log', total), top), parts[0]!.shape)
}

/** Rows moved to the right, filled with what cannot happen. */
function shifted(x: Tensor, by: number): Tensor {
  const [rows, columns] = x.shape as [number, number]
  const wide = run_kernel(
    'PadV2',
    { x },
    {
      paddings: [
        [0, 0],
        [by, 0],
      ],
      constantValue: never,
    },
  )
  return run_kernel('Slice', { x: wide }, { begin: [0, 0], size: [rows, columns] })
}

type Four = [target: TensorLike, output: TensorLike, target_length: TensorLike, output_length: TensorLike]

/**
 * Connectionist temporal classification: the loss `[batch]` of labels `[batch, max_length]` under logits `[batch, time, classes]`, where `mask_index` is the blank.
 * Source: A. Graves et al., 2006; keras.ops.ctc_loss.
 * @throws ValueError on other ranks.
 */
export const ctc_loss = /*#__PURE__*/ op<Four, { mask_index: number }, Tensor>(
  {
    class_name: 'CTCLoss',
    module: in_nn,
    inputs: ['target', 'output', 'target_length', 'output_length'],
    config: { mask_index: 0 },
  },
  (target: TensorLike, output: TensorLike, target_length: TensorLike, output_length: TensorLike, mask_index: number) => {
    const labels = store_as(as_tensor(target), 'int32')
    const logits = as_float(output)
    if (labels.shape.length !== 2 || logits.shape.length !== 3) {
      throw new ValueError(
        `ctc_loss: expects labels of rank 2 and logits of rank 3. Received: target.shape=${shape_text(labels.shape)}, output.shape=${shape_text(logits.shape)}`,
      )
    }
    const lengths = store_as(as_tensor(target_length), 'int32')
    const times = store_as(as_tensor(output_length), 'int32')
    return finish(forward(labels, log_softmax_rows(logits), lengths, times, mask_index), tensor_dtype(logits))
  },
)

function forward(labels: Tensor, logs: Tensor, lengths: Tensor, times: Tensor, blank: number): Tensor {
  const [batch, time, classes] = logs.shape as [number, number, number]
  const count = labels.shape[1]!
  const states = 2 * count + 1
  const blanks = run_kernel('Fill', {}, { shape: [batch, count], value: blank, dtype: 'int32' })
  const pairs = reshaped(run_kernel('Pack', [blanks, labels] as never, { axis: 2 }), [batch, 2 * count])
  const last = run_kernel('Fill', {}, { shape: [batch, 1], value: blank, dtype: 'int32' })
  const path = run_kernel('Concat', [pairs, last], { axis: 1 })
  const chosen = store_as(
    run_kernel('OneHot', { indices: path }, { depth: classes, onValue: 1, offValue: 0, dtype: 'float32' }),
    'float32',
  )
  const emitted = run_kernel('BatchMatMul', { a: logs, b: chosen }, { transposeA: false, transposeB: true })
  const steps = run_kernel<Tensor[]>('Unpack', { value: emitted }, { axis: 1 })
  const place = as_tensor(range(states), 'int32')
  const before = run_kernel(
    'Slice',
    {
      x: run_kernel(
        'PadV2',
        { x: path },
        {
          paddings: [
            [0, 0],
            [2, 0],
          ],
          constantValue: blank,
        },
      ),
    },
    { begin: [0, 0], size: [batch, states] },
  )
  const is_label = as_tensor([range(states).map((i) => i % 2 === 1)], 'bool')
  const jump = binary('LogicalAnd', is_label, binary('NotEqual', path, before))
  const impossible = run_kernel('Fill', {}, { shape: [batch, states], value: never, dtype: 'float32' })
  let alpha = choose(reshaped(binary('Less', place, int_scalar(2)), [1, states]), steps[0]!, impossible)
  for (const t of range(time).slice(1)) {
    const two = choose(jump, shifted(alpha, 2), impossible)
    const next = binary('Add', log_sum([alpha, shifted(alpha, 1), two]), steps[t]!)
    alpha = choose(reshaped(binary('Less', int_scalar(t), times), [batch, 1]), next, alpha)
  }
  const end = binary('Multiply', reshaped(lengths, [batch, 1]), int_scalar(2))
  const final = binary('Equal', place, end)
  const label = binary('Equal', place, binary('Sub', end, int_scalar(1)))
  const at = (mask: Tensor): Tensor =>
    run_kernel('Max', { x: choose(mask, alpha, impossible) }, { reductionIndices: [1], keepDims: false })
  return unary('Neg', log_sum([at(final), at(label)]))
}
