import type { Sequential } from 'keras-tfjs'
import { LambdaCallback } from 'keras-tfjs/callbacks'
import { draw_chart, type Point } from './chart'
import type { Digits } from './digits'
import { button, element } from './dom'

const epochs = 8

/** The chart before there is anything to show. */
export const empty_chart = (): void => draw_chart(element<SVGElement>('chart'), [], epochs)

/** Trains a model in front of the reader, until it is done or the button Stop is pressed. */
export async function train_digits(model: Sequential, { train, test }: { train: Digits; test: Digits }): Promise<void> {
  const points: Point[] = []
  let stopped = false
  button('stop').disabled = false
  button('stop').onclick = () => {
    stopped = true
    ;(model as unknown as { stop_training: boolean }).stop_training = true
  }
  try {
    empty_chart()
    const on_epoch_end = (epoch: number, logs: any): void => {
      points.push({ loss: logs.loss, accuracy: logs.val_accuracy })
      element('progress').textContent =
        `Epoch ${epoch + 1} of ${epochs}: loss ${logs.loss.toFixed(3)}, test accuracy ${(100 * logs.val_accuracy).toFixed(1)}%`
      draw_chart(element<SVGElement>('chart'), points, epochs)
    }
    await model.fit(train.images, train.labels, {
      epochs,
      batch_size: 64,
      verbose: 0,
      callbacks: [new LambdaCallback({ on_epoch_end } as never)],
      validation_data: [test.images, test.labels],
    } as never)
    element('progress').textContent += stopped ? ' – stopped.' : ' – done.'
  } finally {
    button('stop').disabled = true
  }
}
