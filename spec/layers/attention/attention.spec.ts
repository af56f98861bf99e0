import { memory, ones, tensor } from '@tensorflow/tfjs-core'
import { get_keras_mask, set_keras_mask } from '../../../lib/graph/masking'
import { AdditiveAttention } from '../../../lib/layers/attention/additive_attention'
import { Attention } from '../../../lib/layers/attention/attention'
import { GroupQueryAttention } from '../../../lib/layers/attention/grouped_query_attention'
import { causal_mask, window_mask } from '../../../lib/layers/attention/masks'
import { MultiHeadAttention } from '../../../lib/layers/attention/multi_head_attention'
import { Input } from '../../../lib/layers/core/input'
import { deserialize, serialize } from '../../../lib/loading/layers'
import { check_layer } from '../../layer_contract'

test('Attention and AdditiveAttention keep the contract of a layer', () => {
  const common = {
    input_shape: [
      [2, 3, 4],
      [2, 5, 4],
    ],
    output_shape: [2, 3, 4],
    supports_masking: true,
  }
  check_layer({ layer_class: Attention, ...common, trainable_weights: 0 })
  check_layer({ layer_class: Attention, ...common, config: { use_scale: true, score_mode: 'concat' }, trainable_weights: 2 })
  check_layer({ layer_class: Attention, ...common, config: { dropout: 0.5 }, options: { training: true }, seeds: 1 })
  check_layer({ layer_class: AdditiveAttention, ...common, trainable_weights: 1, options: { use_causal_mask: true } })
})

test('a causal mask hides what comes later, a window what is far away', () => {
  const masks = [causal_mask(2, 3), window_mask(3, 3, 2)]
  expect(masks.map((mask) => mask.arraySync())).toEqual([
    [
      [
        [1, 0, 0],
        [1, 1, 0],
      ],
    ],
    [
      [
        [1, 1, 0],
        [1, 1, 1],
        [0, 1, 1],
      ],
    ],
  ])
  for (const mask of masks) mask.dispose()
})

test('masked values get no weight, and the scores can be had', () => {
  const query = ones([1, 1, 2])
  const value = tensor([
    [
      [1, 1],
      [9, 9],
    ],
  ])
  const mask = tensor([[1, 0]], [1, 2], 'bool')
  const [output, scores] = (new Attention() as any)([query, value], { mask: [null, mask], return_attention_scores: true })
  expect(Array.from(output.dataSync())).toEqual([1, 1])
  expect(Array.from(scores.dataSync())).toEqual([1, 0])
  for (const each of [query, value, mask, output, scores]) each.dispose()
})

test.each([
  ['MultiHeadAttention', MultiHeadAttention, { num_heads: 2, key_dim: 3, value_dim: 4 }],
  ['GroupQueryAttention', GroupQueryAttention, { head_dim: 3, num_query_heads: 4, num_key_value_heads: 2 }],
])(
  '%s answers the shape of the query, the same by all ways, and leaves nothing behind',
  (_name, layer_class: any, config: any) => {
    const before = memory().numTensors
    const layer = new layer_class(config)
    const query = ones([2, 3, 6])
    const value = ones([2, 5, 6])
    const direct = layer(query, value)
    expect(direct.shape).toEqual([2, 3, 6])
    const [composed, scores] = layer(query, value, { return_attention_scores: true })
    expect(scores.shape).toEqual([2, config.num_heads ?? config.num_query_heads, 3, 5])
    const [a, b] = [direct.dataSync(), composed.dataSync()]
    for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i], 5)
    expect(layer(Input({ shape: [null, 6] }), Input({ shape: [null, 6] })).shape).toEqual([null, null, 6])
    const revived = deserialize(JSON.parse(JSON.stringify(serialize(layer)))) as any
    expect(revived.weights.map((weight: any) => weight.shape)).toEqual(layer.weights.map((weight: any) => weight.shape))
    expect(layer.weights.map((weight: any) => weight.path.split('/').slice(1).join('/'))).toEqual(
      ['query', 'key', 'value', 'attention_output'].flatMap((name) => [`${name}/kernel`, `${name}/bias`]),
    )
    for (const each of [query, value, direct, composed, scores, layer, revived]) each.dispose()
    expect(memory().numTensors).toBe(before)
  },
)

test('the mask of the query goes on, and stays on the query', () => {
  const layer = new MultiHeadAttention({ num_heads: 1, key_dim: 2 })
  const x = ones([1, 2, 3])
  const mask = tensor([[1, 0]], [1, 2], 'bool')
  set_keras_mask(x, mask)
  const y = layer(x, x)
  expect(Array.from(get_keras_mask(y).dataSync())).toEqual([1, 0])
  expect(get_keras_mask(x)).toBe(mask)
  for (const each of [x, y, mask, layer]) each.dispose()
})
