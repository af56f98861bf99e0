import * as tf from '@tensorflow/tfjs-core'
import { clear_session } from '../../lib/common/state'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Reshape } from '../../lib/layers/reshaping/reshape'
import { model_from_json } from '../../lib/loading/model_from_json'
import { find_operation } from '../../lib/loading/operation_table'
import { Model } from '../../lib/models/model'
import * as linalg from '../../lib/ops/linalg'
import { logdet, slogdet } from '../../lib/ops/linalg/slogdet'
import { add, matmul, transpose } from '../../lib/ops/numpy'
import { expect_close, values } from './numbers'

afterEach(clear_session)

test('the ops are found by the module and the class that files name', () => {
  const named: [string, string[]][] = [
    [
      'keras.src.ops.linalg',
      'Cholesky CholeskyInverse Det Eig Eigh Inv JVP Lstsq LuFactor MatrixPower MatrixRank Norm Pinv Qr Solve SolveTriangular SVD'.split(
        ' ',
      ),
    ],
    ['keras.src.ops.numpy', ['Slogdet']],
    ['keras.src.ops.math', ['Logdet']],
  ]
  for (const [module, classes] of named)
    for (const name of classes) expect({ name, found: find_operation(module, name) !== undefined }).toEqual({ name, found: true })
})

/** A model whose every output goes through factors of A Aᵀ + 1. */
function make_model(): Model {
  const input = Input({ shape: [6] })
  const x = new Reshape({ target_shape: [3, 2] })(new Dense({ units: 6 })(input))
  const square = add(matmul(x, transpose(x, { axes: [0, 2, 1] })), [
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ])
  const [q, r] = linalg.qr(square, { mode: 'complete' }) as unknown as [typeof square, typeof square]
  const [, s] = linalg.svd(square as never, { full_matrices: false }) as unknown as [typeof square, typeof square]
  return new Model({
    inputs: input,
    outputs: [
      linalg.cholesky(square, { upper: true }),
      matmul(q, r),
      s,
      linalg.solve(square, x),
      logdet(square),
      slogdet(square)[0]!,
    ] as never,
  })
}

test('a model with factorisations computes, is described, comes back and trains', async () => {
  const model = make_model()
  const again = model_from_json(model.to_json()) as Model
  again.set_weights(model.get_weights())
  const x = tf.randomNormal([4, 6], 0, 1, 'float32', 7)
  const [first, second] = [model(x), again(x)] as unknown as [tf.Tensor[], tf.Tensor[]]
  expect(first.map(({ shape }) => shape)).toEqual([[4, 3, 3], [4, 3, 3], [4, 3], [4, 3, 2], [4], [4]])
  first.forEach((output, i) => void expect_close(second[i]!, values(output)))
  const made = tf.tidy(() => tf.matMul(first[0]!, first[0]!, true, false))
  expect_close(first[1]!, values(made), 1e-4)
  tf.dispose([x, first, second, made])
  model.dispose()
  again.dispose()
})

test('a layer trains through a determinant', async () => {
  const input = Input({ shape: [4] })
  const square = new Reshape({ target_shape: [2, 2] })(
    new Dense({ units: 4, kernel_initializer: 'identity', use_bias: false })(input),
  )
  const model = new Model({ inputs: input, outputs: linalg.det(square) as never })
  model.compile({ optimizer: 'adam', loss: 'mean_squared_error' })
  const [x, y] = [
    tf.tensor2d([
      [1, 2, 3, 5],
      [2, 0, 1, 1],
    ]),
    tf.tensor1d([0, 1]),
  ]
  const before = (await model.evaluate(x, y, { verbose: 0 })) as number
  await model.fit(x, y, { epochs: 5, verbose: 0 })
  expect((await model.evaluate(x, y, { verbose: 0 })) as number).toBeLessThan(before)
  tf.dispose([x, y])
  model.dispose()
})
