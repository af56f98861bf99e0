import * as tf from '@tensorflow/tfjs-core'
import { custom_grad, stop_gradient, value_and_grads, without_tape } from '../../lib/backend/gradient_tape'
import { kernel_counter } from '../../lib/backend/kernels/kernel_counter'

const list = (x: tf.Tensor | null): number[] => Array.from(x!.dataSync())

describe('value_and_grads', () => {
  it('gives the value, the gradients, and null for what the value does not depend on', () => {
    const before = tf.memory().numTensors
    const a = tf.tensor1d([1, 2])
    const b = tf.tensor1d([3, 4])
    const unused = tf.scalar(1)
    const { value, grads } = value_and_grads(() => tf.sum(tf.mul(a, tf.square(b))), [a, unused, b])
    expect(list(value)).toEqual([41])
    expect(list(grads[0]!)).toEqual([9, 16])
    expect(grads[1]).toBeNull()
    expect(list(grads[2]!)).toEqual([6, 16])
    tf.dispose([a, b, unused, value, grads[0]!, grads[2]!])
    expect(tf.memory().numTensors).toBe(before)
  })

  it('gives each variable a gradient of its own, also where two share one', () => {
    const a = tf.variable(tf.scalar(1))
    const b = tf.variable(tf.scalar(2))
    const { value, grads } = value_and_grads(() => tf.add(a, b), [a, b])
    grads[0]!.dispose()
    expect(list(grads[1]!)).toEqual([1])
    tf.dispose([a, b, value, grads[1]!])
  })

  it('adds up the gradients of a tensor that is used often', () => {
    const x = tf.scalar(3)
    const { value, grads } = value_and_grads(() => {
      const y = tf.add(x, x)
      return tf.mul(tf.add(y, x), tf.sub(y, x)) as tf.Scalar
    }, [x])
    expect(list(value)).toEqual([27])
    expect(list(grads[0]!)).toEqual([18])
    tf.dispose([x, value, grads[0]!])
  })

  it('nests for second derivatives', () => {
    const x = tf.scalar(2)
    const before = tf.memory().numTensors
    const { value, grads } = value_and_grads(() => value_and_grads(() => tf.pow(x, 3), [x]).grads[0]!, [x])
    expect(list(value)[0]).toBeCloseTo(12, 4)
    expect(list(grads[0]!)[0]).toBeCloseTo(12, 4)
    tf.dispose([value, grads[0]!])
    expect(tf.memory().numTensors).toBe(before)
    x.dispose()
  })

  it('frees all that the tape saved when the function throws, and works afterwards', () => {
    const x = tf.tensor1d([1, 2])
    const before = tf.memory().numTensors
    const failing = () => {
      tf.mul(tf.square(x), tf.exp(x))
      throw new Error('stopped')
    }
    expect(() => value_and_grads(failing, [x])).toThrow('stopped')
    expect(() => value_and_grads(() => tf.cast(x, 'int32'), [x])).toThrow('float tensor')
    expect(() => value_and_grads(() => 1 as unknown as tf.Tensor, [x])).toThrow('one tensor')
    expect(tf.memory().numTensors).toBe(before)
    const { value, grads } = value_and_grads(() => tf.sum(x), [x])
    expect(list(grads[0]!)).toEqual([1, 1])
    tf.dispose([x, value, grads[0]!])
  })

  it('works inside a tidy and inside a custom gradient', () => {
    const x = tf.scalar(3)
    const slope = tf.tidy(() => {
      const square = custom_grad(([a]) => {
        const { grads } = value_and_grads(() => tf.square(a!), [a!])
        return { value: grads[0]!, gradient: () => [tf.scalar(7)] }
      })
      return value_and_grads(() => square(x), [x]).grads[0]!
    })
    expect(list(slope)).toEqual([7])
    tf.dispose([x, slope])
  })

  it('lets nothing flow through comparisons and casts to integers', () => {
    const x = tf.tensor1d([-1, 2])
    const { value, grads } = value_and_grads(() => tf.sum(tf.add(x, tf.cast(tf.cast(tf.mul(x, 5), 'int32'), 'float32'))), [x])
    expect(list(grads[0]!)).toEqual([1, 1])
    const cut = value_and_grads(() => tf.sum(tf.cast(tf.greater(x, 0), 'float32')), [x])
    expect(cut.grads).toEqual([null])
    tf.dispose([x, value, grads[0]!, cut.value])
  })

  it('shares the gradient of a maximum evenly, and takes 0 as the slope of the absolute value at 0', () => {
    const x = tf.tensor1d([3, 0, 3])
    const { value, grads } = value_and_grads(() => tf.add(tf.max(x), tf.sum(tf.abs(x))), [x])
    expect(list(grads[0]!)).toEqual([1.5, 0, 1.5])
    tf.dispose([x, value, grads[0]!])
  })
})

