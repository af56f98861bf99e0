import {
  cast,
  gather,
  getKernel,
  greater,
  type KernelFunc,
  reshape,
  scalar,
  softmax,
  type Tensor,
  type TensorInfo,
  tensor1d,
  tidy,
  util,
} from '@tensorflow/tfjs-core'
import { run_kernel } from '../engine'
import { shader_update_kernels } from '../kernels/shader_updates'
import { kernels_of_many_axes } from '../webgl/axes'
import { composed_kernels } from '../webgl/composed'
import type { Make } from '../webgl/make'
import { bitwise_and_kernel, relu_grad_on_webgpu, round_half_on_webgpu, run_formula_on_webgpu } from './shaders'

/** ArgMax and ArgMin of a vector, which come as vectors. */
const place_kernel: Make = (original) => (args) => {
  const { shape } = args.inputs.x as TensorInfo
  const axis = util.parseAxisParam(args.attrs!.axis as unknown as number, shape)[0]
  return { ...(original(args) as TensorInfo), shape: shape.filter((_, i) => i !== axis) }
}

/** Max and Min of booleans, which come as integers. */
const bool_kernel: Make = (original) => (args) => {
  const result = original(args) as Tensor
  if ((args.inputs.x as TensorInfo).dtype !== 'bool' || result.dtype === 'bool') return result
  return getKernel('Cast', 'webgpu')!.kernelFunc({ inputs: { x: result }, attrs: { dtype: 'bool' }, backend: args.backend })
}

/** Softmax, for an axis counted from the end too. */
const softmax_kernel: Make = (original) => (args) => {
  const logits = args.inputs.logits as Tensor
  if (logits.dtype !== 'float32') return tidy(() => softmax(cast(logits, 'float32')))
  return original({ ...args, attrs: { ...args.attrs, dim: logits.shape.length - 1 } })
}

/** Counts, whose shaders add integers up as if they were floats, and cannot mark. */
const counting_kernel =
  (name: string): Make =>
  (original) =>
  (args) => {
    const { x, weights } = args.inputs as unknown as Record<'x' | 'weights', Tensor>
    const { binaryOutput, ...attrs } = args.attrs as { binaryOutput?: boolean }
    if (!binaryOutput && weights.dtype === 'float32') return original(args)
    return tidy(() => {
      const numbers = binaryOutput ? tensor1d([], 'float32') : cast(weights, 'float32')
      const counts = run_kernel(name, { x, weights: numbers }, { ...attrs, binaryOutput: false })
      return cast(binaryOutput ? greater(counts, scalar(0)) : counts, weights.dtype)
    })
  }

/** Sums of segments, whose shaders add integers up as if they were floats. */
const segment_kernel: Make = (original) => (args) => {
  const { x, segmentIds } = args.inputs as unknown as Record<'x' | 'segmentIds', Tensor>
  if (x.dtype === 'float32') return original(args)
  return tidy(() => cast(run_kernel('UnsortedSegmentSum', { x: cast(x, 'float32'), segmentIds }, args.attrs), x.dtype))
}

/** BroadcastArgs, for shapes without axes too. */
const broadcast_args_kernel: Make = (original) => (args) => {
  const { s0, s1 } = args.inputs as unknown as Record<'s0' | 's1', Tensor>
  if (s0.size > 0 && s1.size > 0) return original(args)
  const longer = s0.size > 0 ? s0 : s1
  return reshape(longer, longer.shape)
}

/** What a tensor like the input holds at the places that a maximum pooling took its outputs from. */
const pool_taken: Make =
  () =>
  ({ inputs, attrs }) => {
    const { x, from } = inputs as unknown as Record<'x' | 'from', Tensor>
    const { shape } = attrs as unknown as { shape: number[] }
    return tidy(() => {
      const [, places] = run_kernel<Tensor[]>('MaxPoolWithArgmax', { x }, { ...attrs, includeBatchInIndex: true })
      return reshape(gather(reshape(from, [-1]), reshape(places!, [-1])), shape)
    })
  }

const as_made =
  (kernel: KernelFunc): Make =>
  () =>
    kernel

/** Applies one make after the other. */
const both =
  (first: Make, second: Make): Make =>
  (original) =>
    second(first(original))

/** Kernels of WebGPU that are missing, fail or answer something else than the plain ones, by name. */
export const webgpu_kernels: Record<string, Make> = {
  ...kernels_of_many_axes,
  ...composed_kernels,
  ArgMax: place_kernel,
  ArgMin: place_kernel,
  Max: both(kernels_of_many_axes.Max!, bool_kernel),
  Min: both(kernels_of_many_axes.Min!, bool_kernel),
  Softmax: softmax_kernel,
  Bincount: counting_kernel('Bincount'),
  DenseBincount: counting_kernel('DenseBincount'),
  UnsortedSegmentSum: segment_kernel,
  BroadcastArgs: broadcast_args_kernel,
  BitwiseAnd: as_made(bitwise_and_kernel),
  KerasRoundHalf: as_made(round_half_on_webgpu),
  KerasReluGrad: as_made(relu_grad_on_webgpu),
  ...Object.fromEntries(
    Object.entries(shader_update_kernels(run_formula_on_webgpu)).map(([name, kernel]) => [name, as_made(kernel)]),
  ),
  KerasMaxPoolTaken: pool_taken,
}
