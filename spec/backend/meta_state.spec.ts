import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { engine } from '../../lib/backend/engine'
import { count_kernels, is_meta, on_real_backend, register_meta_rule, trace, tracing } from '../../lib/backend/meta'
import { RuntimeError } from '../../lib/common/errors'

const spec = (...shape: (number | null)[]) => ({ shape, dtype: 'float32' })

function snapshot() {
  const { state, backendName, backendInstance } = engine()
  return {
    backendName,
    backendInstance,
    tape: state.activeTape,
    gradient_depth: state.gradientDepth,
    kernel_depth: state.kernelDepth,
    scope: state.activeScope,
    scopes: [...state.scopeStack],
    tensors: state.numTensors,
    buffers: state.numDataBuffers,
    bytes: state.numBytes,
    variables: Object.keys(state.registeredVariables),
  }
}

const bodies: [string, (x: Tensor) => Tensor[]][] = [
  ['returns its input', (x) => [x]],
  ['returns nothing', () => []],
  ['makes many tensors', (x) => [tf.relu(tf.add(x, 1)), tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, false, true)]],
  ['keeps a tensor', (x) => [tf.keep(tf.relu(x))]],
  ['keeps a written constant', () => [tf.keep(tf.scalar(3))]],
  ['keeps a tensor inside a tidy', (x) => [tf.tidy(() => tf.add(tf.keep(tf.relu(x)), 1))]],
  ['makes a variable', (x) => [tf.relu(tf.variable(x))]],
  [
    'leaves a scope open',
    (x) => {
      engine().startScope()
      return [tf.relu(x)]
    },
  ],
  [
    'disposes its input',
    (x) => {
      x.dispose()
      return []
    },
  ],
  ['makes complex numbers', (x) => [tf.real(tf.complex(x, x))]],
  ['makes strings', () => [tf.tensor(['a', 'b'])]],
  ['takes gradients', (x) => [tf.grad((y) => tf.sum(tf.square(y)))(x)]],
  ['takes gradients of gradients', (x) => [tf.grad((y) => tf.sum(tf.grad((z) => tf.sum(tf.pow(z, 3)))(y)))(x)]],
  [
    'takes a custom gradient',
    (x) => {
      const twice = tf.customGrad((y, save) => {
        ;(save as tf.GradSaveFunc)([y as Tensor])
        return { value: tf.mul(y as Tensor, 2), gradFunc: (dy: Tensor) => tf.mul(dy, 2) }
      })
      return [tf.grad((y) => tf.sum(twice(y)))(x)]
    },
  ],
  [
    'traces',
    (x) => [
      tf.fill(
        trace([{ shape: [null, 2], dtype: 'float32' }], ([y]) => [tf.relu(y!)])[0]!.shape.map((d) => d ?? 1),
        1,
      ),
      x,
    ],
  ],
]

const surroundings: [string, (fn: () => void) => void][] = [
  ['at the top', (fn) => fn()],
  ['inside a tidy', (fn) => tf.tidy(fn)],
  [
    'inside a gradient',
    (fn) => {
      tf.tidy(() => {
        const x = tf.tensor([1, 2])
        const gradient = tf.grad((y) => {
          const product = tf.mul(y, y)
          fn()
          return tf.sum(product)
        })(x)
        expect(Array.from(gradient.dataSync())).toEqual([2, 4])
      })
    },
  ],
]

