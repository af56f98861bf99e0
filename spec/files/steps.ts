import { Cursor } from '../../lib/formats/hdf5/cursor'
import { Budget } from '../../lib/formats/limits'
import { Fields } from '../../lib/formats/zip/fields'

/** What decoders have done: reads of HDF5 structures and zip records, objects, and bytes that were asked for. */
export interface Steps {
  reads: number
  objects: number
  bytes: number
}

/** Counts from now on, until `stop`. */
export function count_steps(): { steps: Steps; stop: () => void } {
  const steps: Steps = { reads: 0, objects: 0, bytes: 0 }
  const { skip } = Cursor.prototype
  const { need } = Fields.prototype
  const { spend_objects, spend_bytes } = Budget.prototype
  Cursor.prototype.skip = function (count) {
    steps.reads++
    return skip.call(this, count)
  }
  Fields.prototype.need = function (offset, length) {
    steps.reads++
    need.call(this, offset, length)
  }
  Budget.prototype.spend_objects = function (count, path) {
    steps.objects += count
    spend_objects.call(this, count, path)
  }
  Budget.prototype.spend_bytes = function (count, path) {
    spend_bytes.call(this, count, path)
    steps.bytes += count
  }
  const stop = (): void => {
    Cursor.prototype.skip = skip
    Fields.prototype.need = need
    Object.assign(Budget.prototype, { spend_objects, spend_bytes })
  }
  return { steps, stop }
}
