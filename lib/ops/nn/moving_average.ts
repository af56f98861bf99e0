import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../backend/engine'
import { binary, float_scalar } from '../convert'

/** `average * momentum + value * (1 - momentum)` of float32 tensors; nothing is recorded for gradients. */
export function moving_average(average: Tensor, value: Tensor, momentum: number): Tensor {
  const { state } = engine()
  state.kernelDepth++
  try {
    return binary('Add', average, binary('Multiply', binary('Sub', value, average), float_scalar(1 - momentum)))
  } finally {
    state.kernelDepth--
  }
}
