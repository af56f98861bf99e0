import {
  broadcast_util,
  broadcastTo,
  complex,
  type GradConfig,
  imag,
  real,
  reshape,
  sum,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'

/** The inputs of a taped kernel. They may be freed by the time of the gradient: only their shapes and dtypes may be read. */
export type Inputs = Record<string, Tensor>

/** One gradient per input name, computed only where it is wanted. */
export type Gradients = Record<string, () => Tensor> | (() => Tensor)[]

/** The gradient of one kernel. `save` names the inputs whose values it needs, `save_outputs` marks outputs. */
export interface Rule {
  save?: string[]
  save_all?: boolean
  save_outputs?: boolean[]
  gradient(dy: any, saved: Tensor[], attrs: any, inputs: Inputs): Gradients
}

/** A rule as tfjs registers it. */
export function as_config(kernelName: string, rule: Rule): GradConfig {
  return {
    kernelName,
    inputsToSave: rule.save,
    outputsToSave: rule.save_outputs,
    saveAllInputs: rule.save_all,
    gradFunc: rule.gradient as unknown as GradConfig['gradFunc'],
  }
}

let own_backprops = 0

/** Runs `fn` while gradients may hand on the very tensor they were given; tfjs's own loop would free it twice. */
export function while_sharing<T>(fn: () => T): T {
  own_backprops++
  try {
    return fn()
  } finally {
    own_backprops--
  }
}

/** The gradient unchanged. */
export function pass(dy: Tensor): Tensor {
  return own_backprops > 0 ? dy : engine().runKernel('Identity', { x: dy })
}

const same = (a: number[], b: number[]): boolean => a.length === b.length && a.every((d, i) => d === b[i])

/** `dy` reshaped. */
export function reshaped(dy: Tensor, shape: number[]): Tensor {
  return same(dy.shape, shape) ? pass(dy) : reshape(dy, shape)
}

const sum_over = (x: Tensor, axes: number[]): Tensor =>
  x.dtype === 'complex64' ? complex(sum(real(x), axes), sum(imag(x), axes)) : sum(x, axes)

/** `dy` summed over the axes along which a tensor of `shape` was broadcast. */
export function reduce_to(dy: Tensor, shape: number[]): Tensor {
  if (same(dy.shape, shape)) return pass(dy)
  const axes = broadcast_util.getReductionAxes(shape, dy.shape)
  const reduced = axes.length > 0 ? sum_over(dy, axes) : dy
  return same(reduced.shape, shape) ? reduced : reshape(reduced, shape)
}

/** `dy` with the reduced axes put back as 1. */
export function keep_axes(dy: Tensor, shape: number[], axes: number[]): Tensor {
  const kept = shape.map((d, i) => (axes.includes(i) ? 1 : d))
  return same(dy.shape, kept) ? dy : reshape(dy, kept)
}

/** A tensor broadcast to a shape of the same rank. */
export function expand(x: Tensor, shape: number[]): Tensor {
  if (same(x.shape, shape)) return pass(x)
  return shape.includes(0) ? zeros(shape as [number]) : broadcastTo(x, shape as [number])
}
