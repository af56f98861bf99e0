import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { MetaRule } from '../meta/rule'
import { run_loop } from './memory'

/** `dy` where `0 < y`, and `y < top` unless that is null; else 0. */
function gate(dy: TypedArray, y: TypedArray, out: TypedArray, top: number | null): void {
  if (top === null) {
    for (let i = 0; i < out.length; i++) out[i] = y[i]! > 0 ? dy[i]! : 0
    return
  }
  for (let i = 0; i < out.length; i++) out[i] = y[i]! > 0 && y[i]! < top ? dy[i]! : 0
}

/** KerasReluGrad: the gradient before a relu, from the one after it and the relu's result or input; `top` is where it ends, or null. */
export const relu_grad_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, y } = inputs as unknown as Record<'dy' | 'y', TensorInfo>
  const top = attrs!.top as unknown as number | null
  return run_loop(backend, [dy, y], [{ shape: dy.shape, dtype: 'float32' }], ([slopes, values], [out]) =>
    gate(slopes!, values!, out!, top),
  )[0]!
}

/** What it gives in a trace. */
export const relu_grad_rule: MetaRule = ({ dy }) => ({ shape: dy!.shape, dtype: 'float32' })
