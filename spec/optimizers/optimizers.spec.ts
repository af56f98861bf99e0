import { memory, tensor1d } from '@tensorflow/tfjs-core'
import { kernel_counter } from '../../lib/backend/kernels/kernel_counter'
import { NonNeg } from '../../lib/constraints/constraints'
import { Adafactor } from '../../lib/optimizers/adafactor'
import { Adadelta, Adagrad } from '../../lib/optimizers/adagrad'
import { Adam, AdamW } from '../../lib/optimizers/adam'
import { Adamax, Nadam } from '../../lib/optimizers/adam_family'
import { Ftrl } from '../../lib/optimizers/ftrl'
import { deserialize, get, serialize } from '../../lib/optimizers/get'
import { Lion } from '../../lib/optimizers/lamb'
import type { Optimizer } from '../../lib/optimizers/optimizer'
import { RMSprop } from '../../lib/optimizers/rmsprop'
import * as schedules from '../../lib/optimizers/schedules/schedules'
import { SGD } from '../../lib/optimizers/sgd'
import { Variable } from '../../lib/variables/variable'

function steps(optimizer: Optimizer, values: number[], grads: (number[] | null)[], config: object = {}): number[] {
  const variable = new Variable(values, { name: 'v', ...config })
  for (const grad of grads) {
    const gradient = grad === null ? null : tensor1d(grad)
    optimizer.apply([gradient], [variable])
    gradient?.dispose()
  }
  const after = Array.from(variable.dataSync())
  variable.dispose()
  optimizer.dispose()
  return after
}

function expect_close(got: number[], wanted: number[], digits = 5): void {
  expect(got).toEqual(wanted.map((value) => expect.closeTo(value, digits)))
}

const one = (optimizer: Optimizer): number[] => steps(optimizer, [1, 2, 3, 4], [[1, 6, 7, 2]])

