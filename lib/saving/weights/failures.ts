import { file_text, ModelFormatError } from '../../common/errors'
import { class_name_of } from '../../graph/operation'
import type { Saveable } from './attributes'

/** Why an object cannot be loaded, and where in the file. */
export interface Failure {
  message: string
  path: string
}

/** What goes wrong with objects, as one error or one warning. */
export function report(failures: ReadonlyMap<Saveable, Failure>, warn: boolean): void {
  const [first] = failures
  if (first === undefined) return
  const [object, { message, path }] = first
  const names = [...failures.keys()].slice(0, 20).map(describe)
  const text = `A total of ${failures.size} objects could not be loaded. Example error message for object ${describe(object)}: ${message}. List of objects that could not be loaded: [${names.join(', ')}${failures.size > 20 ? ', ...' : ''}]`
  if (!warn) throw new ModelFormatError('mismatch', 'weights-mismatch', text, { path })
  console.warn(`keras-tfjs: ${text}`)
}

function describe(object: Saveable): string {
  return `${file_text(class_name_of(object.constructor))} '${file_text(String(object.name))}'`
}
