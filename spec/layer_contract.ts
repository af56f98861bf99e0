import { memory, Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import { value_and_grads } from '../lib/backend/gradient_tape'
import { is_float_dtype } from '../lib/common/dtypes'
import type { Shape } from '../lib/common/shape'
import { flatten, is_shape_leaf, map_shape_structure, map_structure } from '../lib/common/tree'
import { KerasTensor } from '../lib/graph/keras_tensor'
import type { CallKeywords, Layer } from '../lib/layers/layer'
import { deserialize, serialize } from '../lib/loading/layers'
import { SGD } from '../lib/optimizers/sgd'
import { tensor_dtype } from '../lib/variables/to_tensor'
import { gradients_of, is_float_tensor, weighed_sum } from './conformance/gradient'

/** What a layer promises. Counts that are not given are those of the first call. */
export interface LayerContract {
  layer_class: new (config: any) => Layer
  config?: Record<string, unknown>
  /** One shape, or a list of shapes for a layer that takes a list. */
  input_shape: number[] | number[][]
  /** `int32` inputs are 0 to 3. Default float32. */
  input_dtype?: 'float32' | 'int32'
  /** Keywords of every call. */
  options?: CallKeywords
  output_shape?: Shape | Shape[]
  output_dtype?: string
  trainable_weights?: number
  non_trainable_weights?: number
  seeds?: number
  losses?: number
  /** Default false. */
  supports_masking?: boolean
  /** Default false. */
  built_at_init?: boolean
  /** Whether gradients are compared with finite differences. Default: for layers without seeds. */
  gradients?: boolean
}

/** Numbers between -1 and 1 that keep away from 0, where many functions have a kink. */
function value_at(i: number): number {
  const spread = Math.sin(12.9898 * (i + 1)) * 43758.5453
  const fraction = spread - Math.floor(spread)
  return (fraction < 0.5 ? -1 : 1) * (0.1 + 0.9 * Math.abs(2 * fraction - 1))
}

function make_input(shape: number[], dtype: string, offset: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1)
  const numbers = Array.from({ length: size }, (_, i) => (dtype === 'int32' ? (i * 7 + offset) % 4 : value_at(i + 100 * offset)))
  return tensor(numbers, shape, dtype as 'float32')
}

function make_inputs(contract: LayerContract): any {
  const dtype = contract.input_dtype ?? 'float32'
  let count = 0
  return map_shape_structure((shape) => make_input(shape as number[], dtype, count++), contract.input_shape)
}

function dispose_all(value: unknown): void {
  for (const leaf of flatten(value)) if (leaf instanceof Tensor && !leaf.isDisposed) leaf.dispose()
}

function shapes_of(value: unknown): unknown {
  return map_structure(
    (leaf: any) => ({ shape: leaf.shape, dtype: leaf instanceof Tensor ? tensor_dtype(leaf) : leaf.dtype }),
    value,
  )
}

/** JSON of a config without the counters in automatic names. */
const plain = (config: unknown): unknown => JSON.parse(JSON.stringify(config))

/** Runs `fn` and requires that it leaves as many tensors as it found. */
export function without_leaks(fn: () => void): void {
  const before = memory().numTensors
  fn()
  expect(memory().numTensors - before).toBe(0)
}

function check_round_trip(make: () => Layer): void {
  const layer = make()
  const config = layer.get_config()
  const revived = (layer.constructor as any).from_config(plain(config)) as Layer
  expect(plain(revived.get_config())).toEqual(plain(config))
  expect(Object.keys(revived).sort()).toEqual(Object.keys(layer).sort())
  const again = deserialize(plain(serialize(layer)) as never)
  expect(plain(again.get_config())).toEqual(plain(config))
  for (const each of [layer, revived, again]) each.dispose()
}

function counts(layer: Layer): number[] {
  const seeds = layer.variables.length - layer.weights.length
  return [layer.trainable_weights.length, layer.non_trainable_weights.length, seeds]
}

function check_gradients(layer: Layer, inputs: any, options: CallKeywords): void {
  const weights = layer.trainable_weights
  const loss_of = (x: unknown): Tensor => weighed_sum((layer as any)(...(Object.keys(options).length > 0 ? [x, options] : [x])))!
  const floats = flatten(inputs).filter(is_float_tensor) as Tensor[]
  const gradients = gradients_of(() => loss_of(inputs), [...weights, ...floats])
  const state = layer.non_trainable_weights.map((variable) => variable.dataSync().slice())
  const loss_with = (k: number, values: Float32Array): number =>
    tidy(() => {
      layer.non_trainable_weights.forEach((variable, i) => void variable.assign(tensor(state[i]!, variable.shape)))
      if (k < weights.length) {
        weights[k]!.assign(tensor(values, weights[k]!.shape))
        return loss_of(inputs).dataSync()[0]!
      }
      const moved = floats[k - weights.length]!
      return loss_of(
        map_structure((leaf: unknown) => (leaf === moved ? tensor(values, moved.shape) : leaf), inputs),
      ).dataSync()[0]!
    })
  gradients.forEach((gradient, k) => {
    const slopes = gradient.dataSync()
    const centre = (k < weights.length ? weights[k]! : floats[k - weights.length]!).dataSync().slice() as Float32Array
    const shifted = (place: number, shift: number): number =>
      loss_with(
        k,
        centre.map((value, i) => (i === place ? value + shift : value)),
      )
    for (const place of new Set([0, Math.floor(centre.length / 2), centre.length - 1])) {
      const slope = (shifted(place, 0.002) - shifted(place, -0.002)) / 0.004
      expect(Math.abs(slope - slopes[place]!)).toBeLessThan(0.02 + 0.05 * Math.abs(slope))
    }
    loss_with(k, centre)
  })
  layer.clear_losses()
  dispose_all(gradients)
}

