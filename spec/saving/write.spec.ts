import { memory, tensor } from '@tensorflow/tfjs-core'
import { Dense } from '../../lib/layers/core/dense'
import { Embedding } from '../../lib/layers/core/embedding'
import { Input } from '../../lib/layers/core/input'
import { Layer } from '../../lib/layers/layer'
import { Dropout } from '../../lib/layers/regularization/dropout'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { weights_tree } from '../../lib/saving/weights/write'
import { list_tree, values_at } from './paths'

class Holder extends Layer {
  static override class_name = 'Holder'
}

/** The paths of the values of a layer as the whole of a file. */
async function paths_of(layer: Layer): Promise<string[]> {
  return list_tree(await weights_tree(layer)).paths.map(([group, key]) => `${group}/${key}`)
}

function dense(units = 1): Dense {
  const layer = new Dense({ units, use_bias: false })
  layer.build([null, 1])
  return layer
}

describe('What a file of weights holds', () => {
  test('144: are the trainable and then the other weights of a layer, by number.', async () => {
    const layer = new Layer({ name: 'own' })
    layer.add_weight({ name: 'c', shape: [1], trainable: false })
    layer.add_weight({ name: 'a', shape: [2] })
    layer.add_weight({ name: 'b', shape: [3] })
    expect(list_tree(await weights_tree(layer))).toEqual({
      paths: [
        ['/vars', '0', [2], 'float32'],
        ['/vars', '1', [3], 'float32'],
        ['/vars', '2', [1], 'float32'],
      ],
      groups: [['/vars', 'own']],
    })
  })

  test('147: is under the names of attributes, private ones last.', async () => {
    const holder = new Holder()
    Object.assign(holder, { _b: dense(), c: dense(), Z: dense(), a: dense() })
    const places = (await weights_tree(holder)).members
    expect([...places.keys()]).toEqual(['vars', 'Z', 'a', 'c', '_b'])
  })

  test('148: is once there, at the first path.', async () => {
    const holder = new Holder()
    const shared = dense()
    Object.assign(holder, { b: shared, a: shared, list: [shared, dense()] })
    expect(await paths_of(holder)).toEqual(['/a/vars/0', '/list/dense_1/vars/0'])
  })

  test('148: is named by classes inside of lists, objects, maps and sets.', async () => {
    const holder = new Holder()
    const embedding = new Embedding({ input_dim: 2, output_dim: 1 })
    embedding.build()
    Object.assign(holder, {
      list: [dense(), embedding, dense()],
      object: { z: dense(), a: dense() },
      map: new Map([['k', dense()]]),
      set: new Set([dense()]),
    })
    expect(await paths_of(holder)).toEqual([
      '/list/dense/vars/0',
      '/list/dense_1/vars/0',
      '/list/embedding/vars/0',
      '/map/dense/vars/0',
      '/object/dense/vars/0',
      '/object/dense_1/vars/0',
      '/set/dense/vars/0',
    ])
  })

  test('148: is under `container` inside of lists in lists, and a list that holds itself ends.', async () => {
    const holder = new Holder()
    const cycle: unknown[] = [[dense()], ['text'], [[dense()]]]
    cycle.push(cycle)
    Object.assign(holder, { grid: cycle })
    expect(await paths_of(holder)).toEqual(['/grid/container/dense/vars/0', '/grid/container_2/container/dense/vars/0'])
  })

  test('149: is in `vars` with the name of the object, which stands there without weights too; bfloat16 has a dtype of its own.', async () => {
    const holder = new Holder({ name: 'outer' })
    const half = new Dense({ units: 1, use_bias: false, dtype: 'bfloat16', name: 'half' })
    half.build([null, 1])
    Object.assign(holder, { half, empty: new Dropout({ rate: 0.5, name: 'empty' }) })
    expect(list_tree(await weights_tree(holder))).toEqual({
      paths: [['/half/vars', '0', [1, 1], 'bfloat16']],
      groups: [
        ['/empty', null],
        ['/empty/vars', 'empty'],
        ['/half', null],
        ['/half/vars', 'half'],
        ['/vars', 'outer'],
      ],
    })
  })

  test('is found through a getter, and a getter that throws is passed over.', async () => {
    class Getters extends Layer {
      static override class_name = 'Getters'
      #inner = dense()
      get inner(): Dense {
        return this.#inner
      }
      get bad(): never {
        throw new Error('no')
      }
    }
    expect(await paths_of(new Getters())).toEqual(['/inner/vars/0'])
  })

  test('147: is under `layers` for attributes of a model that sort after that name.', async () => {
    class Two extends Model {
      static override class_name = 'Two'
      declare after: Dense
      declare z_last: Dense
      constructor() {
        super()
        this.z_last = dense()
        this.after = dense()
      }
    }
    expect(await paths_of(new Two())).toEqual(['/after/vars/0', '/layers/dense/vars/0'])
  })

  test('144: is what a layer puts into its store.', async () => {
    class Own extends Layer {
      static override class_name = 'Own'
      override save_own_variables(store: Record<string, any>): void {
        store.table = this.weights[0]
        store.list = [[1, 2]]
        store.flags = [true, false]
        Reflect.set(store, '__proto__', tensor([3], [1], 'int32'))
      }
    }
    const layer = new Own({ name: 'own' })
    layer.add_weight({ name: 'w', shape: [1], initializer: 'ones' })
    const before = memory().numTensors
    const root = await weights_tree(layer)
    expect(memory().numTensors).toBe(before)
    expect(list_tree(root).paths).toEqual([
      ['/vars', '__proto__', [1], 'int32'],
      ['/vars', 'flags', [2], 'bool'],
      ['/vars', 'list', [1, 2], 'float32'],
      ['/vars', 'table', [1], 'float32'],
    ])
    expect(values_at(root, 'vars/flags')).toEqual(new Uint8Array([1, 0]))
    expect(values_at(root, 'vars/__proto__')).toEqual(new Int32Array([3]))
  })

  test('frees what it copied when a layer throws.', async () => {
    class Bad extends Layer {
      static override class_name = 'Bad'
      override save_own_variables(store: Record<string, any>): void {
        store['a/b'] = [1]
      }
    }
    class Good extends Layer {
      static override class_name = 'Good'
      override save_own_variables(store: Record<string, any>): void {
        store.x = [1]
      }
    }
    const holder = new Holder()
    Object.assign(holder, { a: new Good(), b: new Bad() })
    const before = memory().numTensors
    await expect(weights_tree(holder)).rejects.toThrow("A name in a store cannot be empty or hold a slash. Received: 'a/b'")
    expect(memory().numTensors).toBe(before)
  })

  test('are values in the dtype of the weight.', async () => {
    const layer = new Layer()
    const half = layer.add_weight({ name: 'h', shape: [4], dtype: 'float16', initializer: 'zeros' })
    half.assign([1, -0.5, 65504, 2 ** -24])
    layer.add_weight({ name: 'b', shape: [2], dtype: 'bfloat16', initializer: 'ones' })
    layer.add_weight({ name: 'i', shape: [2], dtype: 'int8', initializer: 'ones' })
    layer.add_weight({ name: 'f', shape: [1], dtype: 'bool', initializer: 'ones' })
    const root = await weights_tree(layer)
    half.assign([0, 0, 0, 0])
    expect(list_tree(root).paths.map(([, , , dtype]) => dtype)).toEqual(['float16', 'bfloat16', 'int8', 'bool'])
    expect(values_at(root, 'vars/0')).toEqual(new Uint16Array([0x3c00, 0xb800, 0x7bff, 1]))
    expect(values_at(root, 'vars/1')).toEqual(new Uint16Array([0x3f80, 0x3f80]))
    expect(values_at(root, 'vars/2')).toEqual(new Int8Array([1, 1]))
    expect(values_at(root, 'vars/3')).toEqual(new Uint8Array([1]))
  })

  test('is the kernel with its low-rank change in it.', async () => {
    const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 2, name: 'd', kernel_initializer: 'ones' })])
    const [layer] = model.layers
    layer.enable_lora(1, { a_initializer: 'ones', b_initializer: 'ones' })
    const before = memory().numTensors
    const root = await weights_tree(model)
    expect(memory().numTensors).toBe(before)
    expect(values_at(root, 'layers/dense/vars/0')).toEqual(new Float32Array([2, 2, 2, 2]))
    expect(list_tree(root).paths.map(([, key]) => key)).toEqual(['0', '1'])
  })
})
