import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { type TfjsWeightToWrite, write_model_json } from '../formats/tfjs/encode'
import { tensor_dtype } from '../variables/to_tensor'
import { TopologyWriter } from './tfjs/topology'
import type { NamedVariable } from './tfjs/weight_names'

/**
 * The files that `tf.loadLayersModel` of TensorFlow.js opens: `model.json`, and the weights in files of 4 MiB. Names are those of the files.
 * Weights of half precision are written as float32; what the model was compiled with is not written. Layers whose name stands twice, or
 * that TensorFlow.js would not take, get other names. An initializer that it does not know becomes `Zeros`.
 *
 * @throws ValueError for a model that is not built or was not made of layers, and, with the class named, for a layer, an argument or a
 *   call that has no counterpart there (such as GRU with `reset_after=True`, `hard_sigmoid`, or an op).
 */
export async function tfjs_files(model: any): Promise<Record<string, Uint8Array>> {
  const writer = new TopologyWriter()
  const model_config = writer.write(model)
  const weights = await Promise.all(writer.weights.map(read_weight))
  return write_model_json({
    model_topology: { keras_version: '2.15.0', backend: 'tensorflow', model_config },
    weights,
    converted_by: 'keras-tfjs',
  })
}

async function read_weight({ name, variable }: NamedVariable): Promise<TfjsWeightToWrite> {
  const values = await variable.data()
  const stored = values instanceof Float32Array ? 'float32' : values instanceof Int32Array ? 'int32' : null
  if (stored === null) {
    throw new ValueError(
      `The weight ${repr(name)} has a dtype that TensorFlow.js layers does not take. Received: ${tensor_dtype(variable)}`,
    )
  }
  return { name, dtype: stored, shape: variable.shape, values: values as Float32Array | Int32Array }
}
