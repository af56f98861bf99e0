import type * as tf from '@tensorflow/tfjs-core'
import * as tfc from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { InputSpec, Layer } from '../../lib/layers/layer'
import { fresh_session, ones } from './helpers'

fresh_session()

class Any extends Layer {
  static override class_name = 'Any'
  static override call_arguments = ['x', 'y']
  override call(): tf.Tensor {
    return tfc.scalar(0)
  }
}

const with_spec = (spec: unknown): Any => {
  const layer = new Any({ name: 'any' })
  layer.input_spec = spec
  return layer
}
const message = (spec: unknown, x: unknown): string => {
  try {
    with_spec(spec)(x)
    return ''
  } catch (error) {
    expect(error).toBeInstanceOf(ValueError)
    return (error as Error).message
  }
}

describe('input spec', () => {
  test('117: the fields are as in Keras; a shape implies the rank; axes have whole keys within it', () => {
    const spec = new InputSpec({ shape: [null, 3], dtype: 'float32', axes: { '-1': 3 }, name: 'n', optional: true })
    expect([spec.ndim, spec.shape, spec.axes.get(-1), spec.optional, spec.name]).toEqual([2, [null, 3], 3, true, 'n'])
    expect(new InputSpec({ min_ndim: 1, max_ndim: 3, allow_last_axis_squeeze: true }).max_ndim).toBe(3)
    expect(() => new InputSpec({ axes: { a: 1 } })).toThrow(TypeError)
    expect(() => new InputSpec({ axes: 3 as never })).toThrow(TypeError)
    expect(() => new InputSpec({ ndim: 2, axes: { 3: 1 } })).toThrow(ValueError)
    expect(() => new InputSpec({ ndim: 2, axes: { 3: 1 } })).toThrow(/Axis 3 is greater than the maximum allowed value: 1/)
  })

  test('118: the config leaves name and allow_last_axis_squeeze out', () => {
    const config = new InputSpec({ shape: [2], name: 'n', allow_last_axis_squeeze: true }).get_config()
    expect(Object.keys(config).sort()).toEqual(['axes', 'dtype', 'max_ndim', 'min_ndim', 'ndim', 'optional', 'shape'].sort())
    expect(InputSpec.from_config(config as never).shape).toEqual([2])
  })

  test('119: only the first argument is checked; named specs pick from a dict', () => {
    const layer = with_spec(new InputSpec({ ndim: 2 }))
    expect(() => layer(ones(1, 2), ones(1))).not.toThrow()
    const named = [new InputSpec({ ndim: 2, name: 'a' }), new InputSpec({ ndim: 1, name: 'b' })]
    expect(message(named, { b: ones(1), a: ones(1, 2) })).toBe('')
    expect(message(named, { a: ones(1, 2) })).toMatch(/Missing data for input "b".*\['a', 'b'\]/)
    expect(message(named, { b: ones(1, 2), a: ones(1, 2) })).toMatch(/expected ndim=1, found ndim=2/)
  })

  test('120: another number of inputs is a ValueError that says how many, and with names which', () => {
    expect(message([new InputSpec({}), new InputSpec({})], ones(1))).toMatch(
      /expects 2 input\(s\), but it received 1 input tensors/,
    )
    const named = [new InputSpec({ name: 'a' }), new InputSpec({ name: 'b' })]
    expect(message(named, [ones(1)])).toMatch(/\['a', 'b'\].*dict/)
  })

  test('121: each input is checked for rank, dtype, axes and shape; null matches anything; optional ones may lack', () => {
    expect(message([new InputSpec({ ndim: 2, optional: true }), new InputSpec({ ndim: 1 })], [null, ones(1)])).toBe('')
    expect(message([new InputSpec({ ndim: 2 }), new InputSpec({ ndim: 1 })], [null, ones(1)])).toMatch(
      /Inputs to a layer should be tensors/,
    )
    expect(message(new InputSpec({ shape: [null, 3] }), ones(5, 3))).toBe('')
    expect(message(new InputSpec({ axes: { 1: null } }), ones(5, 3))).toBe('')
    expect(message(new InputSpec({ axes: { 1: 4 } }), new KerasTensor([2, null]))).toBe('')
    expect(message(new InputSpec({ dtype: 'int32' }), ones(1))).toMatch(/expected dtype=int32, found dtype=float32/)
    const squeezed = new InputSpec({ shape: [null, 3, 1], allow_last_axis_squeeze: true })
    expect(message(squeezed, ones(2, 3))).toBe('')
    expect(message(squeezed, ones(2, 3, 1))).toBe('')
    expect(message(squeezed, ones(2, 4))).not.toBe('')
  })

  test('122: the messages have the forms that users know', () => {
    const of = (config: object, x: unknown): string => message(new InputSpec(config), x)
    expect(of({ ndim: 2 }, ones(1))).toMatch(
      /^Input 0 .*of layer 'any' is incompatible with the layer: expected ndim=2, found ndim=1\. Full shape received: \(1,\)$/,
    )
    expect(of({ min_ndim: 3 }, ones(1, 2))).toMatch(/expected min_ndim=3, found ndim=2\. Full shape received: \(1, 2\)/)
    expect(of({ max_ndim: 1 }, ones(1, 2))).toMatch(/expected max_ndim=1, found ndim=2/)
    expect(of({ axes: { '-1': 4 } }, ones(2, 3))).toMatch(
      /expected axis -1 of input shape to have value 4, but received input with shape \(2, 3\)/,
    )
    expect(of({ shape: [null, 3] }, ones(2, 4))).toMatch(/expected shape=\(None, 3\), found shape=\(2, 4\)/)
  })
})
