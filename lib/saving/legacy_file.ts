import { keras_version } from '../common/version'
import type { Hdf5GroupToWrite } from '../formats/hdf5/tree'
import { stringify_json } from '../formats/json/stringify'
import { legacy_model_config, legacy_training_config } from './legacy_config'
import { shared_object_saving_scope } from './shared_objects'
import { legacy_optimizer_weights, legacy_weights_tree } from './weights/legacy_write'
import { text_attribute } from './weights/write'

/** A model as the HDF5 file of Keras 2: its config in attributes, its weights by layers, and the state of its optimizer. */
export async function legacy_model_file(model: any, include_optimizer: boolean): Promise<Hdf5GroupToWrite> {
  const attributes = new Map([
    ['backend', text_attribute('tensorflow')],
    ['keras_version', text_attribute(keras_version)],
    ['model_config', text_attribute(stringify_json(shared_object_saving_scope(() => legacy_model_config(model))))],
  ])
  const members = new Map([['model_weights', await legacy_weights_tree(model)]])
  if (include_optimizer && model.compiled) {
    attributes.set('training_config', text_attribute(stringify_json(legacy_training_config(model))))
    const state = await legacy_optimizer_weights(model.optimizer)
    if (state !== null) members.set('optimizer_weights', state)
  }
  return { kind: 'group', attributes, members }
}
