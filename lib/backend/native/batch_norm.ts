import { ones, reshape, type Tensor, tensor1d, tidy, zeros } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { attributes_of, type NativeBackend, type_attribute } from './backend'

const shared = (backend: NativeBackend, epsilon: number) => [
  type_attribute(backend, 'T'),
  type_attribute(backend, 'U'),
  { name: 'epsilon', type: backend.binding.TF_ATTR_FLOAT, value: epsilon },
  ...attributes_of(backend, { data_format: 'NHWC', is_training: true }),
]

/** A tensor as an image, channels last. */
const as_image = (x: Tensor): Tensor => (x.rank === 4 ? x : reshape(x, [-1, 1, 1, x.shape.at(-1)!]))

/** Normalises by the statistics of the batch along the last axis: `[y, mean, variance]`, the variance that of the values themselves. */
export function native_batch_norm(x: Tensor, gamma: Tensor | null, beta: Tensor | null, epsilon: number): Tensor[] {
  return tidy(() => {
    const backend = engine().backend as unknown as NativeBackend
    const channels = [x.shape.at(-1)!]
    const none = tensor1d([], 'float32')
    const inputs = [as_image(x), gamma ?? ones(channels), beta ?? zeros(channels), none, none]
    const [y, , , mean, variance] = backend.executeMultipleOutputs('FusedBatchNormV3', shared(backend, epsilon), inputs, 6)
    return [x.rank === 4 ? y! : reshape(y!, x.shape), mean!, variance!]
  })
}

/** The gradients of `y` by `x`, `gamma` and `beta`, from what `native_batch_norm` answered. */
export function native_batch_norm_gradient(
  dy: Tensor,
  x: Tensor,
  gamma: Tensor | null,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
): [x: Tensor, gamma: Tensor, beta: Tensor] {
  return tidy(() => {
    const backend = engine().backend as unknown as NativeBackend
    const inputs = [as_image(dy), as_image(x), gamma ?? ones(mean.shape), mean, variance, tensor1d([], 'float32')]
    const [dx, dgamma, dbeta] = backend.executeMultipleOutputs('FusedBatchNormGradV3', shared(backend, epsilon), inputs, 5)
    return [x.rank === 4 ? dx! : reshape(dx!, x.shape), dgamma!, dbeta!]
  })
}