/**
 * Checks what every layer must do: configs rebuild it; `build`, a symbolic and an eager call agree in weights, shapes and dtypes; masks, losses and seeds are as said; a step
 * of training and a mixed-precision call work; gradients agree with finite differences; nothing leaks.
 */
export function check_layer(contract: LayerContract): void {
  const { layer_class, config = {}, options = {}, input_shape } = contract
  const make = (more: object = {}): Layer => new layer_class({ ...config, ...more })
  const call = (layer: Layer, x: unknown): any =>
    Object.keys(options).length > 0 ? (layer as any)(x, options) : (layer as any)(x)
  make().dispose()

  without_leaks(() => check_round_trip(make))

  without_leaks(() => {
    const inputs = make_inputs(contract)
    const layer = make()
    expect(Boolean(layer.built)).toBe(contract.built_at_init ?? false)
    expect(Boolean(layer.supports_masking)).toBe(contract.supports_masking ?? false)
    const output = call(layer, inputs)
    expect(layer.built).toBe(true)
    const [trainable, non_trainable, seeds] = counts(layer)
    expect(trainable).toBe(contract.trainable_weights ?? trainable)
    expect(non_trainable).toBe(contract.non_trainable_weights ?? non_trainable)
    expect(seeds).toBe(contract.seeds ?? 0)
    const losses = layer.losses
    expect(losses).toHaveLength(contract.losses ?? 0)
    dispose_all(losses)
    if (contract.output_shape)
      expect(flatten(output).map((leaf: any) => leaf.shape)).toEqual(
        is_shape_leaf(contract.output_shape) ? [contract.output_shape] : contract.output_shape,
      )
    if (contract.output_dtype)
      expect(flatten(output).map((leaf) => tensor_dtype(leaf as Tensor))).toEqual([contract.output_dtype])

    const built = make()
    built.build(input_shape)
    expect(built.built).toBe(true)
    expect(counts(built)).toEqual(counts(layer))

    const symbolic = make()
    const as_symbols = (shape_of: (shape: number[]) => Shape): any =>
      map_structure((x: Tensor) => new KerasTensor(shape_of(x.shape), { dtype: x.dtype }), inputs)
    const specs = call(
      symbolic,
      as_symbols((shape) => shape),
    )
    expect(shapes_of(specs)).toEqual(shapes_of(output))
    expect(counts(symbolic)).toEqual(counts(layer))
    const open = call(
      symbolic,
      as_symbols((shape) => [null, ...shape.slice(1)]),
    )
    flatten(open).forEach((leaf: any, i) => {
      const known = (flatten(output)[i] as Tensor).shape
      expect(leaf.shape.every((d: number | null, axis: number) => d === null || d === known[axis])).toBe(true)
    })
    dispose_all(output)

    const float_output = flatten(output).some((leaf) => is_float_dtype((leaf as Tensor).dtype))
    if ((contract.gradients ?? seeds === 0) && float_output) check_gradients(layer, inputs, options)
    if (layer.trainable_weights.length > 0) check_training_step(layer, inputs, call)
    for (const each of [layer, built, symbolic]) each.dispose()
    dispose_all(inputs)
  })

  without_leaks(() => check_mixed_precision(make({ dtype: 'mixed_float16' }), make_inputs(contract), call))
}

function check_training_step(layer: Layer, inputs: unknown, call: (layer: Layer, x: unknown) => unknown): void {
  const optimizer = new SGD({ learning_rate: 0.1 })
  const variables = layer.trainable_variables
  const { value, grads } = value_and_grads(() => weighed_sum(call(layer, inputs))!, variables)
  optimizer.apply(grads as Tensor[], variables)
  for (const variable of variables) expect(Array.from(variable.dataSync()).every(Number.isFinite)).toBe(true)
  dispose_all([value, grads])
  layer.clear_losses()
  optimizer.dispose()
}

function check_mixed_precision(layer: Layer, inputs: any, call: (layer: Layer, x: unknown) => unknown): void {
  const output = call(layer, inputs)
  const spec = call(
    layer,
    map_structure((x: Tensor) => new KerasTensor(x.shape, { dtype: x.dtype }), inputs),
  )
  expect(flatten(output).map((leaf) => tensor_dtype(leaf as Tensor))).toEqual(flatten(spec).map((leaf: any) => leaf.dtype))
  for (const weight of layer.weights) expect(is_float_dtype(weight.dtype) ? 'float32' : weight.dtype).toBe(weight.dtype)
  layer.clear_losses()
  dispose_all(output)
  dispose_all(inputs)
  layer.dispose()
}
