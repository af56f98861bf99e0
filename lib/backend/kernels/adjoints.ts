import type { KernelFunc } from '@tensorflow/tfjs-core'
import type { MetaRule } from '../meta/rule'
import { pool_taken_kernel } from './convolution/pools'
import { crop_boxes_gradient_kernel, crop_image_gradient_kernel } from './images/crop_gradients'
import { transform_gradient_kernel } from './images/transform'
import { relu_grad_rule } from './relu_grad_kernel'
import { dilation_taken_kernel } from './taken'

/** Kernels that gradients need and TensorFlow.js does not have. */
export const adjoint_kernels: Record<string, KernelFunc> = {
  KerasTransformGrad: transform_gradient_kernel,
  KerasCropImageGrad: crop_image_gradient_kernel,
  KerasCropBoxesGrad: crop_boxes_gradient_kernel,
  KerasMaxPoolTaken: pool_taken_kernel(2),
  KerasMaxPool3DTaken: pool_taken_kernel(3),
  KerasDilationTaken: dilation_taken_kernel,
}

const shaped: MetaRule = (_inputs, attrs) => ({ shape: attrs.shape, dtype: 'float32' })

/** What they give in a trace: the attribute `shape` is the shape of the result. */
export const adjoint_rules: Record<string, MetaRule> = {
  KerasTransformGrad: shaped,
  KerasCropImageGrad: shaped,
  KerasCropBoxesGrad: ({ boxes }) => ({ shape: boxes!.shape, dtype: 'float32' }),
  KerasMaxPoolTaken: shaped,
  KerasMaxPool3DTaken: shaped,
  KerasDilationTaken: shaped,
  KerasReluGrad: relu_grad_rule,
}
