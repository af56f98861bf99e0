import { ModelFormatError, ValueError } from '../../lib/common/errors'
import { Dense } from '../../lib/layers/core/dense'
import { Layer } from '../../lib/layers/layer'
import { assets_of, load_assets } from '../../lib/saving/weights/assets'

class Words extends Layer {
  static override class_name = 'Words'
  words: string[] = []
  save_assets(folder: Map<string, Uint8Array>): void {
    folder.set('vocabulary.txt', new TextEncoder().encode(this.words.join('\n')))
  }
  load_assets(folder: ReadonlyMap<string, Uint8Array>): void {
    const bytes = folder.get('vocabulary.txt')
    if (bytes === undefined) throw new ValueError('The vocabulary is missing.')
    this.words = new TextDecoder().decode(bytes).split('\n')
  }
}

function holder(...words: string[]): Layer & { list: any[] } {
  const layer = new Layer() as any
  layer.list = [new Dense({ units: 1 }), new Words()]
  layer.list[1].words = words
  return layer
}

describe('Assets', () => {
  test('151: are saved under the path of the object, by those that have some.', () => {
    const assets = assets_of(holder('a', 'b'))
    expect([...assets.keys()]).toEqual(['list/words/vocabulary.txt'])
  })

  test('151: come back to the same object.', () => {
    const other = holder()
    const assets = [...assets_of(holder('a', 'b'))].map(([name, bytes]) => [name, () => bytes] as const)
    load_assets(other, new Map([...assets, ['other/vocabulary.txt', () => assert_unread()]]))
    expect(other.list[1].words).toEqual(['a', 'b'])
  })

  test('that are missing are a mismatch.', () => {
    try {
      load_assets(holder(), new Map())
    } catch (error) {
      expect(error).toBeInstanceOf(ModelFormatError)
      expect((error as ModelFormatError).kind).toBe('mismatch')
      expect((error as Error).message).toMatch(
        /A total of 1 objects could not be loaded.*Words 'words\w*': The vocabulary is missing/,
      )
    }
    expect.assertions(3)
  })

  test('cannot leave their folder.', () => {
    class Bad extends Layer {
      static override class_name = 'Bad'
      save_assets(folder: Map<string, Uint8Array>): void {
        folder.set('../x', new Uint8Array(0))
      }
    }
    expect(() => assets_of(new Bad())).toThrow("must stay in its folder. Received: '../x'")
  })
})

function assert_unread(): never {
  throw new Error('a file that belongs to nobody is not read')
}
