import * as tf from '@tensorflow/tfjs-core'
import { get_keras_mask, set_keras_mask } from '../../lib/graph/masking'
import { type CallOptions, Layer } from '../../lib/layers/layer'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { Double, fresh_session, mask_values, ones, Probe, Scale, Sum, values, warnings_of } from './helpers'

fresh_session()

const mask_of = (...flags: number[]): tf.Tensor => tf.tensor1d(flags, 'bool')

function masked(...flags: number[]): tf.Tensor {
  const x = ones(flags.length)
  set_keras_mask(x, mask_of(...flags))
  return x
}

class Supports extends Probe {
  static override class_name = 'Supports'
  constructor(config = {}) {
    super(config)
    this.supports_masking = true
  }
}

/** Several arguments with their masks. */
class Merge extends Layer {
  static override class_name = 'Merge'
  static override call_arguments = ['a', 'b']
  static override call_options: Record<string, unknown> = { mask: null, a_mask: null, b_mask: null }
  got: any = null
  override call(a: any, _b: unknown, options: CallOptions): any {
    this.got = options
    return multiply(Array.isArray(a) ? a[0] : a, 1)
  }
}

describe('masks', () => {
  test('83: a mask is attached to a tensor by two functions, can be taken away, and survives the cast at the entry', () => {
    const x = masked(1, 0)
    expect(mask_values(x)).toEqual([1, 0])
    const layer = new Probe({ dtype: 'float16' })
    warnings_of(() => layer(x))
    expect(layer.masks).toEqual([[1, 0]])
    set_keras_mask(x, null)
    expect(get_keras_mask(x)).toBeNull()
  })

  test('84: with one tensor argument the mask option is filled from it, a list for a list', () => {
    const layer = new Supports()
    layer(masked(1, 0))
    expect(layer.masks).toEqual([[1, 0]])
    class Lists extends Layer {
      static override class_name = 'Lists'
      got: any = null
      override call(xs: tf.Tensor[], { mask }: CallOptions): any {
        this.got = mask
        return add(xs[0], xs[1])
      }
    }
    const lists = new Lists()
    warnings_of(() => lists([masked(1, 0), ones(2)]))
    expect([lists.got.length, values(lists.got[0]), lists.got[1]]).toEqual([2, [1, 0], null])
  })

  test('85: with several tensor arguments each gets its own mask option, the plain one stays empty', () => {
    const layer = new Merge()
    warnings_of(() => layer(masked(1, 0), masked(0, 1)))
    expect([layer.got.mask, values(layer.got.a_mask), values(layer.got.b_mask)]).toEqual([null, [1, 0], [0, 1]])
    warnings_of(() => layer([masked(1, 0), ones(2)], masked(0, 1)))
    expect([values(layer.got.a_mask[0]), layer.got.a_mask[1]]).toEqual([[1, 0], null])
    warnings_of(() => layer(masked(1, 0), masked(0, 1), { a_mask: mask_of(1, 1) }))
    expect(values(layer.got.a_mask)).toEqual([1, 1])
  })

  test('86: an explicit mask wins over the attached one and goes on to the output', () => {
    const layer = new Supports()
    const y = layer(masked(1, 0), { mask: mask_of(0, 1) })
    expect(layer.masks).toEqual([[0, 1]])
    expect(mask_values(y)).toEqual([0, 1])
  })

  test('87: the mask is remembered before call: one that call takes away still reaches the output', () => {
    class Clears extends Layer {
      static override class_name = 'Clears'
      constructor(config = {}) {
        super(config)
        this.supports_masking = true
      }
      override call(x: tf.Tensor): any {
        set_keras_mask(x, null)
        return multiply(x, 1)
      }
    }
    expect(mask_values(new Clears()(masked(1, 0)))).toEqual([1, 0])
  })

  test('88: masking is supported from the start only by a layer that writes compute_mask', () => {
    class Computes extends Double {
      static override class_name = 'Computes'
      override compute_mask(_x: unknown, mask: unknown): any {
        return mask
      }
    }
    expect([new Double().supports_masking, new Computes().supports_masking]).toEqual([false, true])
  })

  test('89: compute_mask is called once, with the first argument, and its results go to the outputs that have none', () => {
    const seen: unknown[][] = []
    class Two extends Layer {
      static override class_name = 'Two'
      override call(x: tf.Tensor): any {
        const own = multiply(x, 3)
        set_keras_mask(own, mask_of(1, 1))
        return [multiply(x, 2), own]
      }
      override compute_mask(inputs: unknown, previous: any): any {
        seen.push([inputs, previous === null ? null : values(previous)])
        return [previous, mask_of(0, 0)]
      }
    }
    const x = masked(1, 0)
    const [a, b] = new Two()(x) as unknown as tf.Tensor[]
    expect(seen).toEqual([[x, [1, 0]]])
    expect([mask_values(a), mask_values(b)]).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect(new Double().compute_mask(x, 'anything')).toBe('anything')
  })

  test('90: a layer without support warns that it destroys the mask, and does', () => {
    const layer = new Double({ name: 'd' })
    let y: unknown
    const warnings = warnings_of(() => {
      y = layer(masked(1, 0))
    })
    expect(warnings.length).toBe(1)
    expect(warnings[0]).toMatch(/Layer 'd' \(of type Double\) was passed an input with a mask attached to it.*destroy/)
    expect(mask_values(y)).toBeNull()
    expect(warnings_of(() => layer(ones(2)))).toEqual([])
  })

  test('91: the mask that reaches a loss weighs its terms: masked ones count nothing', () => {
    const y = new Supports()(masked(1, 0))
    const mask = tf.cast(get_keras_mask(y), 'float32')
    expect(values(tf.sum(tf.mul(y, mask)))).toEqual([1])
  })

  test('92: masks set on the inputs of a composite are passed on by each layer inside', () => {
    class Chain extends Layer {
      static override class_name = 'Chain'
      first = new Supports()
      second = new Supports()
      constructor(config = {}) {
        super(config)
        this.supports_masking = true
      }
      override call(x: tf.Tensor): any {
        return this.second(this.first(x))
      }
    }
    const chain = new Chain()
    const y = chain(masked(1, 0))
    expect([chain.first.masks, chain.second.masks, mask_values(y)]).toEqual([[[1, 0]], [[1, 0]], [1, 0]])
  })

  test('85: a layer of several arguments without mask options loses the masks with one warning', () => {
    expect(warnings_of(() => new Sum()(masked(1, 0), masked(1, 0))).length).toBe(1)
    expect(warnings_of(() => new Scale()(ones(2)))).toEqual([])
  })
})
