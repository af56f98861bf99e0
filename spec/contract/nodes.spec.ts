import type * as tf from '@tensorflow/tfjs-core'
import { AttributeError, NotImplementedError, ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { Node } from '../../lib/graph/node'
import { InputLayer } from '../../lib/layers/core/input_layer'
import { Layer } from '../../lib/layers/layer'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { Double, fresh_session, ones, Scale, Sum } from './helpers'

fresh_session()

const symbolic = (...shape: (number | null)[]): KerasTensor => new KerasTensor(shape)

describe('symbolic calls, specs, nodes', () => {
  test('104: a symbolic tensor anywhere in the arguments makes the call symbolic: nothing is computed', () => {
    class Both extends Sum {
      static override class_name = 'Both'
      override compute_output_spec(a: any, b: any): any {
        expect(b).toBeInstanceOf(KerasTensor)
        return new KerasTensor(a.shape)
      }
      override call(): any {
        throw new ValueError('computed')
      }
    }
    expect(new Both()(ones(2), symbolic(2))).toBeInstanceOf(KerasTensor)
    expect(new Both()(ones(2), { b: symbolic(2) })).toBeInstanceOf(KerasTensor)
    const y = new Double()(symbolic(null, 3))
    expect([y.shape, y.dtype]).toEqual([[null, 3], 'float32'])
  })

  test('105: a layer with compute_output_shape needs no call for a symbolic result, of any structure, in the compute dtype', () => {
    const make = (answer: (shape: any) => unknown): Layer => {
      class ByShape extends Layer {
        static override class_name = 'ByShape'
        override call(): any {
          throw new ValueError('computed')
        }
        override compute_output_shape(shape: any): any {
          return answer(shape)
        }
      }
      return new ByShape({ dtype: 'mixed_float16' })
    }
    const one = make((shape) => [...shape, 7])(symbolic(null, 2))
    expect([one.shape, one.dtype]).toEqual([[null, 2, 7], 'float16'])
    const list: any = make((shape) => [shape, [1]])(symbolic(null, 2))
    expect(list.map((t: KerasTensor) => t.shape)).toEqual([[null, 2], [1]])
    const dict: any = make((shape) => ({ a: shape, b: [[3], [4]] }))(symbolic(null, 2))
    expect([dict.a.shape, dict.b.map((t: KerasTensor) => t.shape)]).toEqual([
      [null, 2],
      [[3], [4]],
    ])
  })

  test('106: compute_output_shape receives the shapes as build does; what is no shape is a ValueError', () => {
    class Shapes extends Sum {
      static override class_name = 'Shapes'
      got: unknown[] = []
      override compute_output_shape(...shapes: any[]): any {
        this.got = shapes
        return shapes[0]
      }
    }
    const two = new Shapes()
    two(symbolic(1, 2), symbolic(3))
    expect(two.got).toEqual([[1, 2], [3]])
    class Wrong extends Double {
      static override class_name = 'Wrong'
      override compute_output_shape(): any {
        return 'text'
      }
    }
    expect(() => new Wrong()(symbolic(1))).toThrow(ValueError)
    expect(new Sum().compute_output_shape([null, 2], [2])).toEqual([null, 2])
  })

  test('107: otherwise call is traced, and a failure is of the same class and suggests to write the shape', () => {
    class Fails extends Layer {
      static override class_name = 'Fails'
      override call(): any {
        throw new NotImplementedError('the cause')
      }
    }
    expect(() => new Fails()(symbolic(1))).toThrow(NotImplementedError)
    expect(() => new Fails()(symbolic(1))).toThrow(/compute_output_spec\(\) \/ compute_output_shape\(\)[\s\S]*the cause/)
    expect(new Double().compute_output_spec(symbolic(null, 2)).shape).toEqual([null, 2])
  })

  test('108: a node keeps the arguments as they were given, without a cast', () => {
    const x = symbolic(null, 2)
    const layer = new Double({ dtype: 'mixed_float16' })
    const y = layer(x)
    expect(layer._inbound_nodes.length).toBe(1)
    expect(layer._inbound_nodes[0]!.arguments.args[0]).toBe(x)
    expect(y.dtype).toBe('float16')
  })

  test('109: a node knows arguments, outputs, whether it is an input, and its parents; an output must be symbolic', () => {
    const [x, double, sum] = [symbolic(2), new Double(), new Sum()]
    const y = double(x)
    const z = sum(y, x)
    const node = sum._inbound_nodes[0]!
    expect([node.input_tensors, node.output_tensors, node.is_input]).toEqual([[y, x], [z], false])
    expect(node.parent_nodes).toEqual([double._inbound_nodes[0]])
    expect(new Node(new Double(), { outputs: [symbolic(1)] }).is_input).toBe(true)
    expect(() => new Node(new Double(), { outputs: [ones(1)] })).toThrow(ValueError)
  })

  test('110: a node stands in the inbound list of its operation and in the outbound list of each producer, once a tensor', () => {
    const [x, double, sum] = [symbolic(2), new Double(), new Sum()]
    const y = double(x)
    sum(y, y)
    expect(sum._inbound_nodes.length).toBe(1)
    expect(double._outbound_nodes).toEqual([sum._inbound_nodes[0], sum._inbound_nodes[0]])
  })

  test('111: each output tensor names its operation, the node and its place; other inputs get an empty history', () => {
    class Two extends Layer {
      static override class_name = 'Two'
      override call(x: tf.Tensor): any {
        return [multiply(x, 1), multiply(x, 2)]
      }
    }
    const [x, two] = [symbolic(2), new Two()]
    two(x)
    const outputs = two(x) as unknown as KerasTensor[]
    expect(outputs.map((output) => output._keras_history)).toEqual([
      { operation: two, node_index: 1, tensor_index: 0 },
      { operation: two, node_index: 1, tensor_index: 1 },
    ])
    expect(x._keras_history).toEqual({ operation: null, node_index: 0, tensor_index: 0 })
  })

  test('112: tensors made without record_history leave no node behind', () => {
    const x = new KerasTensor([2], { record_history: false })
    const layer = new Double()
    layer(x)
    expect([layer._inbound_nodes.length, x._keras_history]).toEqual([0, null])
  })

  test('113: input and output are those of the first symbolic call, before it an AttributeError, and a node too high a ValueError', () => {
    const layer = new Double()
    expect(() => layer.input).toThrow(AttributeError)
    expect(() => layer.output).toThrow(AttributeError)
    const [x, other] = [symbolic(2), symbolic(3)]
    const y = layer(x)
    layer(other)
    expect([layer.input, layer.output, layer._inbound_nodes.length]).toEqual([x, y, 2])
    expect(() => layer.get_input_at(2)).toThrow(ValueError)
  })

  test('114: a call with values records nothing', () => {
    const layer = new Scale()
    layer(ones(1, 2)).dispose()
    expect([layer._inbound_nodes, layer._outbound_nodes]).toEqual([[], []])
    layer.dispose()
  })

  test('115: shape, dtype, sparse and ragged of a symbolic tensor cannot be set; sparse with ragged is a ValueError; names are automatic', () => {
    const x: any = symbolic(2)
    for (const key of ['shape', 'dtype', 'sparse', 'ragged']) {
      expect(() => {
        x[key] = null
      }).toThrow(AttributeError)
    }
    expect(() => new KerasTensor([2], { sparse: true, ragged: true })).toThrow(ValueError)
    expect([x.name, symbolic(1).name]).toEqual(['keras_tensor', 'keras_tensor_1'])
  })

  test('116: an InputLayer takes shape or batch_shape, wraps a tensor after checking it, and dumps what it was made of', () => {
    expect(() => new InputLayer({})).toThrow(ValueError)
    expect(() => new InputLayer({ shape: [2], batch_shape: [1, 2] })).toThrow(ValueError)
    expect(() => new InputLayer({ batch_shape: [1, 2], batch_size: 1 })).toThrow(ValueError)
    const layer = new InputLayer({ shape: [2], batch_size: 4, dtype: 'int32', name: 'in' })
    expect([layer.output.shape, layer.output.dtype, layer.dtype]).toEqual([[4, 2], 'int32', 'int32'])
    expect(layer.get_config()).toEqual({
      batch_shape: [4, 2],
      dtype: 'int32',
      sparse: false,
      ragged: false,
      name: 'in',
      optional: false,
    })
    const x = new KerasTensor([4, 2], { dtype: 'int32' })
    expect(new InputLayer({ input_tensor: x } as never).output).toBe(x)
    for (const wrong of [{ batch_size: 5 }, { shape: [3] }, { batch_shape: [4, 3] }, { dtype: 'float32' }]) {
      expect(() => new InputLayer({ input_tensor: x, ...wrong } as never)).toThrow(ValueError)
    }
    expect(new InputLayer({ input_shape: [3] } as never).output.shape).toEqual([null, 3])
    expect(new InputLayer({ batch_input_shape: [2, 3] } as never).output.shape).toEqual([2, 3])
  })
})
