import * as tf from '@tensorflow/tfjs-core'
import { type Shape, shape_text } from '../../lib/common/shape'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { convert_to_tensor, dtype } from '../../lib/ops/core'
import * as linalg from '../../lib/ops/linalg'
import { logdet, slogdet } from '../../lib/ops/linalg/slogdet'
import { abs, imag, real } from '../../lib/ops/numpy'
import { expect_close, values } from './numbers'

/** What Keras 3.15.1 on JAX gives for these. */
const a = [
  [4, 2, 0.5],
  [2, 5, 1],
  [0.5, 1, 3],
]
const b = [
  [0.2, 2, 0.5],
  [1.5, 0.3, 0.7],
  [0.4, 0.6, 2.2],
]
const wide = [
  [1, 2, 3, 4],
  [2, 0, 1, -1],
]
const tall = [
  [1, 2],
  [2, 0],
  [3, 1],
  [4, -1],
]
const ones = [
  [1, 1],
  [1, 1],
]

const all = { ...linalg, logdet, slogdet } as unknown as Record<string, (...args: any[]) => any>

/** Runs `fn` and frees what it gives; nothing else may be left. */
function leaving_nothing(fn: () => unknown): void {
  const before = tf.memory().numTensors
  tf.dispose(fn() as never)
  expect(tf.memory().numTensors).toBe(before)
}

/** Expects what an op gives to be the wanted flat values, and nothing to be left behind. */
function expect_parts(compute: () => tf.Tensor | tf.Tensor[], wanted: number[][], tolerance = 2e-5): void {
  leaving_nothing(() => {
    const parts = [compute()].flat()
    expect(parts).toHaveLength(wanted.length)
    parts.forEach((part, i) => void expect_close(part, wanted[i]!, tolerance))
    return parts
  })
}

test('cholesky gives the lower factor, or the upper one', () => {
  const [x, y, z] = [0.25, 0.375, 1.6723861]
  expect_parts(() => linalg.cholesky(a), [[2, 0, 0, 1, 2, 0, x, y, z]])
  expect_parts(() => linalg.cholesky(a, { upper: true }), [[2, 1, x, 0, 2, y, 0, 0, z]])
})

test('cholesky and eigh go by the symmetric part of a matrix', () => {
  const one_sided = (corner: number, below: number, end: number) => [
    [corner, 0],
    [below, end],
  ]
  expect_parts(() => linalg.cholesky(one_sided(4, 4, 5)), [[2, 0, 1, 2]])
  leaving_nothing(() => {
    const parts = linalg.eigh(one_sided(2, 2, 2))
    expect_close(parts[0]!, [1, 3])
    return parts
  })
})

const inverse_of_a = [0.312849, -0.122905, -0.011173, -0.122905, 0.26257, -0.067039, -0.011173, -0.067039, 0.357542]

test('inverses: of a matrix, from a Cholesky factor, and as a power', () => {
  expect_parts(() => linalg.inv(a), [inverse_of_a])
  expect_parts(
    () => linalg.inv(b),
    [[-0.042842, 0.731882, -0.223135, 0.539093, -0.042842, -0.10889, -0.139236, -0.121385, 0.524813]],
  )
  const factor = [
    [2, 0, 0],
    [1, 2, 0],
    [0.25, 0.375, 1.6723861],
  ]
  expect_parts(() => linalg.cholesky_inverse(factor), [inverse_of_a])
  const upper = factor.map((_, i) => factor.map((row) => row[i]!))
  expect_parts(() => linalg.cholesky_inverse(upper, { upper: true }), [inverse_of_a])
  expect_parts(() => linalg.matrix_power(a, -1), [inverse_of_a])
})

test('matrix_power multiplies as often as it says', () => {
  const x = [
    [1, 1],
    [1, 0],
  ]
  expect_parts(() => linalg.matrix_power(x, 10), [[89, 55, 55, 34]])
  expect_parts(() => linalg.matrix_power([x, x], 0), [[1, 0, 0, 1, 1, 0, 0, 1]])
  expect_parts(() => linalg.matrix_power(x, { n: -2 }), [[1, -1, -1, 2]])
  expect(() => linalg.matrix_power(x, 0.5)).toThrow('the power must be an integer. Received: n=0.5')
})

