import * as tf from '@tensorflow/tfjs-core'
import { page_examples, run_example } from './examples'
import { load_module } from './names'

describe('the examples of the README run as they are typed, and leak nothing', () => {
  const quiet = jest.spyOn(console, 'log').mockImplementation(() => {})
  afterAll(() => quiet.mockRestore())

  test.each(page_examples('README.md').map((example) => [example.place, example] as const))('%s', async (_place, example) => {
    const before = tf.memory().numTensors
    await run_example(example, {}, load_module)
    expect(tf.memory().numTensors).toBe(before)
  })
})
