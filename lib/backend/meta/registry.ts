import type { TensorInfo } from '@tensorflow/tfjs-core'
import { registerKernel, unregisterKernel } from '@tensorflow/tfjs-core'
import { MetaBackend, MetaData } from './data'
import { flops_of } from './flops'
import type { MetaInputs, MetaOutput, MetaRule } from './rule'
import { kernel_rules } from './rules'

/** Name under which the meta backend's kernels are registered. It is never a registered backend, so tfjs never chooses it. */
export const meta_backend_name = 'keras-meta'

/** Kernel calls seen while counting. */
export interface KernelCount {
  /** Calls of each kernel. */
  kernels: Record<string, number>
  /** All calls. */
  total: number
  /** Floating point operations of matrix products and convolutions; a multiplication and an addition count as two. */
  flops: number
}

const added = new Map<string, MetaRule>()
let backend: MetaBackend | null = null
let counter: KernelCount | null = null

/** From now on counts into `next`; gives the counter that was in use. */
export function swap_counter(next: KernelCount | null): KernelCount | null {
  const before = counter
  counter = next
  return before
}

function tensor_info(output: MetaOutput): TensorInfo {
  return { dataId: new MetaData(output.shape, output.dtype, output.values ?? null), shape: output.shape, dtype: output.dtype }
}

function register(name: string, rule: MetaRule): void {
  registerKernel({
    kernelName: name,
    backendName: meta_backend_name,
    kernelFunc: ({ inputs, attrs }) => {
      const outputs = rule(inputs as MetaInputs, attrs ?? {})
      if (counter !== null) {
        counter.kernels[name] = (counter.kernels[name] ?? 0) + 1
        counter.total++
        counter.flops += flops_of(name, inputs as MetaInputs, attrs ?? {}, outputs)
      }
      return Array.isArray(outputs) ? outputs.map(tensor_info) : tensor_info(outputs)
    },
  })
}

/** The one meta backend. The first use registers its kernels. */
export function meta_backend(): MetaBackend {
  if (backend === null) {
    for (const [name, rule] of Object.entries({ ...kernel_rules(), ...Object.fromEntries(added) })) register(name, rule)
    backend = new MetaBackend()
  }
  return backend
}

/** Gives the meta backend a rule for a kernel of this library, or another rule for one that it has. */
export function register_meta_rule(kernel_name: string, rule: MetaRule): void {
  const known = added.has(kernel_name) || (backend !== null && kernel_name in kernel_rules())
  added.set(kernel_name, rule)
  if (backend === null) return
  if (known) unregisterKernel(kernel_name, meta_backend_name)
  register(kernel_name, rule)
}
