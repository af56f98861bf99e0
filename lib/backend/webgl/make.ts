import { type KernelFunc, type TensorInfo, tidy } from '@tensorflow/tfjs-core'

/** How a kernel is made of the one that is there. */
export type Make = (original: KernelFunc) => KernelFunc

/** The result of `fn`, whose tensors are freed. What kernels called by themselves give is not among these. */
export function made_in_tidy(fn: () => TensorInfo): TensorInfo {
  let made: TensorInfo | undefined
  tidy(() => {
    made = fn()
  })
  return made!
}