test('determinants, their signs and logarithms, those of singular matrices too', () => {
  expect_parts(() => linalg.det([a, b]), [[44.75, -5.602]])
  expect_parts(
    () => slogdet([a, b]),
    [
      [1, -1],
      [3.801092, 1.723124],
    ],
  )
  expect_parts(() => logdet(b), [[1.723124]])
  leaving_nothing(() => {
    const [sign, logarithm] = slogdet(ones)
    const determinant = linalg.det(ones)
    expect([sign, logarithm, determinant].map((x) => values(x!)[0])).toEqual([0, Number.NEGATIVE_INFINITY, 0])
    return [sign, logarithm, determinant]
  })
})

test('lu_factor gives both factors in one matrix and the exchanged rows', () => {
  expect_parts(
    () => linalg.lu_factor(b),
    [
      [1.5, 0.3, 0.7, 0.133333, 1.96, 0.406667, 0.266667, 0.265306, 1.905442],
      [1, 1, 2],
    ],
  )
  expect_parts(
    () => linalg.lu_factor(wide),
    [
      [2, 0, 1, -1, 0.5, 2, 2.5, 4.5],
      [1, 1],
    ],
  )
  expect_parts(
    () => linalg.lu_factor(tall),
    [
      [4, -1, 0.25, 2.25, 0.75, 0.777778, 0.5, 0.222222],
      [3, 3],
    ],
  )
  leaving_nothing(() => {
    const parts = linalg.lu_factor(tall)
    expect(parts.map(dtype)).toEqual(['float32', 'int32'])
    return parts
  })
})

test('qr has the signs of LAPACK, reduced and complete', () => {
  expect_parts(
    () => linalg.qr(b),
    [
      [-0.127775, 0.95971, -0.250257, -0.958315, -0.184481, -0.218173, -0.255551, 0.211948, 0.943277],
      [-1.565248, -0.696375, -1.296919, 0, 1.991246, 0.817004, 0, 0, 1.79736],
    ],
  )
  expect_parts(
    () => linalg.qr(wide),
    [
      [-0.447214, -0.894427, -0.894427, 0.447214],
      [-2.236068, -0.894427, -2.236068, -0.894427, 0, -1.788854, -2.236068, -4.024922],
    ],
  )
  expect_parts(
    () => linalg.qr(tall, { mode: 'complete' }),
    [
      [
        -0.182574, 0.805128, -0.543636, 0.151314, -0.365148, -0.027292, -0.172316, -0.914455, -0.547723, 0.368448, 0.748193,
        0.066726, -0.730297, -0.463972, -0.339078, 0.369355,
      ],
      [-5.477226, -0.182574, 0, 2.442676, 0, 0, 0, 0],
    ],
  )
})

test('eigh gives ascending eigenvalues and vectors that are theirs', () => {
  leaving_nothing(() => {
    const [w, v] = linalg.eigh(a) as [tf.Tensor, tf.Tensor]
    expect_close(w, [2.316258, 2.811168, 6.872576], 2e-5)
    const sizes = abs(v)
    expect_close(sizes, [0.608513, 0.540255, 0.581237, 0.632196, 0.112655, 0.766575, 0.479625, 0.833927, 0.272995], 2e-5)
    const made = tf.tidy(() => tf.matMul(tf.mul(v, w), v, false, true))
    expect_close(made, a.flat(), 1e-5)
    return [w, v, sizes, made]
  })
})

