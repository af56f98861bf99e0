import { type KernelFunc, ones, reshape, type Tensor, type TensorInfo, tidy, util, zeros } from '@tensorflow/tfjs-core'
import { layer_norm_kernel } from '../kernels/normalization/layer_norm_kernel'
import { attributes_of, largest_native_loop, type NativeBackend, type_attribute } from './backend'
import { chained } from './chain'

/** Up to how many values short ops one after the other are faster than `FusedBatchNormV3`. */
const largest_chain = 50_000

interface BatchNormInputs {
  x: Tensor
  mean: Tensor
  variance: Tensor
  scale?: Tensor
  offset?: Tensor
}

function batch_norm_in_chain(backend: NativeBackend, inputs: BatchNormInputs, epsilon: number): Tensor {
  const { x, mean, variance, scale, offset } = inputs
  return chained(backend, ({ of, scalar, run }) => {
    const inverse = run('Rsqrt', [run('AddV2', [of(variance), scalar(epsilon)])])
    const factor = scale == null ? inverse : run('Mul', [inverse, of(scale)])
    const moved = run('Mul', [of(mean), factor])
    const scaled = run('Mul', [of(x), factor])
    return offset == null ? run('Sub', [scaled, moved]) : run('AddV2', [scaled, run('Sub', [of(offset), moved])])
  })
}

function batch_norm_at_once(backend: NativeBackend, inputs: BatchNormInputs, epsilon: number): Tensor {
  return tidy(() => {
    const { x, mean, variance, scale = ones(mean.shape), offset = zeros(mean.shape) } = inputs
    const image = x.rank === 4 ? x : reshape(x, [-1, 1, 1, mean.size])
    const given = [
      type_attribute(backend, 'T'),
      type_attribute(backend, 'U'),
      { name: 'epsilon', type: backend.binding.TF_ATTR_FLOAT, value: epsilon },
      ...attributes_of(backend, { data_format: 'NHWC', is_training: false }),
    ]
    const ids = backend.getInputTensorIds([image, scale, offset, mean, variance])
    const [y, ...rest] = backend.binding.executeOp('FusedBatchNormV3', given, ids, 6)
    for (const { id } of rest) backend.binding.deleteTensor(id)
    const result = backend.createOutputTensor(y!)
    return x.rank === 4 ? result : reshape(result, x.shape)
  })
}

/** FusedBatchNorm with vectors along the last axis, for tensors of every rank. */
export function native_normalization_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const inputs = args.inputs as unknown as BatchNormInputs
    const { x, mean, variance, scale, offset } = inputs
    const given = [mean, variance, scale, offset].filter((tensor) => tensor != null)
    const usual = x.dtype === 'float32' && given.every(({ rank, dtype }) => rank === 1 && dtype === 'float32')
    if (!usual || mean.size !== x.shape.at(-1)) return original(args)
    const backend = args.backend as unknown as NativeBackend
    const epsilon = args.attrs!.varianceEpsilon as unknown as number
    return x.size <= largest_chain ? batch_norm_in_chain(backend, inputs, epsilon) : batch_norm_at_once(backend, inputs, epsilon)
  }
}

/** The last axes of a shape, which hold so many values together; null where none do. */
function last_axes(shape: number[], size: number): number[] | null {
  let first = shape.length
  for (let held = 1; held < size && first > 0; ) held *= shape[--first]!
  const axes = shape.map((_, i) => i).slice(first)
  return util.sizeFromShape(shape.slice(first)) === size ? axes : null
}

const ends_with = (shape: number[], end: number[]): boolean =>
  end.length <= shape.length && end.every((d, i) => d === shape[shape.length - end.length + i])

/** KerasLayerNorm: a loop for few values, TensorFlow's ops one after the other for more. */
export const native_layer_norm_kernel: KernelFunc = (args) => {
  const { x, gamma, beta } = args.inputs as unknown as { x: TensorInfo; gamma?: TensorInfo; beta?: TensorInfo }
  const { size, epsilon, centered } = args.attrs as unknown as { size: number; epsilon: number; centered: boolean }
  const axes = last_axes(x.shape, size)
  const fits = [gamma, beta].every((vector) => vector == null || ends_with(x.shape, vector.shape))
  if (util.sizeFromShape(x.shape) <= largest_native_loop || axes === null || !fits) return layer_norm_kernel(args)
  return chained(args.backend as unknown as NativeBackend, ({ of, scalar, run, mean }) => {
    const values = of(x)
    const deviation = centered ? run('Sub', [values, mean(values, axes)]) : values
    const variance = mean(run('Square', [deviation]), axes)
    let result = run('Mul', [deviation, run('Rsqrt', [run('AddV2', [variance, scalar(epsilon)])])])
    if (gamma != null) result = run('Mul', [result, of(gamma)])
    return beta == null ? result : run('AddV2', [result, of(beta)])
  })
}
