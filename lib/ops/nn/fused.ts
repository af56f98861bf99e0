import type { Tensor } from '@tensorflow/tfjs-core'
import { engine, run_kernel } from '../../backend/engine'
import { relu_gradient } from '../../backend/kernels/relu_grad'
import { shapes_equal } from '../../common/shape'
import { size_of } from '../axes'
import { binary, reshaped, unary } from '../convert'
import { tape_on, taped } from '../custom'
import { axis_names, contract_all } from '../numpy/einsum'
import { type ConvSettings, convolved, depthwise_convolved, even_strides } from './conv'
import { note_logits } from './logits'

/** Activations that the fused kernels of each backend know; `linear` is all of them. What a sigmoid is taken of is kept for the cross-entropy, so it is not fused. */
const fused_activations: Record<string, string> = { relu: 'relu', relu6: 'relu6', elu: 'elu' }

function fused_name(activation: string | null): string | null {
  if (activation === null || activation === 'linear') return 'linear'
  const name = fused_activations[activation]
  if (name === undefined) return null
  return engine().backendName === 'wasm' && name === 'elu' ? null : name
}

/** The kernels of the activations that the functions below take. */
const activation_kernels: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  selu: 'Selu',
}

/** True when the functions below can apply the activation. */
export function can_fuse(activation: string | null): boolean {
  return activation === null || activation === 'linear' || activation_kernels[activation] !== undefined
}

function finished(x: Tensor, bias: Tensor | null, activation: string | null): Tensor {
  const shifted = bias === null ? x : binary('Add', x, bias)
  if (activation === null || activation === 'linear') return shifted
  const result = unary(activation_kernels[activation]!, shifted)
  return activation === 'sigmoid' ? note_logits(result, shifted, 'sigmoid') : result
}

function matrix_product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return run_kernel('BatchMatMul', { a, b }, { transposeA, transposeB })
}

/** The gradient before a fused activation, from the one after it and the result. */
const slopes_before: Record<string, (dy: Tensor, y: Tensor) => Tensor> = {
  linear: (dy) => dy,
  relu: (dy, y) => relu_gradient(dy, y),
  relu6: (dy, y) => relu_gradient(dy, y, 6),
  elu: (dy, y) => run_kernel('EluGrad', { dy, y }),
}

/** `activation(rows @ kernel + bias)` as one kernel and one entry of the tape. */
function fused_product(rows: Tensor, kernel: Tensor, bias: Tensor | null, activation: string): Tensor {
  const run = (): Tensor =>
    run_kernel(
      '_FusedMatMul',
      { a: rows, b: kernel, bias: bias ?? undefined },
      { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0 },
    )
  const inputs = bias === null ? [rows, kernel] : [rows, kernel, bias]
  if (!tape_on()) return run()
  if (engine().state.gradientDepth > 1) return finished(matrix_product(rows, kernel, false, false), bias, activation)
  const [result] = taped(
    inputs,
    (save) => {
      const y = run()
      if (activation !== 'linear') save(y)
      return [y]
    },
    ([dy], [a, b, y]) => {
      let slope: Tensor | null = null
      const before = (): Tensor => {
        if (slope === null || slope.isDisposed) slope = slopes_before[activation]!(dy!, y!)
        return slope
      }
      return [
        () => matrix_product(before(), b!, false, true),
        () => matrix_product(a!, before(), true, false),
        () => run_kernel('Sum', { x: before() }, { axis: [0], keepDims: false }),
      ].slice(0, inputs.length)
    },
    [rows, kernel],
  )
  return result!
}

/** `activation(rows @ kernel + bias)` of float32 matrices: one kernel where the backend fuses the activation. */
function fused_rows(rows: Tensor, kernel: Tensor, bias: Tensor | null, activation: string | null): Tensor {
  const plain = bias === null && (activation === null || activation === 'linear')
  const name = plain ? null : fused_name(activation)
  if (name !== null) return fused_product(rows, kernel, bias, name)
  const product =
    plain || bias === null ? matrix_product(rows, kernel, false, false) : fused_product(rows, kernel, bias, 'linear')
  return finished(product, null, activation)
}

/**
 * `activation(x @ kernel + bias)` of float32 tensors over the last axis of `x`: one kernel where the backend fuses the activation.
 * `activation` is null or a name for which `can_fuse` is true.
 */
