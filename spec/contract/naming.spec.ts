import { NotImplementedError, TypeError, ValueError } from '../../lib/common/errors'
import { get_uid, reset_uids, to_snake_case } from '../../lib/common/names'
import { clear_session } from '../../lib/common/state'
import { Operation } from '../../lib/graph/operation'
import { Layer } from '../../lib/layers/layer'
import { serialize_keras_object } from '../../lib/saving/serialize'
import { DTypePolicy } from '../../lib/variables/dtype_policy'
import { name_scope } from '../../lib/variables/name_scope'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Scale, Shift, values } from './helpers'

fresh_session()

describe('construction and naming', () => {
  test('1: a missing name is the class name in snake case, made unique by a counter that clear_session resets', () => {
    expect([new Double().name, new Double().name, new Double().name]).toEqual(['double', 'double_1', 'double_2'])
    expect([new Scale().name, new Scale({ name: null }).name]).toEqual(['scale', 'scale_1'])
    clear_session()
    expect(new Double().name).toBe('double')
  })

  test('2: the snake rule keeps runs of capitals together', () => {
    const pairs = { Conv2DTranspose: 'conv2d_transpose', GRUCell: 'gru_cell', LSTM: 'lstm', MyLayer: 'my_layer', 'A-b.C': 'ab_c' }
    for (const [name, snake] of Object.entries(pairs)) expect(to_snake_case(name)).toBe(snake)
  })

  test('3: an explicit name is taken as it is and does not advance the counter, so an automatic one may equal it', () => {
    const explicit = new Double({ name: 'double_1' })
    expect([explicit.name, new Double().name, new Double().name]).toEqual(['double_1', 'double', 'double_1'])
  })

  test('4: a name that is no string or holds a slash is a ValueError, for layers, variables and name scopes', () => {
    for (const name of ['a/b', 5, true, ['a']]) {
      expect(() => new Double({ name } as never)).toThrow(ValueError)
      expect(() => new Variable([1], { name } as never)).toThrow(ValueError)
      expect(() => name_scope(name as never, () => 0)).toThrow(ValueError)
    }
    expect(() => new Double({ name: 'a/b' })).toThrow(/must be a string and cannot contain character `\/`.*a\/b/)
  })

  test('5: the name cannot be assigned but changed by rename, which leaves the paths of variables and the layer as they were', () => {
    const layer = new Scale({ name: 'before' })
    layer.build([null, 2])
    expect(() => {
      ;(layer as { name: string }).name = 'after'
    }).toThrow()
    layer.rename('after')
    expect(layer.name).toBe('after')
    expect([layer.path, layer.scale.path]).toEqual(['before', 'before/scale'])
    expect(() => layer.rename('a/b')).toThrow(ValueError)
    layer.dispose()
  })

  test('6: get_uid counts from one in the same table; reset_uids and clear_session empty it', () => {
    expect([get_uid('double'), get_uid('double')]).toEqual([1, 2])
    expect(new Double().name).toBe('double_2')
    reset_uids()
    expect(get_uid('double')).toBe(1)
    clear_session()
    expect(get_uid('double')).toBe(1)
  })

  test('7: unknown arguments are a ValueError that lists class and leftovers; input_shape and input_dim are kept, the latter wins', () => {
    expect(() => new Shift({ by: 1, wrong: 2, other: 3 })).toThrow(ValueError)
    expect(() => new Shift({ by: 1, wrong: 2, other: 3 })).toThrow(/Shift.*'wrong': 2.*'other': 3/)
    expect(new Double({ input_shape: [4, 3] })._state.batch_input_shape).toEqual([null, 4, 3])
    expect(new Double({ input_shape: [4, 3], input_dim: 5 })._state.batch_input_shape).toEqual([null, 5])
  })

  test('8: trainable must be a boolean at construction; the setter takes anything by its truth', () => {
    for (const trainable of ['yes', 1, null]) {
      expect(() => new Double({ trainable } as never)).toThrow(ValueError)
      expect(() => new Double({ trainable } as never)).toThrow(/Expected `trainable` to be a boolean/)
    }
    const layer = new Double()
    ;(layer as { trainable: unknown }).trainable = 0
    expect(layer.trainable).toBe(false)
    ;(layer as { trainable: unknown }).trainable = 'yes'
    expect(layer.trainable).toBe(true)
  })

  test('9: arguments of a constructor cannot be captured, so a table of defaults gives the config without a get_config', () => {
    const config = new Shift({ by: 2, name: 's' }).get_config()
    expect(config).toMatchObject({ name: 's', trainable: true, by: 2, times: 1 })
    const again = Shift.from_config(config)
    expect(again.get_config()).toEqual(config)
    class Own extends Layer {
      static override class_name = 'Own'
      units: number
      constructor(units: number) {
        super()
        this.units = units
      }
    }
    expect(Object.keys(new Own(3).get_config())).toEqual(['name', 'trainable', 'dtype'])
  })

  test('10: a value without a serialised form is refused when the layer is saved, not by get_config', () => {
    class WithFunction extends Layer {
      static override class_name = 'WithFunction'
      static override defaults = { fn: null }
    }
    const fn = (x: unknown): unknown => x
    const layer = new WithFunction({ fn })
    expect(layer.get_config().fn).toBe(fn)
    expect(() => serialize_keras_object(layer.get_config())).toThrow(ValueError)
    expect(() => serialize_keras_object(layer.get_config())).toThrow(/not registered/)
    expect(() => new Double(3 as never)).toThrow(TypeError)
  })

  test('11: the base adds name, trainable and dtype to a config, and the activity regularizer when there is one; an operation its name', () => {
    class Own extends Layer {
      static override class_name = 'Own'
      units: number
      constructor({ units, ...rest }: { units: number; [key: string]: unknown }) {
        super(rest)
        this.units = units
      }
      override get_config(): Record<string, unknown> {
        return { ...super.get_config(), units: this.units }
      }
    }
    expect(Object.keys(new Own({ units: 2 }).get_config())).toEqual(['name', 'trainable', 'dtype', 'units'])
    expect(Object.keys(new Own({ units: 2, activity_regularizer: 'l2' }).get_config())).toContain('activity_regularizer')
    expect(Own.from_config(new Own({ units: 2, name: 'own' }).get_config()).units).toBe(2)
    class Plain extends Operation {
      static class_name = 'Plain'
    }
    expect(new Plain().get_config()).toEqual({ name: 'plain' })
  })

  test('12: name is always part of the config, since no signature can be read', () => {
    expect(new Shift({ by: 1 }).get_config().name).toBe('shift')
    expect(Shift.from_config({ by: 1 }).name).toBe('shift_1')
  })

  test('13: a forgotten parent constructor is an error of the language', () => {
    const Forgetful = new Function('Layer', 'return class Forgetful extends Layer { constructor() { } }')(Layer)
    expect(() => new Forgetful()).toThrow(/super/)
    const bare = Object.create(Double.prototype)
    for (const use of ['get_config', 'add_weight', 'stateless_call', '__call__']) {
      expect(() => bare[use]([], [])).toThrow(/super\(config\)/)
    }
  })

  test('14: state cannot be assigned before the parent constructor: the language refuses', () => {
    const Early = new Function('Layer', 'return class Early extends Layer { constructor() { this.a = 1; super() } }')(Layer)
    expect(() => new Early()).toThrow(/super/)
  })

  test('15: from_config turns a dict under dtype back into a policy', () => {
    const dtype = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'mixed_float16' }, registered_name: null }
    const layer = Shift.from_config({ by: 1, dtype })
    expect(layer.dtype_policy).toBeInstanceOf(DTypePolicy)
    expect([layer.compute_dtype, layer.variable_dtype]).toEqual(['float16', 'float32'])
    expect(layer.get_config().dtype).toEqual(dtype)
  })

  test('16: a failing from_config is a TypeError that quotes class and config; input_spec takes specs only', () => {
    expect(() => Shift.from_config({ nope: 1 })).toThrow(TypeError)
    expect(() => Shift.from_config({ nope: 1 })).toThrow(/Error when deserializing class 'Shift' using config=\{'nope': 1\}/)
    expect(() => {
      new Double().input_spec = 5
    }).toThrow(TypeError)
  })

  test('17: the text of a layer shows class, name and whether it is built', () => {
    const layer = new Scale({ name: 's' })
    expect(layer.to_text()).toBe('<Scale name=s, built=False>')
    layer.build([2])
    expect(String(layer)).toBe('<Scale name=s, built=True>')
    layer.dispose()
  })

  test('18: a layer cannot be pickled or structurally cloned; config and weights make an equal one', () => {
    const layer = new Scale({ name: 's' })
    layer(ones(1, 2)).dispose()
    expect(() => structuredClone(layer)).toThrow()
    const again = Scale.from_config(layer.get_config())
    again.build_from_config(layer.get_build_config())
    again.set_weights([[3, 4]])
    expect(again.get_config()).toEqual(layer.get_config())
    expect(values(again.scale)).toEqual([3, 4])
    expect(() => new Layer().call()).toThrow(NotImplementedError)
  })
})
