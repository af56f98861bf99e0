import { ValueError } from '../../lib/common/errors'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { multiply } from '../../lib/ops/numpy/arithmetic'
import { concatenate } from '../../lib/ops/numpy/join'
import { fresh_session, Pair, Sum } from '../contract/helpers'

fresh_session()

const lines = (text: string): string[] => text.split('\n')

describe('the summary of a model', () => {
  test('a chain of layers has three columns, 88 characters wide, as Keras 3 prints it', () => {
    const stack = [12, 13, 14].map((i) => new Dense({ units: i === 14 ? 1 : 64, name: `dense_${i}` }))
    const model = new Sequential([Input({ shape: [3] }), ...stack], { name: 'sequential_4' })
    expect(model.summary({ as: 'text', line_length: 88 })).toBe(`Model: "sequential_4"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
│ dense_12 (Dense)                     │ (None, 64)                  │             256 │
├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
│ dense_13 (Dense)                     │ (None, 64)                  │           4,160 │
├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
│ dense_14 (Dense)                     │ (None, 1)                   │              65 │
└──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
 Total params: 4,481 (17.50 KB)
 Trainable params: 4,481 (17.50 KB)
 Non-trainable params: 0 (0.00 B)
`)
  })

  test('a graph that is no chain says what each layer is connected to; words that are too long end in an ellipsis', () => {
    const inputs = [Input({ shape: [128], name: 'lstm_features' }), Input({ shape: [64], name: 'unet_features' })]
    const outputs = inputs.map((input) => new BatchNormalization()(input))
    const model = new Model({ inputs, outputs: concatenate(outputs as never, -1), name: 'functional_12' })
    const text = model.summary({ as: 'text', line_length: 76 })
    expect(lines(text).slice(0, 17).join('\n')).toBe(`Model: "functional_12"
┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
│ lstm_features       │ (None, 128)       │          0 │ -                 │
│ (InputLayer)        │                   │            │                   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ unet_features       │ (None, 64)        │          0 │ -                 │
│ (InputLayer)        │                   │            │                   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ batch_normalization │ (None, 128)       │        512 │ lstm_features[0]… │
│ (BatchNormalizatio… │                   │            │                   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ batch_normalizatio… │ (None, 64)        │        256 │ unet_features[0]… │
│ (BatchNormalizatio… │                   │            │                   │
├─────────────────────┼───────────────────┼────────────┼───────────────────┤
│ concatenate         │ (None, 192)       │          0 │ batch_normalizat… │`)
    expect(text).toContain(' Non-trainable params: 384 (1.50 KB)\n')
  })

  test('a chain in a functional model lists its input layer and has no connections', () => {
    const x = Input({ shape: [128] })
    const text = new Model({ inputs: x, outputs: multiply(new Dense({ units: 2 })(x), 2) }).summary({
      as: 'text',
      line_length: 108,
    })
    expect(lines(text)[2]).not.toContain('Connected to')
    expect(text).toContain('│ input_layer (InputLayer) ')
    expect(text).toContain('│ multiply (Multiply) ')
  })

  test('four columns of 108 characters are 31, 27, 17 and 28 wide', () => {
    const x = Input({ shape: [3] })
    const model = new Model({ inputs: x, outputs: new Sum()(x, x) })
    const [, top] = lines(model.summary({ as: 'text', line_length: 108 }))
    expect(top).toBe(`┏${'━'.repeat(31)}┳${'━'.repeat(27)}┳${'━'.repeat(17)}┳${'━'.repeat(28)}┓`)
    expect(model.summary({ as: 'text', line_length: 108 })).toContain('│ input_layer[0][0],         │')
  })

  test('layers that are not built say so, and their shape is unknown', () => {
    const text = new Sequential([new Dense({ units: 2 })]).summary({ as: 'text', line_length: 88 })
    expect(text).toMatch(/│ dense \(Dense\) +│ \? +│ +0 \(unbuilt\) │/)
  })

  test('a layer that was built by hand shows the shape that it computes', () => {
    class Outer extends Model {
      static override class_name = 'Outer'
      dense = new Dense({ units: 2 })
    }
    const model = new Outer()
    model.dense.build([null, 3])
    expect(model.summary({ as: 'text', line_length: 60 })).toMatch(/│ dense \(Dense\) +│ \(None, 2\) +│ +8 │/)
  })

  test('expand_nested lists the layers of models inside, and show_trainable adds a column', () => {
    const inner = new Sequential([Input({ shape: [2] }), new Dense({ units: 3, trainable: false, name: 'frozen' })], {
      name: 'inner',
    })
    const model = new Sequential([Input({ shape: [2] }), inner, new Dense({ units: 1, name: 'head' })])
    const text = model.summary({ as: 'text', expand_nested: true, show_trainable: true, line_length: 100 })
    expect(text).toContain('┃ Traina… ┃')
    expect(text).toMatch(/│ inner \(Sequential\) +│ \(None, 3\) +│ +9 │ +Y +│/)
    expect(text).toMatch(/│ +└ frozen \(Dense\) +│ \(None, 3\) +│ +9 │ +N +│/)
    expect(text).toContain(' Trainable params: 4 (16.00 B)\n Non-trainable params: 9 (36.00 B)\n')
  })

  test('layer_range lists the layers between two names or patterns', () => {
    const names = ['first', 'second', 'third', 'last']
    const model = new Sequential([Input({ shape: [2] }), ...names.map((name) => new Dense({ units: 2, name }))])
    const listed = (layer_range: [string, string]): string[] =>
      names.filter((name) => model.summary({ as: 'text', layer_range, line_length: 60 }).includes(`${name} (Dense)`))
    expect(listed(['second', 'third'])).toEqual(['second', 'third'])
    expect(listed(['th.*', 's'])).toEqual(['second', 'third'])
    expect(() => listed(['none', 'last'])).toThrow('Passed layer_names do not match the layer names in the model.')
    expect(() => listed(['one'] as never)).toThrow('layer_range must be a list or tuple of length 2.')
    expect(() => listed([1, 2] as never)).toThrow('layer_range should contain string type only.')
  })

  test('print_fn receives the text once; a line that is too short is refused', () => {
    const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 2 })])
    const texts: string[] = []
    expect(model.summary({ print_fn: (text) => texts.push(text), line_length: 60 })).toBeUndefined()
    expect(texts).toEqual([model.summary({ as: 'text', line_length: 60 })])
    expect(() => model.summary({ line_length: 8 })).toThrow(ValueError)
  })

  test('several output shapes come as a list', () => {
    class Split extends Pair {
      static override class_name = 'Split'
      override call(x: never): any {
        return [this.first(x), this.second(x)]
      }
    }
    const x = Input({ shape: [2] })
    const text = new Model({ inputs: x, outputs: new Split()(x) }).summary({ as: 'text', line_length: 108 })
    expect(text).toContain('│ [(None, 2), (None, 2)] ')
  })
})
