import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Input, type Model, ready, Sequential } from 'keras-tfjs'
import { backend } from 'keras-tfjs/config'
import { BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D, ReLU, Rescaling } from 'keras-tfjs/layers'
import { load_model } from 'keras-tfjs/saving'
import { set_random_seed } from 'keras-tfjs/utils'
import { environment, has_python } from '../../scripts/interchange/environment'
import { load_digits } from '../digits/data'

const epochs = 3
const { train, test } = load_digits()

/** Loss and accuracy on the test digits. */
interface Score {
  loss: number
  accuracy: number
}

/** Runs a step in Python, and shows what it prints. */
function python(...words: string[]): Score {
  const script = join(__dirname, 'digits.py')
  const text = execFileSync(environment('3.15.1'), [script, ...words], { encoding: 'utf8' }).trim()
  console.log(`  ${text}`)
  const [, loss, accuracy] = /loss ([\d.]+), accuracy ([\d.]+)/.exec(text)!
  return { loss: Number(loss), accuracy: Number(accuracy) }
}

async function evaluate(model: Model): Promise<Score> {
  const score = (await model.evaluate(test.images, test.labels, {
    batch_size: 360,
    verbose: 0,
    return_dict: true,
  })) as unknown as Score
  console.log(`  keras-tfjs (${backend()}): loss ${score.loss.toFixed(6)}, accuracy ${score.accuracy.toFixed(6)}`)
  return score
}

/** @throws Error when two programs do not say the same of one file. */
function expect_same(a: Score, b: Score): void {
  if (Math.abs(a.loss - b.loss) > 1e-4 || Math.abs(a.accuracy - b.accuracy) > 1e-6) {
    throw new Error(`The scores differ: ${JSON.stringify(a)} and ${JSON.stringify(b)}`)
  }
}

async function open_and_compare(path: string, wanted: Score): Promise<Model> {
  const model = await load_model(path)
  expect_same(await evaluate(model), wanted)
  return model
}

function make_model(): Sequential {
  const model = new Sequential([
    Input({ shape: [8, 8, 1] }),
    new Rescaling({ scale: 1 / 16 }),
    new Conv2D({ filters: 16, kernel_size: 3, padding: 'same', use_bias: false }),
    new BatchNormalization(),
    new ReLU(),
    new MaxPooling2D(),
    new Flatten(),
    new Dense({ units: 10, activation: 'softmax' }),
  ])
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
  return model
}

/** A model goes from Python to Node and back, and another the other way, by way of training on two devices. */
async function main(): Promise<void> {
  if (!has_python()) {
    console.log('This example needs python3.')
    return
  }
  await ready()
  set_random_seed(0)
  const folder = mkdtempSync(join(tmpdir(), 'interchange-'))
  const file = (name: string): string => join(folder, `${name}.keras`)
  try {
    console.log('1. Python trains a network and saves it; Node opens it')
    const first = await open_and_compare(file('from_python'), python('train', file('from_python')))
    console.log(
      `2. Node trains it for ${epochs} more epochs, with the state of the optimizer that it had, and saves it; Python opens it`,
    )
    await first.fit(train.images, train.labels, { batch_size: 32, epochs, verbose: 0 })
    await first.save(file('from_node'))
    expect_same(await evaluate(first), python('evaluate', file('from_node')))
    first.dispose()

    console.log(
      '3. Node trains another network and saves it; Python opens it, trains it further and saves it; Node opens it again',
    )
    const second = make_model()
    await second.fit(train.images, train.labels, { batch_size: 32, epochs, verbose: 0 })
    await second.save(file('second'))
    expect_same(await evaluate(second), python('evaluate', file('second')))
    second.dispose()
    ;(await open_and_compare(file('further'), python('continue', file('second'), file('further')))).dispose()

    console.log('4. The same file is trained on two devices, and comes back')
    ;(await open_and_compare(file('parallel'), python('distribute', file('second'), file('parallel')))).dispose()
    console.log('\nevery file gave the same numbers on both sides')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

void main()