describe('optimizers', () => {
  it.each([
    [new SGD({ learning_rate: 0.5 }), [0.5, -1, -0.5, 3]],
    [new RMSprop({ learning_rate: 0.5 }), [-0.5811, 0.4189, 1.4189, 2.4189]],
    [new Adam({ learning_rate: 0.5 }), [0.5, 1.5, 2.5, 3.5]],
    [new AdamW({ learning_rate: 0.5, weight_decay: 0.004 }), [0.498, 1.496, 2.494, 3.492]],
    [new Adagrad({ learning_rate: 0.5 }), [0.5233, 1.5007, 2.5005, 3.5061]],
    [new Adadelta({ learning_rate: 0.5 }), [0.9993, 1.9993, 2.9993, 3.9993]],
    [new Adamax({ learning_rate: 0.5 }), [0.5, 1.5, 2.5, 3.5]],
    [new Nadam({ learning_rate: 0.5 }), [0.4686, 1.4686, 2.4686, 3.4686]],
    [new Ftrl({ learning_rate: 0.5 }), [0.2218, 1.3954, 2.3651, 2.8814]],
    [new Lion({ learning_rate: 0.5 }), [0.5, 1.5, 2.5, 3.5]],
    [new Adafactor({ learning_rate: 0.5 }), [-0.3693, 0.6307, 1.6307, 2.6307]],
  ] as [Optimizer, number[]][])('%# makes the first step that Keras makes', (optimizer, wanted) => {
    expect_close(one(optimizer), wanted, 3)
  })

  it('folds the bias correction of Adam into the step, so that a large epsilon slows the start', () => {
    const [value] = steps(new Adam({ learning_rate: 0.1, epsilon: 1e-3 }), [1], [[0.001]])
    expect(value).toBeCloseTo(1 - 0.003065, 5)
  })

  it('keeps momentum, also as Nesterov', () => {
    expect(steps(new SGD({ learning_rate: 0.1, momentum: 0.9 }), [1], [[1], [0.9]])[0]).toBeCloseTo(0.72, 5)
    expect(steps(new SGD({ learning_rate: 0.1, momentum: 0.9, nesterov: true }), [1], [[1]])[0]).toBeCloseTo(0.81, 5)
  })

  it('does the same in one kernel as in the composed form', () => {
    const gradients = [
      [0.3, -2, 1e-4],
      [1, 0.5, -0.2],
      [-4, 0, 3],
    ]
    const plain = (optimizer: Optimizer): Optimizer => Object.assign(optimizer, { _fused: () => false })
    for (const make of [
      () => new Adam({ learning_rate: 0.05, amsgrad: true }),
      () => new SGD({ learning_rate: 0.05, momentum: 0.8, nesterov: true }),
      () => new RMSprop({ learning_rate: 0.05 }),
    ]) {
      const fused = steps(make(), [1, 2, 3], gradients)
      expect_close(fused, steps(plain(make()), [1, 2, 3], gradients))
    }
  })

  it('runs one kernel a variable for Adam, and leaves no tensor behind', () => {
    const variable = new Variable([1, 2])
    const gradient = tensor1d([0.1, 0.2])
    const optimizer = new Adam()
    optimizer.apply([gradient], [variable])
    const before = memory().numTensors
    expect(kernel_counter(() => optimizer.apply([gradient], [variable])).total).toBe(1)
    expect(memory().numTensors).toBe(before)
    for (const each of [variable, gradient, optimizer]) each.dispose()
  })

  it('never changes values that were read or handed out before', () => {
    const variable = new Variable([1, 2])
    const gradient = tensor1d([1, 1])
    const optimizer = new SGD({ learning_rate: 1 })
    optimizer.apply([gradient], [variable])
    const read = variable.dataSync()
    const copy = variable.clone()
    optimizer.apply([gradient], [variable])
    expect(Array.from(read)).toEqual([0, 1])
    expect(Array.from(copy.dataSync())).toEqual([0, 1])
    expect(Array.from(variable.dataSync())).toEqual([-1, 0])
    for (const each of [variable, gradient, copy, optimizer]) each.dispose()
  })

  it('clips gradients by value, by norm and by the norm of all', () => {
    expect(steps(new SGD({ learning_rate: 1, clipvalue: 1 }), [0, 0], [[3, -0.5]])).toEqual([-1, 0.5])
    expect_close(steps(new SGD({ learning_rate: 1, clipnorm: 1 }), [0, 0], [[3, 4]]), [-0.6, -0.8])
    expect_close(steps(new SGD({ learning_rate: 1, global_clipnorm: 1 }), [0, 0], [[3, 4]]), [-0.6, -0.8])
  })

  it('accumulates gradients', () => {
    expect(steps(new SGD({ learning_rate: 1, gradient_accumulation_steps: 2 }), [0], [[1], [3], [5]])).toEqual([-2])
  })

  it('averages variables and overwrites them when asked', () => {
    const variable = new Variable([0])
    const gradient = tensor1d([-1])
    const optimizer = new SGD({ learning_rate: 1, use_ema: true, ema_momentum: 0.5 })
    for (let i = 0; i < 3; i++) optimizer.apply([gradient], [variable])
    expect(variable.dataSync()[0]).toBe(3)
    optimizer.finalize_variable_values([variable])
    expect(variable.dataSync()[0]).toBeCloseTo(2.25, 5)
    for (const each of [variable, gradient, optimizer]) each.dispose()
  })

  it('applies constraints after the update', () => {
    expect(steps(new SGD({ learning_rate: 1 }), [1, 3], [[2, 1]], { constraint: new NonNeg() })).toEqual([0, 2])
  })

  it('decays weights, but those that are excluded', () => {
    const optimizer = new SGD({ learning_rate: 0.5, weight_decay: 0.1 })
    const kernel = new Variable([1], { name: 'kernel' })
    const bias = new Variable([1], { name: 'bias' })
    const gradient = tensor1d([0])
    optimizer.exclude_from_weight_decay({ var_names: ['bias'] })
    optimizer.apply([gradient, gradient], [kernel, bias])
    expect(kernel.dataSync()[0]).toBeCloseTo(0.95, 5)
    expect(bias.dataSync()[0]).toBe(1)
    for (const each of [kernel, bias, gradient, optimizer]) each.dispose()
  })

  it('names its variables as Keras does', () => {
    const optimizer = new Adam({ name: 'adam' })
    const variable = new Variable([1], { name: 'kernel' })
    optimizer.build([variable])
    expect(optimizer.variables.map(({ path }) => path)).toEqual([
      'adam/iteration',
      'adam/learning_rate',
      'adam/kernel_momentum',
      'adam/kernel_velocity',
    ])
    expect(optimizer.variables[0]!.dtype).toBe('int32')
    for (const each of [variable, optimizer]) each.dispose()
  })

  it('counts iterations and takes another learning rate', () => {
    const optimizer = new SGD({ learning_rate: 1 })
    const variable = new Variable([0])
    const gradient = tensor1d([1])
    optimizer.apply_gradients([[gradient, variable]])
    optimizer.learning_rate = 0.5
    optimizer.learning_rate.assign(0.25)
    optimizer.apply([gradient])
    expect(variable.dataSync()[0]).toBe(-1.25)
    expect((optimizer.iterations as Variable).dataSync()[0]).toBe(2)
    for (const each of [variable, gradient, optimizer]) each.dispose()
  })

  it('follows a schedule', () => {
    const schedule = new schedules.PiecewiseConstantDecay({ boundaries: [0], values: [1, 0.5] })
    expect(steps(new SGD({ learning_rate: schedule }), [0], [[1], [1]])).toEqual([-1.5])
  })

  it('works on given values', () => {
    const optimizer = new SGD({ learning_rate: 1 })
    const variable = new Variable([0])
    const gradient = tensor1d([1])
    optimizer.build([variable])
    const [trainable, own] = optimizer.stateless_apply([7, 0.5], [gradient], [[10]])
    expect(trainable[0]!.dataSync()[0]).toBe(9.5)
    expect(own[0]!.dataSync()[0]).toBe(8)
    expect(variable.dataSync()[0]).toBe(0)
    for (const each of [...trainable, ...own, variable, gradient, optimizer]) each.dispose()
  })

  it('says what is wrong with its arguments', () => {
    expect(() => new SGD({ clipnorm: 1, clipvalue: 1 })).toThrow(
      'Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set',
    )
    expect(() => new SGD({ momentum: 2 })).toThrow('`momentum` must be a float between')
    expect(() => new Adam({ beta1: 0.9 } as never)).toThrow('Argument(s) not recognized')
    expect(() => new Adam(0.1 as never)).toThrow('new Adam({ learning_rate: 0.1 })')
    const optimizer = new SGD()
    expect(() => optimizer.apply([null])).toThrow('When passing `grads` without `variables`')
    const variable = new Variable([0])
    expect(() => optimizer.apply([null], [variable])).toThrow('No gradients provided for any variable.')
    for (const each of [variable, optimizer]) each.dispose()
  })

  it('survives a trip through its serialised form', () => {
    const optimizer = new Adam({
      learning_rate: new schedules.ExponentialDecay({ initial_learning_rate: 0.1, decay_steps: 2, decay_rate: 0.5 }),
      clipnorm: 1,
    })
    const again = deserialize(serialize(optimizer))
    expect(again.get_config()).toEqual(optimizer.get_config())
    expect(get('RMSprop')).toBeInstanceOf(RMSprop)
    expect(get('adam').get_config()).toMatchObject({ learning_rate: Math.fround(0.001), beta_1: 0.9, amsgrad: false })
    expect(() => get('no_such_thing')).toThrow('Could not interpret optimizer identifier')
  })
})