describe.each(surroundings)('A trace %s leaves the engine as it was', (_title, surround) => {
  test.each(bodies)('when its body %s.', (_name, body) => {
    surround(() => {
      const before = snapshot()
      trace([spec(2, 2)], ([x]) => body(x!))
      expect(snapshot()).toEqual(before)
      trace([spec(null, 2)], ([x]) => body(x!))
      expect(snapshot()).toEqual(before)
    })
  })

  test.each(bodies)('when its body %s and then throws.', (_name, body) => {
    surround(() => {
      const before = snapshot()
      const failing = ([x]: Tensor[]): Tensor[] => {
        body(x!)
        throw new Error('out')
      }
      expect(() => trace([spec(2, 2)], failing)).toThrow('out')
      expect(() => trace([spec(null, 2)], failing)).toThrow('out')
      expect(snapshot()).toEqual(before)
    })
  })

  test('when a gradient inside throws.', () => {
    surround(() => {
      const before = snapshot()
      const failing = ([x]: Tensor[]): Tensor[] => [
        tf.grad((y) => {
          tf.mul(tf.exp(y), y)
          throw new Error('inside')
        })(x!),
      ]
      expect(() => trace([spec(2, 2)], failing)).toThrow('inside')
      expect(snapshot()).toEqual(before)
    })
  })

  test('when an inner trace throws and the outer one goes on.', () => {
    surround(() => {
      const before = snapshot()
      const answer = trace([spec(2, 3)], ([x]) => {
        expect(() =>
          trace([spec(4)], () => {
            throw new Error('inner')
          }),
        ).toThrow('inner')
        expect(tracing()).toBe(true)
        return [tf.relu(x!)]
      })
      expect(answer[0]!.shape).toEqual([2, 3])
      expect(snapshot()).toEqual(before)
    })
  })
})

test('Reading the values of a symbolic tensor is a RuntimeError that says so.', async () => {
  expect(() => trace([spec(2)], ([x]) => [tf.scalar(x!.dataSync()[0]!)])).toThrow(RuntimeError)
  expect(() => trace([spec(null)], ([x]) => [tf.tensor(x!.arraySync() as number[])])).toThrow(
    'the values of a symbolic tensor are not known; only its shape and dtype are. Received: shape=(None,), dtype=float32',
  )
  let reading: Promise<unknown> = Promise.resolve()
  trace([spec(2)], ([x]) => {
    reading = x!.data()
    return []
  })
  await expect(reading).rejects.toThrow('the values of a symbolic tensor are not known')
})

test('Small written constants can be read inside a trace, large ones cannot.', () => {
  trace([], () => {
    expect(Array.from(tf.tensor([1, 2, 3]).dataSync())).toEqual([1, 2, 3])
    expect(tf.tensor(['a', 'bc']).arraySync()).toEqual(['a', 'bc'])
    expect(Array.from(tf.cast(tf.reshape(tf.tensor([1.5, 2.5]), [2, 1]), 'int32').dataSync())).toEqual([1, 2])
    expect(tf.unique(tf.tensor1d([1, 1, 2])).values.shape).toEqual([2])
    expect(tf.tensor(new Float32Array(256)).dataSync()).toHaveLength(256)
    expect(() => tf.tensor(new Float32Array(257)).dataSync()).toThrow('not known')
    return []
  })
})

test('Real tensors may be used and read inside a trace, and stay on their backend.', () => {
  const real = tf.tensor([1, 2, 3])
  const answer = trace([spec(null, 3)], ([x]) => {
    expect(Array.from(real.dataSync())).toEqual([1, 2, 3])
    expect(is_meta(real)).toBe(false)
    expect(is_meta(x!)).toBe(true)
    return [tf.add(x!, real)]
  })
  expect(answer).toEqual([spec(null, 3)])
  expect(Array.from(tf.add(real, 1).dataSync())).toEqual([2, 3, 4])
  real.dispose()
})

test('A trace is on only inside its body, and off again on the real backend.', () => {
  const seen: boolean[] = [tracing()]
  trace([], () => {
    seen.push(tracing())
    on_real_backend(() => seen.push(tracing()))
    seen.push(tracing())
    return []
  })
  seen.push(tracing())
  expect(seen).toEqual([false, true, false, true, false])
})

test('A tensor made on the real backend inside a trace outlives it and has its values.', () => {
  let made: Tensor | undefined
  const before = snapshot()
  tf.tidy(() => {
    trace([spec(null, 2)], ([x]) => {
      made ??= on_real_backend(() => tf.tidy(() => tf.add(tf.tensor([1, 2]), tf.tensor([3, 4]))))
      return [tf.add(x!, made)]
    })
  })
  expect(Array.from(made!.dataSync())).toEqual([4, 6])
  expect(tf.memory().numTensors).toBe(before.tensors + 1)
  made!.dispose()
  expect(snapshot()).toEqual(before)
})

