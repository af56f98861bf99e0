import { engine, memory, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import { scoped } from '../../lib/backend/scope'

const noise = (shape: number[], seed: number): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed * 3.7 + i * 78.233)),
    shape,
  )

const run = (name: string, inputs: object, attrs: object): Tensor =>
  scoped(() => engine().runKernel(name, inputs as never, attrs as never))

const activations: Record<string, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  relu6: (x) => Math.min(6, Math.max(0, x)),
  elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
}

function expect_values(found: Tensor, shape: number[], at: (place: number[]) => number): void {
  expect(found.shape).toEqual(shape)
  found.dataSync().forEach((value, i) => {
    const place = shape.map((d, axis) => Math.floor(i / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % d)
    expect(Math.abs(value - at(place))).toBeLessThan(1e-5)
  })
}

describe('a product of matrices', () => {
  test.each([
    [1, 7, 9],
    [2, 4, 3],
    [3, 5, 4],
    [70, 3, 6],
  ])('of %d rows, %d summed, %d columns is the sum of products, however the operands lie', (rows, inner, columns) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const a = noise([2, ...(transposeA ? [inner, rows] : [rows, inner])], 1)
      const b = noise([2, ...(transposeB ? [columns, inner] : [inner, columns])], 2)
      const [x, y] = [a.dataSync(), b.dataSync()]
      const found = run('BatchMatMul', { a, b }, { transposeA, transposeB })
      expect_values(found, [2, rows, columns], ([n, i, j]) => {
        let sum = 0
        for (let k = 0; k < inner; k++) {
          const left = n! * rows * inner + (transposeA ? k * rows + i! : i! * inner + k)
          const right = n! * inner * columns + (transposeB ? j! * inner + k : k * columns + j!)
          sum += x[left]! * y[right]!
        }
        return sum
      })
    }
  })

  test.each(Object.keys(activations))('takes a bias and %s along', (activation) => {
    const [a, b, bias] = [noise([3, 4], 1), noise([4, 5], 2), noise([5], 3)]
    const [x, y, z] = [a.dataSync(), b.dataSync(), bias.dataSync()]
    const found = run('_FusedMatMul', { a, b, bias }, { transposeA: false, transposeB: false, activation, leakyreluAlpha: 0 })
    expect_values(found, [3, 5], ([i, j]) => {
      let sum = z[j!]!
      for (let k = 0; k < 4; k++) sum += x[i! * 4 + k]! * y[k * 5 + j!]!
      return activations[activation]!(sum)
    })
  })

  test('keeps what is no number', () => {
    const [a, b] = [tensor([Number.NaN, 1], [1, 2]), tensor([1, 0], [2, 1])]
    const found = run('_FusedMatMul', { a, b }, { transposeA: false, transposeB: false, activation: 'relu', leakyreluAlpha: 0 })
    expect(found.dataSync()[0]).toBeNaN()
  })
})

describe('a convolution of images', () => {
  test.each([
    ['valid', [1, 1], [1, 1]],
    ['same', [2, 1], [1, 1]],
    ['same', [1, 1], [2, 3]],
    ['valid', [3, 2], [1, 1]],
  ] as const)('padding %s, strides %j, dilations %j is the sum over the windows', (pad, strides, dilations) => {
    const [x, filter, bias] = [noise([2, 9, 8, 3], 1), noise([3, 2, 3, 5], 2), noise([5], 3)]
    const [images, weights, shift] = [x.dataSync(), filter.dataSync(), bias.dataSync()]
    const attrs = { strides, pad, dataFormat: 'NHWC', dilations, dimRoundingMode: null, activation: 'relu', leakyreluAlpha: 0 }
    const before = memory().numTensors
    tidy(() => {
      const found = run('FusedConv2D', { x, filter, bias }, attrs)
      const [height, width] = found.shape.slice(1) as [number, number]
      const padding = (axis: 0 | 1): number => {
        if (pad === 'valid') return 0
        const extent = ([3, 2][axis]! - 1) * dilations[axis] + 1
        const total = Math.max(0, ([height, width][axis]! - 1) * strides[axis] + extent - [9, 8][axis]!)
        return Math.floor(total / 2)
      }
      expect_values(found, [2, height, width, 5], ([n, r, c, o]) => {
        let sum = shift[o!]!
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 2; j++) {
            const row = r! * strides[0] - padding(0) + i * dilations[0]
            const column = c! * strides[1] - padding(1) + j * dilations[1]
            if (row < 0 || row >= 9 || column < 0 || column >= 8) continue
            for (let k = 0; k < 3; k++)
              sum += images[((n! * 9 + row) * 8 + column) * 3 + k]! * weights[((i * 2 + j) * 3 + k) * 5 + o!]!
          }
        }
        return Math.max(0, sum)
      })
    })
    expect(memory().numTensors).toBe(before)
  })
})
