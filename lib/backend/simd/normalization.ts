import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { along_channels, type BatchNormInputs } from '../kernels/normalization/batch_norm'
import { backward_factors, forward_factors } from '../kernels/normalization/batch_norm_training'
import type { WasmBackend } from '../wasm/memory'
import { simd_of } from './load'

type Infos = Record<string, TensorInfo | undefined>

/** Writes vectors into the heap, one after the other, and answers where each begins. */
function placed(backend: WasmBackend, room: number, vectors: Float64Array[]): number[] {
  return vectors.map((vector, i) => {
    const at = room + 4 * i * vector.length
    new Float32Array(backend.wasm.HEAPU8.buffer, at, vector.length).set(vector)
    return at
  })
}

/** FusedBatchNorm on wasm, for vectors along the last axis. */
export function simd_fixed_norm_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const inputs = args.inputs as unknown as BatchNormInputs
    const backend = args.backend as WasmBackend
    const simd = along_channels(inputs) ? simd_of(backend) : null
    if (simd === null) return original(args)
    const { x, mean, variance, scale, offset } = inputs
    const { varianceEpsilon } = args.attrs as unknown as { varianceEpsilon: number }
    const channels = mean.shape[0]!
    const y = backend.makeOutput(x.shape, 'float32')
    const room = simd.scratch(8 * channels)
    const vectors = [mean, variance, scale, offset].map((info) => (info == null ? null : backend.typedArrayFromHeap(info)))
    const [center, spread, gamma, beta] = vectors
    const [factor, shift] = placed(backend, room, forward_factors(center!, spread!, gamma!, beta!, varianceEpsilon))
    simd.scale_columns(simd.at(x), factor!, shift!, simd.at(y), util.sizeFromShape(x.shape) / channels, channels)
    return y
  }
}

/** KerasBatchNorm on wasm. */
export function simd_batch_norm_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, gamma, beta } = args.inputs as unknown as Infos
    const backend = args.backend as WasmBackend
    const simd = simd_of(backend)
    if (simd === null) return original(args)
    const { epsilon } = args.attrs as unknown as { epsilon: number }
    const channels = x!.shape.at(-1)!
    const rows = util.sizeFromShape(x!.shape) / channels
    const [y, mean, variance] = [x!.shape, [channels], [channels]].map((shape) => backend.makeOutput(shape, 'float32'))
    const room = simd.scratch(8 * channels)
    simd.column_sums(simd.at(x!), simd.at(mean!), rows, channels)
    simd.multiply(simd.at(mean!), channels, 1 / rows)
    simd.column_dots(0, simd.at(x!), simd.at(mean!), simd.at(variance!), rows, channels)
    simd.multiply(simd.at(variance!), channels, 1 / rows)
    const [center, spread, scale, offset] = [mean, variance, gamma, beta].map((info) =>
      info == null ? null : backend.typedArrayFromHeap(info),
    )
    const [factor, shift] = placed(backend, room, forward_factors(center!, spread!, scale!, offset!, epsilon))
    simd.scale_columns(simd.at(x!), factor!, shift!, simd.at(y!), rows, channels)
    return [y!, mean!, variance!]
  }
}

/** KerasBatchNormGrad on wasm. */
export function simd_batch_norm_gradient_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { dy, x, gamma, mean, variance } = args.inputs as unknown as Infos
    const backend = args.backend as WasmBackend
    const simd = simd_of(backend)
    if (simd === null) return original(args)
    const { epsilon } = args.attrs as unknown as { epsilon: number }
    const channels = x!.shape.at(-1)!
    const rows = util.sizeFromShape(x!.shape) / channels
    const [dx, dot, total] = [x!.shape, [channels], [channels]].map((shape) => backend.makeOutput(shape, 'float32'))
    const room = simd.scratch(12 * channels)
    simd.column_sums(simd.at(dy!), simd.at(total!), rows, channels)
    simd.column_dots(simd.at(dy!), simd.at(x!), simd.at(mean!), simd.at(dot!), rows, channels)
    const [center, spread, scale, sums, dots] = [mean, variance, gamma, total, dot].map((info) =>
      info == null ? null : backend.typedArrayFromHeap(info),
    )
    const [first, second, shift] = placed(backend, room, backward_factors(rows, center!, spread!, scale!, sums!, dots!, epsilon))
    simd.mix_columns(simd.at(dy!), simd.at(x!), first!, second!, shift!, simd.at(dx!), rows, channels)
    return [dx!, dot!, total!]
  }
}

/** KerasLayerNorm on wasm. */
export function simd_layer_norm_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, gamma, beta } = args.inputs as unknown as Infos
    const { size, epsilon, centered } = args.attrs as unknown as { size: number; epsilon: number; centered: boolean }
    const simd = simd_of(args.backend as object)
    if (simd === null) return original(args)
    const out = (args.backend as WasmBackend).makeOutput(x!.shape, 'float32')
    const [from, scale, shift, to] = [x, gamma, beta, out].map((info) => (info == null ? 0 : simd.at(info)))
    simd.layer_norm(from!, scale!, shift!, to!, util.sizeFromShape(x!.shape) / size, size, epsilon, centered ? 1 : 0)
    return out
  }
}
