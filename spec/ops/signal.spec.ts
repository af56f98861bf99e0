import { grad, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { STFT } from '../../lib/initializers/stft'
import { ctc_loss } from '../../lib/ops/nn/ctc'
import { sum } from '../../lib/ops/numpy/reduce'
import { fft, irfft, istft, rfft, stft } from '../../lib/ops/signal'
import { expect_close } from './numbers'

const parts = (x: unknown): [Tensor, Tensor] => x as [Tensor, Tensor]

test('Fourier transforms take any length, and the inverse brings the signal back.', () => {
  const [re, im] = parts(
    fft([
      [1, 2, 3],
      [0, 0, 0],
    ]),
  )
  expect_close(re, [6, -1.5, -1.5])
  expect_close(im, [0, 0.8660254, -0.8660254])
  const signal = [1, -2, 0.5, 3, 1]
  expect_close(irfft(rfft(signal) as unknown as Tensor[], 5), signal)
  expect(parts(rfft(signal, { fft_length: 8 }))[0].shape).toEqual([5])
})

test('A signal survives its short-time transform.', () => {
  const signal = Array.from({ length: 32 }, (_, i) => Math.sin(i))
  const [re, im] = parts(stft(signal, 8, 4, 8))
  expect(re.shape).toEqual([9, 5])
  expect_close(istft([re, im], 8, 4, 8, { length: 32 }), signal, 1e-4)
})

test('Windows that are too long are refused.', () => {
  expect(() => stft([0.5, 1, 2], 8, 4, 4)).toThrow('`fft_length` must equal or larger than `sequence_length`')
  expect(() => stft(tensor([1, 2], undefined, 'int32'), 2, 1, 2)).toThrow('Invalid input type')
})

test('The kernel of a short-time transform is windowed and scaled.', () => {
  expect_close(new STFT({ scaling: null })([5, 1, 3]), [0, 0, 0, 0.5, 0, -0.5, 1, -1, 1, 0.5, 0, -0.5, 0, 0, 0], 1e-6)
  expect(() => new STFT({ side: 'left' as never })).toThrow('`side` should be "real" or "imag"')
})

test('The CTC loss sums over all alignments.', () => {
  const logits = tensor([
    [
      [0, 0],
      [0, 0],
    ],
  ])
  const loss = (x: Tensor): Tensor => ctc_loss([[1]], x, [1], [2], { mask_index: 0 })
  expect_close(loss(logits), [-Math.log(0.75)])
  expect_close(grad((x: Tensor) => sum(loss(x)))(logits), [1 / 6, -1 / 6, 1 / 6, -1 / 6])
})
