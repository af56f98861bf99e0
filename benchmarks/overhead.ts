import * as tf from '@tensorflow/tfjs-core'
import { ready, Sequential, type Variable } from 'keras-tfjs'
import { backend, set_backend } from 'keras-tfjs/config'
import { Dense, Input } from 'keras-tfjs/layers'
import { compare, type PairedResult } from './paired'

/**
 * What a layer costs over TensorFlow.js by hand, at batch 1 where it shows most: `layer(x)` against the fastest hand-written form with the same weights in one tidy.
 * Usage: `npm run bench:overhead [backend]`.
 */
interface Case {
  title: string
  layers: number
  units: number
  activation: 'linear' | 'relu'
}

const cases: Case[] = [
  { title: 'Dense(16) on [1, 16]', layers: 1, units: 16, activation: 'linear' },
  { title: 'ten Dense(64, relu)', layers: 10, units: 64, activation: 'relu' },
]

type Forward = (x: tf.Tensor2D) => tf.Tensor

/** The hand-written forms: a fused kernel a layer, or the separate ones. */
function by_hand(weights: Variable[], activation: Case['activation']): Record<string, Forward> {
  const pairs: [tf.Tensor2D, tf.Tensor1D][] = []
  for (let i = 0; i < weights.length; i += 2)
    pairs.push([weights[i] as unknown as tf.Tensor2D, weights[i + 1] as unknown as tf.Tensor1D])
  return {
    fused: (x) =>
      tf.tidy(() => {
        let y: tf.Tensor = x
        for (const [kernel, bias] of pairs) y = tf.fused.matMul({ a: y as tf.Tensor2D, b: kernel, bias, activation })
        return y
      }),
    separate: (x) =>
      tf.tidy(() => {
        let y: tf.Tensor = x
        for (const [kernel, bias] of pairs) {
          y = tf.add(tf.matMul(y as tf.Tensor2D, kernel), bias)
          if (activation === 'relu') y = tf.relu(y)
        }
        return y
      }),
  }
}

function run(one: Case): { hand: string; result: PairedResult } {
  const dense = (): Dense => new Dense({ units: one.units, activation: one.activation })
  const layer =
    one.layers === 1 ? dense() : new Sequential([Input({ shape: [one.units] }), ...Array.from({ length: one.layers }, dense)])
  const x = tf.randomNormal<tf.Rank.R2>([1, one.units])
  layer(x).dispose()
  const hand = by_hand(layer.weights, one.activation)
  const repeat = (fn: () => tf.Tensor) => () => {
    fn().dispose()
  }
  const against_each_other = compare(
    repeat(() => hand.fused!(x)),
    repeat(() => hand.separate!(x)),
    { rounds: 40 },
  )
  const best = against_each_other.ratio <= 1 ? 'fused' : 'separate'
  const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(layer(x), hand[best]!(x)))).dataSync()[0]!)
  if (difference > 1e-5) throw new Error(`the two forms differ by ${difference}`)
  const result = compare(
    repeat(() => layer(x)),
    repeat(() => hand[best]!(x)),
  )
  layer.dispose()
  x.dispose()
  return { hand: best, result }
}

async function main(): Promise<void> {
  if (process.argv[2] !== undefined) await set_backend(process.argv[2])
  await ready()
  console.log(`backend: ${backend()}\n`)
  for (const one of cases) {
    const { hand, result } = run(one)
    const per_layer = (result.first_us - result.second_us) / one.layers
    console.log(`${one.title}: ${result.first_us.toFixed(2)} us, by hand (${hand}) ${result.second_us.toFixed(2)} us`)
    console.log(
      `  ratio ${result.ratio.toFixed(3)}, 95 % interval ${result.low.toFixed(3)} to ${result.high.toFixed(3)} (${result.rounds} pairs); ${per_layer.toFixed(2)} us a layer\n`,
    )
  }
}

void main()
