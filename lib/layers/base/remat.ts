import type { Tensor } from '@tensorflow/tfjs-core'
import { engine, type TapeNode } from '../../backend/engine'
import { value_and_grads, without_tape } from '../../backend/gradient_tape'
import { tracing } from '../../backend/meta'
import { shape_size } from '../../common/shape'
import { flatten, is_nested, map_structure } from '../../common/tree'
import { KerasTensor } from '../../graph/keras_tensor'
import { get_keras_mask, set_keras_mask } from '../../graph/masking'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { sum } from '../../ops/numpy/reduce'
import { dtype_label, label_dtype } from '../../variables/half'
import { scopes, swap_autocast } from '../../variables/scopes'
import { record_draws, replay_draws, type SeedPair } from '../../variables/seed_generator'
import { StatelessScope } from '../../variables/stateless_scope'
import { is_tensor, tensor_dtype } from '../../variables/to_tensor'
import { is_variable, swap_creation_guard, type Variable } from '../../variables/variable'
import type { Layer } from '../layer'
import { type CallContext, calls, no_values } from './call_context'
import { flatten_layers, own_variables } from './reflection'
import type { RematScope } from './remat_scope'

type Run = (...args: any[]) => unknown

/** What runs again for a gradient, as it was at the first time. */
interface Segment {
  fn: Run
  args: unknown[]
  context: CallContext
  autocast: string | null | undefined
  draws: SeedPair[]
  states: [Variable, Tensor][]
}

/**
 * A function whose intermediate results are not kept for gradients: it runs again when they are wanted, with the same random draws. It must give the same results for the
 * same arguments. Source: keras.remat.
 */
export function remat<F extends Run>(fn: F): F {
  return rematerialized(fn, []) as F
}

function rematerialized(fn: Run, layers: Layer[]): Run {
  return (...args) => {
    const core = engine()
    if (!core.isTapeOn() || tracing() || scopes.stateless !== null) return fn(...args)
    const saved: Tensor[] = []
    const copy = (tensor: Tensor): Tensor => {
      const kept = without_tape(() => core.keep(core.runKernel('Identity', { x: tensor })))
      saved.push(kept)
      const label = dtype_label(tensor)
      return label === undefined ? kept : label_dtype(kept, label)
    }
    const context = calls.current ?? { entry: null as never, training: undefined, values: no_values, frozen: false }
    const states = layers.flatMap((layer) => own_variables(layer).filter((variable) => !variable.trainable))
    const segment: Segment = {
      fn,
      args: [],
      context: { ...context },
      autocast: scopes.autocast,
      draws: [],
      states: states.map((variable) => [variable, copy(variable)]),
    }
    const tape = core.state.activeTape!
    const start = tape.length
    const losses: Tensor[] = []
    const outer_losses = calls.noted_losses
    calls.noted_losses = losses
    let result: unknown
    try {
      ;[result] = core.tidy(() => {
        const made = record_draws(segment.draws, () => fn(...args))
        return [made, flatten(made).map(get_keras_mask)]
      })
    } catch (error) {
      for (const tensor of saved) tensor.dispose()
      throw error
    } finally {
      calls.noted_losses = outer_losses
      outer_losses?.push(...losses)
    }
    const nodes = tape.splice(start)
    for (const node of nodes) for (const tensor of node.saved ?? []) tensor.dispose()
    const copies = new Map<unknown, Tensor>()
    const substitute = (leaf: unknown): unknown => {
      if (!is_tensor(leaf) || is_variable(leaf)) return leaf
      const known = copies.get(leaf)
      if (known !== undefined) return known
      const kept = copy(leaf)
      const mask = get_keras_mask(leaf)
      if (mask !== null) set_keras_mask(kept, copy(mask))
      copies.set(leaf, kept)
      return kept
    }
    segment.args = args.map((arg) => (is_nested(arg) ? map_structure(substitute, arg) : substitute(arg)))
    if (!record(segment, nodes, [...flatten(result), ...losses], copies, saved)) for (const tensor of saved) tensor.dispose()
    return result
  }
}

