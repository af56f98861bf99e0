import type { Tensor } from '@tensorflow/tfjs-core'
import { is_half_dtype } from '../../../lib/common/dtypes'
import { flatten, map_structure } from '../../../lib/common/tree'
import { KerasTensor } from '../../../lib/graph/keras_tensor'
import { get_keras_mask, set_keras_mask } from '../../../lib/graph/masking'
import { Layer } from '../../../lib/layers/layer'
import { cast_tensor } from '../../../lib/variables/to_tensor'
import type { Case } from '../case'
import { compare, fail } from '../compare'
import { gradients_of, is_float_tensor, weighed_sum } from '../gradient'
import { layer_case_of } from '../siblings'
import { make_recorded, shapes_of } from '../values'
import type { Workspace } from '../workspace'

/** Calls a layer with positional and keyword arguments. A mask that Python passes by position goes by name. */
export function call_layer(layer: any, args: unknown[], kwargs: Record<string, unknown>): any {
  if (args.length === 0) return layer.call_with(kwargs)
  const count = layer.constructor.call_arguments?.length ?? 1
  if (args.length === count + 1 && 'mask' in layer.constructor.call_options)
    return layer(...args.slice(0, count), { ...kwargs, mask: args[count] })
  return Object.keys(kwargs).length === 0 ? layer(...args) : layer(...args, kwargs)
}

/** Weights of which nothing but a counter at the end of a name may differ. */
function plain_path(path: string): string {
  return path.replace(/_\d+(?=\/)/g, '')
}

/** Whether `set_weights` tells the layer that its weights count from here on, which the recorder's assignments did not. */
const derives_state = (layer: any): boolean => layer.finalize_state !== Layer.prototype.finalize_state

function assign_each(layer: any, values: Tensor[]): void {
  values.forEach((value, i) => void layer.weights[i].assign(value))
}

function set_weights(layer: any, c: Case): void {
  const values = c.weights.map(({ value }: any) => make_recorded(value))
  try {
    if (derives_state(layer)) assign_each(layer, values)
    else layer.set_weights(values)
  } finally {
    for (const value of values) value.dispose()
  }
}

function reset_states(layer: any): void {
  if (layer.stateful && typeof layer.reset_state === 'function') layer.reset_state()
}

/** Builds the layer of a case up to the state that its weights describe. */
async function prepare(c: Case, work: Workspace, args: unknown[], kwargs: Record<string, unknown>): Promise<any> {
  const layer = work.revive(c.object)
  if (c.adapt) {
    const { data, ...options } = c.adapt
    await layer.adapt(work.decode(data), options)
  }
  if (layer.weights.length !== c.weights.length) {
    const inputs = new Set(flatten([args, kwargs]))
    for (const leaf of flatten(call_layer(layer, args, kwargs))) if (!inputs.has(leaf)) (leaf as Tensor | null)?.dispose?.()
    reset_states(layer)
  }
  await compare_weights(layer, c, work, c.adapt !== undefined)
  if (c.weights.length > 0) set_weights(layer, c)
  return layer
}

async function compare_weights(layer: any, c: Case, work: Workspace, with_values: boolean): Promise<void> {
  const weights = layer.weights
  if (weights.length !== c.weights.length) {
    fail(
      'weights',
      weights.map((w: any) => w.path),
      c.weights.map((w: any) => w.path),
    )
  }
  for (let i = 0; i < weights.length; i++) {
    const wanted = c.weights[i]
    const got = weights[i]
    if (got.local_name !== wanted.name) fail(`weights[${i}] name`, got.local_name, wanted.name)
    if (plain_path(got.path) !== plain_path(wanted.path)) fail(`weights[${i}] path`, got.path, wanted.path)
    if (got.trainable !== wanted.trainable) fail(`weights[${i}] trainable`, got.trainable, wanted.trainable)
    await compare(`weights[${i}]`, got, wanted.value, with_values ? work.tolerance : { ...work.tolerance, values: false })
  }
}

async function compare_weights_after(layer: any, c: Case, work: Workspace): Promise<void> {
  const after = new Map<number, unknown>(c.weights_after.map(({ index, value }: any) => [index, value]))
  for (let i = 0; i < c.weights.length; i++) {
    if (after.has(i) || work.tolerance.values)
      await compare(`weights_after[${i}]`, layer.weights[i], after.get(i) ?? c.weights[i].value, work.tolerance)
  }
}

function attach_masks(args: unknown[], masks: unknown): void {
  if (!masks) return
  const tensors = flatten(args)
  flatten(masks).forEach((mask, i) => {
    if (mask !== null) set_keras_mask(tensors[i], mask)
  })
}

/** The data arguments of a call, by position, up to the last that is given. */
function data_arguments(layer: any, args: unknown[], kwargs: Record<string, unknown>): unknown[] {
  const names: readonly string[] = layer.constructor.call_arguments ?? ['inputs']
  const data = args.length > 0 ? args.slice(0, names.length) : names.map((name) => kwargs[name] ?? null)
  while (data.length > 1 && data[data.length - 1] === null) data.pop()
  return data
}

