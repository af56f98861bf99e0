import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { Budget } from '../../lib/formats/limits'
import { decode_weights } from '../../lib/formats/tfjs/decode'
import { parse_model_json, type TfjsModelJson } from '../../lib/formats/tfjs/manifest'
import { revive_model } from '../../lib/loading/revive_model'
import { TopologyWriter } from '../../lib/saving/tfjs/topology'
import { tfjs_files } from '../../lib/saving/tfjs_model'

const budget = () => new Budget()

/** What `save` of TensorFlow.js layers writes, as files. */
async function saved(model: tfl.LayersModel, includeOptimizer = false): Promise<Record<string, Uint8Array>> {
  let files: Record<string, Uint8Array> = {}
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    const { weightSpecs, weightData, ...json } = artifacts
    const weightsManifest = [{ paths: ['./model.weights.bin'], weights: weightSpecs }]
    files = {
      'model.json': new TextEncoder().encode(JSON.stringify({ ...json, weightsManifest })),
      'model.weights.bin': new Uint8Array(weightData as ArrayBuffer),
    }
    return {} as tf.io.SaveResult
  })
  await model.save(handler, { includeOptimizer })
  return files
}

const parsed = (files: Record<string, Uint8Array>): TfjsModelJson => parse_model_json(files['model.json']!, budget())

/** The model of such files, its weights found by their names. */
function revived(files: Record<string, Uint8Array>): any {
  const json = parsed(files)
  const model: any = revive_model(json.model_config, { file: 'legacy', compile: false, custom_objects: null, budget: budget() })
  const weights = decode_weights(json, new Map(Object.entries(files)), budget())
  const targets = variables_of(model)
  expect([...weights.keys()].sort()).toEqual([...targets.keys()].sort())
  for (const [name, { values, shape, dtype }] of weights) {
    targets.get(name).assign(tf.tensor(values as Float32Array, shape, dtype as 'float32'))
  }
  return model
}

/** The variables of a model under the names that TensorFlow.js layers gives them. */
function variables_of(model: any): Map<string, any> {
  const writer = new TopologyWriter()
  writer.write(model)
  return new Map(writer.weights.map(({ name, variable }) => [name, variable]))
}

async function difference(model: tfl.LayersModel, input: tf.Tensor): Promise<number> {
  const files = await saved(model)
  const theirs = model.predict(input) as tf.Tensor
  model.dispose()
  const ours = revived(files)
  return Number(tf.max(tf.abs(tf.sub(ours(input), theirs))).dataSync()[0])
}

const zeros = { recurrentInitializer: 'zeros' as const }

