import { scalar, type Tensor, tensor, tensor1d, tensor2d, zeros } from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import type { Shape } from '../../lib/common/shape'
import { clear_session } from '../../lib/common/state'
import { get_keras_mask } from '../../lib/graph/masking'
import { Constant } from '../../lib/initializers/constant_initializers'
import { InputSpec } from '../../lib/layers/base/input_spec'
import { with_name_scope } from '../../lib/layers/base/legacy_scopes'
import { Conv2D } from '../../lib/layers/convolutional/conv2d'
import { Dense } from '../../lib/layers/core/dense'
import { Embedding } from '../../lib/layers/core/embedding'
import { Input } from '../../lib/layers/core/input'
import { Layer, type LayerConfig } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'
import { Model } from '../../lib/models/model'
import { dtype } from '../../lib/ops/core'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { not_equal } from '../../lib/ops/numpy/comparison'
import { abs } from '../../lib/ops/numpy/elementwise'
import { matmul } from '../../lib/ops/numpy/linear'
import { any, mean, sum } from '../../lib/ops/numpy/reduce'
import { Variable } from '../../lib/variables/variable'

const values = (x: Tensor): number[] => Array.from(x.dataSync())
const ones = (...shape: number[]): Tensor => add(zeros(shape), 1)

class SimpleDense extends Layer {
  static override class_name = 'SimpleDense'
  static override defaults = { units: 32 }
  declare units: number
  declare w: Variable
  declare b: Variable
  override build(input_shape: Shape) {
    this.w = this.add_weight({
      name: 'w',
      shape: [input_shape.at(-1)!, this.units],
      initializer: 'random_normal',
      trainable: true,
    })
    this.b = this.add_weight({ name: 'b', shape: [this.units], initializer: 'random_normal', trainable: true })
  }
  override call(inputs: Tensor) {
    return add(matmul(inputs, this.w), this.b)
  }
}

class ComputeSum extends Layer {
  static override class_name = 'ComputeSum'
  total: Variable
  constructor(input_dim: number) {
    super()
    this.total = new Variable(new Array(input_dim).fill(0), { trainable: false })
  }
  override call(inputs: Tensor) {
    this.total.assign_add(sum(inputs, { axis: 0 }))
    return this.total
  }
}

beforeEach(() => {
  clear_session()
})

