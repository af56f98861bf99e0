import { memory, tensor } from '@tensorflow/tfjs-core'
import { deserialize, get, serialize } from '../../lib/optimizers/get'
import { ScheduleFreeAdamW } from '../../lib/optimizers/schedule_free_adamw'
import { Variable } from '../../lib/variables/variable'

function steps(config: object, count: number): number[] {
  const before = memory().numTensors
  const v = new Variable([1, 2, 3, 4])
  const optimizer = new ScheduleFreeAdamW(config)
  const gradient = tensor([1, 6, 7, 2])
  for (let i = 0; i < count; i++) optimizer.apply([gradient], [v])
  const result = Array.from(v.dataSync(), (value) => Math.round(value * 1e4) / 1e4)
  for (const thing of [gradient, v, optimizer]) thing.dispose()
  expect(memory().numTensors).toBe(before)
  return result
}

test('The variables lie between the steps and their average', () => {
  expect(steps({ learning_rate: 0.5 }, 1)).toEqual([0.5, 1.5, 2.5, 3.5])
  expect(steps({ learning_rate: 0.5 }, 2)).toEqual([0.225, 1.225, 2.225, 3.225])
})

test('The learning rate grows in the first steps', () => {
  expect(steps({ learning_rate: 0.5, warmup_steps: 10 }, 1)).toEqual([0.95, 1.95, 2.95, 3.95])
})

test('It has the slots momentum and velocity, the first with the values of the variable, and a config of its own', () => {
  const v = new Variable([1, 2], { name: 'v' })
  const optimizer = new ScheduleFreeAdamW({ warmup_steps: 3 })
  optimizer.build([v])
  v.assign([5, 5])
  expect(optimizer.variables.slice(2).map(({ local_name }) => local_name)).toEqual(['v_momentum', 'v_velocity'])
  expect(optimizer.variables.slice(2).map((slot) => slot.arraySync())).toEqual([
    [1, 2],
    [0, 0],
  ])
  expect(deserialize(serialize(optimizer)).get_config()).toEqual(optimizer.get_config())
  expect(optimizer.get_config()).toMatchObject({ beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, warmup_steps: 3 })
  expect(get('schedulefreeadamw')).toBeInstanceOf(ScheduleFreeAdamW)
  v.dispose()
  optimizer.dispose()
})