function compare_output_shape(layer: any, c: Case, args: unknown[], kwargs: Record<string, unknown>): void {
  if (c.compute_output_shape === undefined) return
  const got = layer.compute_output_shape(...data_arguments(layer, args, kwargs).map(shapes_of))
  if (JSON.stringify(got) !== JSON.stringify(c.compute_output_shape)) fail('compute_output_shape', got, c.compute_output_shape)
}

async function compare_gradients(
  layer: any,
  c: Case,
  work: Workspace,
  args: unknown[],
  kwargs: Record<string, unknown>,
): Promise<void> {
  const weights: Tensor[] = layer.trainable_weights
  const inputs = flatten(args).filter(is_float_tensor)
  const wanted: any[] = [...c.gradients.weights, ...c.gradients.inputs]
  const xs = [...weights, ...inputs]
  if (xs.length !== wanted.length)
    fail('number of gradients', [weights.length, inputs.length], [c.gradients.weights.length, c.gradients.inputs.length])
  if (xs.length === 0) return
  if (c.weights.length > 0) set_weights(layer, c)
  reset_states(layer)
  const gradients = work.own(gradients_of(() => weighed_sum(call_layer(layer, args, kwargs))!, xs))
  for (let i = 0; i < xs.length; i++) {
    const where = i < weights.length ? `gradients.weights[${i}]` : `gradients.inputs[${i - weights.length}]`
    if (wanted[i] !== null) await compare_gradient(where, gradients[i]!, wanted[i], work)
  }
}

/** The gradient by a half-precision tensor is compared on the grid of its type. */
async function compare_gradient(where: string, got: Tensor, wanted: any, work: Workspace): Promise<void> {
  if (!is_half_dtype(wanted.dtype)) return compare(where, got, wanted, work.tolerance)
  const tolerance = wanted.dtype === 'float16' ? 2e-3 : 2e-2
  await compare(where, work.own(cast_tensor(got, wanted.dtype)), wanted, { ...work.tolerance, atol: tolerance, rtol: tolerance })
}

/** A layer, its call, and all that the call changes and answers. */
export async function run_layer(c: Case, work: Workspace): Promise<void> {
  const args = work.decode(c.args)
  const kwargs = work.decode(c.kwargs)
  attach_masks(args, work.decode(c.input_masks ?? null))
  const layer = await prepare(c, work, args, kwargs)
  const output = work.own(call_layer(layer, args, kwargs))
  await compare('output', output, c.output, work.tolerance)
  const mask = map_structure((leaf) => get_keras_mask(leaf), output)
  if (c.output_mask !== undefined) await compare('output_mask', mask, c.output_mask, work.tolerance)
  else if (flatten(mask).some((leaf) => leaf !== null)) fail('output_mask', mask, undefined)
  const losses = layer.losses
  if (losses.length !== c.losses.length) fail('losses', losses, c.losses)
  work.own(losses)
  await compare('losses', losses, c.losses, work.tolerance)
  await compare_weights_after(layer, c, work)
  await compare_output_shape(layer, c, args, kwargs)
  if (c.gradients && work.tolerance.values) await compare_gradients(layer, c, work, args, kwargs)
}

/** A size for unknown dimensions that groups, heads and windows divide. */
const some_size = 24

function with_sizes(value: unknown): unknown {
  if (!(value instanceof KerasTensor)) return value
  return new KerasTensor(
    value.shape.map((size, i) => (i === 0 ? size : (size ?? some_size))),
    { dtype: value.dtype },
  )
}

/** The layer of a symbolic case as it was when it was asked: built, on the sizes of the case with values, or where that is not known on sizes of our own. */
function built_layer(c: Case, work: Workspace, args: unknown, kwargs: unknown): any {
  const source = layer_case_of(c)
  const layer = work.revive(source?.object ?? c.object)
  if (layer.built) return layer
  const shaped = source === undefined ? [args, kwargs] : [work.decode(source.args), work.decode(source.kwargs)]
  const symbolic = map_structure(with_sizes, shaped)
  work.own(call_layer(layer, symbolic[0], symbolic[1]))
  return layer
}

/** A symbolic call: shape and dtype of what comes out. The recorded layer was built before; where that matters, this one is too. */
export async function run_spec(c: Case, work: Workspace): Promise<void> {
  const args = work.decode(c.args)
  const kwargs = work.decode(c.kwargs)
  let output: unknown
  try {
    output = call_layer(work.revive(c.object), args, kwargs)
  } catch (error) {
    let layer: unknown
    try {
      layer = built_layer(c, work, args, kwargs)
    } catch {
      throw error
    }
    output = call_layer(layer, args, kwargs)
  }
  await compare('output', output, c.output, work.tolerance)
}
