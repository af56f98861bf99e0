import { TypeError } from '../common/errors'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'

/**
 * The arguments of `fit` and its kin: data by position and then options, or everything in one object.
 * @throws TypeError for unknown options.
 */
export function read_arguments<O extends Record<string, unknown>>(
  who: string,
  args: readonly unknown[],
  data: readonly string[],
  defaults: O,
): O & Record<string, any> {
  const result: Record<string, unknown> = { ...defaults }
  for (const name of data) result[name] ??= null
  const known = new Set(Object.keys(result))
  const is_options = (value: unknown): value is Record<string, unknown> =>
    is_plain_object(value) && Object.keys(value).every((key) => known.has(key))
  const last = args[args.length - 1]
  let options: Record<string, unknown> = {}
  let positional = args
  if (args.length === 1 && is_plain_object(last) && 'x' in last && data.includes('x')) {
    options = last
    positional = []
  } else if (args.length > data.length && is_plain_object(last)) {
    options = last
    positional = args.slice(0, -1)
  } else if (args.length > 1 && is_options(last)) {
    options = last
    positional = args.slice(0, -1)
  }
  if (positional.length > data.length) {
    throw new TypeError(
      `${who}: takes ${data.length} positional arguments, then one object of options. Received: ${positional.length} arguments`,
    )
  }
  positional.forEach((value, i) => {
    if (value !== undefined) result[data[i]!] = value
  })
  for (const [key, value] of Object.entries(options)) {
    if (!known.has(key))
      throw new TypeError(
        `${who}() got an unexpected keyword argument '${key}'.${suggestion(key, known)} Received: ${key}=${repr(value)}`,
      )
    if (value !== undefined) result[key] = value
  }
  return result as O & Record<string, any>
}
