import * as tf from '@tensorflow/tfjs-core'
import { make_keras_model, suite_models } from '../models'
import { batch_of, type Contender, type ModelName, type Phase } from '../protocol'
import { adam_epsilon, input_values, label_values, mobilenet_blocks } from '../values'
import { read_and_free } from './answers'
import { cnn, type Forward, lstm, mlp, mobilenet, type Take, transformer } from './raw_forward'

const forwards: Record<ModelName, Forward> = { mlp, cnn, mobilenet: mobilenet(mobilenet_blocks), lstm, transformer }

/** The weights of a model as TensorFlow.js variables, in the order of its layers. */
function variables_of(name: ModelName): tf.Variable[] {
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
export function raw_contender(name: ModelName, phase: Phase): Contender {
  const weights = variables_of(name)
  const forward = forwards[name]
  const batch = batch_of(phase)
  const shape = [batch, ...suite_models[name].input]
  const x = tf.tensor(input_values(shape), shape)
  if (phase !== 'train_32') {
    const run = (): ReturnType<Contender['run']> => read_and_free(tf.tidy(() => tf.softmax(forward(x, taking(weights), false))))
    return { run, dispose: () => tf.dispose([weights, x]) }
  }
  const labels = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(label_values(batch), 'int32'), 10), 'float32'))
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, adam_epsilon)
  const trained = weights.filter((weight) => weight.trainable)
  const loss = (): tf.Scalar => tf.losses.softmaxCrossEntropy(labels, forward(x, taking(weights), true))
  const run = (): ReturnType<Contender['run']> => read_and_free(optimizer.minimize(loss, true, trained)!)
  return {
    run,
    dispose: () => {
      optimizer.dispose()
      tf.dispose([weights, x, labels])
    },
  }
}
