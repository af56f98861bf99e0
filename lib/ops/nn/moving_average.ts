import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { run_update } from '../../backend/kernels/update'
import { tracing } from '../../backend/meta'
import { scopes } from '../../variables/scopes'
import type { Variable } from '../../variables/variable'
import { binary, float_scalar } from '../convert'

/** Sets `average` to `average * momentum + value * (1 - momentum)`, float32; nothing is recorded for gradients. */
export function update_moving_average(average: Variable, value: Tensor, momentum: number): void {
  const { state } = engine()
  state.kernelDepth++
  try {
    const rate = 1 - momentum
    const fused = scopes.stateless === null && !tracing() ? run_update('KerasAverage', [average], value, { rate }) : null
    const present = average.value
    average.assign(fused?.[0] ?? binary('Add', present, binary('Multiply', binary('Sub', value, present), float_scalar(rate))))
  } finally {
    state.kernelDepth--
  }
}
