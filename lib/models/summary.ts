import { ValueError } from '../common/errors'
import { type Shape, shape_size } from '../common/shape'
import { repr } from '../common/text'
import { flatten, flatten_shapes, is_plain_object, map_shape_structure } from '../common/tree'
import type { Graph } from '../graph/graph'
import { OpOperation } from '../graph/op'
import { keras_name_of, type Operation } from '../graph/operation'
import type { Layer } from '../layers/layer'
import type { Variable } from '../variables/variable'
import { type Column, table_text } from './table'

export interface SummaryOptions {
  /** Characters in a line. Default: 88, or 108 with connections, but not more than the terminal has. */
  line_length?: number | null
  /** Where the columns end, as parts of the line. */
  positions?: number[] | null
  /** Receives the text. Default: it is printed. */
  print_fn?: ((text: string) => unknown) | null
  /** Whether layers inside models and layers are listed. Default false. */
  expand_nested?: boolean
  /** Whether a column says if a layer is trainable. Default false. */
  show_trainable?: boolean
  /** Names, or patterns of names, of the first and the last layer to list. */
  layer_range?: [string, string] | null
  /** `text` answers the text and prints nothing. */
  as?: 'text' | null
}

/** A model as far as its summary is concerned. */
interface Summarized {
  readonly name: string
  readonly _graph: Graph | null
  readonly layers: Layer[]
  readonly trainable_weights: Variable[]
  readonly non_trainable_weights: Variable[]
  readonly compiled?: boolean
  readonly optimizer?: { built?: boolean; variables: Variable[] } | null
}

/** Prints the summary of a model, or answers it. */
export function print_summary(model: Summarized, options: SummaryOptions): string | undefined {
  const text = summary_text(model, options)
  if (options.as === 'text') return text
  if (options.print_fn) options.print_fn(text)
  else console.log(text.trimEnd())
  return undefined
}

/** The table of a model's layers and the counts of its parameters. */
function summary_text(model: Summarized, options: SummaryOptions): string {
  const { expand_nested = false, show_trainable = false, layer_range = null } = options
  const graph = model._graph
  const operations: Operation[] = graph === null ? model.layers : graph.operations
  const connected = graph !== null && !is_chain(graph)
  const columns = layout(connected, options)
  const fields = (operation: Operation, prefix: string): string[] => {
    const cells = [`${prefix}${operation.name} (${kind_of(operation)})`, shape_of(operation), params_of(operation)]
    if (connected) cells.push(connections_of(operation, graph))
    if (show_trainable) cells.push(trainable_of(operation))
    return cells
  }
  const rows: string[][] = []
  const add = (operation: Operation, level: number): void => {
    rows.push(fields(operation, level === 0 ? '' : `${'   '.repeat(level)}└ `))
    const inner = (operation as { layers?: unknown }).layers
    if (expand_nested && Array.isArray(inner)) for (const layer of inner) add(layer, level + 1)
  }
  for (const operation of in_range(operations, layer_range)) add(operation, 0)
  const table = table_text(columns.list, rows, columns.line_length)
  return `Model: "${model.name}"\n${table}\n${totals(model)}`
}

/** True when a graph has one node at each depth, with one input, and calls no layer twice. */
function is_chain({ nodes_by_depth, operations, nodes }: Graph): boolean {
  for (const [node, ...others] of nodes_by_depth.values()) {
    if (others.length > 0 || node!.input_tensors.length > 1) return false
  }
  return operations.every((operation) => operation._inbound_nodes.filter((node) => nodes.has(node)).length < 2)
}

function terminal_width(): number {
  const { process } = globalThis as { process?: { stdout?: { columns?: number } } }
  return process?.stdout?.columns ?? 80
}

function layout(connected: boolean, options: SummaryOptions): { list: Column[]; line_length: number } {
  let longest = connected ? 108 : 88
  let positions = options.positions ?? (connected ? [0.3, 0.56, 0.74, 1] : [0.45, 0.8, 1])
  const titles: [string, Column['align']][] = [
    ['Layer (type)', 'left'],
    ['Output Shape', 'left'],
    ['Param #', 'right'],
  ]
  if (connected) titles.push(['Connected to', 'left'])
  if (options.show_trainable) {
    longest += 12
    positions = [...positions.map((position) => position * 0.9), 1]
    titles.push(['Trainable', 'center'])
  }
  const line_length = options.line_length ?? Math.min(longest, terminal_width() - 4)
  let used = 0
  const list = titles.map(([title, align], i): Column => {
    const width = Math.trunc((positions[i] ?? 1) * line_length) - used
    if (width < 4) throw new ValueError(`Insufficient console width to print summary. Received: line_length=${line_length}`)
    used += width
    return { title, align, width }
  })
  return { list, line_length }
}

