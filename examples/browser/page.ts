import * as tf from '@tensorflow/tfjs-core'
import type { Model } from 'keras-tfjs'
import { set_backend } from 'keras-tfjs/config'
import { load_model } from 'keras-tfjs/saving'
import { Ask } from './ask'
import { Bars } from './bars'
import { type Digits, read_digits } from './digits'
import { button, element, tell } from './dom'
import { take_files } from './files'
import { make_model } from './model'
import { has_graph } from './model_graph'
import { show_model } from './model_view'
import { Pad } from './pad'
import { empty_chart, train_digits } from './training'

window.addEventListener('unhandledrejection', ({ reason }) => tell(reason))

/** The model that reads digits, and the one of a file that was opened. */
let digits: ReturnType<typeof make_model>
let opened: { model: Model; name: string } | null = null
let data: { train: Digits; test: Digits }
let started = false
let training = false
let busy = false
let asked = false

const bars = new Bars(
  element('bars'),
  Array.from({ length: 10 }, (_, digit) => String(digit)),
)

function show(probabilities: readonly number[] | null): void {
  bars.show(probabilities)
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
      const [probabilities] = (await digits.predict([image], { as: 'array', verbose: 0 })) as number[][]
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
const ask = new Ask(pad)

/** Shows the model that is in use: that of the file, or else that of the digits. */
function show_present(): void {
  const { model, name } = present()
  show_model(model, name)
  ask.take(model)
  button('close').hidden = opened === null
}

const present = (): { model: Model; name: string } => opened ?? { model: digits, name: 'digits' }

function open_model(next: typeof opened): void {
  opened?.model.dispose()
  opened = next
  show_present()
}

function use_digits(next: typeof digits): void {
  digits.dispose()
  digits = next
}

/** Opens a file of Keras. Weights alone go into the model of the digits. */
async function open(file: File): Promise<string> {
  if (/\.weights\.h5$/i.test(file.name)) {
    if (training) throw new Error('The model is being trained: stop that first.')
    const next = make_model()
    try {
      await next.load_weights(file)
    } catch (error) {
      next.dispose()
      throw error
    }
    use_digits(next)
    open_model(null)
    await predict()
    element('progress').textContent = `The weights of ${file.name} are in use.`
    return `The weights of ${file.name} are in the digits model.`
  }
  const model = await load_model(file)
  open_model({ model, name: file.name.replace(/\.(keras|h5|hdf5)$/i, '') })
  return `${file.name} is open${has_graph(model) ? '' : ', but says nothing of its inputs'}.`
}

async function load_text(file: URL): Promise<string> {
  const response = await fetch(file)
  if (!response.ok) throw new Error(`${file.pathname} could not be loaded (${response.status})`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes)
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
}

async function use_backend(name: string): Promise<void> {
  element('time').textContent = 'Starting…'
  await set_backend(name, { wasm_paths: new URL('wasm/', document.baseURI).href })
  element('time').textContent = `${name} is up`
}

async function train(): Promise<void> {
  training = true
  for (const id of ['train', 'backend']) button(id).disabled = true
  try {
    use_digits(make_model())
    if (opened === null) show_present()
    await train_digits(digits, data)
    await predict()
  } catch (error) {
    tell(error)
  } finally {
    training = false
    for (const id of ['train', 'backend']) button(id).disabled = false
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
  digits = make_model()
  const weights = (JSON.parse(await load_text(files.weights)) as { shape: number[]; values: number[] }[]).map(
    ({ shape, values }) => tf.tensor(values, shape),
  )
  digits.set_weights(weights)
  tf.dispose(weights)
  show_present()
  empty_chart()
  take_files({ open, present })
  started = true
  for (const id of ['train', 'download']) button(id).disabled = false
  button('train').onclick = () => void train()
  button('close').onclick = () => {
    tell(null)
    open_model(null)
    element('file-state').textContent = 'The digits model is in use.'
  }
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
