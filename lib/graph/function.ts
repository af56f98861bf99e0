import { scoped } from '../backend/scope'
import { ValueError } from '../common/errors'
import { type Shape, shape_text } from '../common/shape'
import { repr } from '../common/text'
import { assert_same_structure, flatten, is_nested, map_structure } from '../common/tree'
import { to_tensor } from '../variables/to_tensor'
import { Graph } from './graph'
import { any_symbolic, KerasTensor } from './keras_tensor'
import { class_name_of, Operation, split_options } from './operation'
import type { Caller } from './plan'

export interface FunctionConfig {
  /** A symbolic tensor or a nest of them. */
  inputs: any
  /** What is computed from them: a symbolic tensor or a nest. */
  outputs: any
  name?: string | null
}

export interface Function {
  (inputs: any): any
}

/**
 * A graph of operations as one operation: it computes its outputs anew for other inputs. It has no state of its own. Source: keras.Function.
 *
 * ```ts
 * import { Function } from 'keras-tfjs'
 * const x = new KerasTensor([null, 2])
 * const double = new Function({ inputs: x, outputs: ops.add(x, x) })
 * double([[1, 2]]) // [[2, 4]]
 * ```
 */
export class Function extends Operation {
  static class_name = 'Function'
  declare private readonly graph: Graph

  /** @throws ValueError for empty or non-symbolic inputs or outputs, and for outputs that do not come from the inputs. */
  constructor({ inputs, outputs, name = null }: FunctionConfig) {
    super({ name })
    Object.defineProperty(this, 'graph', { value: new Graph(inputs, outputs, false) })
  }

  /** The operations, by decreasing depth. */
  get operations(): Operation[] {
    return this.graph.operations.slice()
  }

  /** The inputs, flat. */
  get inputs(): KerasTensor[] {
    return this.graph.inputs
  }

  /** The outputs, flat. */
  get outputs(): KerasTensor[] {
    return this.graph.outputs
  }

  override __call__(...args: unknown[]): unknown {
    const [[inputs], options] = split_options(args)
    return any_symbolic(inputs) ? this.symbolic_call([inputs], options) : scoped(() => this.call(inputs))
  }

  /** @throws ValueError when the structure or a shape is not that of the inputs. */
  override call(inputs: unknown): unknown {
    const { inputs_struct } = this.graph
    const convert = (value: unknown): unknown => (value === null || value === undefined ? null : to_tensor(value))
    const values = is_nested(inputs_struct)
      ? is_nested(inputs)
        ? map_like(convert, inputs_struct, inputs)
        : inputs
      : convert(inputs)
    check_inputs(this, this.graph, values)
    return this.graph.run(flatten(values))
  }

  /** @throws as `call`. */
  override compute_output_spec(inputs: unknown): any {
    check_inputs(this, this.graph, inputs)
    return graph_output_spec(this.graph, flatten(inputs))
  }

  /** Runs the operations on `inputs` through `call_fn(operation, args, kwargs)`. */
  run_through_graph(inputs: unknown, call_fn: Caller): unknown {
    return this.graph.run_with(flatten(inputs), call_fn)
  }
}

/** The leaves of `values` at the places of the leaves of `structure`, through `fn`; another structure stays as it is. */
function map_like(fn: (value: unknown) => unknown, structure: unknown, values: unknown): unknown {
  if (!is_nested(structure)) return fn(values)
  if (!is_nested(values) || Array.isArray(structure) !== Array.isArray(values)) return values
  if (Array.isArray(values)) return values.map((value, i) => map_like(fn, (structure as unknown[])[i], value))
  return Object.fromEntries(
    Object.entries(values as object).map(([key, value]) => [
      key,
      map_like(fn, (structure as Record<string, unknown>)[key], value),
    ]),
  )
}

function check_inputs(fn: Operation, graph: Graph, inputs: unknown): void {
  try {
    assert_same_structure(inputs, graph.inputs_struct)
  } catch {
    throw new ValueError(
      `Function was called with an invalid input structure. Expected input structure: ${repr(graph.inputs_struct)}\nReceived input structure: ${repr(inputs)}`,
    )
  }
  flatten<{ shape: Shape }>(inputs).forEach(({ shape }, i) => {
    const wanted = graph.inputs[i]!
    if (shape.length === wanted.shape.length && wanted.shape.every((d, k) => d === null || shape[k] === null || shape[k] === d))
      return
    throw new ValueError(
      `${class_name_of(fn.constructor)} was passed incompatible inputs. For input '${wanted.name}', expected shape ${shape_text(wanted.shape)}, but received instead a tensor with shape ${shape_text(shape)}.`,
    )
  })
}

/** What a graph answers to symbolic inputs: without looking into it when their shapes are those of its own inputs. */
export function graph_output_spec(graph: Graph, inputs: (KerasTensor | null)[]): any {
  const same = inputs.every((input, i) => input === null || shape_text(input.shape) === shape_text(graph.inputs[i]!.shape))
  if (same) {
    const copy = (output: KerasTensor): KerasTensor => {
      const fresh = new KerasTensor(output.shape, { dtype: output.dtype, sparse: output.sparse, ragged: output.ragged })
      fresh._keras_mask = output._keras_mask
      return fresh
    }
    return map_structure(copy, graph.result_struct)
  }
  return graph.run_with(inputs, (operation, args, kwargs) => operation.compute_output_spec(...args, kwargs))
}