function kind_of(operation: Operation): string {
  return operation instanceof OpOperation ? operation.declaration.class_name : keras_name_of(operation.constructor)
}

function size_text(shape: Shape): string {
  return `(${shape.map((d) => d ?? 'None').join(', ')})`
}

/** Shapes in their structure, as Python prints lists and dicts of them. */
function shapes_text(shapes: unknown): string {
  if (typeof shapes === 'string') return shapes
  if (Array.isArray(shapes)) return `[${shapes.map(shapes_text).join(', ')}]`
  if (!is_plain_object(shapes)) return '?'
  return `{${Object.entries(shapes)
    .map(([key, item]) => `${key}: ${shapes_text(item)}`)
    .join(', ')}}`
}

function shape_of(operation: Operation): string {
  const node = operation._inbound_nodes[operation._inbound_nodes.length - 1]
  if (node !== undefined) return nest_text(node.outputs.map((tensor) => tensor.shape))
  const layer = operation as Layer
  const shapes = layer._state?.build_shapes ?? null
  if (shapes === null || !layer._has_own_shape_rule) return '?'
  try {
    return nest_text(layer.compute_output_shape(...shapes))
  } catch {
    return '?'
  }
}

function nest_text(shapes: unknown): string {
  const flat = flatten_shapes(shapes)
  return flat.length === 1 ? size_text(flat[0]!) : shapes_text(map_shape_structure(size_text, shapes))
}

function params_of(operation: Operation): string {
  const layer = operation as Layer
  if (layer._state === undefined) return '0'
  return layer.built ? grouped(layer.count_params()) : '0 (unbuilt)'
}

function connections_of(operation: Operation, graph: Graph): string {
  const links = operation._inbound_nodes
    .filter((node) => graph.nodes.has(node))
    .flatMap((node) => node.input_tensors)
    .map(({ _keras_history: history }) => `${history!.operation?.name}[${history!.node_index}][${history!.tensor_index}]`)
  return links.length === 0 ? '-' : links.join(', ')
}

function trainable_of(operation: Operation): string {
  const layer = operation as Layer
  if (layer._state === undefined || layer.weights.length === 0) return '-'
  return layer.trainable ? 'Y' : 'N'
}

function in_range(operations: Operation[], range: readonly unknown[] | null): Operation[] {
  if (range === null) return operations
  if (range.length !== 2) {
    throw new ValueError(
      `layer_range must be a list or tuple of length 2. Received: layer_range = ${repr(range)} of length ${range.length}`,
    )
  }
  if (!range.every((name) => typeof name === 'string')) {
    throw new ValueError(`layer_range should contain string type only. Received: ${repr(range)}`)
  }
  const [from, to] = range.map((pattern) => {
    const test = new RegExp(`^(?:${pattern})`)
    return operations.flatMap(({ name }, i) => (test.test(name) ? [i] : []))
  }) as [number[], number[]]
  if (from.length === 0 || to.length === 0) {
    throw new ValueError(`Passed layer_names do not match the layer names in the model. Received: ${repr(range)}`)
  }
  const forward = from[0]! <= to[to.length - 1]!
  return forward ? operations.slice(from[0], to[to.length - 1]! + 1) : operations.slice(to[0], from[from.length - 1]! + 1)
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** Bits of one value. */
function bits_of(dtype: string): number {
  if (dtype === 'bool') return 1
  return dtype === 'complex64' ? 64 : Number(dtype.match(/\d+$/)?.[0] ?? 0)
}

function memory_text(weights: readonly Variable[]): string {
  let bytes = flatten<Variable>([...new Set(weights)]).reduce(
    (sum, { shape, keras_dtype }) => sum + (shape_size(shape) * bits_of(keras_dtype)) / 8,
    0,
  )
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let unit = 0
  while (bytes >= 1024 && unit < units.length) {
    bytes /= 1024
    unit++
  }
  return `${bytes.toFixed(2)} ${units[unit] ?? 'PB'}`
}

function totals(model: Summarized): string {
  const optimizer = model.compiled && model.optimizer?.built ? model.optimizer.variables : null
  const line = (title: string, weights: readonly Variable[]): string => {
    const count = weights.reduce((sum, { shape }) => sum + shape_size(shape), 0)
    return ` ${title}: ${grouped(count)} (${memory_text(weights)})\n`
  }
  const { trainable_weights, non_trainable_weights } = model
  return (
    line('Total params', [...trainable_weights, ...non_trainable_weights, ...(optimizer ?? [])]) +
    line('Trainable params', trainable_weights) +
    line('Non-trainable params', non_trainable_weights) +
    (optimizer === null ? '' : line('Optimizer params', optimizer))
  )
}
