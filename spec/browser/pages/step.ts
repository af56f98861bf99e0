/** Programs that bundles are made of. They put what they find out into `globalThis.outcome`. */

/** One step of training with a Dense layer that starts from zero, and a prediction, on the backend that the address names after `#`. */
export const step = `
import { ready, Sequential } from 'keras-tfjs'
import { backend, set_backend } from 'keras-tfjs/config'
import { Dense, Input } from 'keras-tfjs/layers'
import { SGD } from 'keras-tfjs/optimizers'

async function main() {
  const wanted = location.hash.slice(1)
  if (wanted) await set_backend(wanted, { wasm_paths: '/wasm/' })
  else await ready()
  const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, kernel_initializer: 'zeros' })])
  model.compile({ optimizer: new SGD({ learning_rate: 0.1 }), loss: 'mean_squared_error' })
  await model.train_on_batch([[1], [2]], [[2], [4]])
  const predicted = await model.predict([[1], [3]], { as: 'array', verbose: 0 })
  model.dispose()
  globalThis.outcome = { backend: backend(), predicted }
}

main()
`

/** Every namespace, none of them used. */
export const everything = (paths: readonly string[]): string => `
${paths.map((path, i) => `import * as n${i} from '${path}'`).join('\n')}
globalThis.outcome = [${paths.map((_, i) => `Object.keys(n${i}).length > 0`).join(', ')}]
`

/** `step` for a page without a bundler. */
export const plain_page = `<!doctype html>
<meta charset="utf-8">
<script type="module">
import { config, layers, optimizers, ready, Sequential, tf } from '/keras/keras-tfjs.mjs'

await ready()
const model = new Sequential([layers.Input({ shape: [1] }), new layers.Dense({ units: 1, kernel_initializer: 'zeros' })])
model.compile({ optimizer: new optimizers.SGD({ learning_rate: 0.1 }), loss: 'mean_squared_error' })
await model.train_on_batch(tf.tensor2d([[1], [2]]), tf.tensor2d([[2], [4]]))
const predicted = await model.predict([[1], [3]], { as: 'array', verbose: 0 })
globalThis.outcome = { backend: config.backend(), predicted }
</script>
`
