import { AttributeError, IndexError, RuntimeError, TypeError, ValueError } from '../../common/errors'
import { repr, type_text } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import { KerasTensor } from '../../graph/keras_tensor'
import { get_keras_mask } from '../../graph/masking'
import type { Node } from '../../graph/node'
import { Operation } from '../../graph/operation'

function single<T>(value: T | T[]): T | T[] {
  return Array.isArray(value) && value.length === 1 ? value[0]! : value
}

/** The first data argument of a node, in its structure; that of an input layer is its own output. */
function input_of(node: Node): unknown {
  return node.is_input ? node.outputs : node.arguments.args[0]
}

function shapes(value: unknown): unknown {
  if (value instanceof KerasTensor) return value.shape
  if (Array.isArray(value)) return value.map(shapes)
  if (is_plain_object(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapes(item)]))
  return null
}

function masks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => get_keras_mask(item))
  return value instanceof KerasTensor ? get_keras_mask(value) : null
}

/**
 * What is known of the symbolic calls of a layer. Keras 3 keeps `input` and `output`; the other members are those of tf.keras, as TF 2.0 documents them: node queries look at
 * the first data argument only, and a negative index counts from the end.
 */
export abstract class NodeQueries extends Operation {
  /** The nodes of this layer's own symbolic calls, a live list. */
  get inbound_nodes(): Node[] {
    return this._inbound_nodes
  }

  /** The nodes that consume this layer's outputs, a live list. */
  get outbound_nodes(): Node[] {
    return this._outbound_nodes
  }

  /** The first argument of the first symbolic call. @throws AttributeError before that. */
  override get input(): any {
    return single(input_of(this._node_zero('input')) as never)
  }

  /** The output of the first symbolic call. @throws AttributeError before that. */
  override get output(): any {
    return single(this._node_zero('output').output_structure as never)
  }

  /** Mask of the first argument of the first symbolic call. @throws AttributeError before that. */
  get input_mask(): any {
    return masks(this.input)
  }

  /** Mask of the output of the first symbolic call. @throws AttributeError before that. */
  get output_mask(): any {
    return masks(this.output)
  }

  /** Shape of the first argument, when it is the same in all symbolic calls. @throws AttributeError when there is none or there are several. */
  get input_shape(): any {
    return this._common_shape('input', (node) =>
      node.is_input ? node.outputs.map((tensor) => tensor.shape) : shapes(input_of(node)),
    )
  }

  /** Shape of the output, when it is the same in all symbolic calls. @throws AttributeError when there is none or there are several. */
  get output_shape(): any {
    return this._common_shape('output', (node) =>
      node.is_input ? node.outputs.map((tensor) => tensor.shape) : shapes(single(node.output_structure as never)),
    )
  }

  /** The first argument of symbolic call `node_index`. @throws RuntimeError before the first, ValueError for an index that is too high. */
  get_input_at(node_index: number | { node_index: number }): any {
    return single(input_of(this._node_at(node_index, 'input')) as never)
  }

  /** The output of symbolic call `node_index`. @throws as `get_input_at`. */
  get_output_at(node_index: number | { node_index: number }): any {
    return single(this._node_at(node_index, 'output').output_structure as never)
  }

  /** The shape of the first argument of symbolic call `node_index`. @throws as `get_input_at`. */
  get_input_shape_at(node_index: number | { node_index: number }): any {
    return shapes(single(input_of(this._node_at(node_index, 'input shape')) as never))
  }

  /** The shape of the output of symbolic call `node_index`. @throws as `get_input_at`. */
  get_output_shape_at(node_index: number | { node_index: number }): any {
    return shapes(single(this._node_at(node_index, 'output shape').output_structure as never))
  }

  /** The mask of the first argument of symbolic call `node_index`; lists give lists, other nests null. @throws as `get_input_at`. */
  get_input_mask_at(node_index: number | { node_index: number }): any {
    return masks(single(input_of(this._node_at(node_index, 'input')) as never))
  }

  /** The mask of the output of symbolic call `node_index`. @throws as `get_input_at`. */
  get_output_mask_at(node_index: number | { node_index: number }): any {
    return masks(single(this._node_at(node_index, 'output').output_structure as never))
  }

  private _node_zero(what: string): Node {
    const node = this._inbound_nodes[0]
    if (node === undefined) {
      throw new AttributeError(`The layer ${this.name} has never been called and thus has no defined ${what}.`)
    }
    return node
  }

  private _node_at(index: number | { node_index: number }, what: string): Node {
    const at = is_plain_object(index) ? index.node_index : index
    const count = this._inbound_nodes.length
    if (count === 0) throw new RuntimeError(`The layer ${this.name} has never been called and thus has no defined ${what}.`)
    if (typeof at !== 'number')
      throw new TypeError(`'>' not supported between instances of '${type_text(at)}' and 'int'. Received: node_index=${repr(at)}`)
    if (at >= count) throw new ValueError(`Asked to get ${what} at node ${at}, but the layer has only ${count} inbound nodes.`)
    if (!Number.isInteger(at))
      throw new TypeError(`list indices must be integers or slices, not float. Received: node_index=${at}`)
    const node = this._inbound_nodes[at < 0 ? at + count : at]
    if (node === undefined) throw new IndexError(`list index out of range. Received: node_index=${at}`)
    return node
  }

  private _common_shape(what: string, shape_of: (node: Node) => unknown): unknown {
    const [first, ...others] = this._inbound_nodes
    if (first === undefined) {
      const note =
        what === 'input' ? ' Note that the `input_shape` property is only available for Functional and Sequential models.' : ''
      throw new AttributeError(`The layer "${this.name}" has never been called and thus has no defined ${what} shape.${note}`)
    }
    const shape = shape_of(first)
    if (others.some((node) => repr(shape_of(node)) !== repr(shape))) {
      throw new AttributeError(
        `The layer "${this.name}" has multiple inbound nodes, with different ${what} shapes. Hence the notion of "${what} shape" is ill-defined for the layer. Use \`get_${what}_shape_at(node_index)\` instead.`,
      )
    }
    return shape
  }
}
