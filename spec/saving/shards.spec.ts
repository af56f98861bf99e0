import { ModelFormatError } from '../../lib/common/errors'
import type { Hdf5Group, Hdf5GroupToWrite } from '../../lib/formats/hdf5/tree'
import { Budget } from '../../lib/formats/limits'
import { write_safetensors } from '../../lib/formats/safetensors/write'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { LSTM } from '../../lib/layers/rnn/lstm'
import { Sequential } from '../../lib/models/sequential'
import { flat_entries, flat_to_tree, flat_weights } from '../../lib/saving/weights/flat'
import { load_weights_tree } from '../../lib/saving/weights/read'
import { merge_shards, shard_weights } from '../../lib/saving/weights/shards'
import { weights_tree } from '../../lib/saving/weights/write'
import { list_tree } from './paths'
import { floats, group, saved, tree_to_read, values } from './trees'

/** The model of Keras's own sharded file, where the LSTM lies in two shards. */
function recurrent(): Sequential {
  return new Sequential([Input({ shape: [4, 6] }), new LSTM({ units: 8 }), new BatchNormalization(), new Dense({ units: 3 })])
}

const flat = (model: any): number[] => model.weights.flatMap((weight: any) => Array.from(weight.dataSync()))
const read = (shards: ReadonlyMap<string, Hdf5GroupToWrite>): Map<string, Hdf5Group> =>
  new Map([...shards].map(([name, tree]) => [name, tree_to_read(tree)]))

describe('Sharded weights', () => {
  test('lie in files of at most the given size, the values of one layer in several.', async () => {
    const { shards, weight_map, total_size } = shard_weights(await weights_tree(recurrent()), 1152, 'm')
    expect([...shards.keys()]).toEqual(['m_00000.weights.h5', 'm_00001.weights.h5', 'm_00002.weights.h5'])
    expect([...weight_map]).toEqual([
      ['/layers/lstm/cell/vars', ['m_00000.weights.h5', 'm_00001.weights.h5']],
      ['/layers/batch_normalization/vars', ['m_00002.weights.h5']],
      ['/layers/dense/vars', ['m_00002.weights.h5']],
    ])
    expect(total_size).toBe(4 * (6 * 32 + 8 * 32 + 32 + 4 * 8 + 8 * 3 + 3))
    expect(list_tree(shards.get('m_00000.weights.h5')!).paths).toEqual([['/layers/lstm/cell/vars', '0', [6, 32], 'float32']])
  })

  test('are one file when they fit, also without any weight.', async () => {
    const tree = await weights_tree(recurrent())
    const { shards, weight_map } = shard_weights(tree, 1e9, 'm')
    expect(list_tree(shards.get('m_00000.weights.h5')!)).toEqual(list_tree(tree))
    expect([...weight_map.values()]).toEqual(Array(3).fill(['m_00000.weights.h5']))
    expect([...shard_weights(group({}), 1, 'm').shards.keys()]).toEqual(['m_00000.weights.h5'])
  })

  test('cannot hold a value larger than a file may be.', async () => {
    expect(() => shard_weights(group({ vars: group({ '0': floats([1, 2]) }) }), 7, 'm')).toThrow(
      'The size of /vars/0 exceeds the maximum shard size',
    )
  })

  test('come back into a model as one tree.', async () => {
    const [one, two] = [recurrent(), recurrent()]
    const { shards, weight_map } = shard_weights(await weights_tree(one), 1152, 'm')
    load_weights_tree(two, merge_shards(weight_map, read(shards)))
    expect(flat(two)).toEqual(flat(one))
  })

  test('are refused when a shard lacks what the index says, or two hold one value.', () => {
    const shards = read(
      new Map([
        ['a', saved({ '0': floats([1]) })],
        ['b', saved({ '0': floats([1]) })],
      ]),
    )
    const error = (map: [string, string[]][]): string => {
      try {
        merge_shards(new Map(map), shards)
      } catch (thrown) {
        return `${(thrown as ModelFormatError).kind} ${(thrown as ModelFormatError).code}`
      }
      return 'none'
    }
    expect(error([['/vars', ['a']]])).toBe('none')
    expect(error([['/vars', ['a', 'b']]])).toBe('format weights-structure')
    expect(error([['/layers/dense/vars', ['a']]])).toBe('mismatch missing-shard')
    expect(error([['/vars', ['c']]])).toBe('mismatch missing-shard')
    expect(error([['/vars/0', ['a']]])).toBe('format weights-structure')
    expect(error([['/__proto__', ['a']]])).toBe('mismatch missing-shard')
  })
})

describe('Flat weights', () => {
  test('are named by their paths, and come back.', async () => {
    const [one, two] = [recurrent(), recurrent()]
    expect([...flat_entries(await weights_tree(one)).keys()].slice(0, 4)).toEqual([
      'layers/lstm/cell/vars/0',
      'layers/lstm/cell/vars/1',
      'layers/lstm/cell/vars/2',
      'layers/batch_normalization/vars/0',
    ])
    load_weights_tree(two, flat_to_tree(await flat_weights(one), new Budget()))
    expect(flat(two)).toEqual(flat(one))
  })

  test('are refused when names are no paths, or one is inside of another.', () => {
    const entry = values('float32', [1], new Float32Array([1]))
    for (const names of [['a//b'], ['/a'], [''], ['a', 'a/b'], ['a/b', 'a']]) {
      const bytes = write_safetensors(new Map(names.map((name) => [name, entry])))
      expect(() => flat_to_tree(bytes, new Budget())).toThrow(ModelFormatError)
    }
  })
})
