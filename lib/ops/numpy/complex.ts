import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { binary, float_scalar, unary } from '../convert'

/** Real and imaginary parts. */
export type Parts = [real: Tensor, imaginary: Tensor]

export function is_complex(x: Tensor): boolean {
  return x.dtype === 'complex64'
}

/** The parts of a complex tensor. */
export function parts_of(x: Tensor): Parts {
  return [run_kernel('Real', { input: x }), run_kernel('Imag', { input: x })]
}

/** The complex tensor of two parts. */
export function joined([real, imag]: Parts): Tensor {
  return run_kernel('Complex', { real, imag })
}

/** `fn` of both parts of a complex tensor. */
export function by_parts(x: Tensor, fn: (part: Tensor) => Tensor): Tensor {
  const [real, imag] = parts_of(x)
  return joined([fn(real), fn(imag)])
}

/** A product of two complex tensors, from the same product of real ones. */
export function complex_product(a: Tensor, b: Tensor, product: (a: Tensor, b: Tensor) => Tensor): Tensor {
  const [[a_re, a_im], [b_re, b_im]] = [parts_of(a), parts_of(b)]
  return joined([
    binary('Sub', product(a_re, b_re), product(a_im, b_im)),
    binary('Add', product(a_re, b_im), product(a_im, b_re)),
  ])
}

/** The quotient; the divisor is scaled, so that its square neither overflows nor vanishes. */
export function complex_quotient(a: Tensor, b: Tensor): Tensor {
  const [re, im] = parts_of(b)
  const size = binary('Maximum', unary('Abs', re), unary('Abs', im))
  const [c, d] = [binary('RealDiv', re, size), binary('RealDiv', im, size)]
  const square = binary('Add', unary('Square', c), unary('Square', d))
  const divided = (part: Tensor): Tensor => binary('RealDiv', binary('RealDiv', part, size), square)
  const [a_re, a_im] = parts_of(a)
  return joined([
    divided(binary('Add', binary('Multiply', a_re, c), binary('Multiply', a_im, d))),
    divided(binary('Sub', binary('Multiply', a_im, c), binary('Multiply', a_re, d))),
  ])
}

/** True where both parts are equal. */
export function complex_equal(a: Tensor, b: Tensor): Tensor {
  const [[a_re, a_im], [b_re, b_im]] = [parts_of(a), parts_of(b)]
  return binary('LogicalAnd', binary('Equal', a_re, b_re), binary('Equal', a_im, b_im))
}

/** (sinh 2x + i sin 2y) / (cosh 2x + cos 2y); beyond 20 the real part does not count any more. */
export function complex_tanh(z: Tensor): Tensor {
  const [x, y] = parts_of(z)
  const twice = (part: Tensor): Tensor => binary('Multiply', part, float_scalar(2))
  const [u, v] = [twice(unary('ClipByValue', x, { clipValueMin: -20, clipValueMax: 20 })), twice(y)]
  const divisor = binary('Add', unary('Cosh', u), unary('Cos', v))
  return joined([binary('RealDiv', unary('Sinh', u), divisor), binary('RealDiv', unary('Sin', v), divisor)])
}
