/** Layers of Keras that run another framework's code, which this library has not. */
const foreign_layers = new Set(['TFSMLayer', 'TorchModuleWrapper', 'JaxLayer', 'FlaxLayer'])

/** Values of tf.keras files that stand for TensorFlow's own types. */
const tensorflow_types = new Set([
  '__typespec__',
  'TypeSpec',
  'CompositeTensor',
  'TensorSpec',
  'RaggedTensorSpec',
  'SparseTensorSpec',
])

/** Layers whose `vocabulary` may be the name of a file. */
const vocabulary_layers = new Set(['StringLookup', 'IntegerLookup', 'TextVectorization'])

/** Why a class that a file names is never made, or null. */
export function refusal(
  class_name: string,
  config: unknown,
): { kind: 'unsafe' | 'unsupported'; code: string; why: string } | null {
  if (class_name === '__lambda__') {
    return {
      kind: 'unsafe',
      code: 'unsupported-lambda',
      why: 'The file holds Python code (a lambda), and code in a file is never run. Give a function of your own in `custom_objects`, under the name of the layer.',
    }
  }
  if (foreign_layers.has(class_name)) {
    return { kind: 'unsupported', code: 'unsupported-layer', why: `A ${class_name} runs code of another framework.` }
  }
  if (tensorflow_types.has(class_name)) {
    return {
      kind: 'unsupported',
      code: 'unsupported-object',
      why: `${class_name} is a type of TensorFlow that has no meaning here.`,
    }
  }
  const vocabulary = (config as { vocabulary?: unknown } | null)?.vocabulary
  if (vocabulary_layers.has(class_name) && typeof vocabulary === 'string') {
    return {
      kind: 'unsafe',
      code: 'external-reference',
      why: `The vocabulary of a ${class_name} is another file, and a model file may not name others.`,
    }
  }
  return null
}

/** True for a policy of quantized layers. */
export function is_quantized_policy(class_name: string): boolean {
  return /DTypePolicy$/.test(class_name)
}