describe('custom_grad', () => {
  it('takes several values, saved tensors, null and unwanted gradients', () => {
    const before = tf.memory().numTensors
    const a = tf.tensor1d([1, 2])
    const b = tf.tensor1d([3, 4])
    let asked = false
    const op = custom_grad<tf.Tensor[]>(([x, y], save) => {
      save([x!])
      return {
        value: [tf.mul(x!, 2), tf.add(x!, y!)],
        gradient: ([d1, d2], [saved]) => [
          tf.add(tf.mul(d1!, saved!), d2!),
          () => {
            asked = true
            return tf.zerosLike(d1!)
          },
        ],
      }
    })
    const { value, grads } = value_and_grads(() => tf.sum(op(a, b)[0]!), [a])
    expect(list(value)).toEqual([6])
    expect(list(grads[0]!)).toEqual([1, 2])
    expect(asked).toBe(false)
    const none = value_and_grads(() => tf.sum(custom_grad(([x]) => ({ value: tf.square(x!), gradient: () => [null] }))(a)), [a])
    expect(list(none.grads[0]!)).toEqual([0, 0])
    tf.dispose([a, b, value, grads[0]!, none.value, none.grads[0]!])
    expect(tf.memory().numTensors).toBe(before)
  })

  it('refuses another number of gradients than inputs', () => {
    const x = tf.scalar(1)
    const op = custom_grad(([a]) => ({ value: tf.square(a!), gradient: () => [] }))
    const before = tf.memory().numTensors
    expect(() => value_and_grads(() => op(x), [x])).toThrow('one gradient for each of 1 inputs. Received: 0')
    expect(tf.memory().numTensors).toBe(before)
    x.dispose()
  })
})

describe('stop_gradient and without_tape', () => {
  it('cut the path', () => {
    const x = tf.scalar(3)
    const { value, grads } = value_and_grads(
      () =>
        tf.mul(
          x,
          tf.add(
            stop_gradient(x),
            without_tape(() => tf.square(x)),
          ),
        ),
      [x],
    )
    expect(list(value)).toEqual([36])
    expect(list(grads[0]!)).toEqual([12])
    tf.dispose([x, value, grads[0]!])
  })
})

describe('kernel_counter', () => {
  it('counts the kernels that ran', () => {
    const x = tf.tensor1d([1, 2])
    const count = kernel_counter(() => tf.tidy(() => void tf.sum(tf.add(x, tf.add(x, x)))))
    expect(count).toEqual({ total: 3, by_name: { Add: 2, Sum: 1 } })
    x.dispose()
  })

  it('sees that a dense layer needs no kernel besides the arithmetic', () => {
    const x = tf.ones([4, 3])
    const w = tf.variable(tf.ones([3, 2]) as tf.Tensor)
    const b = tf.variable(tf.zeros([2]))
    const { by_name } = kernel_counter(() => {
      const { value, grads } = value_and_grads(() => tf.mean(tf.relu(tf.add(tf.matMul(x, w), b))), [w, b])
      tf.dispose([value, grads as tf.Tensor[]])
    })
    if (tf.getBackend() !== 'tensorflow') expect(by_name.Identity).toBeUndefined()
    expect(by_name.BatchMatMul).toBe(2)
    tf.dispose([x, w, b])
  })
})
