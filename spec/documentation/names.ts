import * as tf from '@tensorflow/tfjs-core'
import * as keras from '../../lib/exports/index'

const namespaces = keras as unknown as Record<string, Record<string, unknown>>

/** What the docstring examples may use without an import: the root's names, the namespaces, and what is in those. */
export function names_in_reach(): Record<string, unknown> {
  const inner = [
    'losses',
    'metrics',
    'optimizers',
    'callbacks',
    'saving',
    'utils',
    'random',
    'regularizers',
    'constraints',
    'ops',
    'layers',
    'models',
  ]
  return { ...Object.assign({}, ...inner.map((name) => namespaces[name])), ...keras.optimizers.schedules, ...keras, tf }
}

/** Answers the imports of an example. */
export function load_module(module: string): unknown {
  if (module === '@tensorflow/tfjs-core') return tf
  if (module === 'keras-tfjs') return keras
  const path = module.replace('keras-tfjs/', '').split('/')
  let found: unknown = keras
  for (const name of path) found = (found as Record<string, unknown>)[name]
  if (found === undefined) throw new Error(`the example imports ${module}`)
  return found
}
