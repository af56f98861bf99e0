import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Consumer, subpaths } from './consumer'

jest.setTimeout(300_000)

let consumer: Consumer

beforeAll(() => {
  consumer = new Consumer()
})

afterAll(() => consumer?.dispose())

function bundle(bundler: string, name: string, program: string): string {
  const outfile = join(consumer.folder, `${name}.${bundler}.cjs`)
  consumer.run(join(__dirname, 'bundle.mjs'), bundler, consumer.write(`${name}.${bundler}.mjs`, program), outfile)
  return outfile
}

const everything = `
${subpaths.map((path, i) => `import * as n${i} from '${path}'`).join('\n')}
console.log(JSON.stringify([${subpaths.map((_, i) => `Object.keys(n${i}).length > 0`).join(', ')}]))
`

const dense_step = `
import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from 'keras-tfjs/config'
import { Dense } from 'keras-tfjs/layers'

async function main() {
  await set_backend('cpu')
  const layer = new Dense({ units: 1, kernel_initializer: 'zeros' })
  const x = tf.tensor2d([[1], [2]])
  const y = tf.tensor2d([[2], [4]])
  layer(x).dispose()
  tf.train.sgd(0.1).minimize(() => tf.mean(tf.square(tf.sub(layer(x), y))))
  const [kernel, bias] = layer.trainable_weights
  console.log(JSON.stringify([...kernel.dataSync(), ...bias.dataSync()]))
}

main()
`

const last_line = (text: string): string => text.trim().split('\n').at(-1)!

it('a bundle of every namespace made by esbuild runs', () => {
  const file = bundle('esbuild', 'everything', everything)
  expect(JSON.parse(last_line(consumer.run(file)))).toEqual(subpaths.map(() => true))
})

it.each(['esbuild', 'rollup', 'webpack'])(
  'a bundle of Dense alone made by %s trains one step and carries no other layer',
  (bundler) => {
    const file = bundle(bundler, 'dense', dense_step)
    const [kernel, bias] = JSON.parse(last_line(consumer.run(file))) as [number, number]
    expect(kernel).toBeCloseTo(1, 6)
    expect(bias).toBeCloseTo(0.6, 6)
    const others =
      readFileSync(file, 'utf8').match(/class_name["']?\s*[=:,]\s*["'](Flatten|MultiHeadAttention|BatchNormalization)["']/g) ?? []
    expect([...new Set(others)]).toEqual([])
  },
)
