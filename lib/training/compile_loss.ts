import type { Tensor } from '@tensorflow/tfjs-core'
import { without_tape } from '../backend/gradient_tape'
import { KeyError, ValueError } from '../common/errors'
import { is_serialized } from '../common/serialized'
import { repr, type_text } from '../common/text'
import { flatten, is_plain_object, map_structure, pack_sequence_as, same_structure } from '../common/tree'
import type { Loss } from '../losses/loss'
import { Mean } from '../metrics/reduction'
import { add, multiply } from '../ops/numpy'
import { resolve_loss } from './resolve'
import { batch_size_of, tensors_of } from './structure'

type Path = (string | number)[]

/** The loss of one output. */
interface OutputLoss {
  path: Path
  loss: Loss
  weight: number | null
  name: string
}

/** A loss of the user with its weight, as one leaf. */
class Weighted {
  readonly loss: unknown
  readonly weight: number | null
  constructor(loss: unknown, weight: number | null) {
    this.loss = loss
    this.weight = weight
  }
}

function is_nested(value: unknown): boolean {
  return Array.isArray(value) || (is_plain_object(value) && !is_serialized(value))
}

function leaves(structure: unknown): unknown[] {
  if (Array.isArray(structure)) return structure.flatMap(leaves)
  if (is_nested(structure)) {
    const object = structure as Record<string, unknown>
    return Object.keys(object)
      .sort()
      .flatMap((key) => leaves(object[key]))
  }
  return [structure]
}

function map_leaves(fn: (leaf: unknown) => unknown, structure: unknown): unknown {
  if (Array.isArray(structure)) return structure.map((item) => map_leaves(fn, item))
  if (is_nested(structure)) {
    const object = structure as Record<string, unknown>
    const mapped = new Map(
      Object.keys(object)
        .sort()
        .map((key) => [key, map_leaves(fn, object[key])]),
    )
    return Object.fromEntries(Object.keys(object).map((key) => [key, mapped.get(key)]))
  }
  return fn(structure)
}

function at(path: Path, structure: any): any {
  let value = structure
  for (const key of path) value = value[key]
  return value
}

/** Keras's text of a path: a tuple. */
function path_text(path: Path): string {
  const items = path.map((key) => (typeof key === 'string' ? `'${key}'` : String(key)))
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
}

/**
 * The losses of all outputs as one: each with its weight, summed. `metrics` follow the single losses, unweighted, when there are several.
 */
export class CompileLoss {
  readonly name = 'compile_loss'
  readonly output_names: readonly string[] | null
  /** A mean a loss, when there are several. */
  metrics: Mean[] = []
  private readonly user_loss: unknown
  private readonly user_weights: unknown
  private losses: OutputLoss[] | null = null
  private y_pred_structure: unknown = null
  /** Names under which listed outputs stand, when the losses are an object. */
  private renamed: readonly string[] | null = null

  /** @throws ValueError for weights that are neither a number, a list nor an object. */
  constructor(loss: unknown, loss_weights: unknown = null, output_names: readonly string[] | null = null) {
    if (loss_weights !== null && loss_weights !== undefined && typeof loss_weights !== 'number' && !is_nested(loss_weights)) {
      throw new ValueError(
        `Expected \`loss_weights\` argument to be a float (single output case) or a list, tuple, or dict (multiple output case). Received instead: loss_weights=${repr(loss_weights)} of type ${type_text(loss_weights)}`,
      )
    }
    this.user_loss = loss
    this.user_weights = loss_weights ?? null
    this.output_names = output_names
  }

  /** Whether the losses are resolved, which the first call does. */
  get built(): boolean {
    return this.losses !== null
  }

  private weighted(): unknown {
    const count = leaves(this.user_loss).length
    if (this.user_weights === null) return map_leaves((loss) => new Weighted(loss, null), this.user_loss)
    const weights = leaves(this.user_weights) as (number | null)[]
    if (weights.length !== count) {
      throw new ValueError(`\`loss_weights\` must match the number of losses, got ${count} losses and ${weights.length} weights.`)
    }
    let next = 0
    return map_leaves((loss) => new Weighted(loss, weights[next++] ?? null), this.user_loss)
  }

  /** Resolves the losses for targets and outputs. @throws KeyError for a loss of an output that there is not. */
  build(y_true: any, y_pred: any): void {
    const found: OutputLoss[] = []
    let loss = this.weighted()
    let target = y_true
    let output = y_pred
    const names = this.output_names ?? inferred_names(y_pred)
    if (is_plain_object(loss) && !is_plain_object(y_pred) && Object.keys(loss).every((key) => names.includes(key))) {
      const outputs = Array.isArray(y_pred) ? y_pred : [y_pred]
      const targets = Array.isArray(y_true) ? y_true : [y_true]
      if (outputs.length === names.length) {
        output = Object.fromEntries(names.map((name, i) => [name, outputs[i]]))
        target = is_plain_object(y_true) ? y_true : Object.fromEntries(names.map((name, i) => [name, targets[i]]))
        this.renamed = names
      }
    }
    const flat_count = flatten(output).length
    const name_tree = pack_sequence_as(output, names.length === flat_count ? sorted_names(output, names) : inferred_names(output))
    if (!is_nested(loss)) {
      const single = loss
      loss = map_structure(() => single, output)
    }
    this.collect(target, output, loss, name_tree, [], found)
    this.losses = found
    if (found.length > 1) this.metrics = found.map(({ name }) => new Mean({ name: `${name}_loss` }))
    this.y_pred_structure = map_structure(() => null, output)
  }

