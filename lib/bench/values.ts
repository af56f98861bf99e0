/** What the suite feeds every library: the same numbers from the same seeds, whatever the language. */

/** `size` numbers in [-1, 1), a function of the seed alone (mulberry32, which counts). */
export function numbers(seed: number, size: number): Float32Array {
  const out = new Float32Array(size)
  const first = Math.imul(seed + 1, 0x9e3779b1)
  for (let i = 0; i < size; i++) {
    const state = (first + Math.imul(i + 1, 0x6d2b79f5)) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    out[i] = ((mixed ^ (mixed >>> 14)) >>> 0) / 2147483648 - 1
  }
  return out
}

/** Values of a weight, by its place among the weights of the model, its name and its shape. */
export function weight_values(place: number, name: string, shape: readonly number[]): Float32Array {
  const values = numbers(place, product(shape))
  const around_one = name === 'gamma' || name === 'moving_variance'
  if (shape.length === 1 || around_one) return values.map((value) => (around_one ? 1 : 0) + 0.1 * value)
  const depthwise = shape.length === 4 && shape[3] === 1
  const scale = Math.sqrt(3 / product(depthwise ? shape.slice(0, 2) : shape.slice(0, -1)))
  return values.map((value) => scale * value)
}

/** The number of elements of a shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

/** Inputs of a batch. */
export const input_values = (shape: readonly number[]): Float32Array => numbers(1000, product(shape))

/** Labels of a batch: ten classes in turn. */
export const label_values = (batch: number): number[] => Array.from({ length: batch }, (_, i) => (7 * i) % 10)

/** Filters and stride of the blocks of `mobilenet`. */
export const mobilenet_blocks: readonly [filters: number, stride: number][] = [
  [32, 1],
  [64, 2],
  [64, 1],
  [128, 2],
]

/** Keras adds epsilon before the bias of the moments is corrected, TensorFlow.js after it: with this one, first steps agree. */
export const adam_epsilon = 1e-7 / Math.sqrt(1 - 0.999)
