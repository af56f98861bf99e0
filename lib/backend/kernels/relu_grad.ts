import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { ensure_backend_kernels } from './register'

/** The gradient before a relu, from the one after it and the relu's result: `dy` where `0 < y`, and `y < top` unless that is null; else 0. In one kernel. */
export function relu_gradient(dy: Tensor, y: Tensor, top: number | null = null): Tensor {
  ensure_backend_kernels()
  return engine().runKernel('KerasReluGrad', { dy, y }, { top })
}