test('What runs on the real backend inside a gradient is not on the tape.', () => {
  const before = snapshot()
  tf.tidy(() => {
    const x = tf.tensor([3])
    const gradient = tf.grad((y) => {
      const factor = on_real_backend(() => tf.mul(y, 2))
      const product = tf.sum(tf.mul(y, factor))
      factor.dispose()
      return product
    })(x)
    expect(Array.from(gradient.dataSync())).toEqual([6])
  })
  expect(snapshot()).toEqual(before)
})

test('A throw on the real backend inside a trace puts everything back.', () => {
  const before = snapshot()
  const answer = trace([spec(2)], ([x]) => {
    const inside = snapshot()
    expect(() =>
      on_real_backend(() => {
        throw new Error('real')
      }),
    ).toThrow('real')
    expect(snapshot()).toEqual(inside)
    return [tf.relu(x!)]
  })
  expect(answer).toEqual([spec(2)])
  expect(snapshot()).toEqual(before)
})

test('A trace works with the debug mode and the profiler on.', async () => {
  const { flags } = engine().ENV
  const debug = flags.DEBUG
  flags.DEBUG = true
  try {
    expect(trace([spec(null, 2)], ([x]) => [tf.relu(x!)])).toEqual([spec(null, 2)])
    expect(flags.DEBUG).toBe(true)
  } finally {
    flags.DEBUG = debug
  }
  const profile = await tf.profile(() => {
    trace([spec(null, 2)], ([x]) => [tf.relu(x!)])
    return tf.scalar(1)
  })
  expect(profile.kernels).toEqual([])
  ;(profile.result as Tensor).dispose()
})

test('Kernel calls and their arithmetic are counted without running them.', () => {
  const before = snapshot()
  const w = tf.ones<tf.Rank.R2>([64, 10])
  const count = count_kernels(() => tf.relu(tf.matMul(tf.fill<tf.Rank.R2>([8, 64], 1), w)))
  expect(count).toEqual({ kernels: { Fill: 1, BatchMatMul: 1, Relu: 1 }, total: 3, flops: 2 * 8 * 64 * 10 })
  const convolution = count_kernels(() =>
    tf.conv2d(tf.fill([1, 8, 8, 3], 1) as tf.Tensor4D, tf.fill([3, 3, 3, 16], 1) as tf.Tensor4D, 1, 'same'),
  )
  expect(convolution.flops).toBe(2 * 8 * 8 * 16 * 3 * 3 * 3)
  const per_channel = count_kernels(() =>
    tf.depthwiseConv2d(tf.fill([1, 8, 8, 3], 1) as tf.Tensor4D, tf.fill([3, 3, 3, 2], 1) as tf.Tensor4D, 1, 'same'),
  )
  expect(per_channel.flops).toBe(2 * 8 * 8 * 6 * 3 * 3)
  w.dispose()
  expect(snapshot()).toEqual(before)
})

test('Counting inside counting, and a throw while counting, leave the outer count right.', () => {
  const count = count_kernels(() => {
    tf.fill([2], 1)
    expect(count_kernels(() => tf.fill([3], 1)).total).toBe(1)
    expect(() =>
      count_kernels(() => {
        throw new Error('stop')
      }),
    ).toThrow('stop')
    tf.fill([4], 1)
  })
  expect(count.kernels).toEqual({ Fill: 3 })
})

test('A kernel of this library gets a rule by registering it, before or after the first trace, and the last rule counts.', () => {
  const run = () => trace([spec(null, 2)], ([x]) => [engine().runKernel('MetaSpecKernel', { x }, { last: 7 })])
  expect(run).toThrow("Kernel 'MetaSpecKernel' not registered")
  register_meta_rule('MetaSpecKernel', ({ x }, { last }) => ({ shape: [...x!.shape, last], dtype: 'int32' }))
  expect(run()).toEqual([{ shape: [null, 2, 7], dtype: 'int32' }])
  register_meta_rule('MetaSpecKernel', ({ x }) => ({ shape: x!.shape, dtype: 'bool' }))
  expect(run()).toEqual([{ shape: [null, 2], dtype: 'bool' }])
})
