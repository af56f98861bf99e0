import * as tf from '@tensorflow/tfjs-core'
import { LambdaCallback } from 'keras-tfjs/callbacks'
import { set_backend } from 'keras-tfjs/config'
import { draw_chart, type Point } from './chart'
import { type Digits, read_digits } from './digits'
import { make_model } from './model'
import { Pad } from './pad'

const epochs = 8

const element = <T extends Element = HTMLElement>(id: string): T => document.getElementById(id) as unknown as T
const button = (id: string): HTMLButtonElement => element<HTMLButtonElement>(id)

function tell(problem: unknown): void {
  const place = element('problem')
  place.hidden = problem === null
  place.textContent = problem === null ? '' : `That did not work: ${(problem as Error).message ?? problem}`
}

window.addEventListener('unhandledrejection', ({ reason }) => tell(reason))

let model: ReturnType<typeof make_model>
let data: { train: Digits; test: Digits }
let started = false
let busy = false
let asked = false

const bars = Array.from({ length: 10 }, (_, digit) => {
  const row = document.createElement('li')
  row.innerHTML = `<span>${digit}</span><span class="track"><span class="fill" style="display:block"></span></span><span class="share">0%</span>`
  element('bars').append(row)
  return { fill: row.querySelector<HTMLElement>('.fill')!, share: row.querySelector('.share')! }
})

function show(probabilities: readonly number[] | null): void {
  bars.forEach(({ fill, share }, digit) => {
    const part = Math.round(100 * (probabilities?.[digit] ?? 0))
    fill.style.width = `${part}%`
    share.textContent = `${part}%`
  })
  element('answer').textContent = probabilities ? String(probabilities.indexOf(Math.max(...probabilities))) : '–'
}

/** Asks the model about the drawing; questions that come meanwhile are one question afterwards. */
async function predict(): Promise<void> {
  asked = true
  if (busy || !started) return
  busy = true
  try {
    while (asked) {
      asked = false
      const image = pad.image()
      if (image === null) {
        show(null)
        continue
      }
      const before = performance.now()
      const [probabilities] = (await model.predict([image], { as: 'array', verbose: 0 })) as number[][]
      element('time').textContent = `${(performance.now() - before).toFixed(1)} ms for this prediction`
      show(probabilities!)
    }
  } catch (error) {
    tell(error)
  } finally {
    busy = false
  }
}

const pad = new Pad(element<HTMLCanvasElement>('pad'), () => void predict())

async function load_text(file: URL): Promise<string> {
  const response = await fetch(file)
  if (!response.ok) throw new Error(`${file.pathname} could not be loaded (${response.status})`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes)
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
}

function list_layers(): void {
  element('layers').innerHTML = model.layers
    .map((layer: any) => {
      const shape = layer.output.shape.map((size: number | null) => size ?? 'n').join(' × ')
      return `<tr><td>${layer.constructor.class_name}</td><td>${shape}</td><td>${layer.count_params().toLocaleString('en')}</td></tr>`
    })
    .join('')
  element('total').textContent = `${model.count_params().toLocaleString('en')} parameters in all`
}

async function use_backend(name: string): Promise<void> {
  element('time').textContent = 'Starting…'
  await set_backend(name, { wasm_paths: new URL('wasm/', document.baseURI).href })
  element('time').textContent = `${name} is up`
}

async function train(): Promise<void> {
  const points: Point[] = []
  let stopped = false
  for (const id of ['train', 'backend']) button(id).disabled = true
  button('stop').disabled = false
  button('stop').onclick = () => {
    stopped = true
    ;(model as unknown as { stop_training: boolean }).stop_training = true
  }
  try {
    model.dispose()
    model = make_model()
    draw_chart(element<SVGElement>('chart'), points, epochs)
    const on_epoch_end = (epoch: number, logs: any): void => {
      points.push({ loss: logs.loss, accuracy: logs.val_accuracy })
      element('progress').textContent =
        `Epoch ${epoch + 1} of ${epochs}: loss ${logs.loss.toFixed(3)}, test accuracy ${(100 * logs.val_accuracy).toFixed(1)}%`
      draw_chart(element<SVGElement>('chart'), points, epochs)
    }
    const { train, test } = data
    const callbacks = [new LambdaCallback({ on_epoch_end } as never)]
    await model.fit(train.images, train.labels, {
      epochs,
      batch_size: 64,
      verbose: 0,
      callbacks,
      validation_data: [test.images, test.labels],
    } as never)
    element('progress').textContent += stopped ? ' – stopped.' : ' – done.'
    await predict()
  } catch (error) {
    tell(error)
  } finally {
    for (const id of ['train', 'backend']) button(id).disabled = false
    button('stop').disabled = true
  }
}

async function start(): Promise<void> {
  const choice = element<HTMLSelectElement>('backend')
  choice.value = 'wasm'
  await use_backend('wasm')
  const files = {
    digits: new URL('../digits/digits.csv.gz', import.meta.url),
    weights: new URL('weights.json', document.baseURI),
  }
  data = read_digits(await load_text(files.digits))
  model = make_model()
  const weights = (JSON.parse(await load_text(files.weights)) as { shape: number[]; values: number[] }[]).map(
    ({ shape, values }) => tf.tensor(values, shape),
  )
  model.set_weights(weights)
  tf.dispose(weights)
  list_layers()
  draw_chart(element<SVGElement>('chart'), [], epochs)
  started = true
  button('train').disabled = false
  button('train').onclick = () => void train()
  choice.onchange = () => {
    tell(null)
    use_backend(choice.value).then(predict, tell)
  }
  await predict()
}

button('clear').onclick = () => {
  tell(null)
  pad.clear()
}
start().catch(tell)