describe('schedules', () => {
  it('decays exponentially, also in steps', () => {
    const config = { initial_learning_rate: 0.05, decay_steps: 10, decay_rate: 0.96 }
    expect(new schedules.ExponentialDecay(config)(5)).toBeCloseTo(0.05 * 0.96 ** 0.5, 6)
    expect(new schedules.ExponentialDecay({ ...config, staircase: true })(15)).toBeCloseTo(0.048, 6)
  })

  it('decays by a polynomial, by the inverse of time and by a cosine', () => {
    expect(new schedules.PolynomialDecay({ initial_learning_rate: 0.1, decay_steps: 10, end_learning_rate: 0 })(5)).toBeCloseTo(
      0.05,
      6,
    )
    expect(new schedules.InverseTimeDecay({ initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 })(10)).toBeCloseTo(
      0.1 / 1.5,
      6,
    )
    const cosine = new schedules.CosineDecay({ initial_learning_rate: 0, decay_steps: 10, warmup_target: 1, warmup_steps: 4 })
    expect([cosine(2), cosine(4), cosine(9), cosine(99)].map((rate) => Number(rate.toFixed(6)))).toEqual([0.5, 1, 0.5, 0])
    const restarts = new schedules.CosineDecayRestarts({ initial_learning_rate: 1, first_decay_steps: 4 })
    expect(restarts(2)).toBeCloseTo(0.5, 5)
    expect(restarts(8)).toBeCloseTo(0.5, 5)
  })

  it('refuses impossible arguments', () => {
    expect(() => new schedules.CosineDecay({ initial_learning_rate: 1, decay_steps: 0 })).toThrow(
      'Argument `decay_steps` must be > 0.',
    )
    expect(() => new schedules.PiecewiseConstantDecay({ boundaries: [1, 2], values: [1] })).toThrow(
      'The length of boundaries should be 1 less',
    )
  })
})
