import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import { Adam } from 'keras-tfjs/optimizers'
import { make_keras_model, suite_models } from './models'
import { type Action, batch_of, type Contender } from './protocol'
import { input_values, label_values } from './values'

/** This library: `model(x)`, or `model.train_on_batch(x, y)`. */
export function keras_contender(name: string, action: Action): Contender & { model: any } {
  const model = make_keras_model(name)
  const batch = batch_of(action)
  const shape = [batch, ...suite_models[name]!.input]
  const x = tensor(input_values(shape), shape)
  if (action !== 'train_32') {
    const run = (): ArrayLike<number> => {
      const y = model(x) as Tensor
      const values = y.dataSync()
      y.dispose()
      return values
    }
    const dispose = (): void => {
      model.dispose()
      x.dispose()
    }
    return { model, run, dispose }
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
  return { model, run, dispose }
}
