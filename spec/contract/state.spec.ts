import type * as tf from '@tensorflow/tfjs-core'
import { custom_object_scope, get_custom_objects } from '../../lib/common/registry'
import { clear_session } from '../../lib/common/state'
import { calls } from '../../lib/layers/base/call_context'
import { Layer } from '../../lib/layers/layer'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { dtype_policy, set_dtype_policy } from '../../lib/variables/dtype_policy'
import { current_path, open_name_scope } from '../../lib/variables/name_scope'
import { in_stateless_scope, scopes, swap_autocast, swap_stateless } from '../../lib/variables/scopes'
import { StatelessScope } from '../../lib/variables/stateless_scope'
import { Double, fresh_session, ones, Scale } from './helpers'

fresh_session()

describe('global state', () => {
  test('188: there is one thread and one state: clear_session resets counters, scopes, the open call and the policy', () => {
    new Double()
    open_name_scope('left')
    swap_autocast('float16')
    swap_stateless(new StatelessScope())
    set_dtype_policy('mixed_float16')
    calls.current = { entry: new Double(), training: true, values: {}, frozen: false }
    custom_object_scope({ Double }, () => {
      clear_session()
      expect(get_custom_objects()).toEqual({})
    })
    expect([
      new Double().name,
      current_path(),
      scopes.autocast,
      in_stateless_scope(),
      dtype_policy().name,
      calls.current,
    ]).toEqual(['double', '', undefined, false, 'float32', null])
  })

  test('190: shapes are lists everywhere, since there are no tuples, and equal by their numbers', () => {
    const layer = new Scale()
    layer(ones(3, 2)).dispose()
    expect(layer.get_build_config()).toEqual({ input_shape: [3, 2] })
    expect(JSON.parse(JSON.stringify(layer.get_build_config()))).toEqual(layer.get_build_config())
    layer.dispose()
  })

  test('a layer in a module without a session works after clear_session', () => {
    class Kept extends Layer {
      static override class_name = 'Kept'
      override call(x: tf.Tensor): any {
        return multiply(x, 1)
      }
    }
    const layer = new Kept()
    clear_session()
    expect(layer(ones(2)).shape).toEqual([2])
  })
})
