import { memory, scalar, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { set_keras_mask } from '../../lib/graph/masking'
import { BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy } from '../../lib/losses/crossentropy'
import { deserialize, get, serialize } from '../../lib/losses/get'
import { Loss } from '../../lib/losses/loss'
import { MeanAbsoluteError, MeanSquaredError } from '../../lib/losses/regression'
import { sigmoid, softmax } from '../../lib/ops/nn'
import { square, subtract, sum } from '../../lib/ops/numpy'

const y_true = [
  [0, 1],
  [0, 0],
]
const y_pred = [
  [0.6, 0.4],
  [0.4, 0.6],
]

function value(loss: any, ...args: unknown[]): number {
  const result = loss(...args)
  const [number] = result.dataSync()
  result.dispose()
  return number
}

describe('losses', () => {
  it.each([
    ['mean_squared_error', 0.31],
    ['mean_absolute_error', 0.55],
    ['Huber', 0.155],
    ['Hinge', 1.3],
    ['SquaredHinge', 1.86],
    ['CategoricalHinge', 1.4],
    ['KLDivergence', 0.458],
    ['binary_crossentropy', 0.815],
  ])('computes %s as the documentation of Keras shows', (name, wanted) => {
    const found = get(name)
    const loss = found instanceof Loss ? found : (a: unknown, b: unknown) => new MeanOf(found)(a as never, b as never)
    expect(value(loss, y_true, y_pred)).toBeCloseTo(wanted, 3)
  })

  class MeanOf extends Loss {
    static override class_name = 'MeanOf'
    private fn: (a: unknown, b: unknown) => unknown
    constructor(fn: any) {
      super({ name: 'mean_of' })
      this.fn = fn
    }
    override call(a: unknown, b: unknown): unknown {
      return this.fn(a, b)
    }
  }

  it('weighs samples, by position and by name', () => {
    const loss = new BinaryCrossentropy()
    expect(value(loss, y_true, y_pred, [1, 0])).toBeCloseTo(0.458, 3)
    expect(value(loss, y_true, y_pred, { sample_weight: [1, 0] })).toBeCloseTo(0.458, 3)
  })

  it('reduces as it is told', () => {
    expect(value(new BinaryCrossentropy({ reduction: 'sum' }), y_true, y_pred)).toBeCloseTo(1.63, 3)
    const each = new BinaryCrossentropy({ reduction: 'none' })(y_true, y_pred)
    expect(Array.from(each.dataSync()).map((v) => Number(v.toFixed(3)))).toEqual([0.916, 0.714])
    each.dispose()
    expect(value(new MeanSquaredError({ reduction: 'mean_with_sample_weight' }), [[1], [3]], [[0], [0]], [1, 3])).toBeCloseTo(
      7,
      5,
    )
  })

  it('computes categorical crossentropies as the documentation of Keras shows', () => {
    const probabilities = [
      [0.05, 0.95, 0],
      [0.1, 0.8, 0.1],
    ]
    const one_hot = [
      [0, 1, 0],
      [0, 0, 1],
    ]
    expect(value(new CategoricalCrossentropy(), one_hot, probabilities)).toBeCloseTo(1.177, 3)
    expect(value(new CategoricalCrossentropy(), one_hot, probabilities, [0.3, 0.7])).toBeCloseTo(0.814, 3)
    expect(value(new SparseCategoricalCrossentropy(), [1, 2], probabilities)).toBeCloseTo(1.177, 3)
    expect(value(new SparseCategoricalCrossentropy({ ignore_class: 1 }), [1, 2], probabilities)).toBeCloseTo(2.3, 2)
  })

  it('lets a mask of the predictions take part', () => {
    const output = tensor([[2], [4]])
    const mask = tensor([1, 0], [2], 'bool')
    set_keras_mask(output, mask)
    expect(value(new MeanSquaredError(), [[0], [0]], output)).toBeCloseTo(4, 5)
    output.dispose()
    mask.dispose()
  })

  it('has a gradient where a sigmoid or a softmax is saturated', () => {
    const logits = tensor([[200, -200]])
    const by_sigmoid = value_and_grads(() => new BinaryCrossentropy()([[0, 1]], sigmoid(logits)), [logits])
    expect(Array.from(by_sigmoid.grads[0]!.dataSync())).toEqual([0.5, -0.5])
    expect(by_sigmoid.value.dataSync()[0]).toBeCloseTo(200, 3)
    const by_softmax = value_and_grads(() => new CategoricalCrossentropy()([[0, 1]], softmax(logits)), [logits])
    expect(Array.from(by_softmax.grads[0]!.dataSync())).toEqual([1, -1])
    for (const { value, grads } of [by_sigmoid, by_softmax]) {
      value.dispose()
      grads[0]!.dispose()
    }
    logits.dispose()
  })

  it('differentiates by soft targets too', () => {
    const targets = tensor([[0.3, 0.7]])
    const { value, grads } = value_and_grads(
      () => new CategoricalCrossentropy({ from_logits: true })(targets, [[1, 3]]),
      [targets],
    )
    const [first, second] = grads[0]!.dataSync()
    expect(first).toBeCloseTo(2.126928, 5)
    expect(second).toBeCloseTo(0.126928, 5)
    value.dispose()
    grads[0]!.dispose()
    targets.dispose()
  })

  it('gives second derivatives of a crossentropy of logits', () => {
    const logits = tensor([0.5])
    const inner = () => {
      const { value, grads } = value_and_grads(() => new BinaryCrossentropy({ from_logits: true })([1], logits), [logits])
      value.dispose()
      return sum(grads[0]!) as Tensor
    }
    const { value, grads } = value_and_grads(inner, [logits])
    expect(grads[0]!.dataSync()[0]).toBeCloseTo(0.235004, 5)
    value.dispose()
    grads[0]!.dispose()
    logits.dispose()
  })

  it('leaves no tensor behind, nor when it fails', () => {
    const before = memory().numTensors
    new MeanAbsoluteError()(y_true, y_pred, [1, 2]).dispose()
    expect(() => new CategoricalCrossentropy()([[0, 1, 2]], [[0.5, 0.5]])).toThrow('must have the same shape')
    expect(memory().numTensors).toBe(before)
  })

  it('survives a trip through its serialised form', () => {
    const form = serialize(new BinaryCrossentropy({ from_logits: true, reduction: 'sum' }))
    expect(form).toEqual({
      module: 'keras.losses',
      class_name: 'BinaryCrossentropy',
      config: { name: 'binary_crossentropy', reduction: 'sum', from_logits: true, label_smoothing: 0, axis: -1 },
      registered_name: null,
    })
    expect(deserialize(form).get_config()).toEqual(form!.config)
  })

  it('finds losses by names and aliases, and refuses what is none', () => {
    expect(get('mse')).toBe(get('mean_squared_error'))
    expect(get('MeanSquaredError')).toBeInstanceOf(MeanSquaredError)
    expect(get(null)).toBeNull()
    expect(() => get('no_such_thing')).toThrow('Could not interpret loss identifier: no_such_thing')
    expect(() => get({ class_name: 'NoSuch', config: {} })).toThrow("Could not locate class 'NoSuch'")
    expect(() => new MeanSquaredError({ reduction: 'bad' as never })).toThrow('Invalid value for argument `reduction`')
    expect(() => new MeanSquaredError({ reductoin: 'sum' } as never)).toThrow('Did you mean `reduction`?')
  })

  it('takes a subclass that writes call', () => {
    class Own extends Loss {
      static override class_name = 'Own'
      override call(a: any, b: any): any {
        return square(subtract(b, a))
      }
    }
    const loss = new Own()
    expect(loss.name).toBe('own')
    expect(value(loss, [1, 2], [2, 4])).toBe(2.5)
    const weight = scalar(2)
    expect(value(loss, [1, 2], [2, 4], weight)).toBe(5)
    weight.dispose()
  })
})
