import type { KernelFunc } from '@tensorflow/tfjs-core'
import { projection_kernel, projection_slopes_kernel } from './projection_kernel'
import { resize_kernel, resize_slopes_kernel } from './resize_kernel'
import { sample_images_kernel, sample_kernel, sample_places_kernel } from './sample_kernel'

/** Loops over images. */
export const image_kernels: Record<string, KernelFunc> = {
  KerasProjection: projection_kernel,
  KerasProjectionGrad: projection_slopes_kernel,
  KerasResize: resize_kernel,
  KerasResizeGrad: resize_slopes_kernel,
  KerasSample: sample_kernel,
  KerasSampleImagesGrad: sample_images_kernel,
  KerasSamplePlacesGrad: sample_places_kernel,
}
