import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'

/** Runs a formula, which GLSL and WGSL write alike, for every element of inputs of one shape; `numbers` are those of this call. */
export type RunFormula = (
  backend: object,
  formula: string,
  inputs: Record<string, TensorInfo>,
  numbers: Record<string, number>,
) => TensorInfo

const toward = 'A + (B - A) * rate'
const toward_square = 'A + (B * B - A) * rate'
const descent = 'A - alpha * B / (sqrt(C) + epsilon)'

/** Axes that shaders of TensorFlow.js count. */
export const largest_shader_rank = 6

/** How many tensors the state has for which there is an update by shaders. */
export const shader_states: Record<string, number> = { KerasAdam: 3, KerasAverage: 1 }

type State = Record<string, TensorInfo>

/** Updates of optimizers and of moving averages by one shader a tensor, for WebGL and WebGPU. */
export function shader_update_kernels(run: RunFormula): Record<string, KernelFunc> {
  return {
    KerasAdam: ({ inputs, attrs, backend }) => {
      const { x0: x, x1: m, x2: v, gradient } = inputs as unknown as State
      const { alpha, beta_1, beta_2, epsilon } = attrs as unknown as Record<string, number>
      const m_new = run(backend as object, toward, { A: m!, B: gradient! }, { rate: 1 - beta_1! })
      const v_new = run(backend as object, toward_square, { A: v!, B: gradient! }, { rate: 1 - beta_2! })
      const x_new = run(backend as object, descent, { A: x!, B: m_new, C: v_new }, { alpha: alpha!, epsilon: epsilon! })
      return [x_new, m_new, v_new]
    },
    KerasAverage: ({ inputs, attrs, backend }) => {
      const { x0: x, gradient } = inputs as unknown as State
      const { rate } = attrs as unknown as Record<string, number>
      return [run(backend as object, toward, { A: x!, B: gradient! }, { rate: rate! })]
    },
  }
}
