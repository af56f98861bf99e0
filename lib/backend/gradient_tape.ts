import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../common/errors'
import { type_text } from '../common/text'
import { backpropagate, connected_nodes } from './backprop'
import { engine, type TapeNode } from './engine'
import { while_sharing } from './gradient_rules/rule'
import { register_gradients } from './gradients'
import { ensure_backend_kernels } from './kernels/register'

/** A value and its gradients, one for each variable; null where the value does not depend on it. */
export interface ValueAndGrads<T extends Tensor = Tensor> {
  value: T
  grads: (Tensor | null)[]
}

/** Frees what the tape saved and drops it, unless an outer tape still needs it. */
function end_tape(): void {
  const { state } = engine()
  if (state.gradientDepth > 0) return
  for (const node of state.activeTape ?? []) for (const tensor of node.saved ?? []) tensor.dispose()
  state.activeTape = null
}

/** Runs `fn` on a tape of its own when recording is off (inside a kernel or `without_tape`). */
function with_own_tape<T>(fn: () => T): T {
  const { state } = engine()
  if (state.kernelDepth === 0) return fn()
  const { kernelDepth, gradientDepth, activeTape } = state
  Object.assign(state, { kernelDepth: 0, gradientDepth: 0, activeTape: null })
  try {
    return fn()
  } finally {
    Object.assign(state, { kernelDepth, gradientDepth, activeTape })
  }
}

/**
 * Runs `fn` and gives its value and the gradients of the value's sum with respect to each variable. Synchronous; frees all else. May be
 * nested for higher derivatives.
 *
 * @param fn Gives one float tensor.
 * @param variables Tensors or variables that `fn` uses.
 */
export function value_and_grads<T extends Tensor>(fn: () => T, variables: readonly Tensor[]): ValueAndGrads<T> {
  register_gradients()
  ensure_backend_kernels()
  const core = engine()
  const { state } = core
  return with_own_tape(() => {
    if (state.gradientDepth === 0) state.activeTape = []
    state.gradientDepth++
    let recording = true
    const first_id = core.nextTensorId()
    let value: T | undefined
    try {
      const made = core.tidy(fn)
      value = made
      state.gradientDepth--
      recording = false
      if (typeof value?.dtype !== 'string')
        throw new TypeError(`value_and_grads: the function must give one tensor. Received: ${type_text(value)}`)
      if (value.dtype !== 'float32')
        throw new ValueError(`value_and_grads: the function must give a float tensor. Received: dtype=${value.dtype}`)
      const nodes = connected_nodes(state.activeTape as TapeNode[], variables, value)
      const grads = while_sharing(() => core.tidy(() => backpropagate(nodes, variables, made, state.gradientDepth === 0)))
      return { value: made, grads }
    } catch (error) {
      if (value !== undefined && value.id > first_id) value.dispose()
      throw error
    } finally {
      if (recording) state.gradientDepth--
      end_tape()
    }
  })
}

/** The result of a function given to `custom_grad`: its value or values, and the gradient of every input. */
export interface CustomGradient<V extends Tensor | Tensor[]> {
  value: V
  /**
   * From the gradient of the value (or of each value) and the saved tensors: one entry for each input. null is no gradient; a function is
   * called only when that input's gradient is wanted.
   */
  gradient(dy: V, saved: Tensor[]): (Tensor | null | (() => Tensor))[]
}

type Save = (tensors: Tensor[]) => void

/**
 * An op with a gradient of its own. What `fn` runs is not recorded.
 *
 * @param fn Gets the inputs and `save`, which keeps tensors for the gradient.
 */
export function custom_grad<V extends Tensor | Tensor[]>(
  fn: (inputs: Tensor[], save: Save) => CustomGradient<V>,
): (...inputs: Tensor[]) => V {
  return (...inputs) => {
    let result: CustomGradient<V> | undefined
    const core = engine() as unknown as { runKernelFunc(call: unknown): V }
    return core.runKernelFunc({
      inputs: Object.fromEntries(inputs.map((x, i) => [i, x])),
      forwardFunc: (_backend: unknown, save: Save) => {
        result = fn(inputs, save)
        const { value } = result
        return Array.isArray(value) ? value.map((v) => distinct(v, inputs)) : distinct(value, inputs)
      },
      backwardsFunc: (dy: V, saved: Tensor[]) => {
        const dys = Array.isArray(result!.value) && !Array.isArray(dy) ? ([dy] as unknown as V) : dy
        const slopes = result!.gradient(dys, saved)
        if (slopes.length !== inputs.length) {
          throw new ValueError(
            `custom_grad: expected one gradient for each of ${inputs.length} inputs. Received: ${slopes.length}`,
          )
        }
        return Object.fromEntries(slopes.map((slope, i) => [i, () => own_slope(slope, inputs[i]!)]))
      },
    })
  }
}

/** An output that is not one of the inputs. */
function distinct(value: Tensor, inputs: Tensor[]): Tensor {
  return inputs.includes(value) ? engine().runKernel('Identity', { x: value }) : value
}

function own_slope(slope: Tensor | null | (() => Tensor), input: Tensor): Tensor {
  if (slope === null) return engine().runKernel('Fill', {}, { shape: input.shape, value: 0, dtype: 'float32' })
  return typeof slope === 'function' ? slope() : slope
}

/** Runs `fn` off the tape: no gradient flows through what it does. */
export function without_tape<T>(fn: () => T): T {
  const { state } = engine()
  state.kernelDepth++
  try {
    return fn()
  } finally {
    state.kernelDepth--
  }
}

/** The same values, through which no gradient flows. */
export function stop_gradient<T extends Tensor>(x: T): T {
  return without_tape(() => engine().runKernel('Identity', { x })) as T
}
