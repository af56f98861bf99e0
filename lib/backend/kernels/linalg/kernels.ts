import {
  getGradient,
  getKernel,
  type KernelFunc,
  registerGradient,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { require_ready } from '../../choose'
import { engine } from '../../engine'
import { linalg_solver_rules } from '../../gradient_rules/linalg_solvers'
import { linalg_spectra_rules } from '../../gradient_rules/linalg_spectra'
import { as_config } from '../../gradient_rules/rule'
import { meta_backend_name, register_meta_rule } from '../../meta/registry'
import { linalg_rules } from '../../meta/rules/linalg'
import { native_name } from '../../native/backend'
import { native_linalg_kernels } from '../../native/linalg'
import { reading_kernel } from '../../webgpu/fallback'
import { ensure_backend_kernels } from '../register'
import {
  cholesky_kernel,
  cofactors_kernel,
  determinant_kernel,
  inverse_kernel,
  log_determinant_kernel,
  lu_kernel,
  pinv_kernel,
  solve_kernel,
  triangular_solve_kernel,
} from './solvers'
import { eig_kernel, eigh_kernel, qr_kernel, singular_values_kernel, svd_kernel } from './spectra'

/** The kernels of linear algebra: each works on the values of its inputs, in double precision. */
export const linalg_kernels: Record<string, KernelFunc> = {
  KerasCholesky: cholesky_kernel,
  KerasInverse: inverse_kernel,
  KerasCofactors: cofactors_kernel,
  KerasTriangularSolve: triangular_solve_kernel,
  KerasSolve: solve_kernel,
  KerasDeterminant: determinant_kernel,
  KerasLogDeterminant: log_determinant_kernel,
  KerasLu: lu_kernel,
  KerasPinv: pinv_kernel,
  KerasQr: qr_kernel,
  KerasEigh: eigh_kernel,
  KerasEig: eig_kernel,
  KerasSingularValues: singular_values_kernel,
  KerasSvd: svd_kernel,
}

const done = new Set<string>()

function register_rules(): void {
  for (const [name, rule] of Object.entries(linalg_rules)) register_meta_rule(name, rule)
  for (const [name, rule] of Object.entries({ ...linalg_solver_rules, ...linalg_spectra_rules }))
    if (getGradient(name) == null) registerGradient(as_config(name, rule))
}

/** Registers the kernels of linear algebra on the current backend, with their gradients and what they are in a trace. Cheap when that is done. */
export function ensure_linalg_kernels(): void {
  require_ready('This op')
  ensure_backend_kernels()
  const name = engine().backendName as string
  if (done.has(name)) return
  if (done.size === 0) register_rules()
  done.add(name)
  if (name === meta_backend_name) return
  const native = name === native_name ? native_linalg_kernels(linalg_kernels) : {}
  for (const [kernel_name, plain] of Object.entries({ ...linalg_kernels, ...native })) {
    if (getKernel(kernel_name, name)) unregisterKernel(kernel_name, name)
    const kernel = name === 'webgpu' ? reading_kernel(kernel_name, plain) : plain
    registerKernel({ kernelName: kernel_name, backendName: name, kernelFunc: kernel })
  }
}