/** Puts one entry on the tape in the place of those that the segment made. False when nothing of it has a gradient. */
function record(segment: Segment, nodes: TapeNode[], leaves: unknown[], copies: Map<unknown, Tensor>, saved: Tensor[]): boolean {
  const { state } = engine()
  const made = new Set(nodes.flatMap((node) => node.outputs.map((output) => output.id)))
  const places = leaves.flatMap((leaf, i) => (is_tensor(leaf) && made.has(leaf.id) && leaves.indexOf(leaf) === i ? [i] : []))
  const inputs = [...new Set(nodes.flatMap((node) => Object.values(node.inputs)))].filter(
    (input) => input.dtype === 'float32' && !made.has(input.id),
  )
  if (places.length === 0 || inputs.length === 0) return false
  const targets = inputs.map((input) => copies.get(input) ?? input)
  state.activeTape!.push({
    id: state.nextTapeNodeId++,
    kernelName: 'Remat',
    inputs: Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])),
    outputs: places.map((place) => leaves[place] as Tensor),
    saved,
    gradient: (dys) => {
      const grads = gradients_again(segment, targets, places, dys)
      return Object.fromEntries(
        grads.map((grad, i) => [`x${i}`, () => grad ?? engine().runKernel('ZerosLike', { x: inputs[i]! })]),
      )
    },
  })
  return true
}

function gradients_again(
  segment: Segment,
  targets: Tensor[],
  places: number[],
  dys: (Tensor | null | undefined)[],
): (Tensor | null)[] {
  const { state } = engine()
  const { activeTape, gradientDepth } = state
  const weighted = (): Tensor => {
    const leaves = run_again(segment)
    const terms = places.flatMap((place, i) => (dys[i] ? [sum(multiply(leaves[place] as Tensor, dys[i]!)) as Tensor] : []))
    return terms.reduce((a, b) => add(a, b) as Tensor)
  }
  if (gradientDepth === 0) state.activeTape = null
  try {
    const { value, grads } = value_and_grads(weighted, targets)
    value.dispose()
    return grads
  } finally {
    if (gradientDepth === 0) state.activeTape = activeTape
  }
}

/** Runs the segment as the first time; what it assigns and adds is dropped. Answers the leaves of its result, and its losses. */
function run_again({ fn, args, context, autocast, draws, states }: Segment): unknown[] {
  const outer = calls.current
  const outer_autocast = swap_autocast(autocast)
  const guard = swap_creation_guard(null)
  const scope = new StatelessScope({ state_mapping: states, collect_losses: true })
  calls.current = { ...context }
  try {
    const result = replay_draws(draws, () => scope.run(() => fn(...args)))
    return [...flatten(result), ...scope.losses]
  } finally {
    calls.current = outer
    swap_creation_guard(guard)
    swap_autocast(outer_autocast)
  }
}

function output_size(layer: Layer, positional: readonly unknown[]): number {
  const symbol = (leaf: unknown): unknown => (is_tensor(leaf) ? new KerasTensor(leaf.shape, { dtype: tensor_dtype(leaf) }) : leaf)
  const outputs = layer.compute_output_spec(
    ...positional.map((arg) => (is_nested(arg) ? map_structure(symbol, arg) : symbol(arg))),
  )
  return flatten(outputs).reduce((total: number, leaf) => total + (leaf instanceof KerasTensor ? shape_size(leaf.shape) : 0), 0)
}

/** Runs the `call` of a layer that was made inside a rematerialization scope. */
export function run_in_remat_scope(
  layer: Layer,
  scope: RematScope,
  positional: readonly unknown[],
  options: Record<string, unknown>,
): unknown {
  const run = (): unknown => layer._run(positional, options)
  if (!engine().isTapeOn() || tracing()) return run()
  if (scope.mode === 'activations') {
    const holder = layer as unknown as { activation?: Run | null }
    const { activation } = holder
    if (typeof activation !== 'function') return run()
    holder.activation = remat(activation)
    try {
      return run()
    } finally {
      holder.activation = activation
    }
  }
  const wanted =
    scope.mode === 'full' ||
    (scope.mode === 'list_of_layers' && scope.layer_names.includes(layer.name)) ||
    (scope.mode === 'larger_than' && output_size(layer, positional) > scope.output_size_threshold)
  if (!wanted) return run()
  const whole = rematerialized((data, settings) => layer._run(data, settings), flatten_layers(layer) as Layer[])
  return whole(positional, options)
}
