import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { NotImplementedError } from '../../common/errors'
import { can_read_now } from './reads'

/**
 * A kernel that reads its inputs. Where they can be read it runs as it is: the values that JavaScript gave are at hand, and adapters in hardware let others be read, slowly.
 * Elsewhere it says so.
 */
export function reading_kernel(name: string, kernel: KernelFunc): KernelFunc {
  return (args) => {
    const given = Object.values(args.inputs as Record<string, TensorInfo | TensorInfo[] | null | undefined>).flat()
    const ids = given.filter((info) => info != null).map((info) => info!.dataId as object)
    if (!can_read_now(args.backend, ids)) {
      throw new NotImplementedError(
        `The kernel ${name} has to read tensors that were computed on WebGPU, which cannot be done without waiting where the adapter is one in software. Use another backend for it, or read them first with \`await tensor.data()\`.`,
      )
    }
    return kernel(args)
  }
}

const for_all = (names: string, reason: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, reason]))

/** Kernels of WebGPU that read their inputs, and why. */
export const reading_kernels: Record<string, string> = {
  ...for_all('Unique RaggedGather RaggedRange RaggedTensorToTensor', 'the shape of the result depends on the values'),
  ...for_all('SparseFillEmptyRows SparseSegmentMean SparseSegmentSum', 'the shape of the result depends on the values'),
  SparseReshape: 'the new shape is itself a tensor',
  ...for_all('NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5', 'the number of boxes depends on the values'),
  StringNGrams: 'strings are kept in JavaScript, where the tensor that splits them is needed',
  KerasTransformGrad: 'gradient of `Transform` by the images',
  ...for_all('KerasCropImageGrad KerasCropBoxesGrad', 'gradients of `CropAndResize`'),
  ...for_all(
    'KerasCholesky KerasInverse KerasCofactors KerasTriangularSolve KerasSolve KerasDeterminant KerasLogDeterminant KerasLu KerasPinv',
    'equations and inverses, solved in plain loops',
  ),
  ...for_all('KerasQr KerasEigh KerasEig KerasSingularValues KerasSvd', 'factors and spectra, found in plain loops'),
  ...for_all('KerasMaxPool3DTaken KerasDilationTaken', 'gradients of gradients of `MaxPool3D` and `Dilation2D`'),
}
