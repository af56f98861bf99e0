import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { write_folder } from './files/targets'
import { tfjs_files } from './tfjs_model'

export interface ExportOptions {
  /** What is written: `tfjs`, a layers model of TensorFlow.js. */
  format?: 'tfjs'
  /** Whether files that exist are replaced. Default true. */
  overwrite?: boolean
}

/**
 * Writes a model for deployment: `model.json` and the files of its weights, which `tf.loadLayersModel` opens, into a folder (Node), or answered by name when `target` is null.
 * Source: keras.Model.export.
 * @throws ValueError for another format, and for a layer that TensorFlow.js does not have; nothing is written then.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * Object.keys(await export_model(model)) // ['model.json', 'group1-shard1of1.bin']
 * ```
 */
export async function export_model(model: any, target?: null, options?: ExportOptions): Promise<Record<string, Uint8Array>>
export async function export_model(model: any, target: string, options?: ExportOptions): Promise<void>
export async function export_model(
  model: any,
  target: string | null = null,
  { format = 'tfjs', overwrite = true }: ExportOptions = {},
): Promise<unknown> {
  if (format !== 'tfjs') throw new ValueError(`export: the only format is \`tfjs\`. Received: format=${repr(format)}`)
  const files = await tfjs_files(model)
  return target === null ? files : write_folder(target, files, overwrite)
}
