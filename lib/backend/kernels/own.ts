import { require_ready } from '../choose'
import { register_meta_rule } from '../meta/registry'
import { random_dtypes } from './random/kernels'
import { ensure_backend_kernels } from './register'

let known_to_meta = false

/** Registers the kernels under this library's names on the current backend and on the meta backend. Cheap when that is done. */
export function ensure_own_kernels(): void {
  require_ready('This op')
  ensure_backend_kernels()
  if (known_to_meta) return
  known_to_meta = true
  for (const [name, dtype] of Object.entries(random_dtypes))
    register_meta_rule(name, (_, attrs) => ({ shape: attrs.shape, dtype }))
  register_meta_rule('KerasRoundHalf', ({ x }) => ({ shape: x!.shape, dtype: 'float32' }))
}
