import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import { get_keras_mask } from '../../graph/masking'
import { class_name_of } from '../../graph/operation'
import { serialize_keras_object } from '../serialize'
import { order_of_making } from './call_order'
import { type Place, places_in, type ReadCall, read_call } from './calls'
import { type TfjsLayer, tfjs_layers } from './layer_table'
import { tensor_name, UniqueNames } from './names'
import { plain_activation, plain_constraint, plain_dtype, plain_initializer, plain_regularizer, type Refuse } from './objects'
import { direction_name, type NamedVariable, named_weights } from './weight_names'

type Config = Record<string, any>

/** A layer or model as TensorFlow.js layers reads it. */
export interface PlainForm {
  class_name: string
  config: Config
}

const merge_modes = ['sum', 'mul', 'ave', 'concat', null]

/** Turns a model into the config of Keras 2 that TensorFlow.js layers reads, and names its weights. */
export class TopologyWriter {
  readonly weights: NamedVariable[] = []
  readonly #names = new UniqueNames()

  /** @throws ValueError, with the class named, for what has no counterpart there. */
  write(model: any): PlainForm {
    return this.#model(model, serialize_keras_object(model), model.name)
  }

  #model(model: any, form: Config, name: string): PlainForm {
    if (Array.isArray(model._stack)) return this.#stack(model, form, name)
    if (model._graph === null || model._graph === undefined || form.class_name !== 'Functional') {
      throw new ValueError(
        `Only Sequential models and models made of inputs and outputs can be written for TensorFlow.js. Received: ${repr(model)} of class ${form.class_name}`,
      )
    }
    return this.#graph(model, form.config, name)
  }

  #stack(model: any, form: Config, name: string): PlainForm {
    if (form.class_name !== 'Sequential' || model._functional === null) {
      throw new ValueError(`A Sequential model must be built before it is written for TensorFlow.js. Received: ${repr(model)}`)
    }
    for (const layer of model.layers) check_masks(layer, class_name_of(layer.constructor), model._functional._graph.nodes)
    const layers = model._stack.map((layer: any, i: number) =>
      this.#layer(layer, form.config.layers[i], this.#names.take(layer.name)),
    )
    return { class_name: 'Sequential', config: { name, layers } }
  }

  #graph(model: any, config: Config, name: string): PlainForm {
    const { operations, nodes } = model._graph
    const forms: Config[] = config.layers
    const names = new Map(forms.map((form) => [form.name as string, this.#names.take(form.name)]))
    const classes = new Map(forms.map((form) => [form.name as string, form.class_name as string]))
    for (const form of forms) if (form.class_name !== 'InputLayer' && !is_model(form.class_name)) counterpart(form)
    const calls = new Map(
      forms.map((form) => [form.name as string, form.inbound_nodes.map((node: Config) => read_call(node, form.class_name))]),
    )
    const order = order_of_making(
      new Map(Array.from(calls, ([layer, own]) => [layer, own.map(({ tensors }: ReadCall) => tensors)])),
    )
    /** A model counts its own graph as its first call there. Here graphs do so too, but only where outputs are listed. */
    const place = ([layer, index, tensor]: Place, counted: string | null) => {
      const class_name = classes.get(layer)!
      const call = index - (class_name === counted ? 1 : 0)
      const made = order.get(layer)!.indexOf(call)
      return [names.get(layer), Math.max(made, 0) + (is_model(class_name) ? 1 : 0), tensor]
    }
    const layers = forms.map((form, i) => {
      check_masks(operations[i], form.class_name, nodes)
      const written = this.#layer(operations[i], form, names.get(form.name)!)
      const inbound_nodes = order.get(form.name)!.map((index) => {
        const { tensors, kwargs } = calls.get(form.name)[index]
        return tensors.map((tensor: Place) => [...place(tensor, null), kwargs])
      })
      return { ...written, name: written.config.name, inbound_nodes }
    })
    const places = (structure: unknown) => places_in(structure).map((tensor) => place(tensor, 'Functional'))
    const { input_layers, output_layers } = config
    return {
      class_name: 'Model',
      config: { name, layers, input_layers: places(input_layers), output_layers: places(output_layers) },
    }
  }

  /** A layer or an inner model under a name that is already its own. */
  #layer(layer: any, form: Config, name: string): PlainForm {
    if (form.class_name === 'InputLayer') return input_layer(form.config, name)
    if (Array.isArray(layer._stack) || (layer._graph ?? null) !== null) return this.#model(layer, form, name)
    const written = this.#plain(form, name)
    if (form.class_name === 'Reshape') written.config.target_shape = known_shape(layer) ?? written.config.target_shape
    check_axis(form.class_name === 'TimeDistributed' ? layer.layer : layer)
    this.weights.push(...named_weights(layer, name))
    return written
  }

  /** The config of a layer and of the layers inside it, without weights. */
  #plain(form: Config, name: string): PlainForm {
    const { class_name, config } = form
    const known = counterpart(form)
    const refuse: Refuse = (what) => {
      throw new ValueError(
        `${class_name}: ${what} has no counterpart in TensorFlow.js layers. Received: layer ${repr(config.name)}`,
      )
    }
    check_values(known, config, refuse)
    const plain: Config = { name, trainable: config.trainable ?? true, dtype: plain_dtype(config.dtype, refuse) }
    for (const key of [...known.keys, 'activity_regularizer']) {
      if (key in config) plain[known.renamed?.[key] ?? key] = plain_value(key, config[key], refuse)
    }
    this.#add_inner(class_name, config, plain, refuse)
    return { class_name, config: plain }
  }

  #add_inner(class_name: string, config: Config, plain: Config, refuse: Refuse): void {
    const inner = (form: Config) =>
      is_model(form.class_name) ? refuse('a model inside') : this.#plain(form, tensor_name(form.config.name))

    if (class_name === 'TimeDistributed') plain.layer = inner(config.layer)
    else if (class_name === 'RNN') plain.cell = inner(config.cell)
    else if (class_name === 'StackedRNNCells') plain.cells = config.cells.map(inner)
    else if (class_name === 'Bidirectional') {
      if (!merge_modes.includes(config.merge_mode)) refuse(`the merge mode ${config.merge_mode}`)
      if (config.layer.class_name === 'RNN') refuse('an RNN of cells inside')
      plain.layer = inner(direction(config.layer))
      const back = inner(direction(config.backward_layer)).config
      const forth = plain.layer.config
      const mirrored = { ...forth, name: back.name, go_backwards: !forth.go_backwards }
      if (config.layer.class_name !== config.backward_layer.class_name || !equal(back, mirrored)) {
        refuse('a backward layer of its own')
      }
      forth.name = direction_name(config.layer.config.name)
    }
  }
}

