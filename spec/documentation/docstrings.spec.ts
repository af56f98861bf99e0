import * as tf from '@tensorflow/tfjs-core'
import { clear_session } from '../../lib/common/state'
import { docstring_examples, run_example } from './examples'
import { load_module, names_in_reach } from './names'

describe('the examples of docstrings run and give what they say', () => {
  const examples = docstring_examples()

  test('there are examples', () => {
    expect(examples.length).toBeGreaterThan(10)
  })

  test.each(examples.map((example) => [example.place, example] as const))('%s', async (_place, example) => {
    clear_session()
    tf.engine().startScope()
    try {
      await run_example(example, names_in_reach(), load_module)
    } finally {
      tf.engine().endScope()
    }
  })
})
