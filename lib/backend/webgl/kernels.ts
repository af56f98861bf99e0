import {
  broadcastTo,
  getKernel,
  type KernelBackend,
  type Tensor,
  type TensorInfo,
  tensorScatterUpdate,
  tidy,
} from '@tensorflow/tfjs-core'
import { shader_update_kernels } from '../kernels/shader_updates'
import { kernels_of_many_axes } from './axes'
import { composed_kernels } from './composed'
import type { Make } from './make'
import { relu_grad_on_webgl, run_formula_on_webgl } from './shaders'

/** The largest values and their places, which TensorFlow.js gives as floats. */
const max_pool_with_argmax: Make = (original) => (args) => {
  const [values, places] = original(args) as [TensorInfo, TensorInfo]
  const { kernelFunc } = getKernel('Cast', 'webgl')!
  const whole = kernelFunc({ inputs: { x: places }, attrs: { dtype: 'int32' }, backend: args.backend })
  ;(args.backend as KernelBackend).disposeData(places.dataId)
  return [values, whole as TensorInfo]
}

/** SparseToDense of slices, of which the shader sees single values. */
const sparse_to_dense: Make = (original) => (args) => {
  const { sparseIndices, sparseValues, defaultValue } = args.inputs as unknown as Record<string, Tensor>
  if (sparseValues!.shape.length < 2) return original(args)
  const { outputShape } = args.attrs as unknown as { outputShape: number[] }
  return tidy(() => tensorScatterUpdate(broadcastTo(defaultValue!, outputShape), sparseIndices!, sparseValues!))
}

/** Kernels of WebGL that fail, read values back or answer something else than the plain ones, by name. */
export const webgl_kernels: Record<string, Make> = {
  ...kernels_of_many_axes,
  ...composed_kernels,
  MaxPoolWithArgmax: max_pool_with_argmax,
  SparseToDense: sparse_to_dense,
  KerasReluGrad: () => relu_grad_on_webgl,
  ...Object.fromEntries(
    Object.entries(shader_update_kernels(run_formula_on_webgl)).map(([name, kernel]) => [name, () => kernel]),
  ),
}