test('eig gives complex eigenvalues, conjugate ones in pairs, and vectors of length 1 whose largest value is real', () => {
  leaving_nothing(() => {
    const [w, v] = linalg.eig([
      [0, -2],
      [2, 0],
    ]) as [tf.Tensor, tf.Tensor]
    expect([w.dtype, v.dtype]).toEqual(['complex64', 'complex64'])
    expect(values(w).map((x) => x + 0)).toEqual([0, 2, 0, -2])
    const parts = [real(v), imag(v)]
    const sizes = parts.map((part) => abs(part))
    expect_close(sizes[0]!, [0.707107, 0.707107, 0, 0], 1e-5)
    expect_close(sizes[1]!, [0, 0, 0.707107, 0.707107], 1e-5)
    return [w, v, ...parts, ...sizes]
  })
  leaving_nothing(() => {
    const [w, v] = linalg.eig(b) as [tf.Tensor, tf.Tensor]
    const [real_w, real_v, imag_w] = [real(w), real(v), imag(w)]
    expect(
      values(real_w)
        .sort((x, y) => x - y)
        .map((x) => x.toFixed(4)),
    ).toEqual(['-1.4872', '1.3086', '2.8785'])
    expect(values(imag_w)).toEqual([0, 0, 0])
    const difference = tf.tidy(() => tf.sub(tf.matMul(tf.tensor2d(b), real_v as tf.Tensor2D), tf.mul(real_v, real_w)))
    expect_close(difference, new Array(9).fill(0), 1e-5)
    return [w, v, real_w, real_v, imag_w, difference]
  })
})

test('svd gives descending singular values and the matrix back, full or not', () => {
  expect_parts(() => linalg.svd(wide, { compute_uv: false }), [[5.481022, 2.440984]])
  for (const [matrix, full_matrices, shapes] of [
    [wide, true, [[2, 2], [2], [4, 4]]],
    [wide, false, [[2, 2], [2], [2, 4]]],
    [tall, true, [[4, 4], [2], [2, 2]]],
    [tall, false, [[4, 2], [2], [2, 2]]],
  ] as const) {
    leaving_nothing(() => {
      const [u, s, vh] = linalg.svd(matrix, { full_matrices }) as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D]
      expect([u.shape, s.shape, vh.shape]).toEqual(shapes)
      expect_close(s, [5.481022, 2.440984], 2e-5)
      const made = tf.tidy(() => tf.matMul(tf.mul(tf.slice(u, [0, 0], [-1, 2]), s), tf.slice(vh, [0, 0], [2, -1])))
      expect_close(made, matrix.flat() as number[], 1e-5)
      const squares = tf.tidy(() => [tf.matMul(u, u, true, false), tf.matMul(vh, vh, false, true)])
      squares.forEach(({ shape: [n] }, i) => {
        const unit = Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0))
        expect_close(squares[i]!, unit, 1e-5)
      })
      return [u, s, vh, made, ...squares]
    })
  }
})

