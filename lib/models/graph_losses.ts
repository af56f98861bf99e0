import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import type { Graph } from '../graph/graph'
import type { KerasTensor } from '../graph/keras_tensor'
import { map_graph } from '../graph/map_graph'
import { class_name_of } from '../graph/operation'
import { Layer, type LayerConfig, required } from '../layers/layer'

export interface AddLoss {
  unconditional: boolean
}

/** The end of a branch that `model.add_loss` put into a graph: what comes in is a loss of each call. Source: tf.keras. */
export class AddLoss extends Layer {
  static override class_name = 'AddLoss'
  static override module = 'keras.src.engine.base_layer'
  static override defaults = { unconditional: false }
  static override call_options = {}
  static override built_at_init = true

  constructor(config: LayerConfig & { unconditional?: boolean } = {}) {
    super(config)
    this.supports_masking = true
  }

  override call(loss: Tensor): Tensor {
    this.add_loss(loss)
    return loss
  }
}

export interface AddMetric {
  aggregation: string | null
  metric_name: string
}

/** The end of a branch that `model.add_metric` put into a graph: the mean of what comes in. Source: tf.keras. */
export class AddMetric extends Layer {
  static override class_name = 'AddMetric'
  static override module = 'keras.src.engine.base_layer'
  static override defaults = { aggregation: null, metric_name: required }
  static override call_options = {}
  static override built_at_init = true

  constructor(config: LayerConfig & { aggregation?: string | null; metric_name: string }) {
    super(config)
    this.supports_masking = true
    this._metric_named(this.metric_name)
  }

  override call(value: Tensor): Tensor {
    this.add_metric(value, this.metric_name)
    return value
  }
}

/** Whether an operation is there for its effect, not for its output. */
export function is_side_layer(operation: unknown): operation is AddLoss | AddMetric {
  return operation instanceof AddLoss || operation instanceof AddMetric
}

/** Puts a symbolic loss of a model into its graph. @throws ValueError when it does not come from the model's inputs. */
export function add_graph_loss(graph: Graph, loss: KerasTensor): void {
  attach(graph, new AddLoss(), loss)
}

/** Puts a symbolic metric of a model into its graph. @throws ValueError for the result of a metric object, or a value that does not come from the model's inputs. */
export function add_graph_metric(graph: Graph, value: KerasTensor, name: string | null, source: object | null): void {
  if (source !== null || name === null) {
    throw new ValueError(
      `Using the result of calling a \`Metric\` object when calling \`add_metric\` on a Functional Model is not supported. Please pass the Tensor to monitor directly. Received: ${class_name_of((source ?? value).constructor)}`,
    )
  }
  attach(graph, new AddMetric({ metric_name: name, aggregation: 'mean' }), value)
}

function attach(graph: Graph, layer: Layer, value: KerasTensor): void {
  map_graph(graph.inputs, [value])
  const output = layer(value) as unknown as KerasTensor
  connect_side_layer(graph, layer, output)
}

/** Makes the output of a side layer part of each run of the graph. */
export function connect_side_layer(graph: Graph, layer: Layer, output: KerasTensor): void {
  graph.add_side_output(output)
  if (layer instanceof AddLoss) layer._state.symbolic_losses.push(output)
}