describe('Layers with weights', () => {
  test('a dense layer makes its weights when it is first called, and both are trainable', () => {
    const layer = new SimpleDense({ units: 4 })
    expect(layer.weights).toEqual([])
    const y = layer(ones(2, 2))
    expect(y.shape).toEqual([2, 4])
    expect(layer.weights.map((weight) => [weight.path, weight.shape])).toEqual([
      ['simple_dense/w', [2, 4]],
      ['simple_dense/b', [4]],
    ])
    expect(layer.trainable_weights).toHaveLength(2)
    expect(layer.non_trainable_weights).toEqual([])
    const w = values(layer.w)
    const b = values(layer.b)
    expect(values(y)[0]).toBeCloseTo(w[0]! + w[4]! + b[0]!, 5)
  })

  test('a layer that keeps a running sum gives [2 2] and then [4 4], and the sum is not trainable', () => {
    const my_sum = new ComputeSum(2)
    const x = ones(2, 2)
    expect(values(my_sum(x))).toEqual([2, 2])
    expect(values(my_sum(x))).toEqual([4, 4])
    expect(my_sum.weights).toEqual([my_sum.total])
    expect(my_sum.non_trainable_weights).toEqual([my_sum.total])
    expect(my_sum.trainable_weights).toEqual([])
  })

  test("two dense layers take over each other's weights", () => {
    const layer_a = new Dense({ units: 1, kernel_initializer: new Constant({ value: 1 }) })
    layer_a(tensor2d([[1, 2, 3]]))
    expect(layer_a.get_weights().map(values)).toEqual([[1, 1, 1], [0]])
    const layer_b = new Dense({ units: 1, kernel_initializer: new Constant({ value: 2 }) })
    layer_b(tensor2d([[10, 20, 30]]))
    expect(layer_b.get_weights().map(values)).toEqual([[2, 2, 2], [0]])
    layer_b.set_weights(layer_a.get_weights())
    expect(layer_b.get_weights().map(values)).toEqual([[1, 1, 1], [0]])
  })

  test('count_params counts the values of all weights, and refuses before the layer is built', () => {
    const layer = new Dense({ units: 3 })
    expect(() => layer.count_params()).toThrow(/the layer isn't built/)
    layer.build([null, 2])
    expect(layer.count_params()).toBe(9)
  })

  test('finalize_state is called on every layer below once weights were set', () => {
    const seen: string[] = []
    class Final extends Dense {
      static override class_name = 'Final'
      override finalize_state() {
        seen.push(this.name)
      }
    }
    const layer = new Final({ units: 1, name: 'final' })
    layer.build([null, 1])
    layer.set_weights([[[1]], [2]])
    expect(seen).toEqual(['final'])
  })

  test('layers in attributes, lists and dicts are tracked, and freezing the outer one freezes them', () => {
    class Block extends Layer {
      static override class_name = 'Block'
      first: Layer
      others: Layer[]
      named: { last: Layer }
      constructor(config: LayerConfig = {}) {
        super(config)
        this.first = new Dense({ units: 2 })
        this.others = [new Dense({ units: 2 })]
        this.named = { last: new Dense({ units: 1 }) }
      }
      override call(inputs: Tensor) {
        return this.named.last(this.others[0]!(this.first(inputs)))
      }
    }
    const block = new Block()
    expect(block(ones(1, 2)).shape).toEqual([1, 1])
    expect(block.weights).toHaveLength(6)
    expect(block.submodules).toEqual([block.first, block.others[0], block.named.last])
    block.trainable = false
    expect(block.trainable_weights).toEqual([])
    expect(block.first.trainable).toBe(false)
  })
})

describe('Losses', () => {
  test('a layer adds the loss of its activity when it is called', () => {
    class ActivityRegularizer extends Layer {
      static override class_name = 'ActivityRegularizer'
      override call(inputs: Tensor) {
        this.add_loss(abs(mean(inputs)))
        return inputs
      }
    }
    const layer = new ActivityRegularizer()
    layer(tensor2d([[1, 3]]))
    expect(layer.losses.map(values)).toEqual([[2]])
    layer(tensor2d([[5, 5]]))
    expect(layer.losses.map(values)).toEqual([[5]])
  })

  test('a loss on a tensor of a functional model is computed at each call of the model', () => {
    const inputs = Input({ shape: [10] })
    const x = new Dense({ units: 10, kernel_initializer: 'ones' })(inputs)
    const outputs = new Dense({ units: 1 })(x)
    const model = new Model({ inputs, outputs })
    model.add_loss(mean(abs(x)))
    expect(model.losses).toHaveLength(1)
    model(ones(4, 10))
    expect(model.losses.map(values)).toEqual([[10]])
  })

  test('a loss function without arguments is evaluated whenever losses is read', () => {
    const inputs = Input({ shape: [10] })
    const d = new Dense({ units: 10, kernel_initializer: 'ones' })
    const model = new Model({ inputs, outputs: new Dense({ units: 1 })(d(inputs)) })
    model.add_loss(() => mean(d.kernel))
    expect(model.losses.map(values)).toEqual([[1]])
    d.weights[0]!.assign(multiply(d.kernel, 3))
    expect(model.losses.map(values)).toEqual([[3]])
  })

  test('get_losses_for tells the losses of a call from the others, and get_updates_for gives none', () => {
    class Both extends Layer {
      static override class_name = 'Both'
      declare w: Variable
      override build() {
        this.w = this.add_weight({ name: 'w', shape: [1], initializer: 'ones', regularizer: 'l2' })
      }
      override call(inputs: Tensor) {
        this.add_loss(mean(inputs))
        return multiply(inputs, this.w)
      }
    }
    const layer = new Both()
    const x = tensor2d([[3]])
    layer(x)
    expect(layer.get_losses_for(x).map(values)).toEqual([[3]])
    expect(layer.get_losses_for(null).map(values)[0]![0]).toBeCloseTo(0.01)
    expect(layer.get_updates_for(x)).toEqual([])
    expect(layer.get_updates_for(null)).toEqual([])
  })
})

describe('Metrics', () => {
  test('add_metric in call reports a metric object and a value under a name', () => {
    class MyMetricLayer extends Layer {
      static override class_name = 'MyMetricLayer'
      mean: Mean
      constructor() {
        super({ name: 'my_metric_layer' })
        this.mean = new Mean({ name: 'metric_1' })
      }
      override call(inputs: Tensor) {
        this.add_metric(this.mean(inputs))
        this.add_metric(sum(inputs), { name: 'metric_2' })
        return inputs
      }
    }
    const layer = new MyMetricLayer()
    layer(tensor1d([1, 3]))
    expect(layer.metrics.map((metric) => [metric.name, ...values(metric.result())])).toEqual([
      ['metric_1', 2],
      ['metric_2', 4],
    ])
  })

  test('add_metric on a functional model averages a tensor of its graph', () => {
    const inputs = Input({ shape: [10] })
    const x = new Dense({ units: 10, kernel_initializer: 'ones' })(inputs)
    const model = new Model({ inputs, outputs: new Dense({ units: 1 })(x) })
    model.add_metric(sum(x), { name: 'metric_1' })
    model(ones(2, 10))
    expect(model.metrics.map((metric) => [metric.name, ...values(metric.result())])).toEqual([['metric_1', 200]])
  })
})

describe('Casting', () => {
  test('a layer casts floating inputs to its dtype, and leaves integers alone', () => {
    const conv = new Conv2D({ filters: 4, kernel_size: 2 })
    expect(conv.dtype).toBe('float32')
    expect(dtype(conv(ones(1, 2, 2, 3)))).toBe('float32')
    class Same extends Layer {
      static override class_name = 'Same'
      override call(inputs: Tensor) {
        return inputs
      }
    }
    expect(dtype(new Same({ dtype: 'float16' })(ones(2)))).toBe('float16')
    expect(dtype(new Same({ dtype: 'float16' })(tensor1d([1, 2], 'int32')))).toBe('int32')
    expect(dtype(new Same({ dtype: 'float16', autocast: false })(ones(2)))).toBe('float32')
  })

  test('mixed_float16 computes in float16 with float32 variables', () => {
    const layer = new Dense({ units: 2, kernel_initializer: 'ones', dtype: 'mixed_float16' })
    const y = layer(tensor2d([[1, 2]]))
    expect(dtype(y)).toBe('float16')
    expect(layer.compute_dtype).toBe('float16')
    expect(layer.variable_dtype).toBe('float32')
    expect(layer.weights[0]!.keras_dtype).toBe('float32')
    expect(layer.dtype_policy.name).toBe('mixed_float16')
  })
})

describe('Masks', () => {
  test('compute_mask says which steps of the output count, and layers that support masks hand theirs on', () => {
    class Steps extends Layer {
      static override class_name = 'Steps'
      override compute_mask(inputs: Tensor) {
        return any(not_equal(inputs, 0), { axis: -1 })
      }
      override call(inputs: Tensor) {
        return multiply(inputs, 2)
      }
    }
    const y = new Steps()(
      tensor([
        [
          [1, 0],
          [0, 0],
        ],
      ]),
    )
    expect(values(get_keras_mask(y))).toEqual([1, 0])
    const embedding = new Embedding({ input_dim: 5, output_dim: 2, mask_zero: true })
    expect(values(embedding.compute_mask(tensor2d([[1, 0]], undefined, 'int32'))!)).toEqual([1, 0])
  })
})

describe('Name scopes', () => {
  class MyModule extends Layer {
    static override class_name = 'MyModule'
    declare w: Variable
    multiply = with_name_scope(function (this: MyModule, x: Tensor) {
      if (this.w === undefined) this.w = new Variable(ones(x.shape[1]!, 3), { name: 'w' })
      return matmul(x, this.w)
    })
  }

  test('a method in with_name_scope names the variables that it makes after its layer', () => {
    const module = new MyModule()
    expect(module.multiply(ones(1, 2)).shape).toEqual([1, 3])
    expect(module.w.path).toBe('my_module/w')
    expect(module.weights).toEqual([module.w])
  })

  test('name_scope of a layer is a scope that can be entered, and gives its name', () => {
    const layer = new Dense({ units: 2, name: 'my' })
    expect(layer.name_scope.name).toBe('my/')
    expect(layer.name_scope.run(() => new Variable(1, { name: 'v' }).path)).toBe('my/v')
    const scope = layer.name_scope
    expect(scope.enter()).toBe('my/')
    expect(new Variable(1, { name: 'v' }).path).toBe('my/v')
    scope.exit()
    expect(new Variable(1, { name: 'v' }).path).toBe('v')
  })

  test('submodules lists the layers below, not the layer itself', () => {
    const a = Object.assign(new SimpleDense(), { b: Object.assign(new SimpleDense(), { c: new SimpleDense() }) })
    expect(a.submodules).toEqual([a.b, a.b.c])
    expect(a.b.submodules).toEqual([a.b.c])
    expect(a.b.c.submodules).toEqual([])
  })
})

describe('Input specifications', () => {
  test('a layer with an input_spec of rank 4 refuses other ranks with a clear message', () => {
    class MyLayer extends Layer {
      static override class_name = 'MyLayer'
      constructor(config: LayerConfig = {}) {
        super(config)
        this.input_spec = new InputSpec({ ndim: 4 })
      }
      override call(inputs: Tensor) {
        return multiply(inputs, 1)
      }
    }
    const layer = new MyLayer()
    expect(layer(ones(1, 2, 2, 1)).shape).toEqual([1, 2, 2, 1])
    expect(() => layer(scalar(2))).toThrow(ValueError)
    expect(() => layer(tensor1d([2]))).toThrow(/expected ndim=4, found ndim=1. Full shape received: \(1,\)/)
  })
})

describe("A layer of one's own", () => {
  class Plain extends Layer {
    factor: number
    constructor({ factor = 2, ...config }: LayerConfig & { factor?: number } = {}) {
      super(config)
      this.factor = factor
    }
    override call(x: Tensor) {
      return multiply(x, this.factor)
    }
    override get_config() {
      return { ...super.get_config(), factor: this.factor }
    }
  }

  interface ScaledConfig extends LayerConfig {
    factor?: number
  }
  class Scaled extends Layer {
    static override defaults = { factor: 2 }
    declare factor: number
    constructor(config: ScaledConfig = {}) {
      super(config)
    }
    override call(x: Tensor) {
      return multiply(x, this.factor)
    }
  }

  test('a plain constructor with its own get_config rebuilds the layer', () => {
    const layer = new Plain({ factor: 3, name: 'plain' })
    expect(values(layer(tensor1d([1, 2])))).toEqual([3, 6])
    const copy = Plain.from_config(layer.get_config()) as Plain
    expect([copy.name, copy.factor]).toEqual(['plain', 3])
  })

  test('a table of defaults is the constructor and the config in one', () => {
    const layer = new Scaled({ factor: 3 })
    expect(values(layer(tensor1d([1, 2])))).toEqual([3, 6])
    expect(layer.get_config()).toMatchObject({ name: 'scaled', trainable: true, factor: 3 })
    expect((Scaled.from_config(layer.get_config()) as Scaled).factor).toBe(3)
  })

  test('types tell symbolic tensors from tensors, and refuse wrong arguments', () => {
    const layer = new Scaled()
    const y: Tensor = layer(tensor1d([1]))
    expect(values(y)).toEqual([2])
    const z = layer(Input({ shape: [3] }))
    expect(z.shape).toEqual([null, 3])
    // @ts-expect-error a symbolic tensor has no data
    expect(z.dataSync).toBeUndefined()
    // @ts-expect-error units is a number
    expect(() => new Dense({ units: 'three' })).toThrow()
    // @ts-expect-error factor is a number
    const wrong: ScaledConfig = { factor: 'three' }
    expect(wrong.factor).toBe('three')
    // @ts-expect-error a layer takes one object
    expect(() => new Scaled(3)).toThrow(/takes one object of arguments/)
  })
})

describe('Flags', () => {
  test('dynamic and stateful are true when a layer below says so', () => {
    const inner = new SimpleDense({ dynamic: true } as LayerConfig)
    const outer = Object.assign(new SimpleDense(), { inner })
    expect([outer.dynamic, inner.dynamic]).toEqual([true, true])
    expect(outer.stateful).toBe(false)
    inner.stateful = true
    expect(outer.stateful).toBe(true)
  })
})
