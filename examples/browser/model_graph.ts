import type { Model } from 'keras-tfjs'

export interface LayerBox {
  name: string
  kind: string
  shape: string
  /** Whether it holds weights. */
  learns: boolean
  is_input: boolean
}

export interface ModelGraph {
  boxes: LayerBox[]
  /** From a box to a later one. */
  edges: [number, number][]
}

type Shape = readonly (number | null)[]

/** `n × 8 × 8`; a size that is open is `n`. */
export const shape_text = (shape: Shape): string => (shape.length === 0 ? 'a number' : shape.map((d) => d ?? 'n').join(' × '))

/** The class of a layer or of an op; of a model also how many layers it holds. */
export function kind_of(operation: any): string {
  const kind: string = operation.declaration?.class_name ?? operation.constructor.class_name
  return Array.isArray(operation.layers) ? `${kind} of ${operation.layers.length} layers` : kind
}

function box_of(operation: any, shapes: Shape[], call: number): LayerBox {
  return {
    name: call === 0 ? operation.name : `${operation.name}, call ${call + 1}`,
    kind: kind_of(operation),
    shape: shapes.map(shape_text).join(' and '),
    learns: (operation.weights?.length ?? 0) > 0,
    is_input: operation.constructor.class_name === 'InputLayer',
  }
}

/** Layers without a graph, one after another. */
function chain_of(model: Model): ModelGraph {
  const boxes = model.layers.map((layer: any) => box_of(layer, [], 0))
  return { boxes, edges: boxes.slice(1).map((_: unknown, i: number) => [i, i + 1]) }
}

/** The calls of a model's layers and what leads from one to another, each after those that it needs. */
export function graph_of(model: Model): ModelGraph {
  if (!has_graph(model)) return chain_of(model)
  const places = new Map<any, number>()
  const calls = new Map<any, number>()
  const graph: ModelGraph = { boxes: [], edges: [] }
  const node_of = ({ _keras_history: { operation, node_index } }: any): any => operation._inbound_nodes[node_index]
  const waiting: any[] = model.outputs.map(node_of).reverse()
  const seen = new Set<any>()
  while (waiting.length > 0) {
    const node = waiting.at(-1)
    if (!seen.has(node)) {
      seen.add(node)
      waiting.push(...node.parent_nodes.filter((parent: any) => !seen.has(parent)).reverse())
      continue
    }
    waiting.pop()
    if (places.has(node)) continue
    const { operation } = node
    const call = calls.get(operation) ?? 0
    calls.set(operation, call + 1)
    places.set(node, graph.boxes.length)
    for (const parent of node.parent_nodes) graph.edges.push([places.get(parent)!, graph.boxes.length])
    graph.boxes.push(
      box_of(
        operation,
        node.output_tensors.map(({ shape }: { shape: Shape }) => shape),
        call,
      ),
    )
  }
  return graph
}

/** Whether inputs and outputs of a model are known. */
export function has_graph(model: Model): boolean {
  try {
    return model.inputs.length > 0 && model.outputs.length > 0
  } catch {
    return false
  }
}
