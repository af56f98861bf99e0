import * as tf from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { TypeError, ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { type CallOptions, Layer, required } from '../../lib/layers/layer'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Pair, Probe, Scale, Shift, Sum, values, warnings_of } from './helpers'

fresh_session()

describe('how a layer is called', () => {
  test('a plain object in last place, at index 1 or later, is always the options', () => {
    class Dict extends Layer {
      static override class_name = 'Dict'
      static override call_arguments = ['inputs', 'metadata']
      got: unknown[] = []
      override call(inputs: any, metadata: any, options: CallOptions): any {
        this.got = [Object.keys(inputs), metadata && Object.keys(metadata), options.training]
        return tf.scalar(0)
      }
    }
    const layer = new Dict()
    layer({ a: ones(1) }, { training: true })
    expect(layer.got).toEqual([['a'], undefined, true])
    layer({ a: ones(1) }, { metadata: { b: ones(1) } })
    expect(layer.got).toEqual([['a'], ['b'], null])
    layer.call_with({ inputs: { a: ones(1) }, metadata: { b: ones(1) }, training: false })
    expect(layer.got).toEqual([['a'], ['b'], false])
  })

  test('an unknown option is a TypeError that suggests the right one', () => {
    expect(() => new Probe()(ones(1), { trainig: true })).toThrow(TypeError)
    expect(() => new Probe()(ones(1), { trainig: true })).toThrow(/Did you mean `training`\?/)
  })

  test('what call_options does not declare goes to the layers below and is not handed to call', () => {
    class Quiet extends Layer {
      static override class_name = 'Quiet'
      static override call_options = {}
      probe = new Probe()
      options: any = null
      override call(x: tf.Tensor, options: any): any {
        this.options = options
        return this.probe(x)
      }
    }
    const layer = new Quiet()
    layer(ones(1), { training: true })
    expect(layer.options).toEqual({})
    expect(layer.probe.seen).toEqual([true])
  })

  test('call always receives the options object, with all declared keys', () => {
    let got: unknown = null
    class Options extends Layer {
      static override class_name = 'Options'
      static override call_options: Record<string, unknown> = { training: null, mask: null, initial_state: null }
      override call(x: tf.Tensor, options: unknown): any {
        got = options
        return multiply(x, 1)
      }
    }
    const layer = new Options()
    layer(ones(1))
    expect(got).toEqual({ training: null, mask: null, initial_state: null })
    layer(ones(1), { initial_state: 3 })
    expect(got).toEqual({ training: null, mask: null, initial_state: 3 })
  })

  test('a variable is accepted wherever a tensor is', () => {
    const variable = new Variable([1, 2])
    const y = new Double()(variable)
    expect(values(y)).toEqual([2, 4])
    const same = new Sum()(variable)
    expect(same).not.toBe(variable)
    variable.dispose()
  })
})

