import type { Tensor } from '@tensorflow/tfjs-core'
import { type KerasTensor, Model, Sequential, type Shape, type Variable } from '../../lib/exports/index'
import { Add, Conv2D, Dense, Dropout, Input, Layer, type LayerConfig, required } from '../../lib/exports/layers'

/** Holds when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(proof?: T): T | undefined => proof

describe('types', () => {
  test('a layer of values gives a tensor, of symbolic tensors a symbolic tensor', () => {
    const check = (dense: Dense, x: Tensor, symbol: KerasTensor): void => {
      const y = dense(x)
      const s = dense(symbol)
      const z = dense([[1, 2]], { training: true })
      const sum = new Add()([symbol, symbol])
      holds<Same<typeof y, Tensor>>()
      holds<Same<typeof s, KerasTensor>>()
      holds<Same<typeof z, Tensor>>()
      holds<Same<typeof sum, KerasTensor>>()
    }
    expect(check).toBeInstanceOf(Function)
  })

  test('constructors refuse unknown keys, missing keys and wrong types', () => {
    const wrong = (): void => {
      // @ts-expect-error: `unit` is no key of Dense
      new Dense({ unit: 3 })
      // @ts-expect-error: `units` is missing
      new Dense({})
      // @ts-expect-error: `units` is a number
      new Dense({ units: '3' })
      // @ts-expect-error: the argument is one object
      new Dense(3)
      // @ts-expect-error: `kernel_size` is missing
      new Conv2D({ filters: 3 })
      // @ts-expect-error: `rate` is a number
      new Dropout({ rate: 'a lot' })
      // @ts-expect-error: a shape holds numbers and nulls
      Input({ shape: ['three'] })
    }
    expect(wrong).toBeInstanceOf(Function)
  })

  test('attributes have the types of the config, resolved', () => {
    const check = (dense: Dense): void => {
      holds<Same<typeof dense.units, number>>()
      holds<Same<typeof dense.use_bias, boolean>>()
      const y = dense.activation([1])
      void y
      // @ts-expect-error: no such attribute
      void dense.unit
      // @ts-expect-error: read-only
      dense.name = 'other'
    }
    expect(check).toBeInstanceOf(Function)
  })

  test('weights are variables, which are tensors of TensorFlow.js', () => {
    const check = (dense: Dense): void => {
      const weights = dense.weights
      holds<Same<typeof weights, Variable[]>>()
      const tensor: Tensor = weights[0]!
      void tensor
      // @ts-expect-error: a weight is no number
      const number: number = weights[0]!
      void number
    }
    expect(check).toBeInstanceOf(Function)
  })

  test('a layer of a user has typed attributes in both ways of writing it', () => {
    interface ScaledConfig extends LayerConfig {
      units: number
    }
    class Scaled extends Layer {
      static override class_name = 'Scaled'
      static override defaults = { units: required }
      declare units: number
      declare kernel: Variable
      constructor(config: ScaledConfig) {
        super(config)
      }
      override build(input_shape: Shape): void {
        this.kernel = this.add_weight({ name: 'kernel', shape: [input_shape.at(-1)!, this.units] })
      }
      override call(x: Tensor): Tensor {
        return x
      }
    }
    class Plain extends Layer {
      static override class_name = 'Plain'
      readonly factor: number
      constructor({ factor, ...config }: { factor: number } & LayerConfig) {
        super(config)
        this.factor = factor
      }
    }
    const wrong = (): void => {
      // @ts-expect-error: `units` is missing
      new Scaled({ name: 'scaled' })
      // @ts-expect-error: `factor` is a number
      new Plain({ factor: 'two' })
    }
    expect(new Scaled({ units: 2 }).units).toBe(2)
    expect(new Plain({ factor: 2, name: 'twice' }).factor).toBe(2)
    expect(wrong).toBeInstanceOf(Function)
  })

  test('models are layers with inputs and outputs', () => {
    const check = (x: Tensor, symbol: KerasTensor): void => {
      const model = new Model({ inputs: symbol, outputs: new Dense({ units: 1 })(symbol) })
      const y = model(x)
      holds<Same<typeof y, Tensor>>()
      const sequential = new Sequential([new Dense({ units: 1 })], { name: 'small' })
      const layers = sequential.layers
      void layers
      // @ts-expect-error: a list of layers
      new Sequential([3])
    }
    expect(check).toBeInstanceOf(Function)
  })
})
