import { ModelFormatError, ValueError } from '../common/errors'
import { repr } from '../common/text'

/** What reading one file may cost. Every value may be raised by the caller; each is a count, or bytes where the name says so. */
export interface LoadLimits {
  /** Bytes of one JSON text. Default 64 MiB. */
  json_bytes: number
  /** How deep JSON values, HDF5 groups and objects of a config may stand in one another. Default 200. */
  depth: number
  /** Members of an archive. Default 65,535. */
  members: number
  /** Bytes of all tensors and of everything inflated, whatever the file's size. Default 4 GiB. */
  total_bytes: number
  /** How many times its stored size something compressed may grow to, beyond the first MiB. Default 16. */
  expansion: number
  /** Objects: groups, datasets and attributes of an HDF5 file, layers and nodes of a config, tokens of a vocabulary. Default 1,000,000. */
  objects: number
  /** Elements of the weights that a config describes, counted before any is made. Default 2^30. */
  parameters: number
}

const MiB = 2 ** 20

/** The limits that hold unless a caller says otherwise. */
export const default_limits: Readonly<LoadLimits> = Object.freeze({
  json_bytes: 64 * MiB,
  depth: 200,
  members: 65_535,
  total_bytes: 4096 * MiB,
  expansion: 16,
  objects: 1_000_000,
  parameters: 2 ** 30,
})

/** What is left of the limits of one act of reading. */
export class Budget {
  readonly limits: Readonly<LoadLimits>
  #bytes = 0
  #objects = 0
  #parameters = 0

  /** @throws ValueError for an unknown limit, or one that is not a positive number. */
  constructor(limits: Partial<LoadLimits> | null = null) {
    for (const [name, value] of Object.entries(limits ?? {})) {
      if (!Object.hasOwn(default_limits, name))
        throw new ValueError(`LoadLimits has no limit of this name. Received: ${repr(name)}`)
      if (typeof value !== 'number' || !(value > 0)) {
        throw new ValueError(`LoadLimits: \`${name}\` must be a positive number. Received: ${name}=${repr(value)}`)
      }
    }
    this.limits = Object.freeze({ ...default_limits, ...limits })
  }

  /** Counts bytes that are about to be allocated. @throws ModelFormatError of kind `limit`. */
  spend_bytes(count: number, path: string | null = null): void {
    this.#bytes += count
    if (this.#bytes > this.limits.total_bytes) throw over('total_bytes', this.limits.total_bytes, path)
  }

  /** Counts bytes that come out of `stored` compressed ones. @throws ModelFormatError of kind `limit`. */
  spend_inflated(count: number, stored: number, path: string | null = null): void {
    if (count > MiB + stored * this.limits.expansion) throw over('expansion', this.limits.expansion, path)
    this.spend_bytes(count, path)
  }

  /** Counts objects. @throws ModelFormatError of kind `limit`. */
  spend_objects(count: number, path: string | null = null): void {
    this.#objects += count
    if (this.#objects > this.limits.objects) throw over('objects', this.limits.objects, path)
  }

  /** Counts elements of weights. @throws ModelFormatError of kind `limit`. */
  spend_parameters(count: number, path: string | null = null): void {
    this.#parameters += count
    if (this.#parameters > this.limits.parameters) throw over('parameters', this.limits.parameters, path)
  }

  /** @throws ModelFormatError of kind `limit` when `depth` is more than the limit. */
  check_depth(depth: number, path: string | null = null): void {
    if (depth > this.limits.depth) throw over('depth', this.limits.depth, path, 'too-deep')
  }
}

/** The error of a limit that is passed. */
export function over(
  name: keyof LoadLimits,
  limit: number,
  path: string | null = null,
  code = 'limit-exceeded',
): ModelFormatError {
  return new ModelFormatError(
    'limit',
    code,
    `The file asks for more than \`limits.${name}\` allows. Received: more than ${limit}`,
    { path },
  )
}
