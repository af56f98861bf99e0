/** Programs about where a model runs. They put what they find out into `globalThis.outcome`. */

const model = `
import { Sequential } from 'keras-tfjs'
import { backend, set_backend } from 'keras-tfjs/config'
import { Dense, Input } from 'keras-tfjs/layers'

async function predicted() {
  const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1, kernel_initializer: 'ones' })])
  const values = await model.predict([[1, 2]], { as: 'array', verbose: 0 })
  model.dispose()
  return values
}
`

/** Loses the WebGL context under a model, asks it, and goes on with a new context and with wasm. */
export const lost_context = `${model}
import * as tf from '@tensorflow/tfjs-core'

async function main() {
  await set_backend('webgl')
  const before = new Sequential([Input({ shape: [2] }), new Dense({ units: 1, kernel_initializer: 'ones' })])
  await before.predict([[1, 2]], { verbose: 0 })
  tf.backend().gpgpu.gl.getExtension('WEBGL_lose_context').loseContext()
  let message = 'no error'
  try {
    await before.predict([[1, 2]], { as: 'array', verbose: 0 })
  } catch (error) {
    message = error.message
  }
  await set_backend('webgl')
  const again = [backend(), await predicted()]
  before.dispose()
  await set_backend('wasm', { wasm_paths: '/wasm/' })
  globalThis.outcome = { message, again, other: [backend(), await predicted()] }
}

main()
`

/** Posts a prediction on wasm and one on WebGL, whose canvas is off screen, to whoever started this worker. */
export const in_worker = `${model}
async function main() {
  const answers = []
  for (const name of ['wasm', 'webgl']) {
    await set_backend(name, { wasm_paths: '/wasm/' })
    answers.push([backend(), await predicted()])
  }
  postMessage(answers)
}

main()
`

/** Posts a prediction from a thread of Node. */
export const in_thread = `${model}
import { parentPort } from 'node:worker_threads'
set_backend('cpu').then(predicted).then((values) => parentPort.postMessage([backend(), values]))
`

/** A page that starts the worker beside it. */
export const worker_page = `<!doctype html>
<meta charset="utf-8">
<script type="module">
const worker = new Worker('./main.js', { type: 'module' })
worker.onmessage = ({ data }) => { globalThis.outcome = data }
worker.onerror = ({ message }) => { throw new Error(message) }
</script>
`

/** Trains on wasm, with threads if the page may have them. */
export const with_threads = `
import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm'
import { config, Input, ops, random, Sequential, utils } from 'keras-tfjs'
import { BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D } from 'keras-tfjs/layers'

const { Instance } = WebAssembly
let modules = 0
WebAssembly.Instance = function (module, imports) {
  const instance = new Instance(module, imports)
  if ('gemm' in instance.exports) modules++
  return instance
}

async function run() {
  await config.set_backend('wasm', { wasm_paths: '/wasm/' })
  utils.set_random_seed(3)
  const model = new Sequential([
    Input({ shape: [12, 12, 3] }),
    new Conv2D({ filters: 8, kernel_size: 3, activation: 'relu' }),
    new BatchNormalization(),
    new MaxPooling2D(),
    new Flatten(),
    new Dense({ units: 4, activation: 'softmax' }),
  ])
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' })
  const x = random.normal([16, 12, 12, 3], { seed: 5 })
  const y = ops.convert_to_tensor(Array.from({ length: 16 }, (_, i) => i % 4), { dtype: 'int32' })
  const losses = []
  for (let step = 0; step < 5; step++) losses.push([await model.train_on_batch(x, y)].flat()[0])
  return { isolated: crossOriginIsolated, threads: getThreadsCount(), modules, losses }
}

run().then((outcome) => Object.assign(globalThis, { outcome }), (error) => Object.assign(globalThis, { outcome: { error: String(error) } }))
`
