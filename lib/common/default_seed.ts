import { ValueError } from './errors'
import { PythonRandom } from './python_random'
import { repr } from './text'

let source: PythonRandom | null = null
let random_seed: number | null = null
const listeners: (() => void)[] = []

/** A seed for an object that was given none: from the stream of `set_random_seed`, else unpredictable. */
export function make_default_seed(): number {
  source ??= new PythonRandom(Math.floor(Math.random() * 2 ** 32))
  return source.randint(1, 1e9)
}

/** What else happens when the random seed is set. */
export function on_random_seed(listener: () => void): void {
  listeners.push(listener)
}

/**
 * Makes everything random that is made from now on repeatable: initial weights, dropout, shuffling. The same seed gives the same initial weights as Keras with the JAX backend.
 * Source: keras.utils.set_random_seed.
 * @throws ValueError when `seed` is not a non-negative integer.
 */
export function set_random_seed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0) {
    throw new ValueError(`Expected \`seed\` argument to be an integer. Received: seed=${repr(seed)} (of type ${typeof seed})`)
  }
  source = new PythonRandom(seed)
  random_seed = seed
  for (const listener of listeners) listener()
}

/** The last seed given to `set_random_seed`, null without one. */
export function get_random_seed(): number | null {
  return random_seed
}
