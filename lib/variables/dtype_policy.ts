import { floatx } from '../common/config'
import { is_float_dtype, is_half_dtype, standardize_dtype } from '../common/dtypes'
import { NotImplementedError, TypeError, ValueError } from '../common/errors'
import { on_clear_session } from '../common/state'
import { repr, type_text } from '../common/text'
import { is_plain_object } from '../common/tree'

/** The serialised form of a policy. */
export interface SerializedPolicy {
  module: string
  class_name: string
  config: Record<string, unknown>
  registered_name: null
}

/**
 * Which dtype a layer computes in, and which its variables have. `mixed_float16` and `mixed_bfloat16` compute in half precision with float32 variables; a dtype name
 * stands for both.
 * Source: keras.dtype_policies.DTypePolicy.
 */
export class DTypePolicy {
  static class_name = 'DTypePolicy'
  static module = 'keras'
  readonly name: string
  readonly compute_dtype: string
  readonly variable_dtype: string

  /** @throws TypeError when the name is not a string, ValueError when it is unknown. */
  constructor(name: string | null = null) {
    const given = name ?? dtype_policy().name
    if (typeof given !== 'string')
      throw new TypeError(
        `'name' must be a string, such as 'mixed_float16'. Received: name=${repr(given)} (of type ${type_text(given)})`,
      )
    this.name = given
    const [compute, variable] = parse(given)
    this.compute_dtype = compute
    this.variable_dtype = variable
  }

  /** The quantisation mode, null here. */
  get quantization_mode(): string | null {
    return null
  }

  equals(other: unknown): boolean {
    return other instanceof DTypePolicy && other.constructor === this.constructor && other.name === this.name
  }

  get_config(): Record<string, unknown> {
    return { name: this.name }
  }

  static from_config(config: Record<string, unknown>): DTypePolicy {
    return new DTypePolicy(config.name as string)
  }

  to_text(): string {
    return `<DTypePolicy "${this.name}">`
  }
}

function parse(name: string): [string, string] {
  if (name === 'mixed_float16') return ['float16', 'float32']
  if (name === 'mixed_bfloat16') return ['bfloat16', 'float32']
  try {
    const dtype = standardize_dtype(name)
    return [dtype, dtype]
  } catch {
    if (/^(int4|int8|float8|gptq|awq)[\w/-]*_from_/.test(name)) {
      throw new NotImplementedError(`Quantized dtype policies are not available. Received: name=${name}`)
    }
    throw new ValueError(
      `Cannot convert '${name}' to a mixed precision \`DTypePolicy\`. Valid policies include 'mixed_float16', 'mixed_bfloat16', and the name of any float dtype such as 'float32'.`,
    )
  }
}

/** The class under its older name. */
export const FloatDTypePolicy = DTypePolicy

/**
 * Policies by layer path: an exact path first, else the one regular expression that matches it whole, else the default policy.
 * Source: keras.dtype_policies.DTypePolicyMap.
 */
export class DTypePolicyMap {
  static class_name = 'DTypePolicyMap'
  static module = 'keras.dtype_policies'
  private readonly given_default: DTypePolicy | null
  private readonly policies = new Map<string, DTypePolicy>()

  /** @throws ValueError when `default_policy` is a map, TypeError when `policy_map` is not an object. */
  constructor({
    default_policy = null,
    policy_map = null,
  }: { default_policy?: DTypePolicyLike | null; policy_map?: Record<string, DTypePolicyLike> | null } = {}) {
    if (default_policy instanceof DTypePolicyMap) throw new ValueError('`default_policy` cannot be a `DTypePolicyMap`.')
    if (policy_map !== null && !is_plain_object(policy_map)) {
      throw new TypeError(
        `Expected \`policy_map\` to be a dict. Received: policy_map=${repr(policy_map)} (of type ${type_text(policy_map)})`,
      )
    }
    this.given_default = default_policy === null ? null : (get_dtype_policy(default_policy) as DTypePolicy)
    for (const [path, policy] of Object.entries(policy_map ?? {}))
      this.policies.set(path, get_dtype_policy(policy) as DTypePolicy)
  }

  get name(): string {
    return `map_${this.default_policy.name}`
  }

  get default_policy(): DTypePolicy {
    return this.given_default ?? dtype_policy()
  }

  get compute_dtype(): string {
    return this.default_policy.compute_dtype
  }

  get variable_dtype(): string {
    return this.default_policy.variable_dtype
  }

  get quantization_mode(): string | null {
    return this.default_policy.quantization_mode
  }

  /** The policy of a path. @throws ValueError when several patterns match. */
  get(path: string): DTypePolicy {
    const exact = this.policies.get(path)
    if (exact !== undefined) return exact
    const matching = [...this.policies.keys()].filter((pattern) => new RegExp(`^(?:${pattern})$`).test(path))
    if (matching.length > 1) {
      throw new ValueError(
        `Path '${path}' matches multiple dtype policy specification keys: ${repr(matching)}. Please make sure each path only matches at most one dtype policy specification key in the DTypePolicyMap.`,
      )
    }
    return matching.length === 1 ? this.policies.get(matching[0]!)! : this.default_policy
  }

