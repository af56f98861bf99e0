import { memory, tensor } from '@tensorflow/tfjs-core'
import { set_keras_mask } from '../../lib/graph/masking'
import * as accuracy from '../../lib/metrics/accuracy'
import { deserialize, get, serialize } from '../../lib/metrics/get'
import { Metric } from '../../lib/metrics/metric'
import { BinaryCrossentropy } from '../../lib/metrics/probabilistic'
import { Mean, MeanMetricWrapper, Sum } from '../../lib/metrics/reduction'
import { MeanSquaredError, RootMeanSquaredError } from '../../lib/metrics/regression'
import { max } from '../../lib/ops/numpy'

function result(metric: Metric): number {
  const value = metric.result()
  const [number] = value.dataSync()
  value.dispose()
  return number
}

describe('metrics', () => {
  it('averages over everything seen, not over batches', () => {
    const mean = new Mean()
    expect(result(mean)).toBe(0)
    mean.update_state([1, 3, 5, 7])
    mean.update_state(10)
    expect(result(mean)).toBeCloseTo(5.2, 5)
    mean.reset_state()
    mean.update_state([1, 3, 5, 7], { sample_weight: [1, 1, 0, 0] })
    expect(result(mean)).toBe(2)
    mean.dispose()
  })

  it('sums', () => {
    const sum = new Sum()
    sum.update_state([1, 3, 5, 7], [1, 1, 0, 0])
    expect(result(sum)).toBe(4)
    sum.dispose()
  })

  it.each([
    [new accuracy.Accuracy(), [[1], [2], [3], [4]], [[0], [2], [3], [4]], null, 0.75],
    [new accuracy.Accuracy(), [[1], [2], [3], [4]], [[0], [2], [3], [4]], [1, 1, 0, 0], 0.5],
    [new accuracy.BinaryAccuracy(), [[1], [1], [0], [0]], [[0.98], [1], [0], [0.6]], null, 0.75],
    [
      new accuracy.CategoricalAccuracy(),
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
      [
        [0.1, 0.9, 0.8],
        [0.05, 0.95, 0],
      ],
      [0.7, 0.3],
      0.3,
    ],
    [
      new accuracy.SparseCategoricalAccuracy(),
      [[2], [1]],
      [
        [0.1, 0.6, 0.3],
        [0.05, 0.95, 0],
      ],
      null,
      0.5,
    ],
    [
      new accuracy.TopKCategoricalAccuracy({ k: 1 }),
      [
        [0, 0, 1],
        [0, 1, 0],
      ],
      [
        [0.1, 0.9, 0.8],
        [0.05, 0.95, 0],
      ],
      null,
      0.5,
    ],
    [
      new accuracy.SparseTopKCategoricalAccuracy({ k: 1 }),
      [2, 1],
      [
        [0.1, 0.9, 0.8],
        [0.05, 0.95, 0],
      ],
      null,
      0.5,
    ],
    [
      new MeanSquaredError(),
      [
        [0, 1],
        [0, 0],
      ],
      [
        [1, 1],
        [0, 0],
      ],
      [1, 0],
      0.5,
    ],
    [
      new RootMeanSquaredError(),
      [
        [0, 1],
        [0, 0],
      ],
      [
        [1, 1],
        [0, 0],
      ],
      [1, 0],
      0.70710677,
    ],
    [
      new BinaryCrossentropy(),
      [
        [0, 1],
        [0, 0],
      ],
      [
        [0.6, 0.4],
        [0.4, 0.6],
      ],
      null,
      0.81492424,
    ],
  ] as [Metric, unknown, unknown, unknown, number][])(
    '%# answers as the documentation of Keras shows',
    (metric, y_true, y_pred, weight, wanted) => {
      metric.update_state(y_true, y_pred, weight)
      expect(result(metric)).toBeCloseTo(wanted, 5)
      metric.dispose()
    },
  )

  it('counts masked samples by their weight', () => {
    const metric = new MeanSquaredError()
    const output = tensor([[2], [4]])
    const mask = tensor([1, 0], [2], 'bool')
    set_keras_mask(output, mask)
    metric.update_state([[0], [0]], output, [1, 1])
    expect(result(metric)).toBe(4)
    metric.dispose()
    output.dispose()
    mask.dispose()
  })

  it('keeps its state in variables that may be read and set', () => {
    const mean = new Mean({ name: 'm' })
    expect(mean.variables.map(({ path }) => path)).toEqual(['m/total', 'm/count'])
    mean.update_state([4, 8])
    expect(mean.variables.map((variable) => variable.dataSync()[0])).toEqual([12, 2])
    mean.total.assign(30)
    expect(result(mean)).toBe(15)
    const value = tensor(7)
    mean.total.assign(value)
    expect(result(mean)).toBe(3.5)
    value.dispose()
    mean.dispose()
  })

  it('works without state of its own', () => {
    const mean = new Mean()
    const state = mean.stateless_update_state([10, 2], [1, 3])
    expect(state.map((part) => part.dataSync()[0])).toEqual([14, 4])
    const answer = mean.stateless_result(state)
    expect(answer.dataSync()[0]).toBe(3.5)
    expect(result(mean)).toBe(0)
    for (const part of [...state, answer]) part.dispose()
    mean.dispose()
  })

  it('leaves no tensor behind', () => {
    const before = memory().numTensors
    const metric = new accuracy.SparseCategoricalAccuracy()
    metric.update_state([0], [[0.9, 0.1]])
    result(metric)
    metric.dispose()
    expect(memory().numTensors).toBe(before)
  })

  it('takes a subclass with a state of its own', () => {
    class Largest extends Metric {
      static override class_name = 'Largest'
      declare largest: any
      constructor() {
        super({ name: 'largest' })
        this.largest = this.add_weight({ name: 'largest' })
      }
      override update_state(values: any): void {
        this.largest.assign(max(values))
      }
      override result(): any {
        return this.largest.clone()
      }
    }
    const metric = new Largest()
    const values = tensor([3, 5])
    const answer = metric(values)
    expect(answer.dataSync()[0]).toBe(5)
    metric.reset_state()
    expect(result(metric)).toBe(0)
    for (const each of [values, answer, metric]) each.dispose()
  })

  it('survives a trip through its serialised form, functions included', () => {
    const form = serialize(new accuracy.TopKCategoricalAccuracy({ k: 3 }))
    expect(form).toEqual({
      module: 'keras.metrics',
      class_name: 'TopKCategoricalAccuracy',
      config: { name: 'top_k_categorical_accuracy', dtype: 'float32', k: 3 },
      registered_name: null,
    })
    expect(deserialize(form).k).toBe(3)
    const wrapped = deserialize(
      serialize(new MeanMetricWrapper({ fn: accuracy.binary_accuracy, name: 'wrapped', threshold: 0.2 })),
    )
    wrapped.update_state([1], [0.3])
    expect(result(wrapped)).toBe(1)
    wrapped.dispose()
  })

  it('finds metrics by names and aliases, and refuses what is none', () => {
    expect(get('mse')).toBeInstanceOf(MeanSquaredError)
    expect(get('accuracy')).toBeInstanceOf(accuracy.Accuracy)
    expect(() => get('no_such_thing')).toThrow('Could not interpret metric identifier')
  })
})