describe('constructors and fields', () => {
  test('a positional argument is a TypeError that prints the corrected line', () => {
    expect(() => new Shift(64 as never)).toThrow(TypeError)
    expect(() => new Shift(64 as never)).toThrow('new Shift({ by: 64 })')
    expect(() => new Shift({ times: 2 } as never)).toThrow(TypeError)
    expect(() => new Shift({ times: 2 } as never)).toThrow(/missing 1 required argument: 'by'/)
  })

  test('a field without declare is noticed at the first use, with the corrected line', () => {
    class Wiped extends Layer {
      static override class_name = 'Wiped'
      static override defaults = { units: required }
      units: number | undefined
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const layer = new Wiped({ units: 3 })
    expect(() => layer(ones(1))).toThrow(TypeError)
    expect(() => new Wiped({ units: 3 })(ones(1))).toThrow('declare units')
  })

  test('own weights keep the order of add_weight, whatever the attributes are called', () => {
    class Order extends Layer {
      static override class_name = 'Order'
      declare z: Variable
      declare a: Variable
      override build(_shape?: any): void {
        this.z = this.add_weight({ name: 'z', shape: [] })
        this.add_weight({ name: 'free', shape: [] })
        this.a = this.add_weight({ name: 'a', shape: [] })
      }
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const layer = new Order()
    layer.build([1])
    expect(layer.weights.map((weight) => weight.local_name)).toEqual(['z', 'free', 'a'])
    layer.dispose()
  })

  test('an own class_name counts, else the name of the class', () => {
    class Named extends Double {}
    expect(new Named().to_text()).toBe('<Named name=named, built=False>')
    expect(new Named().toJSON().class_name).toBe('Named')
    expect(new Double().toJSON().class_name).toBe('Double')
  })

  test('add_weight finds initializer, regularizer and constraint by the name of the weight', () => {
    class Finds extends Layer {
      static override class_name = 'Finds'
      static override defaults = { kernel_initializer: 'ones', kernel_regularizer: 'l2', kernel_constraint: 'non_neg' }
      kernel = this.add_weight({ name: 'kernel', shape: [2] })
      override call(x: tf.Tensor): any {
        return x
      }
    }
    const layer = new Finds()
    expect(values(layer.kernel)).toEqual([1, 1])
    expect(layer.kernel.regularizer).not.toBeNull()
    expect(layer.kernel.constraint).not.toBeNull()
    expect((layer.get_config().kernel_initializer as any).class_name).toBe('Ones')
    layer.dispose()
  })
})

describe('names', () => {
  test('the name of the function is the name of the layer', () => {
    const layer = new Double({ name: 'mine' })
    expect([layer.name, typeof layer]).toEqual(['mine', 'function'])
    layer.rename('other')
    expect(layer.name).toBe('other')
    expect(layer).toBeInstanceOf(Double)
  })

  test('variables of equal names have different TensorFlow.js names', () => {
    const [a, b] = [new Variable([1], { name: 'v' }), new Variable([1], { name: 'v' })]
    expect([a.local_name, b.local_name, a.path]).toEqual(['v', 'v', 'v'])
    expect(a.name).not.toBe(b.name)
    expect(a).toBeInstanceOf(tf.Variable)
    a.dispose()
    b.dispose()
  })
})

describe('losses and gradients', () => {
  test('gradients flow through losses of calls', () => {
    class Penalty extends Scale {
      static override class_name = 'Penalty'
      override call(x: tf.Tensor): any {
        const y = super.call(x)
        this.add_loss(tf.sum(tf.square(y)))
        return y
      }
    }
    const layer = new Penalty({ activity_regularizer: (y: tf.Tensor) => tf.sum(y) })
    layer.build([2])
    const x = tf.tensor2d([[2, 3]])
    const { value, grads } = value_and_grads(() => {
      layer(x)
      return layer.losses.reduce((a, b) => add(a, b))
    }, [layer.scale])
    expect(values(value)).toEqual([18])
    expect(values(grads[0]!)).toEqual([10, 21])
    tf.dispose([x, value, grads[0]!])
    layer.dispose()
  })

  test('loss tensors live until the next outermost call, clear_losses or dispose', () => {
    class Adds extends Double {
      static override class_name = 'Adds'
      override call(x: tf.Tensor): any {
        this.add_loss(tf.sum(x))
        return super.call(x)
      }
    }
    const layer = new Adds()
    layer(ones(2))
    const [first] = layer.losses
    expect(values(first)).toEqual([2])
    layer(ones(3))
    expect(first.isDisposed).toBe(true)
    const [second] = layer.losses
    layer.clear_losses()
    expect(second.isDisposed).toBe(true)
  })

  test('value_and_grads gives null where a variable is not connected', () => {
    const layer = new Pair()
    layer(ones(1, 2)).dispose()
    const { value, grads } = value_and_grads(() => tf.sum(layer.first(ones(1, 2))) as tf.Tensor, layer.trainable_weights)
    expect(grads[1]).toBeNull()
    expect(values(grads[0]!)).toEqual([1, 1])
    tf.dispose([value, grads[0]!])
    layer.dispose()
  })
})

describe('ownership', () => {
  test('get_weights gives new tensors, or a promise of typed arrays', async () => {
    const layer = new Scale()
    layer.build([2])
    const [weight] = layer.get_weights()
    layer.scale.assign([5, 6])
    expect(values(weight)).toEqual([1, 1])
    weight!.dispose()
    expect(await layer.get_weights({ as: 'array' })).toEqual([new Float32Array([5, 6])])
    layer.dispose()
  })

  test('dispose frees own weights and those below, twice is harmless, and using them afterwards is an error', () => {
    const layer = new Pair()
    layer(ones(1, 2)).dispose()
    const [weight] = layer.weights
    layer.dispose()
    layer.dispose()
    layer[Symbol.dispose]()
    expect(weight!.isDisposed).toBe(true)
    expect(() => layer(ones(1, 2))).toThrow()
  })

  test('a result that is the input or a weight is a tensor of its own, which shares the data', () => {
    class Gives extends Scale {
      static override class_name = 'Gives'
      static override call_options: Record<string, unknown> = { weight: false }
      override call(x: tf.Tensor, options?: any): any {
        return options.weight ? this.scale : x
      }
    }
    const layer = new Gives()
    const x = ones(1, 2)
    const [same, weight] = [layer(x), layer(x, { weight: true })]
    same.dispose()
    weight.dispose()
    expect([x.isDisposed, layer.scale.isDisposed]).toEqual([false, false])
    layer.dispose()
  })
})

describe('building inside a trace', () => {
  test('a layer that is first called symbolically has initialised weights afterwards, in creation order', () => {
    const layer = new Pair()
    const y = layer(new KerasTensor([null, 2]))
    expect(y.shape).toEqual([null, 2])
    expect(layer.weights.map((weight) => [weight.path, values(weight)])).toEqual([
      ['pair/first/scale', [1, 1]],
      ['pair/second/scale', [1, 1]],
    ])
    expect(values(layer(ones(1, 2)))).toEqual([1, 1])
    layer.dispose()
  })

  test('a trace with an unknown dimension leaves no losses, metrics, updates or assignments', () => {
    class Busy extends Layer {
      static override class_name = 'Busy'
      declare count: Variable
      override build(_shape?: any): void {
        this.count = this.add_weight({ name: 'count', shape: [], initializer: 'zeros', trainable: false })
      }
      override call(x: tf.Tensor): any {
        this.count.assign_add(1)
        this.add_loss(tf.sum(x))
        this.add_metric(tf.sum(x), { name: 'm' })
        this.add_update(() => this.count.assign(9))
        return multiply(x, 1)
      }
    }
    const layer = new Busy()
    layer(new KerasTensor([null, 2]))
    expect([values(layer.count), layer.losses, layer.metrics]).toEqual([[0], [], []])
    layer.dispose()
  })

  test('reading values of a symbolic tensor inside call is an error', () => {
    class Reads extends Layer {
      static override class_name = 'Reads'
      override call(x: tf.Tensor): any {
        return multiply(x, x.dataSync()[0]!)
      }
    }
    expect(() => new Reads()(new KerasTensor([null, 2]))).toThrow(/not known/)
  })

  test('raw TensorFlow.js works in call, with values and symbolically', () => {
    class Raw extends Layer {
      static override class_name = 'Raw'
      override call(x: tf.Tensor): any {
        return tf.concat([tf.square(x), tf.relu(x)], 1)
      }
    }
    const layer = new Raw()
    expect(layer(new KerasTensor([null, 3])).shape).toEqual([null, 6])
    expect(values(layer(tf.tensor2d([[-1, 2]])))).toEqual([1, 4, 0, 2])
  })
})

describe('numbers and half types', () => {
  test('number arrays are floats, booleans bool, texts string', () => {
    const dtypes: string[] = []
    class Dtypes extends Layer {
      static override class_name = 'Dtypes'
      override call(x: tf.Tensor): any {
        dtypes.push(x.dtype)
        return tf.scalar(0)
      }
    }
    const layer = new Dtypes()
    for (const input of [[1, 2], [true, false], ['a', 'b'], new Int32Array([1])]) layer(input)
    expect(dtypes).toEqual(['float32', 'bool', 'string', 'int32'])
  })

  test('ragged lists are a ValueError', () => {
    expect(() => new Double()([[1, 2], [3]])).toThrow(ValueError)
    expect(() => new Variable([[1], [2, 3]])).toThrow(ValueError)
    expect(() => new Variable([1, 'text'] as never)).toThrow(ValueError)
  })

  test('a layer that warns about nothing stays silent', () => {
    expect(warnings_of(() => new Pair()(ones(1, 2)))).toEqual([])
  })
})