export function fused_dense(x: Tensor, kernel: Tensor, bias: Tensor | null, activation: string | null): Tensor {
  const rank = x.shape.length
  if (rank === 2) return fused_rows(x, kernel, bias, activation)
  const inner = x.shape[rank - 1]!
  const result = fused_rows(reshaped(x, [x.size / inner, inner]), kernel, bias, activation)
  return reshaped(result, [...x.shape.slice(0, -1), kernel.shape[1]!])
}

const summed_axes = new Map<string, number>()

/** How many axes an einsum sums over that is one matrix product as its operands lie: the last of `x`, the first of the kernel; 0 for another einsum. */
function matrix_axes(equation: string, x_rank: number, kernel_rank: number): number {
  const key = `${equation} ${x_rank} ${kernel_rank}`
  let count = summed_axes.get(key)
  if (count === undefined) {
    const [[x, kernel], output] = axis_names(equation, [x_rank, kernel_rank]) as [[string[], string[]], string[]]
    count = x.filter((label) => !output.includes(label)).length
    const free = x.slice(0, x_rank - count)
    const made = kernel.slice(count)
    const in_order =
      x.slice(x_rank - count).join() === kernel.slice(0, count).join() && output.join() === [...free, ...made].join()
    if (!in_order || new Set([...x, ...made]).size !== x_rank + kernel_rank - count) count = 0
    summed_axes.set(key, count)
  }
  return count
}

/**
 * `activation(einsum(equation, x, kernel) + bias)` of float32 tensors: one kernel where the equation is a matrix product as its operands lie (`abc,cde->abde`) and the backend fuses the
 * activation. `activation` as in `fused_dense`.
 */
export function fused_einsum(
  equation: string,
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
  activation: string | null,
): Tensor {
  const count = matrix_axes(equation, x.shape.length, kernel.shape.length)
  const free = x.shape.slice(0, x.shape.length - count)
  const summed = kernel.shape.slice(0, count)
  const made = kernel.shape.slice(count)
  const fits = count > 0 && x.size > 0 && shapes_equal(x.shape.slice(free.length), summed)
  if (!fits || (bias !== null && !shapes_equal(bias.shape, made)))
    return finished(contract_all(equation, [x, kernel]), bias, activation)
  const [inner, columns] = [size_of(summed), size_of(made)]
  const rows = reshaped(x, [x.size / inner, inner])
  const vector = bias === null ? null : reshaped(bias, [columns])
  return reshaped(fused_rows(rows, reshaped(kernel, [inner, columns]), vector, activation), [...free, ...made])
}

type Fused = 'FusedConv2D' | 'FusedDepthwiseConv2D'

/** Bias and activation of a convolution in the same kernel, or after it where `even` is false or the backend cannot fuse them. */
function fused_convolution(
  name: Fused,
  [x, kernel, bias]: [Tensor, Tensor, Tensor | null],
  activation: string | null,
  settings: ConvSettings,
  even: boolean,
): Tensor {
  const plain = bias === null && (activation === null || activation === 'linear')
  const known = plain || !even ? null : fused_name(activation)
  if (known === null) {
    const y = name === 'FusedConv2D' ? convolved(x, kernel, settings) : depthwise_convolved(x, kernel, settings)
    return finished(y, bias, activation)
  }
  const { strides, padding, dilations } = settings
  return run_kernel(
    name,
    { x, filter: kernel, bias: bias ?? undefined },
    { strides, pad: padding, dataFormat: 'NHWC', dilations, dimRoundingMode: null, activation: known, leakyreluAlpha: 0 },
  )
}

/** `activation(conv(x, kernel) + bias)` of channels-last float32 images: one kernel where the backend fuses it. */
export function fused_conv2d(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
  activation: string | null,
  settings: ConvSettings,
): Tensor {
  return fused_convolution('FusedConv2D', [x, kernel, bias], activation, settings, x.shape[3] === kernel.shape[2])
}

/** `activation(depthwise_conv(x, kernel) + bias)`, as `fused_conv2d`. */
export function fused_depthwise_conv2d(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
  activation: string | null,
  settings: ConvSettings,
): Tensor {
  return fused_convolution('FusedDepthwiseConv2D', [x, kernel, bias], activation, settings, even_strides(settings))
}
