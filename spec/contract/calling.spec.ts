import * as tf from '@tensorflow/tfjs-core'
import { NotImplementedError, TypeError, ValueError } from '../../lib/common/errors'
import { map_structure } from '../../lib/common/tree'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { calls } from '../../lib/layers/base/call_context'
import { disable_traceback_filtering, enable_traceback_filtering } from '../../lib/layers/base/traceback'
import { Layer } from '../../lib/layers/layer'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { current_path } from '../../lib/variables/name_scope'
import { Double, fresh_session, ones, Probe, Scale, Sum, values } from './helpers'

fresh_session()

class Keeps extends Layer {
  static override class_name = 'Keeps'
  static override call_options: Record<string, unknown> = { training: null, mask: null, extra: null }
  got: any = null
  options: any = null
  override call(x: any, options: any): any {
    this.got = x
    this.options = options
    return tf.scalar(0)
  }
}

describe('calling, argument rules', () => {
  test('67: a call converts, checks the spec, builds, runs call inside its name scope, regularizes, and sets masks, in that order', () => {
    const order: string[] = []
    class Ordered extends Layer {
      static override class_name = 'Ordered'
      override _check_inputs(first: unknown): void {
        expect(first).toBeInstanceOf(tf.Tensor)
        order.push('spec')
      }
      override build(_shape?: any): void {
        order.push('build')
      }
      override call(x: tf.Tensor): any {
        order.push(`call in ${current_path()}`)
        return multiply(x, 1)
      }
      override compute_mask(): any {
        order.push('mask')
        return null
      }
    }
    const regularizer = (x: tf.Tensor): tf.Tensor => {
      order.push('activity')
      return tf.sum(x)
    }
    const layer = new Ordered({ name: 'o', activity_regularizer: regularizer })
    layer([[1, 2]]).dispose()
    expect(order).toEqual(['spec', 'build', 'spec', 'call in o', 'activity', 'mask'])
    layer.clear_losses()
  })

  test('68: one tensor of the input dtype goes into call as it is', () => {
    const layer = new Keeps()
    const x = ones(2)
    layer(x)
    expect(layer.got).toBe(x)
  })

  test('69: plain numbers, booleans and texts are refused by position and asked for by keyword; null passes', () => {
    for (const value of [1, true, 'text']) {
      expect(() => new Sum()(ones(1), value)).toThrow(ValueError)
      expect(() => new Sum()(ones(1), value)).toThrow(/should be passed as a keyword argument/)
    }
    expect(values(new Sum()(ones(1), null))).toEqual([1])
    const layer = new Keeps()
    layer(ones(1), { extra: 'anything' })
    expect(layer.options.extra).toBe('anything')
    layer(ones(1), { extra: 5 })
    expect(layer.options.extra).toBe(5)
  })

  test('70: arrays become tensors and floats take the compute dtype, integers and booleans stay, leaf by leaf', () => {
    class Reads extends Layer {
      static override class_name = 'Reads'
      got: unknown = null
      override call(x: unknown): any {
        this.got = map_structure((leaf) => [leaf.dtype, leaf.shape, values(leaf)[0]], x)
        return tf.scalar(0)
      }
    }
    const layer = new Reads({ dtype: 'float16' })
    layer([
      [1.0001, 2],
      [3, 4],
    ])
    expect(layer.got).toEqual(['float32', [2, 2], 1])
    layer({ a: tf.tensor1d([1], 'int32'), b: [tf.tensor1d([true], 'bool'), tf.tensor1d([1.0001])] })
    expect(layer.got).toEqual({
      a: ['int32', [1], 1],
      b: [
        ['bool', [1], 1],
        ['float32', [1], 1],
      ],
    })
    layer(new Float32Array([1, 2, 3]))
    expect(layer.got).toEqual(['float32', [3], 1])
    const raw = new Reads({ dtype: 'float16', autocast: false })
    raw([1.0001])
    expect((raw.got as any[])[2]).toBeCloseTo(1.0001, 6)
  })

  test('71: a nested argument that mixes tensors with other things is a ValueError', () => {
    expect(() => new Keeps()([ones(1), 'text'])).toThrow(ValueError)
    expect(() => new Keeps()({ a: ones(1), b: 3 })).toThrow(ValueError)
    const layer = new Keeps()
    layer([ones(1), null])
    expect(layer.got[1]).toBeNull()
  })

  test('72: arguments that do not fit are a TypeError', () => {
    expect(() => new Sum()(ones(1), ones(1), null, null, ones(1))).toThrow(TypeError)
    expect(() => new Sum()(ones(1), { c: 1 })).toThrow(TypeError)
    expect(() => new Sum()(ones(1), { c: 1 })).toThrow(/unexpected keyword argument 'c'/)
    expect(() => new Sum()(ones(1), ones(1), { b: ones(1) })).toThrow(/multiple values for argument 'b'/)
    expect(() => (new Sum() as any)()).toThrow(TypeError)
  })

  test('73: the context of a call is gone after it, also when call throws', () => {
    class Fails extends Layer {
      static override class_name = 'Fails'
      override call(): any {
        throw new ValueError('no')
      }
    }
    expect(() => new Fails()(ones(1), { training: true })).toThrow()
    expect(calls.current).toBeNull()
    expect(current_path()).toBe('')
    const probe = new Probe()
    probe(ones(1))
    expect(probe.seen).toEqual([null])
  })

  test('74: an error inside call gets the arguments added once, by the innermost layer, while filtering is on', () => {
    class Fails extends Layer {
      static override class_name = 'Fails'
      override call(): any {
        throw new ValueError('the cause')
      }
    }
    class Around extends Layer {
      static override class_name = 'Around'
      inner = new Fails()
      override call(x: tf.Tensor): any {
        return this.inner(x)
      }
    }
    const message = (): string => {
      try {
        new Around()(ones(1, 2))
      } catch (error) {
        expect(error).toBeInstanceOf(ValueError)
        return (error as Error).message
      }
      return ''
    }
    expect(message()).toMatch(/Exception encountered when calling Fails\.call\(\)/)
    expect(message()).toMatch(/shape=\(1, 2\), dtype=float32/)
    expect(message()).not.toMatch(/Around\.call/)
    disable_traceback_filtering()
    try {
      expect(message()).toBe('the cause')
    } finally {
      enable_traceback_filtering()
    }
  })

  test('75: what a layer does not implement is a NotImplementedError that names method and class', () => {
    class Empty extends Layer {
      static override class_name = 'Empty'
    }
    expect(() => new Empty()(ones(1))).toThrow(NotImplementedError)
    expect(() => new Empty()(ones(1))).toThrow(/Empty does not have a `call\(\)` method/)
    expect(() => new Empty().compute_output_shape([1])).toThrow(NotImplementedError)
    expect(new Double().compute_output_shape([null, 2])).toEqual([null, 2])
    for (const method of ['quantize', 'quantized_build', 'quantized_call'] as const) {
      expect(() => (new Empty() as any)[method]()).toThrow(NotImplementedError)
      expect(() => (new Empty() as any)[method]()).toThrow(new RegExp(`Empty does not have a \`${method}\\(\\)\``))
    }
  })

  test('192: a symbolic result has the compute dtype, whatever the input dtype, where only shapes are known', () => {
    class ByShape extends Scale {
      static override class_name = 'ByShape'
      override compute_output_shape(shape: any): any {
        return shape
      }
    }
    const spec = new ByShape({ dtype: 'float16' }).compute_output_spec(new KerasTensor([2, 3], { dtype: 'int32' }))
    expect([spec.shape, spec.dtype]).toEqual([[2, 3], 'float16'])
    expect(new ByShape({ dtype: 'float16' })(new KerasTensor([2, 3], { dtype: 'int32' })).dtype).toBe('float16')
  })
})
