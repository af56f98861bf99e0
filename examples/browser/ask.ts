import type * as tf from '@tensorflow/tfjs-core'
import type { Model } from 'keras-tfjs'
import { show_answers, tensors_in } from './answers'
import { button, element, make, tell } from './dom'
import { file_tensor, type ImageKind, image_kind, ink_tensor, ranges } from './image_input'
import { has_graph } from './model_graph'
import { NumberField } from './number_field'
import type { Pad } from './pad'

/** One tensor for each input, in the structure that the model takes them in. */
function arranged(model: Model, tensors: readonly tf.Tensor[]): any {
  const fill = (place: any): any => {
    const index = model.inputs.indexOf(place)
    if (index >= 0) return tensors[index]
    if (Array.isArray(place)) return place.map(fill)
    return Object.fromEntries(Object.entries(place).map(([key, item]) => [key, fill(item)]))
  }
  return fill(model.input)
}

/** The part of the page that asks a model: with the drawing, with an image file, or with numbers. */
export class Ask {
  private model: Model | null = null
  private image: ImageKind | null = null
  private fields: NumberField[] = []
  private readonly source = element<HTMLSelectElement>('source')
  private readonly range = element<HTMLSelectElement>('range')
  private readonly file = element<HTMLInputElement>('image-file')

  constructor(private readonly pad: Pad) {
    this.range.append(...Object.keys(ranges).map((text) => make('option', { value: text }, text)))
    this.source.onchange = () => this.show_source()
    button('ask').onclick = () => void this.ask()
  }

  /** Asks for what this model takes from now on. */
  take(model: Model): void {
    this.model = model
    const inputs = has_graph(model) ? model.inputs : []
    this.image = inputs.length === 1 ? image_kind(inputs[0]!.shape) : null
    const { image } = this
    this.source.value = image === null ? 'numbers' : 'drawing'
    this.range.value = image?.height === 8 && image.channels === 1 ? '0 to 16' : this.scales(model) ? '0 to 255' : '0 to 1'
    this.fields = inputs.map(({ name, shape, dtype }, i) => new NumberField({ name, shape, dtype }, i))
    element('fields').replaceChildren(...this.fields.map(({ place }) => place))
    element('answers').replaceChildren()
    button('ask').disabled = inputs.length === 0
    element('no-input').hidden = inputs.length > 0
    this.show_source()
  }

  /** Whether the model itself brings pixels to their scale. */
  private scales(model: Model): boolean {
    return model.layers.some((layer: any) => ['Rescaling', 'Normalization'].includes(layer.constructor.class_name))
  }

  private show_source(): void {
    const { value } = this.source
    element('image-choice').hidden = this.image === null
    element('range-choice').hidden = value === 'numbers'
    element('file-choice').hidden = value !== 'file'
    element('fields').hidden = value !== 'numbers'
    const { image } = this
    element('image-size').textContent = image === null ? '' : `${image.height} × ${image.width} × ${image.channels}`
  }

  private async inputs(): Promise<tf.Tensor[]> {
    const { source, image, range, file, pad } = this
    if (image === null || source.value === 'numbers') return this.fields.map((field) => field.tensor())
    if (source.value === 'drawing') {
      const ink = pad.ink(image.height, image.width) ?? new Array<number>(image.height * image.width).fill(0)
      return [ink_tensor(ink, image, range.value)]
    }
    const chosen = file.files?.[0]
    if (chosen === undefined) throw new Error('Choose an image file first.')
    return [await file_tensor(chosen, image, range.value)]
  }

  private async ask(): Promise<void> {
    const { model } = this
    let tensors: tf.Tensor[] = []
    button('ask').disabled = true
    tell(null)
    try {
      tensors = await this.inputs()
      const before = performance.now()
      const answers = tensors_in(await model!.predict(arranged(model!, tensors), { verbose: 0 }))
      tensors.push(...answers)
      element('ask-time').textContent = `${(performance.now() - before).toFixed(1)} ms`
      await show_answers(element('answers'), answers, model!.output_names ?? [])
    } catch (error) {
      tell(error)
    } finally {
      for (const tensor of tensors) tensor.dispose()
      button('ask').disabled = false
    }
  }
}
