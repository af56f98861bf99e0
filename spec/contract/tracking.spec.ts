import type * as tf from '@tensorflow/tfjs-core'
import { ValueError } from '../../lib/common/errors'
import { Layer } from '../../lib/layers/layer'
import { Mean } from '../../lib/metrics/reduction'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { SeedGenerator } from '../../lib/variables/seed_generator'
import { Variable } from '../../lib/variables/variable'
import { Double, fresh_session, ones, Pair, Scale } from './helpers'

fresh_session()

class Bag extends Layer {
  static override class_name = 'Bag';
  [key: string]: any
  override call(x: tf.Tensor): any {
    return multiply(x, 1)
  }
}

const variable = (name: string, trainable = true): Variable => new Variable([1, 2], { name, trainable })
const names = (variables: Variable[]): string[] => variables.map((v) => v.local_name)

describe('attribute tracking', () => {
  test('19: attributes are sorted into trainable and other variables, metrics, sub-layers and seed generators', () => {
    const bag = new Bag()
    bag.a = variable('a')
    bag.b = variable('b', false)
    bag.metric = new Mean({ name: 'm' })
    bag.layer = new Double()
    bag.seeds = new SeedGenerator({ seed: 1 })
    expect(names(bag.trainable_variables)).toEqual(['a'])
    expect(names(bag.non_trainable_variables)).toEqual(['b', 'seed_generator_state'])
    expect(bag.metrics).toEqual([bag.metric])
    expect(bag._layers).toEqual([bag.layer])
    expect(bag._flatten_layers()).not.toContain(bag.metric)
    bag.dispose()
  })

  test('20: lists, dicts, maps and sets hold state and stay what they are, also inside one another', () => {
    const bag = new Bag()
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => new Double({ name }))
    bag.list = [a, [b]]
    bag.dict = { x: c, deep: { y: [d] } }
    bag.map = new Map([['k', e]])
    const f = new Double({ name: 'f' })
    bag.set = new Set([f, a])
    expect(bag._layers.map((layer: Layer) => layer.name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(Array.isArray(bag.list)).toBe(true)
    expect(bag.map).toBeInstanceOf(Map)
    expect(Object.getPrototypeOf(bag.dict)).toBe(Object.prototype)
  })

  test('21: items added to containers later count, also those that build adds', () => {
    const bag = new Bag()
    bag.list = []
    bag.dict = {}
    bag.set = new Set()
    const layers = [0, 1, 2, 3].map(() => new Double())
    bag.list.push(layers[0])
    bag.list.unshift(layers[1])
    bag.dict.k = layers[2]
    bag.set.add(layers[3])
    expect(bag._layers).toEqual([layers[1], layers[0], layers[2], layers[3]])
    class Grower extends Bag {
      override build(_shape?: any): void {
        this.list = []
        this.list.push(new Scale())
      }
    }
    const grower = new Grower()
    grower.build([2])
    expect(grower._layers.length).toBe(1)
  })

  test('22: what leaves a container is no longer tracked', () => {
    const bag = new Bag()
    const [a, b, c] = [variable('a'), variable('b'), variable('c')]
    bag.list = [a, b]
    bag.dict = { c }
    expect(names(bag.weights)).toEqual(['a', 'b', 'c'])
    bag.list.pop()
    delete bag.dict.c
    expect(names(bag.weights)).toEqual(['a'])
    bag.list.length = 0
    expect(bag.weights).toEqual([])
    for (const v of [a, b, c]) v.dispose()
  })

  test('23: an assigned list index, a sorted list and a container inside a container count as they are', () => {
    const bag = new Bag()
    const [a, b, c] = [variable('a'), variable('b'), variable('c')]
    bag.list = [a, b]
    bag.list[1] = c
    expect(names(bag.weights)).toEqual(['a', 'c'])
    bag.list.reverse()
    expect(names(bag.weights)).toEqual(['c', 'a'])
    const inner: Variable[] = []
    bag.list.push(inner)
    inner.push(b)
    expect(names(bag.weights)).toEqual(['c', 'a', 'b'])
    for (const v of [a, b, c]) v.dispose()
  })

  test('24: the same object counts once, and a variable stays in its place when its flag flips', () => {
    const bag = new Bag()
    bag.a = variable('a')
    bag.again = bag.a
    bag.list = [bag.a]
    bag.b = variable('b')
    expect(names(bag.weights)).toEqual(['a', 'b'])
    bag.a.trainable = false
    expect(names(bag.weights)).toEqual(['a', 'b'])
    expect(names(bag.trainable_weights)).toEqual(['b'])
    expect(names(bag.non_trainable_weights)).toEqual(['a'])
    bag.dispose()
  })

  test('25: overwriting an attribute untracks what it held, as in tf.keras', () => {
    const bag = new Bag()
    const [old_layer, old_variable] = [new Double(), variable('old')]
    bag.layer = old_layer
    bag.v = old_variable
    bag.layer = new Double()
    bag.v = variable('new')
    expect(bag._layers).toEqual([bag.layer])
    expect(names(bag.weights)).toEqual(['new'])
    old_variable.dispose()
    bag.dispose()
  })

  test('26: deleting an attribute untracks a variable and a layer, as in tf.keras', () => {
    const bag = new Bag()
    const v = variable('v')
    bag.v = v
    bag.layer = new Scale()
    delete bag.v
    delete bag.layer
    expect(bag._layers).toEqual([])
    expect(bag.weights).toEqual([])
    v.dispose()
  })

  test('27: _untrack_variable works on a built layer, answers nothing, and a variable of another dtype may take the place', () => {
    const layer = new Scale()
    layer.build([2])
    const old = layer.scale
    layer.scale = layer._untrack_variable(old) as never
    expect(layer.weights).toEqual([])
    expect(layer.scale).toBeUndefined()
    const replacement = new Variable([1, 2], { dtype: 'int32', name: 'scale' })
    layer.scale = replacement
    layer._track_variable(replacement)
    expect(layer.weights).toEqual([replacement])
    expect(layer.weights[0]!.keras_dtype).toBe('int32')
    old.dispose()
    layer.dispose()
  })

  test('28: new weights of a built layer are refused, so making one inside call fails on the first call', () => {
    class Late extends Layer {
      static override class_name = 'Late'
      override call(x: tf.Tensor): any {
        this.add_weight({ name: 'late', shape: [2], initializer: 'ones' })
        return x
      }
    }
    expect(() => new Late()(ones(1, 2))).toThrow(ValueError)
    expect(() => new Late()(ones(1, 2))).toThrow(/cannot add new elements of state/)
    class LateVariable extends Layer {
      static override class_name = 'LateVariable'
      override call(x: tf.Tensor): any {
        ;(this as any).v = new Variable([1])
        return x
      }
    }
    expect(() => new LateVariable()(ones(1, 2))).toThrow(/cannot add new elements of state/)
    const layer = new Scale()
    layer.build([2])
    expect(() => layer.add_weight({ name: 'more', shape: [] })).toThrow(ValueError)
    layer.dispose()
  })

  test('29: attributes of a built layer stay free, and what it holds may be assigned again', () => {
    const bag = new Bag()
    bag.layer = new Double()
    bag.build([2])
    bag.note = 'text'
    const same = bag.layer
    bag.layer = same
    bag.alias = same
    expect(bag._layers).toEqual([same])
    expect(bag.note).toBe('text')
  })

  test('30: variables put into a built layer by _track_variable show in its parents at once', () => {
    const pair = new Pair()
    pair(ones(1, 2)).dispose()
    expect(pair.weights.length).toBe(2)
    const extra = variable('extra')
    pair.first._track_variable(extra)
    expect(names(pair.weights)).toEqual(['scale', 'extra', 'scale'])
    pair.dispose()
  })

  test('32: what is not an own enumerable property is not tracked', () => {
    class Hidden extends Layer {
      static override class_name = 'Hidden'
      #secret = new Double()
      get secret(): Double {
        return this.#secret
      }
      override call(x: tf.Tensor): any {
        return this.#secret(x)
      }
    }
    const layer = new Hidden()
    Object.defineProperty(layer, 'graph', { value: [new Double()] })
    expect(layer._layers).toEqual([])
    expect(layer.secret).toBeInstanceOf(Double)
  })

  test('33: _flatten_layers gives the layer, then those below depth first, children of a visited one in reverse, each once', () => {
    const [root, a, b, a1, a2] = ['root', 'a', 'b', 'a1', 'a2'].map((name) => new Bag({ name })) as [Bag, Bag, Bag, Bag, Bag]
    root.a = a
    root.b = b
    root.again = a
    a.x = a1
    a.y = a2
    a2.loop = root
    const order = (layers: Layer[]): string[] => layers.map((layer) => layer.name)
    expect(order(root._flatten_layers())).toEqual(['root', 'a', 'a2', 'a1', 'b'])
    expect(order(root._flatten_layers(false))).toEqual(['a', 'a2', 'a1', 'b'])
    expect(order(root._flatten_layers(true, false))).toEqual(['root', 'a', 'b'])
  })
})
