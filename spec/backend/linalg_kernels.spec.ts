import * as tf from '@tensorflow/tfjs-core'
import { backend } from '../../lib/backend/choose'
import { ensure_linalg_kernels, linalg_kernels } from '../../lib/backend/kernels/linalg/kernels'
import { trace } from '../../lib/backend/meta'
import { linalg_rules } from '../../lib/backend/meta/rules/linalg'
import { reading_kernels } from '../../lib/backend/webgpu/fallback'

beforeAll(ensure_linalg_kernels)

const names = Object.keys(linalg_kernels)

/** Attributes, of which each kernel takes its own. */
const attributes = [
  { full: false, lower: true, adjoint: false, rcond: 1e-6 },
  { full: true, lower: false, adjoint: true, rcond: 0.1 },
]

/** Kernels of matrices that need not be square. */
const of_any = ['KerasLu', 'KerasPinv', 'KerasQr', 'KerasSingularValues', 'KerasSvd']

test('there is a rule for the shapes of every kernel, and a reason why it reads on WebGPU', () => {
  expect(Object.keys(linalg_rules).sort()).toEqual([...names].sort())
  for (const name of names) expect(reading_kernels[name]).toContain('in plain loops')
})

test.each(names)('%s is registered on this backend, and has a gradient', (name) => {
  expect(tf.getKernel(name, backend())).toBeDefined()
  expect(tf.getGradient(name)).toBeDefined()
})

test.each(names)('%s gives the shapes and dtypes that its rule tells, and leaves nothing behind', (name) => {
  const solves = name.endsWith('Solve')
  for (const lead of [[], [2], [2, 1]]) {
    for (const [m, n] of of_any.includes(name)
      ? [
          [3, 3],
          [4, 2],
          [2, 5],
        ]
      : [
          [3, 3],
          [1, 1],
        ]) {
      for (const attrs of attributes) {
        const shapes = solves
          ? [
              [...lead, n!, n!],
              [...lead, n!, 2],
            ]
          : [[...lead, m!, n!]]
        const named = (xs: tf.Tensor[]): Record<string, tf.Tensor> => (solves ? { matrix: xs[0]!, rhs: xs[1]! } : { x: xs[0]! })
        const run = (xs: tf.Tensor[]): tf.Tensor[] =>
          [tf.engine().runKernel(name, named(xs) as never, attrs)].flat() as tf.Tensor[]
        const before = tf.memory().numTensors
        const made = tf.tidy(() => {
          const xs = shapes.map((shape) => tf.add(tf.zeros(shape), tf.mul(tf.eye(shape.at(-2)!, shape.at(-1)!), 2)))
          return run(xs).map(({ shape, dtype }) => ({ shape, dtype }))
        })
        expect(tf.memory().numTensors).toBe(before)
        expect(
          trace(
            shapes.map((shape) => ({ shape, dtype: 'float32' })),
            run,
          ),
        ).toEqual(made)
      }
    }
  }
})