test('pinv and lstsq leave out what cannot be inverted', () => {
  const inverse = [0.022346, 0.329609, 0.067039, -0.011173, 0.094972, 0.150838, 0.139665, -0.189944]
  expect_parts(() => linalg.pinv(wide), [inverse])
  expect_parts(
    () =>
      linalg.pinv([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    [new Array(6).fill(1 / 6)],
  )
  expect_parts(
    () =>
      linalg.pinv(
        [
          [2, 0],
          [0, 1],
        ],
        { rcond: 0.6 },
      ),
    [[0.5, 0, 0, 0]],
  )
  expect_parts(() => linalg.lstsq(tall, [1, 2, 3, 5]), [[1.139665, -0.189944]])
  expect_parts(
    () =>
      linalg.lstsq(wide, [
        [1, 0],
        [0, 1],
      ]),
    [inverse],
  )
  expect_parts(
    () =>
      linalg.lstsq(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        [1, 2, 6],
      ),
    [[1.5, 1.5]],
  )
  expect_parts(
    () =>
      linalg.pinv([
        [0, 0],
        [0, 0],
      ]),
    [[0, 0, 0, 0]],
  )
})

test('solve and solve_triangular, for vectors and matrices, with leading axes that broadcast', () => {
  const x = [0.751517, 0.12674, 1.192431]
  expect_parts(() => linalg.solve(b, [1, 2, 3]), [x])
  expect_parts(() => linalg.solve([b, b], [1, 2, 3]), [[...x, ...x]])
  expect_parts(
    () =>
      linalg.solve(b, [
        [[1], [2], [3]],
        [[2], [4], [6]],
      ]),
    [[...x, ...x.map((value) => 2 * value)]],
  )
  expect_parts(() => linalg.solve_triangular(a, [1, 2, 3]), [[0.025, 0.2, 1]])
  expect_parts(() => linalg.solve_triangular(a, [1, 2, 3], { lower: true }), [[0.25, 0.3, 0.858333]])
  expect_parts(
    () =>
      linalg.solve_triangular(
        [a, a],
        [
          [1, 2, 3],
          [2, 4, 6],
        ],
        true,
      ),
    [[0.25, 0.3, 0.858333, 0.5, 0.6, 1.716667]],
  )
})

test('what a singular matrix gives is not finite', () => {
  leaving_nothing(() => {
    const parts = [
      linalg.inv(ones),
      linalg.solve(ones, [1, 2]),
      linalg.solve_triangular(
        [
          [0, 0],
          [0, 0],
        ],
        [1, 2],
      ),
    ]
    expect(parts.map(values)).toEqual([
      [Infinity, -Infinity, -Infinity, Infinity],
      [-Infinity, Infinity],
      [Number.NaN, Infinity],
    ])
    return parts
  })
})

test('values that are not finite give results that are not numbers', () => {
  const x = [
    [1, Number.NaN],
    [2, 3],
  ]
  leaving_nothing(() => {
    const complex = linalg.eig(x)
    const parts = [...linalg.eigh(x), ...linalg.svd(x), ...complex.map((part) => real(part)), linalg.pinv(x)]
    for (const part of parts) expect(values(part).every(Number.isNaN)).toBe(true)
    return [...parts, ...complex]
  })
})

test.each([
  [null, 6],
  ['fro', 6],
  ['nuc', 7.922006],
  [1, 5],
  [-1, 2],
  [2, 5.481022],
  [-2, 2.440984],
  [Infinity, 10],
  [-Infinity, 4],
] as const)('the norm %p of a matrix', (ord, wanted) => {
  expect_parts(() => linalg.norm(wide, { ord }), [[wanted]])
  leaving_nothing(() => {
    const kept = linalg.norm([wide, wide, wide], { ord, axis: [1, 2], keepdims: true })
    expect(kept.shape).toEqual([3, 1, 1])
    return kept
  })
})

test.each([
  [null, 5.477226, 2.44949],
  [0, 4, 3],
  [1, 10, 4],
  [-1, 0.48, 0],
  [2, 5.477226, 2.44949],
  [3, 4.641589, 2.154435],
  [0.5, 37.776569, 11.656855],
  [Infinity, 4, 2],
  [-Infinity, 1, 0],
] as const)('the norm %p of vectors', (ord, first, second) => {
  expect_parts(() => linalg.norm(wide, { ord, axis: 1 }), [[first, second]])
  expect_parts(() => linalg.norm(tall, ord, -2), [[first, second]])
})

test('the norm of all values, of complex ones, and of integers', () => {
  expect_parts(() => linalg.norm([[[1, 2]], [[2, 4]]]), [[5]])
  leaving_nothing(() => {
    const parts = [tf.tensor1d([3, 0]), tf.tensor1d([4, 12])] as const
    const x = tf.complex(...parts)
    const whole = convert_to_tensor([3, 4], { dtype: 'int32' })
    const norms = [linalg.norm(x), linalg.norm(x, { ord: 1 }), linalg.norm(whole)]
    expect(norms.map((n) => [dtype(n), values(n)[0]])).toEqual([
      ['float32', 13],
      ['float32', 17],
      ['float32', 5],
    ])
    return [...parts, x, whole, ...norms]
  })
})

test('matrix_rank counts singular values above a limit', () => {
  expect_parts(() => linalg.matrix_rank([a, new Array(3).fill([1, 1, 1]), new Array(3).fill([0, 0, 0])]), [[3, 1, 0]])
  expect_parts(() => linalg.matrix_rank(a, { tol: 3 }), [[1]])
  expect_parts(() => linalg.matrix_rank([a, a], { tol: [3, 2.5] }), [[1, 2]])
})

test('half types are kept, integers become floats', () => {
  for (const name of ['cholesky', 'inv', 'det', 'eigh', 'qr', 'svd', 'pinv', 'slogdet', 'norm']) {
    leaving_nothing(() => {
      const half = convert_to_tensor(a, { dtype: 'bfloat16' })
      const whole = convert_to_tensor(
        [
          [2, 1],
          [1, 3],
        ],
        { dtype: 'int32' },
      )
      const [from_half, from_whole] = [half, whole].map((x) => [all[name]!(x)].flat() as tf.Tensor[])
      expect({ name, dtypes: from_half!.map(dtype) }).toEqual({ name, dtypes: from_half!.map(() => 'bfloat16') })
      expect({ name, dtypes: from_whole!.map(dtype) }).toEqual({ name, dtypes: from_whole!.map(() => 'float32') })
      return [half, whole, ...from_half!, ...from_whole!]
    })
  }
})

test.each([[[0, 0]], [[0, 2, 2]]])('matrices without values give results without values: shape %p', (shape) => {
  leaving_nothing(() => {
    const x = tf.zeros(shape)
    const names = ['cholesky', 'inv', 'eigh', 'eig', 'qr', 'svd', 'pinv', 'slogdet', 'lu_factor', 'cholesky_inverse']
    const parts = names.flatMap((name) => [all[name]!(x)].flat() as tf.Tensor[])
    const determinant = linalg.det(x)
    expect(determinant.shape).toEqual(shape.slice(0, -2))
    return [x, ...parts, determinant]
  })
})

const squares = ['cholesky', 'cholesky_inverse', 'det', 'inv', 'eig', 'eigh', 'solve', 'solve_triangular', 'matrix_power']

test.each(squares)('%s refuses matrices that are not square, and leaves nothing behind', (name) => {
  const x = tf.ones([2, 3])
  const more = name === 'matrix_power' ? [2] : name.startsWith('solve') ? [[1, 2]] : []
  leaving_nothing(() => {
    expect(() => all[name]!(x, ...more)).toThrow('Expected a square matrix. Received non-square input with shape (2, 3)')
  })
  x.dispose()
})

test.each(['cholesky', 'cholesky_inverse', 'det', 'inv', 'lu_factor', 'svd', 'pinv', 'matrix_rank'])(
  '%s refuses what is no matrix',
  (name) => {
    leaving_nothing(() => {
      expect(() => all[name]!([1, 2])).toThrow('Expected input to have rank >= 2. Received input with shape (2,).')
    })
  },
)

test('other wrong arguments are refused in the words of Keras, and nothing is left behind', () => {
  leaving_nothing(() => {
    expect(() =>
      linalg.cholesky([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow('Cholesky decomposition failed')
    expect(() =>
      linalg.cholesky([
        a,
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      ]),
    ).toThrow('Cholesky decomposition failed')
    expect(() => linalg.eigh([1, 2])).toThrow('not enough values to unpack (expected 2, got 1)')
    expect(() => linalg.qr([1, 2])).toThrow('Input should have rank >= 2. Received: input.shape = (2,)')
    expect(() => linalg.qr(a, { mode: 'raw' as never })).toThrow(
      "`mode` argument value not supported. Expected one of {'reduced', 'complete'}.",
    )
    expect(() => linalg.solve(a, [1, 2])).toThrow('Incompatible shapes between `a` and `b`')
    expect(() => linalg.solve(a, 1)).toThrow('Expected input to have rank >= 1')
    expect(() => linalg.lstsq([a], [1])).toThrow('Expected a to have rank 2. Received: a.shape=(1, 3, 3)')
    expect(() => linalg.lstsq(a, [[[1]]])).toThrow('Expected b to have rank 1 or 2. Received: b.shape=(1, 1, 1)')
    expect(() => linalg.lstsq(a, [1, 2])).toThrow('Expected b.shape[0] to be equal to a.shape[0]')
    expect(() => logdet(wide)).toThrow('Argument to slogdet() must have shape [..., n, n]')
    expect(() => linalg.norm(a, { ord: 'inf' as never })).toThrow("Invalid `ord` argument. Expected one of {'fro', 'nuc'}")
    expect(() => linalg.norm(a, { ord: 'fro', axis: 0 })).toThrow('Invalid `ord` argument for vector norm. Received: ord=fro')
    expect(() => linalg.norm(a, { ord: 3 })).toThrow('Invalid `ord` argument for matrix norm. Received: ord=3')
    expect(() => linalg.norm([a], { ord: 2 })).toThrow('Improper number of axes for norm')
    expect(() => linalg.norm(a, { axis: [1, 1] })).toThrow("duplicate value in 'axis'")
    expect(() => linalg.norm(a, { axis: 2 })).toThrow('axis 2 is out of bounds')
  })
  const x = tf.tidy(() => tf.complex(tf.eye(2), tf.eye(2)))
  expect(() => linalg.inv(x)).toThrow('inv: complex matrices are not supported. Received: dtype=complex64, shape=(2, 2)')
  x.dispose()
})

const symbolic = (...shape: Shape): KerasTensor => new KerasTensor(shape)
const shapes_of = (parts: unknown): string =>
  [parts]
    .flat()
    .map((part) => shape_text((part as KerasTensor).shape))
    .join(' ')

test.each<[string, unknown[], string]>([
  ['cholesky', [symbolic(null, 4, 4)], '(None, 4, 4)'],
  ['cholesky', [symbolic(null, null, null)], '(None, None, None)'],
  ['cholesky_inverse', [symbolic(null, 4, 4)], '(None, 4, 4)'],
  ['det', [symbolic(null, null, null)], '(None,)'],
  ['slogdet', [symbolic(null, 4, 4)], '(None,) (None,)'],
  ['logdet', [symbolic(null, 4, 4)], '(None,)'],
  ['eig', [symbolic(null, 4, 4)], '(None, 4) (None, 4, 4)'],
  ['eigh', [symbolic(null, null, null)], '(None, None) (None, None, None)'],
  ['inv', [symbolic(null, 4, 4)], '(None, 4, 4)'],
  ['lu_factor', [symbolic(null, 4, 3)], '(None, 4, 3) (None, 3)'],
  ['matrix_power', [symbolic(null, 4, 4), 3], '(None, 4, 4)'],
  ['matrix_rank', [symbolic(null, 4, 3)], '(None,)'],
  ['pinv', [symbolic(null, null, 3)], '(None, 3, None)'],
  ['qr', [symbolic(null, 4, 3)], '(None, 4, 3) (None, 3, 3)'],
  ['qr', [symbolic(null, 4, 3), 'complete'], '(None, 4, 4) (None, 4, 3)'],
  ['svd', [symbolic(null, 4, 3)], '(None, 4, 4) (None, 3) (None, 3, 3)'],
  ['svd', [symbolic(null, 4, 3), false], '(None, 4, 3) (None, 3) (None, 3, 3)'],
  ['svd', [symbolic(null, 4, 3), false, false], '(None, 3)'],
  ['solve', [symbolic(null, 4, 4), symbolic(null, 4, 2)], '(None, 4, 2)'],
  ['solve', [symbolic(null, null, null), symbolic(null, null, 2)], '(None, None, 2)'],
  ['solve_triangular', [symbolic(null, 4, 4), symbolic(null, 4)], '(None, 4)'],
  ['lstsq', [symbolic(5, 4), symbolic(5, null)], '(4, None)'],
  ['norm', [symbolic(null, 3, 4), 'nuc', [-2, -1], true], '(None, 1, 1)'],
])('%s of symbolic tensors knows its shapes: case %#', (name, args, wanted) => {
  expect(shapes_of(all[name]!(...args))).toBe(wanted)
})

test('symbolic calls refuse what does not fit, and tell the dtypes', () => {
  expect(() => linalg.inv(symbolic(null, null, 20))).toThrow(
    'Expected a square matrix. Received non-square input with shape (None, None, 20)',
  )
  expect(() => linalg.solve(symbolic(null, 20, 20), symbolic(null, null, 5))).toThrow('Incompatible shapes between `a` and `b`')
  expect(() => linalg.qr(symbolic(null, null, 20))).toThrow(
    'Input should have its last 2 dimensions fully-defined. Received: input.shape = (None, None, 20)',
  )
  const dtypes = (parts: unknown): string[] => [parts].flat().map((part) => (part as KerasTensor).dtype)
  expect(dtypes(linalg.lu_factor(symbolic(3, 3)))).toEqual(['float32', 'int32'])
  expect(dtypes(linalg.eig(symbolic(3, 3)))).toEqual(['complex64', 'complex64'])
  expect(dtypes(linalg.matrix_rank(symbolic(3, 3)))).toEqual(['int32'])
})
