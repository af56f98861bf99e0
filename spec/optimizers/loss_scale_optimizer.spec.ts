import { memory, tensor } from '@tensorflow/tfjs-core'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { Sequential } from '../../lib/models/sequential'
import { Adam } from '../../lib/optimizers/adam'
import { deserialize, serialize } from '../../lib/optimizers/get'
import { LossScaleOptimizer } from '../../lib/optimizers/loss_scale_optimizer'
import { SGD } from '../../lib/optimizers/sgd'
import { serialize_keras_object } from '../../lib/saving/serialize'
import { plan_weights, release } from '../../lib/saving/weights/write'
import { Variable } from '../../lib/variables/variable'

function apply(optimizer: LossScaleOptimizer, variable: Variable, gradient: number[]): void {
  const given = tensor(gradient)
  optimizer.apply([given], [variable])
  given.dispose()
}

const state = ({ step_counter, dynamic_scale }: LossScaleOptimizer): number[] => [step_counter.number, dynamic_scale.number]

test('Gradients are divided by the scale, which doubles after some steps; those that are not finite halve it and change nothing', () => {
  const before = memory().numTensors
  const v = new Variable([1, 2])
  const optimizer = new LossScaleOptimizer({
    inner_optimizer: new SGD({ learning_rate: 0.5, loss_scale_factor: 4 }),
    initial_scale: 4,
    dynamic_growth_steps: 2,
  })
  const loss = tensor(3)
  const scaled = optimizer.scale_loss(loss)
  expect(scaled.arraySync()).toBe(12)
  apply(optimizer, v, [4, 8])
  expect(v.arraySync()).toEqual([0.5, 1])
  expect(state(optimizer)).toEqual([1, 4])
  apply(optimizer, v, [4, Number.NaN])
  apply(optimizer, v, [Number.POSITIVE_INFINITY, 1])
  expect(v.arraySync()).toEqual([0.5, 1])
  expect(state(optimizer)).toEqual([0, 1])
  apply(optimizer, v, [1, 1])
  apply(optimizer, v, [0, 0])
  expect(v.arraySync()).toEqual([0, 0.5])
  expect(state(optimizer)).toEqual([0, 2])
  expect(optimizer.variables.map(({ local_name }) => local_name)).toEqual([
    'iteration',
    'learning_rate',
    'step_counter',
    'dynamic_scale',
    'iteration',
    'learning_rate',
  ])
  for (const thing of [loss, scaled, v, optimizer]) thing.dispose()
  expect(memory().numTensors).toBe(before)
})

test('Its config holds the inner optimizer, and defaults of the base that older files hold are taken', () => {
  const optimizer = new LossScaleOptimizer({ inner_optimizer: new Adam(), initial_scale: 8, name: 'l' })
  const form = JSON.parse(JSON.stringify(serialize(optimizer)))
  expect(form.config).toMatchObject({ name: 'l', initial_scale: 8, dynamic_growth_steps: 2000 })
  expect(form.config.inner_optimizer.class_name).toBe('Adam')
  const older = { ...form, config: { ...form.config, dynamic: true, clipnorm: null, use_ema: false } }
  for (const revived of [deserialize(form), deserialize_keras_object(form), deserialize(older)] as LossScaleOptimizer[]) {
    expect(revived.inner_optimizer).toBeInstanceOf(Adam)
    expect(revived.initial_scale).toBe(8)
  }
})

test('What belongs to the inner optimizer is refused', () => {
  const make = (more: object) => () => new LossScaleOptimizer({ inner_optimizer: new SGD(), ...more })
  expect(make({ clipnorm: 1 })).toThrow('set `clipnorm` on the `inner_optimizer`')
  expect(make({ dynamic: false })).toThrow('no longer supports `dynamic=False`')
  expect(make({ learning_rate: 1 })).toThrow('does not support arguments: `learning_rate`')
  expect(make({ inner_optimizer: null })).toThrow("has no attribute 'loss_scale_factor'")
})

test('stateless_apply answers the state after the step', () => {
  const v = new Variable([1, 2])
  const optimizer = new LossScaleOptimizer({ inner_optimizer: new SGD({ learning_rate: 1 }), initial_scale: 2 })
  optimizer.build([v])
  const gradient = tensor([2, 4])
  const [values, own] = optimizer.stateless_apply(optimizer.variables, [gradient], [v])
  expect(values[0]!.arraySync()).toEqual([0, 0])
  expect(own.map((value) => value.arraySync())).toEqual([0, 0, 1, 2, 1, 1])
  expect(v.arraySync()).toEqual([1, 2])
  for (const thing of [...values, ...own, gradient, v, optimizer]) thing.dispose()
})

test('compile puts it around the optimizer of a mixed_float16 model, unless told not to; the config names the inner one', async () => {
  const before = memory().numTensors
  const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1, dtype: 'mixed_float16' })])
  model.dtype_policy = 'mixed_float16'
  const inner = new SGD({ learning_rate: 0.1 })
  model.compile({ optimizer: inner, loss: 'mse', auto_scale_loss: false })
  expect(model.optimizer).toBe(inner)
  model.compile({ optimizer: inner, loss: 'mse' })
  expect(model.optimizer).toBeInstanceOf(LossScaleOptimizer)
  expect(model.optimizer.inner_optimizer).toBe(inner)
  expect((serialize_keras_object(model) as any).compile_config.optimizer.class_name).toBe('SGD')
  const kernel = JSON.stringify(model.weights[0]!.arraySync())
  const [x, y] = [[[1, 2]], [[3]]]
  await model.fit(x, y, { epochs: 2, verbose: 0 })
  expect(JSON.stringify(model.weights[0]!.arraySync())).not.toBe(kernel)
  expect(model.optimizer.iterations.number).toBe(2)
  expect(state(model.optimizer)).toEqual([2, 32768])
  const { root, readings } = plan_weights(model)
  release(readings)
  const groups = root.members.get('optimizer') as any
  expect([...groups.members.keys()].sort()).toEqual(['inner_optimizer', 'vars'])
  model.compile({ optimizer: 'adam', loss: 'mse' })
  expect(model.optimizer.inner_optimizer).toBeInstanceOf(Adam)
  expect(inner.variables.some(({ isDisposed }) => isDisposed)).toBe(false)
  model.dispose()
  inner.dispose()
  expect(memory().numTensors).toBe(before)
})
