import type { Tensor } from '@tensorflow/tfjs-core'
import { engine, run_kernel } from '../../backend/engine'
import { binary, reshaped, unary } from '../convert'
import { tape_on } from '../custom'
import { type ConvSettings, convolved } from './conv'

/** Activations that the fused kernels of each backend know; `linear` is all of them. */
const fused_activations: Record<string, string> = { relu: 'relu', relu6: 'relu6', elu: 'elu', sigmoid: 'sigmoid' }

function fused_name(activation: string | null): string | null {
  if (activation === null || activation === 'linear') return 'linear'
  const name = fused_activations[activation]
  if (name === undefined) return null
  return engine().backendName === 'wasm' && name === 'elu' ? null : name
}

/** The kernels of the activations that `fused_dense` and `fused_conv2d` take. */
const activation_kernels: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  selu: 'Selu',
}

/** True when `fused_dense` and `fused_conv2d` can apply the activation. */
export function can_fuse(activation: string | null): boolean {
  return activation === null || activation === 'linear' || activation_kernels[activation] !== undefined
}

function finished(x: Tensor, bias: Tensor | null, activation: string | null): Tensor {
  const shifted = bias === null ? x : binary('Add', x, bias)
  return activation === null || activation === 'linear' ? shifted : unary(activation_kernels[activation]!, shifted)
}

/**
 * `activation(x @ kernel + bias)` of float32 tensors over the last axis of `x`: one kernel where nothing is recorded for gradients and the backend fuses the activation.
 * `activation` is null or a name for which `can_fuse` is true.
 */
export function fused_dense(x: Tensor, kernel: Tensor, bias: Tensor | null, activation: string | null): Tensor {
  const rank = x.shape.length
  const units = kernel.shape[1]!
  const rows = rank === 2 ? x : reshaped(x, [x.size / x.shape[rank - 1]!, x.shape[rank - 1]!])
  const name = tape_on() || (bias === null && (activation === null || activation === 'linear')) ? null : fused_name(activation)
  let result: Tensor
  if (name !== null) {
    result = run_kernel(
      '_FusedMatMul',
      { a: rows, b: kernel, bias: bias ?? undefined },
      { transposeA: false, transposeB: false, activation: name, leakyreluAlpha: 0 },
    )
  } else {
    result = finished(
      run_kernel('BatchMatMul', { a: rows, b: kernel }, { transposeA: false, transposeB: false }),
      bias,
      activation,
    )
  }
  return rank === 2 ? result : reshaped(result, [...x.shape.slice(0, -1), units])
}

/** `activation(conv(x, kernel) + bias)` of channels-last float32 images: one kernel where nothing is recorded and the backend fuses it. */
export function fused_conv2d(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
  activation: string | null,
  settings: ConvSettings,
): Tensor {
  const plain = x.shape[3] === kernel.shape[2]
  const name =
    tape_on() || !plain || (bias === null && (activation === null || activation === 'linear')) ? null : fused_name(activation)
  if (name === null) return finished(convolved(x, kernel, settings), bias, activation)
  const { strides, padding, dilations } = settings
  return run_kernel(
    'FusedConv2D',
    { x, filter: kernel, bias: bias ?? undefined },
    { strides, pad: padding, dataFormat: 'NHWC', dilations, dimRoundingMode: null, activation: name, leakyreluAlpha: 0 },
  )
}
