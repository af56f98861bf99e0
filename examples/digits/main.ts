import { ready, Sequential } from 'keras-tfjs'
import { backend } from 'keras-tfjs/config'
import {
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  Input,
  type Layer,
  MaxPooling2D,
  ReLU,
  Rescaling,
} from 'keras-tfjs/layers'
import { Adam } from 'keras-tfjs/optimizers'
import { CosineDecay } from 'keras-tfjs/optimizers/schedules'
import { set_random_seed } from 'keras-tfjs/utils'
import { confusion_matrix, confusion_table } from './confusion'
import { load_digits } from './data'

const epochs = 15
const batch_size = 32

/** A 3 x 3 convolution, normalised. */
function block(filters: number): Layer[] {
  return [new Conv2D({ filters, kernel_size: 3, padding: 'same', use_bias: false }), new BatchNormalization(), new ReLU()]
}

/** A small convolutional network for 8 x 8 images. */
function make_model(): Sequential {
  return new Sequential(
    [
      Input({ shape: [8, 8, 1] }),
      new Rescaling({ scale: 1 / 16 }),
      ...block(32),
      ...block(32),
      new MaxPooling2D(),
      new Dropout({ rate: 0.25 }),
      ...block(64),
      ...block(64),
      new MaxPooling2D(),
      new Flatten(),
      new Dropout({ rate: 0.4 }),
      new Dense({ units: 10, activation: 'softmax' }),
    ],
    { name: 'digits' },
  )
}

/** Trains on four fifths of the digits and tests on the others. The first argument is the seed, 0 without one. */
async function main(): Promise<void> {
  const seed = Number(process.argv[2] ?? 0)
  await ready()
  set_random_seed(seed)
  const { train, test } = load_digits()
  console.log(
    `backend: ${backend()}, seed: ${seed}, ${train.labels.length} digits to learn from, ${test.labels.length} to test on\n`,
  )

  const model = make_model()
  const steps = epochs * Math.ceil(train.labels.length / batch_size)
  const learning_rate = new CosineDecay({ initial_learning_rate: 0.004, decay_steps: steps })
  model.summary()
  model.compile({ optimizer: new Adam({ learning_rate }), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
  await model.fit(train.images, train.labels, { batch_size, epochs })

  const { accuracy } = (await model.evaluate(test.images, test.labels, { batch_size: 360, verbose: 0, return_dict: true })) as {
    accuracy: number
  }
  const predictions = (await model.predict(test.images, { batch_size: 360, verbose: 0, as: 'array' })) as number[][]
  console.log('\nrows: the digit, columns: what the model says\n')
  console.log(confusion_table(confusion_matrix(test.labels, predictions)))
  console.log(`\ntest accuracy: ${accuracy.toFixed(4)}`)
  model.dispose()
}

void main()
