import { Sequential } from 'keras-tfjs'
import { Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D, Rescaling } from 'keras-tfjs/layers'
import { Adam } from 'keras-tfjs/optimizers'

/** A convolutional network of about 10,000 weights for images of 8 x 8 numbers from 0 to 16, compiled. */
export function make_model(): Sequential {
  const model = new Sequential([
    Input({ shape: [8, 8, 1] }),
    new Rescaling({ scale: 1 / 16 }),
    new Conv2D({ filters: 16, kernel_size: 3, padding: 'same', activation: 'relu' }),
    new Conv2D({ filters: 32, kernel_size: 3, padding: 'same', activation: 'relu' }),
    new MaxPooling2D(),
    new Flatten(),
    new Dropout({ rate: 0.3 }),
    new Dense({ units: 10, activation: 'softmax' }),
  ])
  model.compile({ optimizer: new Adam({ learning_rate: 0.003 }), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
  return model
}
