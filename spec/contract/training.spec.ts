import type * as tf from '@tensorflow/tfjs-core'
import { RuntimeError } from '../../lib/common/errors'
import { type CallOptions, Layer } from '../../lib/layers/layer'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { fresh_session, ones, Probe } from './helpers'

fresh_session()

/** Its call knows nothing of training. */
class Blind extends Layer {
  static override class_name = 'Blind'
  static override call_options = {}
  probe = new Probe()
  options: any = null
  override call(x: tf.Tensor, options: any): any {
    this.options = options
    return this.probe(x)
  }
}

class Deep extends Layer {
  static override class_name = 'Deep'
  static override call_options = {}
  blind = new Blind()
  override call(x: tf.Tensor): any {
    return this.blind(x)
  }
}

class TrainsByDefault extends Probe {
  static override class_name = 'TrainsByDefault'
  static override call_options: Record<string, unknown> = { training: true, mask: null }
  inner = new Probe()
  override call(x: tf.Tensor, options: CallOptions): any {
    return this.inner(super.call(x, options))
  }
}

describe('training and other context arguments', () => {
  test('76: training is the explicit argument, null included, else that of the outer call, else the default of the layer', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      plain = new Probe()
      on = new Probe()
      none = new TrainsByDefault()
      fallback = new TrainsByDefault()
      override call(x: tf.Tensor): any {
        this.plain(x)
        this.on(x, { training: true })
        this.none(x, { training: null })
        return this.fallback(x)
      }
    }
    const run = (options: object): unknown[] => {
      const outer = new Outer()
      outer(ones(1), options).dispose()
      return [outer.plain.seen[0], outer.on.seen[0], outer.none.seen[0], outer.fallback.seen[0]]
    }
    expect(run({ training: false })).toEqual([false, true, null, false])
    expect(run({ training: true })).toEqual([true, true, null, true])
    expect(run({})).toEqual([null, true, null, true])
  })

  test('76a: training handed to one layer by hand does not reach its siblings', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      first = new Probe()
      second = new Probe()
      third = new Probe()
      override call(x: tf.Tensor): any {
        this.first(x, { training: true })
        this.second(x, { training: null })
        return this.third(x)
      }
    }
    const outer = new Outer()
    outer(ones(1), { training: false }).dispose()
    expect(outer.third.seen).toEqual([false])
    outer(ones(1)).dispose()
    expect(outer.third.seen).toEqual([false, null])
  })

  test('77: a default of the layer stays its own: neither children nor siblings see it', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      eager = new TrainsByDefault()
      sibling = new Probe()
      override call(x: tf.Tensor): any {
        return this.sibling(this.eager(x))
      }
    }
    const outer = new Outer()
    outer(ones(1)).dispose()
    expect([outer.eager.seen, outer.eager.inner.seen, outer.sibling.seen]).toEqual([[true], [null], [null]])
  })

  test('78: training may be given to a layer whose call lacks it: it reaches the layers below only', () => {
    const layer = new Blind()
    layer(ones(1), { training: true }).dispose()
    expect('training' in layer.options).toBe(false)
    expect(layer.probe.seen).toEqual([true])
  })

  test('79: an inner explicit training wins over the outer one', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      inner = new Blind()
      override call(x: tf.Tensor): any {
        return this.inner(x, { training: true })
      }
    }
    const outer = new Outer()
    outer(ones(1), { training: false }).dispose()
    expect(outer.inner.probe.seen).toEqual([true])
  })

  test('80: training goes through any depth and through layers that do not mention it', () => {
    const layer = new Deep()
    layer(ones(1), { training: true }).dispose()
    layer(ones(1), { training: false }).dispose()
    layer(ones(1)).dispose()
    expect(layer.blind.probe.seen).toEqual([true, false, null])
  })

  test('81: further context arguments are registered by name before the first call; only registered layers receive them', () => {
    class Takes extends Layer {
      static override class_name = 'Takes'
      static override call_options: Record<string, unknown> = { training: null, mask: null, step: null }
      seen: unknown[] = []
      override call(x: tf.Tensor, { step }: CallOptions): any {
        this.seen.push(step)
        return multiply(x, 1)
      }
    }
    class Between extends Layer {
      static override class_name = 'Between'
      registered = new Takes()
      unregistered = new Takes()
      override call(x: tf.Tensor): any {
        return this.unregistered(this.registered(x))
      }
    }
    class Outer extends Layer {
      static override class_name = 'Outer'
      static override call_options = {}
      between = new Between()
      override call(x: tf.Tensor): any {
        return this.between(x)
      }
    }
    const outer = new Outer()
    outer._register_call_context_args('step')
    outer.between.registered._register_call_context_args('step')
    outer(ones(1), { step: 7 }).dispose()
    expect([outer.between.registered.seen, outer.between.unregistered.seen]).toEqual([[7], [null]])
    expect(() => outer._register_call_context_args('more')).toThrow(RuntimeError)
  })

  test('82: a context value of null is not handed down', () => {
    class Outer extends Layer {
      static override class_name = 'Outer'
      inner = new TrainsByDefault()
      override call(x: tf.Tensor): any {
        return this.inner(x)
      }
    }
    const outer = new Outer()
    outer(ones(1), { training: null }).dispose()
    expect(outer.inner.seen).toEqual([true])
  })
})
