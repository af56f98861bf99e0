import * as tf from '@tensorflow/tfjs-core'
import { AttributeError, RuntimeError, TypeError, ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { set_keras_mask } from '../../lib/graph/masking'
import { with_name_scope } from '../../lib/layers/base/legacy_scopes'
import { InputLayer } from '../../lib/layers/core/input_layer'
import { InputSpec, Layer } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Pair, Probe, Scale, Sum, values, warnings_of } from './helpers'

fresh_session()

const symbolic = (...shape: (number | null)[]): KerasTensor => new KerasTensor(shape)

class ListSum extends Layer {
  static override class_name = 'ListSum'
  override call(xs: any): any {
    const [a, b] = Object.values(xs) as tf.Tensor[]
    return add(a, b)
  }
}

describe('legacy contract', () => {
  test('L1: get_input_at and get_output_at give the tensors of a node; before any a RuntimeError, too high a ValueError, negative from the end', () => {
    const layer = new Double()
    expect(() => layer.get_input_at(0)).toThrow(RuntimeError)
    expect(() => layer.get_output_at(0)).toThrow(RuntimeError)
    const [x, z] = [symbolic(2), symbolic(3)]
    const [y, w] = [layer(x), layer(z)]
    expect([layer.get_input_at(0), layer.get_input_at(1), layer.get_output_at(1), layer.get_output_at(-1)]).toEqual([x, z, w, w])
    expect(layer.get_output_at(0)).toBe(y)
    expect(() => layer.get_input_at(2)).toThrow(ValueError)
    expect(() => layer.get_input_at(2)).toThrow(/at node 2, but the layer has only 2 inbound nodes/)
    const list = new ListSum()
    list([x, x])
    expect(list.get_input_at(0)).toEqual([x, x])
  })

  test('L2: get_input_shape_at and get_output_shape_at give shapes; those of an input layer are its own', () => {
    const layer = new ListSum()
    layer([symbolic(null, 2), symbolic(null, 2)])
    layer({ a: symbolic(3), b: symbolic(3) })
    expect(layer.get_input_shape_at(0)).toEqual([
      [null, 2],
      [null, 2],
    ])
    expect(layer.get_input_shape_at(1)).toEqual({ a: [3], b: [3] })
    expect(layer.get_output_shape_at(0)).toEqual([null, 2])
    expect(() => layer.get_output_shape_at(2)).toThrow(ValueError)
    expect(() => new Double().get_input_shape_at(0)).toThrow(RuntimeError)
    const input = new InputLayer({ shape: [4] })
    expect([input.get_input_at(0), input.get_input_shape_at(0)]).toEqual([input.output, [null, 4]])
  })

  test('L3: get_input_mask_at and get_output_mask_at give the masks, a list for a list, null for other nests', () => {
    class Passes extends Double {
      static override class_name = 'Passes'
      constructor() {
        super()
        this.supports_masking = true
      }
    }
    const x = symbolic(2)
    const mask = new KerasTensor([2], { dtype: 'bool' })
    set_keras_mask(x, mask)
    const layer = new Passes()
    layer(x)
    expect([layer.get_input_mask_at(0), layer.get_output_mask_at(0)]).toEqual([mask, mask])
    const list = new ListSum()
    warnings_of(() => list([x, symbolic(2)]))
    warnings_of(() => list({ a: x, b: symbolic(2) }))
    expect([list.get_input_mask_at(0), list.get_input_mask_at(1), list.get_output_mask_at(0)]).toEqual([[mask, null], null, null])
    expect(() => list.get_input_mask_at(5)).toThrow(ValueError)
  })

  test('L4: input and output are those of node 0, also when there are more; before any an AttributeError', () => {
    const layer = new Double()
    expect(() => layer.input).toThrow(AttributeError)
    const x = symbolic(2)
    const y = layer(x)
    layer(symbolic(3))
    expect([layer.input, layer.output]).toEqual([x, y])
  })

  test('L5: input_mask and output_mask are the masks of node 0', () => {
    const x = symbolic(2)
    const mask = new KerasTensor([2], { dtype: 'bool' })
    set_keras_mask(x, mask)
    const layer = new Double()
    expect(() => layer.input_mask).toThrow(AttributeError)
    expect(() => layer.output_mask).toThrow(AttributeError)
    warnings_of(() => layer(x))
    expect([layer.input_mask, layer.output_mask]).toEqual([mask, null])
  })

  test('L6: input_shape and output_shape are those of all nodes when they agree, else an AttributeError that names the other form', () => {
    const layer = new Double()
    expect(() => layer.input_shape).toThrow(AttributeError)
    layer(symbolic(null, 2))
    layer(symbolic(null, 2))
    expect([layer.input_shape, layer.output_shape]).toEqual([
      [null, 2],
      [null, 2],
    ])
    layer(symbolic(null, 3))
    expect(() => layer.input_shape).toThrow(AttributeError)
    expect(() => layer.output_shape).toThrow(/get_output_shape_at\(node_index\)/)
  })

  test('L7: inbound_nodes and outbound_nodes are the live lists', () => {
    const layer = new Double()
    const nodes = layer.inbound_nodes
    const y = layer(symbolic(2))
    expect(nodes.length).toBe(1)
    expect(layer.inbound_nodes).toBe(layer._inbound_nodes)
    const next = new Double()
    next(y)
    expect(layer.outbound_nodes).toEqual([next.inbound_nodes[0]])
  })

  test('L8: add_loss takes functions that are evaluated at each reading, skips null, ignores inputs and refuses other keywords', () => {
    const layer = new Double()
    let calls = 0
    layer.add_loss([() => tf.scalar(++calls), null], { inputs: 5 })
    expect(values(layer.losses[0])).toEqual([1])
    expect(values(layer.losses[0])).toEqual([2])
    expect(() => layer.add_loss(tf.scalar(1), { foo: 1 } as never)).toThrow(TypeError)
    expect(() => (layer as any).add_loss()).toThrow(TypeError)
    expect(() => layer.add_loss(3)).toThrow(ValueError)
    const x = symbolic(2)
    const y = layer(x)
    layer.add_loss(y)
    expect(layer.losses[0]).toBe(y)
  })

  test('L9: losses are the tensors of the last call, then the functions, then the weight regularizers of trainable weights', () => {
    class Regular extends Layer {
      static override class_name = 'Regular'
      declare w: Variable
      override build(_shape?: any): void {
        this.w = this.add_weight({ name: 'w', shape: [2], initializer: 'ones', regularizer: (w: tf.Tensor) => tf.sum(w) })
        this.add_loss(() => tf.scalar(5))
      }
      override call(x: tf.Tensor): any {
        this.add_loss(tf.sum(x))
        return x
      }
    }
    const layer = new Regular()
    layer(ones(3)).dispose()
    const numbers = (): number[] => layer.losses.map((loss) => values(loss)[0]!)
    expect(numbers()).toEqual([3, 5, 2])
    layer(ones(4)).dispose()
    expect(numbers()).toEqual([4, 5, 2])
    layer.trainable = false
    expect(numbers()).toEqual([4, 5])
    layer.dispose()
  })

  test('L10: get_losses_for gives the losses of calls for inputs, and the rest for null', () => {
    const layer = new Double()
    layer.add_loss(() => tf.scalar(1))
    layer.add_loss(tf.scalar(2))
    expect(layer.get_losses_for(null).map(values)).toEqual([[1]])
    expect(layer.get_losses_for(ones(1)).map(values)).toEqual([[2]])
    layer.clear_losses()
  })

  test('L11: add_update runs functions at once, ignores the rest, and does nothing symbolically or when frozen', () => {
    let runs = 0
    class Updates extends Layer {
      static override class_name = 'Updates'
      override call(x: tf.Tensor): any {
        expect(this.add_update([() => runs++, null, { a: () => runs++ }])).toBeUndefined()
        return multiply(x, 1)
      }
    }
    class Around extends Layer {
      static override class_name = 'Around'
      inner = new Updates()
      override call(x: tf.Tensor): any {
        return this.inner(x)
      }
    }
    const layer = new Around()
    layer(symbolic(null, 1))
    expect(runs).toBe(0)
    layer(ones(1, 1))
    expect(runs).toBe(2)
    layer.inner.trainable = false
    layer(ones(1, 1))
    expect(runs).toBe(2)
    const frozen = new Around({ trainable: false })
    frozen(ones(1, 1))
    expect(runs).toBe(2)
  })

  test('L12: updates is always empty and warns; get_updates_for is empty', () => {
    const layer = new Double()
    expect(warnings_of(() => expect(layer.updates).toEqual([])).length).toBe(1)
    expect(layer.get_updates_for(null)).toEqual([])
  })

  test('L13: add_metric averages a value under a name, registers the metric that a result came from, and has its errors', () => {
    class Measures extends Layer {
      static override class_name = 'Measures'
      accuracy = new Mean({ name: 'acc' })
      override call(x: tf.Tensor): any {
        this.add_metric(tf.sum(x), { name: 'total', aggregation: 'mean' })
        this.add_metric(this.accuracy(x))
        return multiply(x, 1)
      }
    }
    const layer = new Measures()
    layer(ones(2))
    layer(ones(4))
    expect(layer.metrics.map((metric) => [metric.name, values(metric.result())[0]])).toEqual([
      ['acc', 1],
      ['total', 3],
    ])
    expect(() => layer.add_metric(tf.scalar(1))).toThrow(/provide a name for your metric/)
    expect(() => layer.add_metric(tf.scalar(1), { name: 'q' })).toThrow(ValueError)
    expect(() => layer.add_metric(tf.scalar(1), { foo: 1 } as never)).toThrow(TypeError)
    layer.dispose()
  })

  test('L14: metrics are the own and those below; they are not in weights', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      mean = new Mean({ name: 'a' })
      inner = new Probe()
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const layer = new Outer()
    ;(layer.inner as any).mean = new Mean({ name: 'b' })
    expect(layer.metrics.map((metric) => metric.name)).toEqual(['a', 'b'])
    expect(layer.weights).toEqual([])
    layer.dispose()
  })

  test('L15: dynamic is a boolean, true when a layer below is, and then a symbolic call needs compute_output_shape', () => {
    expect(() => new Double({ dynamic: 'yes' } as never)).toThrow(TypeError)
    const pair = new Pair()
    expect(pair.dynamic).toBe(false)
    pair.first = new Scale({ dynamic: true }) as never
    expect(pair.dynamic).toBe(true)
    expect(() => new Double({ dynamic: true })(symbolic(2))).toThrow(/implement the `compute_output_shape` method/)
    expect(values(new Double({ dynamic: true })(ones(1)))).toEqual([2])
  })

  test('L16: stateful is set on a layer and read from those below too', () => {
    const pair = new Pair()
    expect(pair.stateful).toBe(false)
    pair.second.stateful = true
    expect([pair.stateful, pair.first.stateful]).toEqual([true, false])
    pair.stateful = true
    expect(pair.first.stateful).toBe(false)
  })

  test('L17: supports_masking can be set; compute_mask hands the mask on and is never an error', () => {
    const layer = new Double()
    const mask = ones(1)
    expect([layer.supports_masking, layer.compute_mask(ones(1)), layer.compute_mask(ones(1), mask)]).toEqual([false, null, mask])
    layer.supports_masking = true
    expect(layer.supports_masking).toBe(true)
  })

  test('L18: trainable is a boolean in the constructor, and setting it reaches layers and variables', () => {
    expect(() => new Double({ trainable: 'yes' } as never)).toThrow(ValueError)
    const pair = new Pair()
    pair(ones(1, 2)).dispose()
    pair.trainable = false
    expect([pair.first.trainable, pair.first.scale.trainable]).toEqual([false, false])
    pair.dispose()
  })

  test('L19: name is read-only, an input_spec takes specs only', () => {
    const layer = new Double({ name: 'd' })
    expect(() => {
      ;(layer as any).name = 'e'
    }).toThrow()
    expect(() => {
      layer.input_spec = ['text']
    }).toThrow(TypeError)
    layer.input_spec = [new InputSpec({ ndim: 1 })]
    expect(layer.input_spec.length).toBe(1)
  })

  test('L20: compute_output_shape traces call, with training off, and leaves the layer unbuilt', () => {
    const trainings: unknown[] = []
    class Traced extends Scale {
      static override class_name = 'Traced'
      override call(x: tf.Tensor, options?: any): any {
        trainings.push(options.training)
        return super.call(x)
      }
    }
    const layer = new Traced()
    expect(layer.compute_output_shape([null, 3])).toEqual([null, 3])
    expect(new Set(trainings)).toEqual(new Set([false]))
    expect([layer.built, layer.weights]).toEqual([false, []])
    expect(new ListSum().compute_output_shape([[2], [2]])).toEqual([2])
    expect(() => new Sum({}).compute_output_shape('text')).toThrow()
  })

  test('L21: compute_output_signature maps shapes with dtypes to such, in the compute dtype, and refuses other leaves', () => {
    const layer = new Double({ dtype: 'mixed_float16' })
    expect(layer.compute_output_signature({ shape: [2, 3], dtype: 'int32' })).toEqual({ shape: [2, 3], dtype: 'float16' })
    expect(() => layer.compute_output_signature(5)).toThrow(TypeError)
    expect(() => layer.compute_output_signature(5)).toThrow(/Only TensorSpec signature types are supported/)
  })

  test('L22: name_scope opens a scope of the name, and with_name_scope runs a method inside it', () => {
    class Makes extends Layer {
      static override class_name = 'Makes'
      make = with_name_scope(function make(this: Makes): Variable {
        return new Variable([1], { name: 'v' })
      })
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const layer = new Makes({ name: 'my' })
    expect(layer.name_scope.name).toBe('my/')
    const made = layer.make()
    expect(made.path).toBe('my/v')
    const inside = layer.name_scope.run(() => new Variable([1], { name: 'w' }))
    expect(inside.path).toBe('my/w')
    made.dispose()
    inside.dispose()
  })

  test('L23: submodules are all layers and metrics below, those attached directly first, each once', () => {
    const pair = new Pair() as any
    pair.mean = new Mean({ name: 'm' })
    pair.list = [new Double(), pair.first]
    pair.first.inner = new Double()
    expect(pair.submodules).toEqual([pair.first, pair.second, pair.list[0], pair.mean, pair.first.inner])
    pair.dispose()
  })

  test('L24: finalize_state is called on every layer after its weights were set', () => {
    const calls: string[] = []
    class Finalizes extends Scale {
      static override class_name = 'Finalizes'
      override finalize_state(): void {
        calls.push(this.name)
      }
    }
    const layer = new Finalizes({ name: 'f' })
    layer.build([1])
    layer.set_weights([[1]])
    expect(calls).toEqual(['f'])
    layer.dispose()
  })

  test('L25: set_weights checks everything before it writes anything', () => {
    const pair = new Pair()
    pair(ones(1, 2)).dispose()
    expect(() => pair.set_weights([[5, 5], [1]])).toThrow(ValueError)
    expect(pair.weights.map(values)).toEqual([
      [1, 1],
      [1, 1],
    ])
    pair.dispose()
  })

  test('L26: add_weight takes the legacy order and keywords; on_read makes a weight non-trainable; texts need an initializer', () => {
    const layer = new Double()
    const weight = layer.add_weight('w', [2], 'float32', 'ones')
    expect([weight.local_name, values(weight)]).toEqual(['w', [1, 1]])
    expect(layer.add_weight({ name: 'r', shape: [], synchronization: 'on_read' }).trainable).toBe(false)
    expect(() => layer.add_weight({ synchronization: 'on_read', trainable: true })).toThrow(ValueError)
    expect(() => layer.add_weight({ name: 's', dtype: 'string' })).toThrow(ValueError)
    expect(() => layer.add_weight({ name: 's', nothing: 1 })).toThrow(TypeError)
    expect(layer.add_weight({ name: 'p', shape: [], partitioner: 5, use_resource: true }).shape).toEqual([])
    expect(layer.add_variable({ name: 'v', shape: [1] }).shape).toEqual([1])
    layer.dispose()
  })

  test('L27: count_params of an unbuilt layer is a ValueError', () => {
    expect(() => new Scale().count_params()).toThrow(ValueError)
    const layer = new Scale()
    layer.build([3])
    expect(layer.count_params()).toBe(3)
    layer.dispose()
  })

  test('L28: the constructor takes the legacy keywords; weights are set once the layer is built', () => {
    const shape_of = (config: object): unknown => new Double(config)._state.batch_input_shape
    expect(shape_of({ input_dim: 3 })).toEqual([null, 3])
    expect(shape_of({ input_shape: [4], batch_size: 5 })).toEqual([5, 4])
    expect(shape_of({ batch_input_shape: [5, 3] })).toEqual([5, 3])
    const layer = new Scale({ weights: [[7, 8]], implementation: 2 })
    layer(ones(1, 2)).dispose()
    expect(values(layer.scale)).toEqual([7, 8])
    expect(() => new Scale({ weights: [[1]] })(ones(1, 2))).toThrow(ValueError)
    layer.dispose()
  })

  test('L29: overwriting and deleting attributes untracks; a replaced variable keeps its place', () => {
    const layer = new Double() as any
    const [a, b, c] = ['a', 'b', 'c'].map((name) => new Variable([1], { name }))
    layer.a = a
    layer.b = b
    layer.a = c
    expect(layer.weights).toEqual([c, b])
    delete layer.b
    expect(layer.weights).toEqual([c])
    for (const variable of [a, b, c]) variable!.dispose()
  })

  test('L30: every argument is converted and cast, and the first may not lack', () => {
    const sum = new Sum({ dtype: 'float16' })
    expect(values(sum([1.0001], [1.0001]))).toEqual([2])
    expect(() => (sum as any)({ b: [1] }, {})).not.toThrow(RuntimeError)
    expect(() => sum.call_with({ b: ones(1) })).toThrow(TypeError)
  })

  test('L31: there is no learning phase: training is the argument, the outer call, or the default, and null counts as given', () => {
    const probe = new Probe()
    probe(ones(1), { training: null })
    probe(ones(1))
    expect(probe.seen).toEqual([null, null])
  })

  test('L32: get_build_config gives the input shape when known, and an output that is an input becomes a tensor of its own', () => {
    class Same extends Layer {
      static override class_name = 'Same'
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const layer = new Same()
    const x = symbolic(null, 2)
    const y = layer(x)
    expect(y).not.toBe(x)
    expect(y._keras_history!.operation).toBe(layer)
    expect(layer.get_build_config()).toEqual({ input_shape: [null, 2] })
    const eager = ones(2)
    const out = layer(eager)
    expect(out).not.toBe(eager)
  })

  test('L33: the dtype is known from the start: that of the global policy', () => {
    expect(new Double().dtype).toBe('float32')
  })
})
