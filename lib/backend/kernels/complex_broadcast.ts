import { getKernel, type KernelBackend, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { broadcast_shape, broadcast_to } from './named_kernels'

interface PlainBackend {
  disposeIntermediateTensorInfo(info: TensorInfo): void
}

const run = (name: string, inputs: Record<string, TensorInfo>, backend: KernelBackend): TensorInfo =>
  getKernel(name, 'cpu')!.kernelFunc({ inputs, attrs: {}, backend }) as TensorInfo

function expanded(x: TensorInfo, shape: number[], backend: KernelBackend): TensorInfo {
  const expand = (part: TensorInfo): TensorInfo => broadcast_to({ inputs: { x: part }, attrs: { shape }, backend }) as TensorInfo
  if (x.dtype !== 'complex64') return expand(x)
  const parts = ['Real', 'Imag'].map((name) => run(name, { input: x }, backend))
  const [real, imag] = parts.map(expand) as [TensorInfo, TensorInfo]
  const result = run('Complex', { real, imag }, backend)
  for (const part of [...parts, real, imag]) (backend as unknown as PlainBackend).disposeIntermediateTensorInfo(part)
  return result
}

/** Arithmetic of two complex tensors that are broadcast together: tfjs's plain kernels leave half of the result without values. */
export function broadcast_complex(original: KernelFunc): KernelFunc {
  return (args) => {
    const { a, b } = args.inputs as unknown as { a: TensorInfo; b: TensorInfo }
    if ((a.dtype !== 'complex64' && b.dtype !== 'complex64') || util.arraysEqual(a.shape, b.shape)) return original(args)
    const shape = broadcast_shape(a.shape, b.shape)
    const wide = { a: expanded(a, shape, args.backend as KernelBackend), b: expanded(b, shape, args.backend as KernelBackend) }
    const result = original({ ...args, inputs: wide })
    for (const info of Object.values(wide)) (args.backend as unknown as PlainBackend).disposeIntermediateTensorInfo(info)
    return result
  }
}
