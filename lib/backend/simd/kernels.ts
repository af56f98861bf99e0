import type { KernelFunc } from '@tensorflow/tfjs-core'
import { simd_attention_kernel } from './attention'
import { simd_conv_kernel, simd_depthwise_kernel, simd_filter_gradient_kernel, simd_input_gradient_kernel } from './convolutions'
import { simd_clip_kernel, simd_function_kernel, simd_pair_kernels, simd_relu_grad_kernel } from './elementwise'
import { simd_matmul_kernel } from './matmul'
import {
  simd_batch_norm_gradient_kernel,
  simd_batch_norm_kernel,
  simd_fixed_norm_kernel,
  simd_layer_norm_kernel,
} from './normalization'
import { simd_max_pool_gradient_kernel } from './pools'
import { simd_reduction_kernel } from './reductions'

/** Kernels of wasm by our SIMD module: made of the present ones, which do what the module does not. */
export const simd_kernels: Record<string, (original: KernelFunc) => KernelFunc> = {
  ...simd_pair_kernels,
  _FusedMatMul: () => simd_matmul_kernel('_FusedMatMul'),
  BatchMatMul: () => simd_matmul_kernel('BatchMatMul'),
  ClipByValue: simd_clip_kernel(({ clipValueMin, clipValueMax }) => [clipValueMin!, clipValueMax!]),
  Conv2D: simd_conv_kernel(false),
  Conv2DBackpropFilter: simd_filter_gradient_kernel,
  Conv2DBackpropInput: simd_input_gradient_kernel,
  DepthwiseConv2dNativeBackpropFilter: simd_depthwise_kernel('filter'),
  DepthwiseConv2dNativeBackpropInput: simd_depthwise_kernel('input'),
  Erf: simd_function_kernel('Erf'),
  Exp: simd_function_kernel('Exp'),
  FusedBatchNorm: simd_fixed_norm_kernel,
  FusedConv2D: simd_conv_kernel(true),
  KerasAttention: simd_attention_kernel,
  KerasBatchNorm: simd_batch_norm_kernel,
  KerasBatchNormGrad: simd_batch_norm_gradient_kernel,
  KerasLayerNorm: simd_layer_norm_kernel,
  KerasReluGrad: simd_relu_grad_kernel,
  MaxPoolGrad: simd_max_pool_gradient_kernel,
  Mean: simd_reduction_kernel(true),
  Relu: simd_clip_kernel(() => [0, Infinity]),
  Relu6: simd_clip_kernel(() => [0, 6]),
  Sum: simd_reduction_kernel(false),
  Tanh: simd_function_kernel('Tanh'),
}