const is_model = (class_name: string): boolean => class_name === 'Functional' || class_name === 'Sequential'

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What the table knows of a layer. @throws ValueError for another class than those in the table. */
function counterpart({ class_name, config, module, registered_name = null }: Config): TfjsLayer {
  const known = module === 'keras.layers' && registered_name === null ? tfjs_layers.get(class_name) : undefined
  if (known) return known
  const what = module?.startsWith('keras.src.ops') ? 'The operation' : 'The layer'
  throw new ValueError(
    `${what} ${class_name} has no counterpart in TensorFlow.js layers. Received: ${repr(config?.name ?? null)}`,
  )
}

/** A layer of a `Bidirectional`, which sets what it does with masks itself. */
const direction = (form: Config): Config => ({ ...form, config: { ...form.config, zero_output_for_mask: false } })

/** @throws ValueError for a normalization over batches of another axis than the last, or of rank 5 and more, where TensorFlow.js computes something else. */
function check_axis(layer: any): void {
  const class_name = class_name_of(layer.constructor)
  const rank = layer.input_spec?.ndim
  if (class_name !== 'BatchNormalization' || (rank <= 4 && (layer.axis === -1 || layer.axis === rank - 1))) return
  throw new ValueError(
    `${class_name}: axis=${layer.axis} of an input of rank ${rank} has no counterpart in TensorFlow.js layers. Received: layer ${repr(layer.name)}`,
  )
}

/** The shape that a `Reshape` gives, which TensorFlow.js does not work out; null when it differs or is not known. */
function known_shape(layer: any): number[] | null {
  const shapes = layer._inbound_nodes.map((node: any) => node.outputs[0].shape.slice(1))
  const [first = [null]] = shapes
  return first.includes(null) || shapes.some((shape: number[]) => String(shape) !== String(first)) ? null : first
}

function input_layer(config: Config, name: string): PlainForm {
  const refuse: Refuse = (what) => {
    throw new ValueError(`InputLayer: ${what} has no counterpart in TensorFlow.js layers. Received: layer ${repr(config.name)}`)
  }
  if (config.sparse === true || config.ragged === true) refuse('a sparse or ragged input')
  const dtype = plain_dtype(config.dtype, refuse)
  return { class_name: 'InputLayer', config: { name, batch_input_shape: config.batch_shape, dtype, sparse: false } }
}

function check_values({ only = {} }: TfjsLayer, config: Config, refuse: Refuse): void {
  for (const [key, values] of Object.entries(only)) {
    if (key in config && !values.some((value) => equal(config[key], value))) refuse(`${key}=${repr(config[key])}`)
  }
}

function plain_value(key: string, value: unknown, refuse: Refuse): unknown {
  if (key.endsWith('_initializer')) return plain_initializer(value)
  if (key.endsWith('_regularizer')) return plain_regularizer(value, refuse)
  if (key.endsWith('_constraint')) return plain_constraint(value, refuse)
  if (key.endsWith('activation')) return plain_activation(value, refuse)
  return key === 'seed' && is_plain_object(value) ? null : value
}

/** @throws ValueError where an input with a mask goes into a layer that would treat it otherwise there. */
function check_masks(layer: any, class_name: string, nodes: ReadonlySet<unknown>): void {
  if (tfjs_layers.get(class_name)?.masked) return
  for (const node of layer._inbound_nodes) {
    if (!nodes.has(node) || !node.arguments) continue
    const masked = node.arguments.keras_tensors.some((tensor: unknown) => get_keras_mask(tensor) !== null)
    if (masked) {
      throw new ValueError(
        `${class_name}: an input with a mask has no counterpart in TensorFlow.js layers. Received: layer ${repr(layer.name)}`,
      )
    }
  }
}
