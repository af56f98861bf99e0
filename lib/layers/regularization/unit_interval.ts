import { TypeError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'

/** @throws TypeError when the argument is no number, ValueError when it is not in 0 to 1. */
export function check_unit_interval(name: string, value: unknown): void {
  if (typeof value !== 'number') throw new TypeError(`Argument \`${name}\` must be a number. Received: ${name}=${repr(value)}`)
  if (value >= 0 && value <= 1) return
  throw new ValueError(
    `Invalid value received for argument \`${name}\`. Expected a float value between 0 and 1. Received: ${name}=${repr(value)}`,
  )
}