  /** Adds a policy for a path. @throws ValueError when the path has one. */
  set(path: string, policy: DTypePolicyLike): void {
    if (this.policies.has(path)) {
      throw new ValueError(
        `${path} already exist in the DTypePolicyMap with value ${this.policies.get(path)!.to_text()}. Please make sure to not use duplicated keys.`,
      )
    }
    this.policies.set(path, get_dtype_policy(policy) as DTypePolicy)
  }

  /** A copy in which `path` has `policy`. */
  with(path: string, policy: DTypePolicyLike): DTypePolicyMap {
    return new DTypePolicyMap({
      default_policy: this.given_default,
      policy_map: { ...Object.fromEntries(this.policies), [path]: policy },
    })
  }

  get size(): number {
    return this.policies.size
  }

  keys(): IterableIterator<string> {
    return this.policies.keys()
  }

  equals(other: unknown): boolean {
    return other instanceof DTypePolicyMap && repr(this.get_config()) === repr(other.get_config())
  }

  get_config(): Record<string, unknown> {
    const dump = (policy: DTypePolicy): unknown => {
      const form = serialize_policy(policy)
      return this.given_default === null && policy.equals(dtype_policy()) ? { ...form, config: { name: null } } : form
    }
    return {
      default_policy: this.given_default === null ? null : serialize_policy(this.given_default),
      policy_map: Object.fromEntries([...this.policies].map(([path, policy]) => [path, dump(policy)])),
    }
  }

  static from_config(config: {
    default_policy?: DTypePolicyLike | null
    policy_map?: Record<string, DTypePolicyLike>
  }): DTypePolicyMap {
    return new DTypePolicyMap(config)
  }

  to_text(): string {
    return `<DTypePolicyMap at ${this.default_policy.name}>`
  }
}

/** What stands for a policy: a policy, a name, a serialised policy. */
export type DTypePolicyLike =
  | DTypePolicy
  | DTypePolicyMap
  | string
  | SerializedPolicy
  | Record<string, unknown>
  | { name: string }

/**
 * The policy of a name, a policy, a serialised policy; null gives the global one. Source: keras.dtype_policies.get.
 * @throws ValueError, TypeError
 */
export function get_dtype_policy(identifier: DTypePolicyLike | null | undefined): DTypePolicy | DTypePolicyMap {
  if (identifier === null || identifier === undefined) return dtype_policy()
  if (identifier instanceof DTypePolicy || identifier instanceof DTypePolicyMap) return identifier
  if (typeof identifier === 'string') return new DTypePolicy(identifier)
  if (is_plain_object(identifier) && typeof (identifier as Record<string, unknown>).class_name === 'string')
    return deserialize_policy(identifier as never)
  throw new ValueError(
    `Cannot interpret \`dtype\` argument. Expected a string or an instance of DTypePolicy. Received: dtype=${repr(identifier)}`,
  )
}

/** Source: keras.dtype_policies.serialize. */
export function serialize_policy(policy: DTypePolicy | DTypePolicyMap): SerializedPolicy {
  return {
    module: (policy.constructor as { module?: string }).module ?? 'keras',
    class_name: (policy.constructor as { class_name?: string }).class_name!,
    config: policy.get_config(),
    registered_name: null,
  }
}

/** Source: keras.dtype_policies.deserialize. @throws ValueError for an unknown class. */
export function deserialize_policy(form: { class_name: string; config?: Record<string, unknown> }): DTypePolicy | DTypePolicyMap {
  const config = form.config ?? {}
  if (form.class_name === 'DTypePolicy' || form.class_name === 'FloatDTypePolicy' || form.class_name === 'Policy')
    return DTypePolicy.from_config(config)
  if (form.class_name === 'DTypePolicyMap') return DTypePolicyMap.from_config(config)
  if (form.class_name.includes('Quantized'))
    throw new NotImplementedError(`Quantized dtype policies are not available. Received: ${form.class_name}`)
  throw new ValueError(`Unknown dtype policy class. Received: class_name=${repr(form.class_name)}`)
}

let global_policy: DTypePolicy | null = null

/** The global policy: what `set_dtype_policy` set, else that of floatx. Source: keras.config.dtype_policy. */
export function dtype_policy(): DTypePolicy {
  return global_policy ?? new DTypePolicy(floatx())
}

/** Sets the policy of layers made later; null lets it follow floatx again. Source: keras.config.set_dtype_policy. */
export function set_dtype_policy(policy: DTypePolicyLike | null): void {
  if (policy === null) {
    global_policy = null
    return
  }
  const resolved = get_dtype_policy(policy)
  if (!(resolved instanceof DTypePolicy)) {
    throw new ValueError(
      `Invalid \`policy\` argument. Expected the string name of a policy (such as 'mixed_float16') or a \`DTypePolicy\` instance. Received: policy=${repr(policy)}`,
    )
  }
  global_policy = resolved
}

/** True when a layer with this policy reads its variables in another float dtype than their own. */
export function policy_autocasts(policy: DTypePolicy | DTypePolicyMap): boolean {
  return policy.compute_dtype !== policy.variable_dtype && is_float_dtype(policy.compute_dtype)
}

/** True when results are rounded to a half grid. */
export function policy_is_half(policy: DTypePolicy | DTypePolicyMap): boolean {
  return is_half_dtype(policy.compute_dtype)
}

on_clear_session(() => {
  global_policy = null
})
