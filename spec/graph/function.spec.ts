import * as tf from '@tensorflow/tfjs-core'
import { Function } from '../../lib/graph/function'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { map_graph } from '../../lib/graph/map_graph'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { concatenate } from '../../lib/ops/numpy/join'
import { fresh_session, ones, Scale, Sum, values } from '../contract/helpers'

fresh_session()

const names = (operations: { name: string }[]): string[] => operations.map(({ name }) => name)

describe('Function', () => {
  test('it computes its outputs anew for other inputs, and leaves nothing behind', () => {
    const x = new KerasTensor([2, 3])
    const y = new KerasTensor([2, 3])
    const fn = new Function({ inputs: [x, y], outputs: multiply(add(x, y), 2) })
    const a = ones(2, 3)
    const before = tf.memory().numTensors
    const result = fn([a, a]) as tf.Tensor
    expect(values(result)).toEqual([4, 4, 4, 4, 4, 4])
    expect(tf.memory().numTensors - before).toBe(1)
    tf.dispose([result, a])
  })

  test('arrays are accepted in place of tensors', () => {
    const x = new KerasTensor([null, 2])
    const fn = new Function({ inputs: x, outputs: add(x, x), name: 'twice' })
    expect(fn.name).toBe('twice')
    const result = fn([[1, 2]]) as tf.Tensor
    expect(values(result)).toEqual([2, 4])
    result.dispose()
  })

  test('159: empty inputs or outputs, and leaves that are not symbolic, are refused by the name of the argument', () => {
    const x = new KerasTensor([2])
    expect(() => new Function({ inputs: [], outputs: x })).toThrow('`inputs` argument cannot be empty')
    expect(() => new Function({ inputs: x, outputs: [] })).toThrow('`outputs` argument cannot be empty')
    expect(() => new Function({ inputs: 1, outputs: x })).toThrow('All `inputs` values must be KerasTensors.')
    expect(() => new Function({ inputs: x, outputs: [x, 'text'] })).toThrow("including invalid value 'text'")
  })

  test('160: an output that does not come from the inputs, a repeated name and a cycle are refused', () => {
    const [x, z] = [Input({ shape: [2] }), Input({ shape: [2] })]
    const outputs = { foo: { bar: new Scale()(z) } }
    expect(() => new Function({ inputs: x, outputs })).toThrow('Output with path `foo.bar` is not connected to `inputs`')
    expect(() => new Function({ inputs: x, outputs: new Sum()(x, z) })).toThrow('cannot find parent for tensor')
    const twice = new Scale({ name: 'same' })(new Scale({ name: 'same' })(x))
    expect(() => new Function({ inputs: x, outputs: twice })).toThrow('The name "same" is used 2 times in the model.')
    const layer = new Scale()
    const y = layer(x)
    y._keras_history = { operation: layer, node_index: 0, tensor_index: 0 }
    ;(layer._inbound_nodes[0]!.arguments as { keras_tensors: KerasTensor[] }).keras_tensors[0] = y
    expect(() => new Function({ inputs: x, outputs: y })).toThrow("from operation 'scale_1' is part of a cycle.")
  })

  test('164: operations come by decreasing depth, ties in the order of the walk; a shared operation has its greatest depth', () => {
    const [a, b] = [Input({ shape: [2], name: 'a' }), Input({ shape: [2], name: 'b' })]
    const shared = new Scale({ name: 'shared' })
    const first = shared(a)
    const second = shared(new Scale({ name: 'between' })(first))
    const right = new Scale({ name: 'right' })(b)
    const sum = new Sum({ name: 'sum' })(second, right)
    const fn = new Function({ inputs: [a, b], outputs: sum })
    expect(names(fn.operations)).toEqual(['a', 'shared', 'between', 'b', 'right', 'sum'])
    const { nodes_by_depth } = map_graph([a, b], [sum])
    expect([...nodes_by_depth.keys()]).toEqual([4, 3, 2, 1, 0])
  })

  test('165: the outputs have the shapes of the graph when the inputs have, else those that its operations find', () => {
    const x = new KerasTensor([null, 3])
    const fn = new Function({ inputs: x, outputs: { y: concatenate([x, x], 0) } })
    expect(fn.compute_output_spec(new KerasTensor([null, 3])).y.shape).toEqual([null, 3])
    expect(fn.compute_output_spec(new KerasTensor([2, 3])).y.shape).toEqual([4, 3])
    const called = fn(new KerasTensor([4, 3])) as unknown as { y: KerasTensor }
    expect(called.y.shape).toEqual([8, 3])
    expect(called.y._keras_history!.operation).toBe(fn)
  })

  test('166: another structure, rank or size is refused, also of the batch', () => {
    const [x, y] = [new KerasTensor([2, 3]), new KerasTensor([2, 3])]
    const fn = new Function({ inputs: [x, y], outputs: add(x, y) })
    const a = ones(2, 3)
    expect(() => fn(a)).toThrow('Function was called with an invalid input structure.')
    expect(() => fn({ x: a })).toThrow('invalid input structure')
    expect(() => fn([a, [1, 2]])).toThrow('Function was passed incompatible inputs.')
    expect(() => fn([a, [[1, 2, 3]]])).toThrow('expected shape (2, 3), but received instead a tensor with shape (1, 3).')
    a.dispose()
  })

  test('operations before an intermediate tensor that serves as input are left out', () => {
    const x = Input({ shape: [2] })
    const between = new Dense({ units: 3, name: 'before' })(x)
    const fn = new Function({ inputs: between, outputs: new Dense({ units: 1, name: 'after' })(between) })
    expect(names(fn.operations)).toEqual(['after'])
  })

  test('run_through_graph runs the operations through a function of the caller', () => {
    const x = new KerasTensor([null, 2])
    const fn = new Function({ inputs: x, outputs: add(multiply(x, 2), x) })
    const seen: string[] = []
    const result = tf.tidy(() => {
      const out = fn.run_through_graph(ones(1, 2), (operation, args, kwargs) => {
        seen.push(operation.name)
        return operation.__call__(...args, ...(Object.keys(kwargs).length > 0 ? [kwargs] : []))
      })
      return values(out)
    })
    expect(seen).toEqual(['multiply', 'add'])
    expect(result).toEqual([3, 3])
  })
})
