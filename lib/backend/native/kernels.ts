import type { KernelFunc } from '@tensorflow/tfjs-core'
import { entropy_kernels } from '../kernels/entropy_kernels'
import { fallback_kernel } from '../kernels/fallback'
import { image_kernels } from '../kernels/images/image_kernels'
import { resize_gradient_kernel } from '../kernels/images/resize_gradients'
import { native_name } from './backend'
import { native_sum_kernel } from './bias'
import { channels_first_too, explicit_gradient, explicit_gradients } from './convolutions'
import {
  counting_kernels,
  float_kernels,
  native_counting_kernel,
  native_select_kernel,
  number_kernels,
  plain_for,
  plain_where_refused,
  stricter_kernels,
} from './dtypes'
import { native_fused_convolution_kernel } from './fused_convolutions'
import { native_fused_matmul_kernel, native_matmul_kernel } from './matmul'
import { native_layer_norm_kernel, native_normalization_kernel } from './normalization'
import { native_pointwise_kernel } from './pointwise'
import { native_max_pool_gradient_kernel } from './pools'
import { native_relu_grad_kernel } from './relu_grad'
import { native_bilinear_slopes_kernel, native_resize_kernel, native_resize_slopes_kernel } from './resize'
import { native_update_kernels } from './update'

/** Einsum, whose native form takes spaces for labels. */
function einsum_without_spaces(original: KernelFunc): KernelFunc {
  return (args) => {
    const equation = String(args.attrs!.equation).replace(/\s/g, '')
    return original({ ...args, attrs: { ...args.attrs, equation } })
  }
}

/** Multinomial, from probabilities too. */
function native_multinomial_kernel(original: KernelFunc): KernelFunc {
  const plain = fallback_kernel('Multinomial', native_name)
  return (args) => (args.attrs!.normalized ? plain(args) : original(args))
}

/** How the native backend's kernels are replaced: by what is made of the present one. */
export function native_kernels(): Record<string, (original: KernelFunc) => KernelFunc> {
  const made: Record<string, (original: KernelFunc) => KernelFunc> = {
    _FusedMatMul: native_fused_matmul_kernel,
    BatchMatMul: native_matmul_kernel,
    Conv2D: (original) => channels_first_too('Conv2D', native_pointwise_kernel('Conv2D', original)),
    Einsum: einsum_without_spaces,
    FusedBatchNorm: native_normalization_kernel,
    FusedConv2D: (original) => native_fused_convolution_kernel(false, original),
    MaxPoolGrad: native_max_pool_gradient_kernel,
    KerasLayerNorm: () => native_layer_norm_kernel,
    KerasReluGrad: native_relu_grad_kernel,
    Multinomial: native_multinomial_kernel,
    Select: native_select_kernel,
    ...Object.fromEntries(Object.entries(image_kernels).map(([name, kernel]) => [name, () => kernel])),
    KerasResize: () => native_resize_kernel,
    KerasResizeGrad: () => native_resize_slopes_kernel,
    ResizeBilinearGrad: () => native_bilinear_slopes_kernel,
    ResizeNearestNeighborGrad: () => resize_gradient_kernel('nearest'),
  }
  for (const name of explicit_gradients)
    made[name] = (original) => {
      const whole = plain_where_refused(name, explicit_gradient(name, original))
      return channels_first_too(name, name.startsWith('Depthwise') ? whole : native_pointwise_kernel(name, whole))
    }
  for (const name of float_kernels) made[name] = (original) => plain_for(name, ['int32', 'bool'], original)
  for (const name of number_kernels) made[name] = (original) => plain_for(name, ['bool'], original)
  for (const name of counting_kernels) made[name] = native_counting_kernel
  made.Sum = (original) => native_sum_kernel(native_counting_kernel(original))
  made.FusedDepthwiseConv2D = (original) =>
    plain_where_refused('FusedDepthwiseConv2D', native_fused_convolution_kernel(true, original))
  for (const name of stricter_kernels) made[name] = (original) => plain_where_refused(name, original)
  for (const [name, kernel] of Object.entries({ ...native_update_kernels, ...entropy_kernels })) made[name] = () => kernel
  return made
}
