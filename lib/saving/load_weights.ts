import { ready } from '../backend/choose'
import { ValueError } from '../common/errors'
import { Budget, type LoadLimits } from '../formats/limits'
import { guarded } from './files/guard'
import { type FileMap, type FileSource, open_source, type ReadOptions } from './files/sources'
import { weights_content } from './files/weights_content'
import { load_legacy_weights } from './weights/legacy_read'
import { load_weights_tree } from './weights/read'

export interface LoadWeightsOptions extends ReadOptions {
  /** Leave weights of other shapes, and layers with another number of weights, as they are, with a warning. Default false. */
  skip_mismatch?: boolean
  /** Match layers by name instead of by place; legacy `.h5` files only. Default false. */
  by_name?: boolean
  /** What reading may cost. */
  limits?: Partial<LoadLimits> | null
}

/**
 * Gives a model the weights of a file: `.weights.h5`, `.weights.json` with its shards, `.keras`, legacy `.h5`, `.safetensors`; what it is is told by its content. When
 * anything does not fit, nothing is changed.
 * Source: keras.saving.load_weights.
 * @throws ModelFormatError; ValueError for a model without weights, a file that does not exist, or `by_name` where there are no names.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * const bytes = await model.save_weights()
 * await load_weights(model, bytes)
 * ```
 */
export async function load_weights(model: any, source: FileSource | FileMap, options: LoadWeightsOptions = {}): Promise<void> {
  const { skip_mismatch = false, by_name = false, limits = null } = options
  const budget = new Budget(limits)
  if (!model.built) {
    throw new ValueError(
      `Unable to load weights into the model '${model.name}', which has not created its variables yet: call the model, or \`build()\`, first.`,
    )
  }
  await ready()
  const { form, root } = await weights_content(await open_source(source, options), budget)
  if (by_name && form !== 'legacy') throw new ValueError('Only legacy `.h5` files hold weights by name. Received: by_name=True')
  guarded(() => {
    if (form === 'legacy') load_legacy_weights(model, root, { by_name, skip_mismatch, budget })
    else load_weights_tree(model, root, { skip_mismatch, budget })
  })
}