  private collect(y_true: any, y_pred: any, loss: unknown, names: any, path: Path, found: OutputLoss[]): void {
    if (loss instanceof Weighted) {
      if (loss.loss === null || loss.loss === undefined) return
      if (is_nested(y_pred)) {
        throw new KeyError(
          `The path: ${path_text(path)} in the \`loss\` argument, can't be found in the model's output (\`y_pred\`).`,
        )
      }
      const resolved = resolve_loss(loss.loss, y_true, y_pred)!
      const output_name = typeof names === 'string' ? names : resolved.name
      const last = path[path.length - 1]
      const parts = path.length === 0 ? [output_name] : typeof last === 'number' ? [...path.slice(0, -1), output_name] : path
      found.push({ path, loss: resolved, weight: loss.weight, name: parts.join('/') })
      return
    }
    let nested = loss as any
    const flat = flatten(y_pred)
    if (
      Array.isArray(nested) &&
      nested.every((item) => item instanceof Weighted) &&
      nested.length === flat.length &&
      is_nested(y_pred)
    ) {
      nested = pack_sequence_as(y_pred, nested)
    } else if (Array.isArray(nested) && !Array.isArray(y_pred)) {
      for (const item of nested) this.collect(y_true, y_pred, item, names, path, found)
      return
    }
    if (Array.isArray(nested) !== Array.isArray(y_pred) || is_plain_object(nested) !== is_plain_object(y_pred)) {
      throw new KeyError(
        `The path: ${path_text(path)} in the \`loss\` argument, can't be found in the model's output (\`y_pred\`).`,
      )
    }
    const keys: Path = Array.isArray(nested) ? nested.map((_, i) => i) : Object.keys(nested)
    for (const key of keys) {
      const item = nested[key]
      if (item instanceof Weighted && item.loss === null) continue
      if (!(key in y_pred) || y_true === null || typeof y_true !== 'object' || !(key in y_true)) {
        throw new KeyError(
          `The path: ${path_text([...path, key])} in the \`loss\` argument, can't be found in either the model's output (\`y_pred\`) or in the labels (\`y_true\`).`,
        )
      }
      this.collect(y_true[key], y_pred[key], item, names[key], [...path, key], found)
    }
  }

  /** The total loss, null when no output has one. @throws ValueError when targets and outputs do not go together. */
  call(given_true: any, given_pred: any, sample_weight: any = null): Tensor | null {
    let y_true = align(given_true, given_pred)
    let y_pred = given_pred
    if (this.losses === null) this.build(y_true, y_pred)
    if (this.renamed !== null && !is_plain_object(y_pred)) {
      const outputs = Array.isArray(y_pred) ? y_pred : [y_pred]
      const targets = Array.isArray(y_true) ? y_true : [y_true]
      y_pred = Object.fromEntries(this.renamed.map((name, i) => [name, outputs[i]]))
      y_true = is_plain_object(y_true) ? y_true : Object.fromEntries(this.renamed.map((name, i) => [name, targets[i]]))
    } else if (is_nested(y_pred)) {
      y_pred = repack(this.y_pred_structure, y_pred)
      y_true = repack(this.y_pred_structure, y_true)
    }
    const weights = this.align_weights(sample_weight, y_pred)
    let total: Tensor | null = null
    this.losses!.forEach(({ path, loss, weight }, i) => {
      const output = at(path, y_pred)
      const own_weight = is_nested(weights) ? (at(path, weights) ?? null) : weights
      const value = loss(at(path, y_true), output, own_weight)
      const metric = this.metrics[i]
      if (metric !== undefined) without_tape(() => metric.update_state(value, batch_size_of(output) ?? 1))
      const weighted = weight === null ? value : (multiply(value, weight) as Tensor)
      total = total === null ? weighted : (add(total, weighted) as Tensor)
    })
    return total
  }

  private align_weights(sample_weight: any, y_pred: any): any {
    if (!is_nested(sample_weight)) return sample_weight
    if (Array.isArray(sample_weight) && is_plain_object(y_pred)) {
      const names = this.renamed ?? this.output_names ?? Object.keys(y_pred)
      return Object.fromEntries(names.map((name, i) => [name, sample_weight[i] ?? null]))
    }
    if (Array.isArray(sample_weight) && sample_weight.length === 1) return sample_weight[0]
    return sample_weight
  }
}

/** Names of outputs: keys of an object; none for lists. */
function inferred_names(y_pred: unknown): string[] {
  if (is_plain_object(y_pred)) return Object.keys(y_pred).sort()
  return tensors_of(y_pred).map((_, i) => `output_${i}`)
}

/** The names in the order in which the outputs of an object are flattened. */
function sorted_names(output: unknown, names: readonly string[]): string[] {
  return is_plain_object(output) ? Object.keys(output).sort() : [...names]
}

function repack(structure: unknown, value: unknown): any {
  return same_structure(structure, value) ? value : pack_sequence_as(structure, flatten(value))
}

/** The targets in the structure of the outputs, where only the nesting differs. @throws ValueError when they do not go together. */
function align(y_true: any, y_pred: any): any {
  if (!is_nested(y_true) && !is_nested(y_pred)) return y_true
  if (is_plain_object(y_true) && is_plain_object(y_pred)) return y_true
  if (same_structure(y_true, y_pred)) return y_true
  const flat = flatten(y_true)
  if (is_plain_object(y_true) && Array.isArray(y_pred) && flat.length >= 1) return y_true
  if (!is_nested(y_pred)) {
    if (flat.length === 1) return flat[0]
  } else if (flat.length === flatten(y_pred).length) {
    return pack_sequence_as(y_pred, flat)
  }
  throw new ValueError(
    `y_true and y_pred have different structures.\ny_true: ${structure_text(y_true)}\ny_pred: ${structure_text(y_pred)}\n`,
  )
}

function structure_text(structure: unknown): string {
  return repr(map_structure(() => '*', structure))
}
