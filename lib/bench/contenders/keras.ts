import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import { Adam } from '../../exports/optimizers'
import { make_keras_model, suite_models } from '../models'
import { batch_of, type Contender, type ModelName, type Phase } from '../protocol'
import { input_values, label_values } from '../values'
import { read_and_free } from './answers'

/** This library: `model(x)`, or `model.train_on_batch(x, y)`. */
export function keras_contender(name: ModelName, phase: Phase): Contender {
  const model = make_keras_model(name)
  const batch = batch_of(phase)
  const shape = [batch, ...suite_models[name].input]
  const x = tensor(input_values(shape), shape)
  if (phase !== 'train_32') {
    const run = (): ReturnType<Contender['run']> => read_and_free(model(x) as Tensor)
    const dispose = (): void => {
      model.dispose()
      x.dispose()
    }
    return { run, dispose }
  }
  const labels = tensor(label_values(batch), [batch], 'int32')
  model.compile({ optimizer: new Adam({ learning_rate: 0.001 }), loss: 'sparse_categorical_crossentropy' })
  const run = async (): Promise<ArrayLike<number>> => {
    const loss = await model.train_on_batch(x, labels)
    model.reset_metrics()
    return [loss as number].flat()
  }
  const dispose = (): void => {
    model.dispose()
    x.dispose()
    labels.dispose()
  }
  return { run, dispose }
}
