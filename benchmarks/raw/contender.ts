import * as tf from '@tensorflow/tfjs-core'
import { make_keras_model, mobilenet_blocks, suite_models } from '../suite/models'
import { type Action, batch_of, type Contender } from '../suite/protocol'
import { input_values, label_values } from '../suite/values'
import { cnn, type Forward, lstm, mlp, mobilenet, type Take, transformer } from './forward'

const forwards: Record<string, Forward> = { mlp, cnn, mobilenet: mobilenet(mobilenet_blocks), lstm, transformer }

/** The weights of a model as TensorFlow.js variables, in the order of its layers. */
function variables_of(name: string): tf.Variable[] {
  const model = make_keras_model(name)
  const weights = model.layers.flatMap((layer: any) => layer.weights) as { trainable: boolean; value: tf.Tensor }[]
  const copies = weights.map(({ value, trainable }) =>
    tf.tidy(() => tf.variable(tf.tensor(value.dataSync().slice(), value.shape), trainable)),
  )
  model.dispose()
  return copies
}

const taking = (weights: tf.Variable[]): Take => {
  let next = 0
  return <T extends tf.Tensor>() => weights[next++] as unknown as T
}

/** TensorFlow.js by hand: a forward pass of fused kernels in a tidy, or `variableGrads` and TensorFlow.js's Adam. */
export function raw_contender(name: string, action: Action): Contender {
  const weights = variables_of(name)
  const forward = forwards[name]!
  const batch = batch_of(action)
  const shape = [batch, ...suite_models[name]!.input]
  const x = tf.tensor(input_values(shape), shape)
  if (action !== 'train_32') {
    const run = (): ArrayLike<number> => {
      const y = tf.tidy(() => tf.softmax(forward(x, taking(weights), false)))
      const values = y.dataSync()
      y.dispose()
      return values
    }
    return { run, dispose: () => tf.dispose([weights, x]) }
  }
  const labels = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(label_values(batch), 'int32'), 10), 'float32'))
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-7)
  const trained = weights.filter((weight) => weight.trainable)
  const run = (): ArrayLike<number> => {
    const loss = optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(labels, forward(x, taking(weights), true)) as tf.Scalar,
      true,
      trained,
    )!
    const values = loss.dataSync()
    loss.dispose()
    return values
  }
  return {
    run,
    dispose: () => {
      optimizer.dispose()
      tf.dispose([weights, x, labels])
    },
  }
}
