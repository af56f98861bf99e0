import type { Model } from 'keras-tfjs'
import { element, make } from './dom'
import { draw_graph } from './graph_plot'
import { graph_of, kind_of, shape_text } from './model_graph'

function output_of(layer: any): string {
  try {
    return [layer.output]
      .flat()
      .map(({ shape }) => shape_text(shape))
      .join(' and ')
  } catch {
    return 'several, or not known'
  }
}

const number_text = (value: number): string => value.toLocaleString('en')

/** Shows a model: its layers in a table, its numbers of parameters, and its graph. */
export function show_model(model: Model, title: string): void {
  element('model-name').textContent = title
  const rows = model.layers.map((layer: any) =>
    make(
      'tr',
      {},
      make('td', {}, layer.name, make('small', {}, kind_of(layer))),
      make('td', {}, output_of(layer)),
      make('td', {}, layer.built ? number_text(layer.count_params()) : '–'),
    ),
  )
  element('layers').replaceChildren(...rows)
  const trainable = model.trainable_weights.reduce((sum: number, { shape }) => sum + shape.reduce((a, b) => a! * b!, 1)!, 0)
  element('total').textContent = model.built
    ? `${number_text(model.count_params())} parameters in all, ${number_text(trainable)} of them trainable`
    : 'The model is not built: its weights have no shapes yet.'
  element('graph-size').textContent = draw_graph(element<SVGElement>('graph'), graph_of(model))
  const frame = element('graph-window')
  frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, 0)
}
