import { serialize } from '../../activations/get'
import { can_fuse } from '../../ops/nn/fused'

const names = new WeakMap<object, string | null>()

/** The name under which the fused kernels know an activation, or null when they do not. */
export function fused_activation(activation: (x: any) => any): string | null {
  let name = names.get(activation)
  if (name === undefined) {
    name = known_name(activation)
    names.set(activation, name)
  }
  return name
}

function known_name(activation: (x: any) => any): string | null {
  try {
    const form: unknown = serialize(activation as never)
    return typeof form === 'string' && can_fuse(form) ? form : null
  } catch {
    return null
  }
}
