import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../backend/engine'
import { kept_copy } from '../backend/shared_copy'

/** The gradients of a custom op by its inputs; `dys` has null for outputs that nothing depended on. */
export type Backward = (dys: (Tensor | null)[], saved: Tensor[]) => (() => Tensor)[]

/** True when what runs now is recorded for gradients. */
export function tape_on(): boolean {
  return engine().isTapeOn()
}

/**
 * Runs `forward` as one operation of the gradient tape. Without a tape it only runs `forward`.
 * Of `save_inputs` and of what `forward` puts into its list, copies are kept until the gradients are done: `backward` gets them, the inputs first.
 * While gradients of gradients are taken, the kernels of `forward` are recorded instead, unless the gradient is what the caller asked for (`own_gradient`).
 */
export function taped(
  inputs: Tensor[],
  forward: (save: (tensor: Tensor) => void) => Tensor[],
  backward: Backward,
  save_inputs: Tensor[] = inputs,
  own_gradient = false,
): Tensor[] {
  const core = engine()
  if (!core.isTapeOn()) return forward(ignore)
  const state = core.state
  if (state.gradientDepth > 1 && !own_gradient) return forward(ignore)
  const saved: Tensor[] = save_inputs.map(kept_copy)
  const kept: Tensor[] = []
  let outputs: Tensor[]
  state.kernelDepth++
  try {
    outputs = forward((tensor) => void kept.push(tensor))
  } finally {
    state.kernelDepth--
  }
  const named: Record<string, Tensor> = {}
  inputs.forEach((tensor, i) => {
    named[`x${i}`] = tensor
  })
  state.activeTape!.push({
    id: state.nextTapeNodeId++,
    kernelName: 'Custom',
    inputs: named,
    outputs,
    saved,
    gradient: (dys) => {
      const result: Record<string, () => Tensor> = {}
      backward(dys, saved).forEach((gradient, i) => {
        result[`x${i}`] = gradient
      })
      return result
    },
  })
  for (const tensor of kept) saved.push(kept_copy(tensor))
  return outputs
}

function ignore(): void {}
