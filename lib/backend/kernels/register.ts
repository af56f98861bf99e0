import {
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { meta_backend_name, register_meta_rule } from '../meta/registry'
import { native_name } from '../native/backend'
import { native_kernels } from '../native/kernels'
import { simd_kernels } from '../simd/kernels'
import { explain_unknown_data } from '../unknown_data'
import { wasm_angle_kernels } from '../wasm/angles'
import { biased_in_wasm, vector_bias } from '../wasm/bias'
import {
  channels_first_in_plain,
  channels_last_of_wasm,
  float_kernels_of_wasm,
  integers_in_plain,
  wasm_softmax_kernel,
} from '../wasm/by_name'
import { kernels_with_complex_form, read_complex_in_wasm, wasm_complex_kernels, with_complex_form } from '../wasm/complex'
import { bool_as_int_kernel, wasm_select_kernel } from '../wasm/dtypes'
import { share_kernel } from '../wasm/memory'
import { explicit_padding, padded_in_wasm } from '../wasm/padding'
import { wasm_prelu_kernel } from '../wasm/prelu'
import { webgl_kernels } from '../webgl/kernels'
import { watch_webgl_context } from '../webgl/loss'
import { reading_kernel, reading_kernels } from '../webgpu/fallback'
import { webgpu_kernels } from '../webgpu/kernels'
import { watch_webgpu } from '../webgpu/reads'
import { adjoint_kernels, adjoint_rules } from './adjoints'
import { attention_kernel } from './attention_kernel'
import { slice_kernel, split_kernel, strided_slice_kernel, unpack_kernel } from './boxes'
import { broadcast_complex } from './complex_broadcast'
import {
  conv_3d_kernel,
  conv_filter_kernel,
  depthwise_filter_kernel,
  depthwise_input_kernel,
  wasm_conv_input_kernel,
} from './convolution/convolutions'
import { max_pool_3d_kernel, pool_gradient_kernel } from './convolution/pools'
import { einsum_kernel } from './einsum'
import { entropy_kernels } from './entropy_kernels'
import { fallback_kernel } from './fallback'
import { fft_kernel } from './fft'
import { power_kernel, remainder_kernel } from './float_pairs'
import { float_sign_kernel } from './float_sign'
import { gather_kernel } from './gather'
import { image_kernels } from './images/image_kernels'
import { resize_gradient_kernel } from './images/resize_gradients'
import { transform_kernel } from './images/transform'
import { broadcast_batches } from './matmul_batches'
import { named_kernels } from './named_kernels'
import { nan_extreme_kernels } from './nan_extremes'
import { batch_norm_kernel } from './normalization/batch_norm'
import { batch_norm_training_kernels } from './normalization/batch_norm_training'
import { layer_norm_kernel } from './normalization/layer_norm_kernel'
import { one_hot_kernel } from './one_hot'
import { plain_conv_kernel, plain_matmul_kernel } from './plain_kernels'
import { random_kernels } from './random/kernels'
import { recurrent_kernels } from './recurrent/kernels'
import { relu_grad_kernel } from './relu_grad_kernel'
import { round_half_kernel } from './round_half_kernel'
import { tensor_scatter_update_kernel } from './scatter'
import { segment_sum_kernel } from './segments'
import { tile_kernel } from './tile'
import { update_kernels } from './update_kernels'

/** Puts a kernel in the place of the one that is there, whose set-up is kept. */
function replace(name: string, backend_name: string, make: (original: KernelFunc) => KernelFunc): void {
  const original = getKernel(name, backend_name) as KernelConfig | undefined
  if (original) unregisterKernel(name, backend_name)
  const missing: KernelFunc = () => {
    throw new Error(`Kernel '${name}' not registered for backend '${backend_name}'`)
  }
  const { setupFunc, disposeFunc } = original ?? {}
  registerKernel({
    kernelName: name,
    backendName: backend_name,
    kernelFunc: make(original?.kernelFunc ?? missing),
    setupFunc,
    disposeFunc,
  })
}

function add(name: string, backend_name: string, kernel: KernelFunc): void {
  if (!getKernel(name, backend_name)) registerKernel({ kernelName: name, backendName: backend_name, kernelFunc: kernel })
}

/** Kernels of this library, under names that TensorFlow.js does not have. */
const own_kernels: Record<string, KernelFunc> = { ...random_kernels, KerasRoundHalf: round_half_kernel, ...adjoint_kernels }

function register_plain_loops(backend_name: 'cpu' | 'wasm'): void {
  const on_wasm = backend_name === 'wasm'
  const loops = {
    KerasAttention: attention_kernel,
    KerasLayerNorm: layer_norm_kernel,
    KerasReluGrad: relu_grad_kernel,
    ...image_kernels,
    ...batch_norm_training_kernels,
    ...recurrent_kernels,
  }
  for (const [name, kernel] of Object.entries({ ...update_kernels, ...entropy_kernels, ...loops }))
    add(name, backend_name, kernel)
  replace('Conv2DBackpropFilter', backend_name, () => conv_filter_kernel(on_wasm))
  replace('DepthwiseConv2dNativeBackpropFilter', backend_name, () => depthwise_filter_kernel(on_wasm))
  replace('DepthwiseConv2dNativeBackpropInput', backend_name, () => depthwise_input_kernel(on_wasm))
  replace('Conv3DBackpropFilterV2', backend_name, () => conv_3d_kernel('filter'))
  replace('Conv3DBackpropInputV2', backend_name, () => conv_3d_kernel('input'))
  replace('MaxPoolGrad', backend_name, () => pool_gradient_kernel('max', 2))
  replace('MaxPool3DGrad', backend_name, () => pool_gradient_kernel('max', 3))
  replace('AvgPoolGrad', backend_name, () => pool_gradient_kernel('average', 2))
  replace('AvgPool3DGrad', backend_name, () => pool_gradient_kernel('average', 3))
  replace('ResizeBilinearGrad', backend_name, () => resize_gradient_kernel('bilinear'))
  replace('ResizeNearestNeighborGrad', backend_name, () => resize_gradient_kernel('nearest'))
  replace('FusedBatchNorm', backend_name, batch_norm_kernel)
  replace('OneHot', backend_name, () => one_hot_kernel)
  replace('Sign', backend_name, float_sign_kernel)
  for (const [name, make] of Object.entries({ ...nan_extreme_kernels, Mod: remainder_kernel })) replace(name, backend_name, make)
  replace('UnsortedSegmentSum', backend_name, () => segment_sum_kernel)
  replace('Einsum', backend_name, () => einsum_kernel)
  replace('Tile', backend_name, tile_kernel)
  replace('GatherV2', backend_name, gather_kernel)
  replace('Unpack', backend_name, unpack_kernel)
  replace('SplitV', backend_name, split_kernel)
  replace('StridedSlice', backend_name, strided_slice_kernel)
  replace('TensorScatterUpdate', backend_name, () => tensor_scatter_update_kernel)
  replace('FFT', backend_name, () => fft_kernel(false))
  replace('IFFT', backend_name, () => fft_kernel(true))
}

/** Kernels of wasm that are wrong for negative values, and too rare for a form of their own. */
const wrong_in_wasm = ['MaxPoolWithArgmax', 'Dilation2D', 'Dilation2DBackpropInput', 'Dilation2DBackpropFilter']

function register_wasm(): void {
  replace('Conv2DBackpropInput', 'wasm', wasm_conv_input_kernel)
  replace('Identity', 'wasm', share_kernel)
  replace('Prelu', 'wasm', wasm_prelu_kernel)
  replace('Select', 'wasm', wasm_select_kernel)
  for (const name of ['Sum', 'Prod', 'Cumsum', 'Cumprod']) replace(name, 'wasm', bool_as_int_kernel)
  for (const name of padded_in_wasm) replace(name, 'wasm', (original) => explicit_padding(name, original))
  for (const name of biased_in_wasm) replace(name, 'wasm', vector_bias)
  for (const name of wrong_in_wasm) replace(name, 'wasm', () => fallback_kernel(name, 'wasm'))
  for (const name of float_kernels_of_wasm) replace(name, 'wasm', (original) => integers_in_plain(name, original))
  for (const name of channels_last_of_wasm) replace(name, 'wasm', (original) => channels_first_in_plain(name, original))
  replace('Softmax', 'wasm', wasm_softmax_kernel)
  replace('MaxPool3D', 'wasm', () => max_pool_3d_kernel)
  replace('Slice', 'wasm', slice_kernel)
  for (const [name, make] of Object.entries(wasm_angle_kernels)) replace(name, 'wasm', make)
  for (const [name, kernel] of Object.entries(wasm_complex_kernels)) add(name, 'wasm', kernel)
  for (const name of kernels_with_complex_form) replace(name, 'wasm', (original) => with_complex_form(name, original))
  for (const [name, make] of Object.entries(simd_kernels)) replace(name, 'wasm', make)
}

const done = new Set<string>()
let latest: unknown = null

/** Registers, once per backend, the kernels that TensorFlow.js lacks there or that are faster in another form. */
export function register_kernels(backend_name: string): void {
  if (done.has(backend_name) || backend_name === meta_backend_name) return
  done.add(backend_name)
  for (const [name, kernel] of Object.entries(own_kernels)) add(name, backend_name, kernel)
  for (const [name, rule] of Object.entries(adjoint_rules)) register_meta_rule(name, rule)
  for (const [name, kernel] of Object.entries(named_kernels(backend_name))) add(name, backend_name, kernel)
  if (backend_name === 'cpu' || backend_name === 'wasm') register_plain_loops(backend_name)
  if (backend_name === 'wasm') register_wasm()
  if (backend_name === 'webgl') for (const [name, make] of Object.entries(webgl_kernels)) replace(name, 'webgl', make)
  if (backend_name === 'webgpu') for (const [name, make] of Object.entries(webgpu_kernels)) replace(name, 'webgpu', make)
  if (backend_name === 'cpu') {
    replace('BatchMatMul', 'cpu', (original) => plain_matmul_kernel(broadcast_batches(original), false))
    replace('_FusedMatMul', 'cpu', (original) => plain_matmul_kernel(original, true))
    for (const name of ['Conv2D', 'FusedConv2D'])
      replace(name, 'cpu', (original) => plain_conv_kernel(original, name === 'FusedConv2D'))
    replace('Transform', 'cpu', () => transform_kernel)
    replace('Pow', 'cpu', power_kernel)
    for (const name of ['Add', 'Sub', 'Multiply']) replace(name, 'cpu', broadcast_complex)
  }
  if (backend_name === native_name)
    for (const [name, make] of Object.entries({ ...nan_extreme_kernels, ...native_kernels() })) replace(name, native_name, make)
  add('Einsum', backend_name, einsum_kernel)
  if (backend_name === 'cpu') return
  if (getKernel('Identity', 'cpu')) register_kernels('cpu')
  for (const { kernelName } of getKernelsForBackend('cpu'))
    add(kernelName, backend_name, fallback_kernel(kernelName, backend_name))
  if (backend_name === 'webgpu')
    for (const name of Object.keys(reading_kernels).filter((known) => getKernel(known, 'webgpu')))
      replace(name, 'webgpu', (original) => reading_kernel(name, original))
}

/** `register_kernels` for the current backend; cheap when that is done. Does nothing while no backend is up. */
export function ensure_backend_kernels(): void {
  const { backendName, backendInstance } = engine()
  if (backendInstance === latest || backendInstance === null || backendName === null || backendName === meta_backend_name) return
  latest = backendInstance
  explain_unknown_data()
  register_kernels(backendName)
  if (backendName === 'webgl') watch_webgl_context(backendInstance)
  if (backendName === 'webgpu') watch_webgpu(backendInstance)
  if (backendName === 'wasm') read_complex_in_wasm(backendInstance)
}