describe('a model that TensorFlow.js layers saved', () => {
  it('is read with its topology, its training config and its weights in order', async () => {
    const model = tfl.sequential({ name: 's' })
    model.add(tfl.layers.dense({ units: 2, inputShape: [3], name: 'a' }))
    model.add(tfl.layers.batchNormalization({ name: 'b' }))
    model.compile({ loss: 'meanSquaredError', optimizer: tf.train.rmsprop(0.5, 0.8), metrics: ['accuracy'] })
    await model.fit(tf.ones([2, 3]), tf.ones([2, 2]), { verbose: 0 })
    const expected = model.getWeights().map((weight) => weight.dataSync())
    const files = await saved(model, true)
    const json = parsed(files)
    expect(json.model_config.class_name).toBe('Sequential')
    expect(json.generated_by).toBe('TensorFlow.js tfjs-layers v4.22.0')
    expect(json.training_config).toEqual({
      loss: 'mean_squared_error',
      metrics: ['accuracy'],
      optimizer_config: {
        class_name: 'RMSprop',
        config: { learning_rate: 0.5, rho: 0.8, momentum: 0, epsilon: 1e-7, centered: false },
      },
    })
    const weights = decode_weights(json, new Map(Object.entries(files)), budget())
    const own = [...weights].filter(([, { group }]) => group === null)
    expect(own.map(([name]) => name)).toEqual(['a/kernel', 'a/bias', 'b/gamma', 'b/beta', 'b/moving_mean', 'b/moving_variance'])
    expect(own.map(([, { values }]) => values)).toEqual(expected)
    expect([...weights.values()].some(({ group }) => group === 'optimizer')).toBe(true)
    model.dispose()
  })

  it('predicts the same when it was a CNN', async () => {
    const model = tfl.sequential()
    model.add(tfl.layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 2], activation: 'relu', padding: 'same' }))
    model.add(tfl.layers.batchNormalization())
    model.add(tfl.layers.separableConv2d({ filters: 4, kernelSize: 2 }))
    model.add(tfl.layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }))
    model.add(tfl.layers.maxPooling2d({ poolSize: 2 }))
    model.add(tfl.layers.leakyReLU({ alpha: 0.1 }))
    model.add(tfl.layers.flatten())
    model.add(tfl.layers.dropout({ rate: 0.5 }))
    model.add(
      tfl.layers.dense({ units: 4, activation: 'hardSigmoid', kernelInitializer: 'leCunNormal', kernelRegularizer: 'l1l2' }),
    )
    model.add(tfl.layers.dense({ units: 3, activation: 'softmax' }))
    expect(await difference(model, tf.randomUniform([2, 8, 8, 2], -1, 1, 'float32', 1))).toBeLessThan(1e-5)
  })

  it('predicts the same when it had recurrent layers and a mask', async () => {
    const model = tfl.sequential()
    model.add(tfl.layers.embedding({ inputDim: 9, outputDim: 3, inputLength: 5, maskZero: true }))
    model.add(tfl.layers.lstm({ units: 4, returnSequences: true, ...zeros }))
    model.add(tfl.layers.gru({ units: 4, ...zeros }))
    model.add(tfl.layers.dense({ units: 2, activation: 'logSoftmax' as never }))
    expect(
      await difference(
        model,
        tf.tensor2d([
          [1, 2, 3, 0, 0],
          [4, 5, 6, 7, 8],
        ]),
      ),
    ).toBeLessThan(1e-5)
  })

  it('predicts the same when it had wrappers', async () => {
    const model = tfl.sequential()
    const inner = tfl.layers.lstm({ units: 3, returnSequences: true, ...zeros }) as tfl.RNN
    model.add(tfl.layers.bidirectional({ layer: inner, mergeMode: 'sum', inputShape: [4, 2] }))
    model.add(tfl.layers.timeDistributed({ layer: tfl.layers.dense({ units: 3 }) }))
    model.add(tfl.layers.rnn({ cell: tfl.layers.simpleRNNCell({ units: 3, ...zeros }) }) as tfl.RNN)
    expect(await difference(model, tf.randomUniform([2, 4, 2], -1, 1, 'float32', 2))).toBeLessThan(1e-5)
  })

  it('predicts the same when it was a graph with a shared layer and a model inside', async () => {
    const x = tfl.input({ shape: [4] })
    const shared = tfl.layers.dense({ units: 4, activation: 'tanh' })
    const inner_input = tfl.input({ shape: [4] })
    const inner = tfl.model({
      inputs: inner_input,
      outputs: tfl.layers.dense({ units: 4 }).apply(inner_input) as tfl.SymbolicTensor,
    })
    const y = shared.apply(inner.apply(shared.apply(x))) as tfl.SymbolicTensor
    const z = tfl.layers.concatenate().apply([y, inner.apply(y) as tfl.SymbolicTensor, x]) as tfl.SymbolicTensor
    const model = tfl.model({ inputs: x, outputs: z })
    expect(await difference(model, tf.randomUniform([2, 4], -1, 1, 'float32', 3))).toBeLessThan(1e-5)
  })

  it('is written again as it was', async () => {
    const model = tfl.sequential({ name: 's' })
    model.add(tfl.layers.dense({ units: 2, inputShape: [3], name: 'a' }))
    const files = await saved(model)
    model.dispose()
    const again = await tfjs_files(revived(files))
    expect(again['group1-shard1of1.bin']).toEqual(files['model.weights.bin'])
    expect(parsed(again).weight_groups[0]!.weights).toEqual(parsed(files).weight_groups[0]!.weights)
  })
})
