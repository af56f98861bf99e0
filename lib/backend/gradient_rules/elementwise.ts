import {
  add,
  cast,
  complex,
  div,
  equal,
  greater,
  greaterEqual,
  imag,
  less,
  lessEqual,
  log,
  mul,
  neg,
  pow,
  real,
  sign,
  square,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core'
import { relu_gradient } from '../kernels/relu_grad'
import { pass, type Rule, reduce_to } from './rule'

const as_float = (x: Tensor): Tensor => (x.dtype === 'float32' || x.dtype === 'complex64' ? x : cast(x, 'float32'))

const negative = (x: Tensor): Tensor => (x.dtype === 'complex64' ? complex(neg(real(x)), neg(imag(x))) : neg(x))

const conjugate = (x: Tensor): Tensor => (x.dtype === 'complex64' ? complex(real(x), neg(imag(x))) : as_float(x))

const unchanged: Rule = { gradient: (dy) => ({ x: () => pass(dy) }) }

/** The gradient goes to the chosen one; equal values share it. */
function extreme_of_two(above: typeof greater, not_below: typeof greaterEqual): Rule {
  const share = (dy: Tensor, a: Tensor, b: Tensor): Tensor =>
    mul(dy, mul(add(cast(above(a, b), 'float32'), cast(not_below(a, b), 'float32')), 0.5))
  return {
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => reduce_to(share(dy, a!, b!), a!.shape),
      b: () => reduce_to(share(dy, b!, a!), b!.shape),
    }),
  }
}

export const elementwise_rules: Record<string, Rule> = {
  Add: { gradient: (dy, _saved, _attrs, { a, b }) => ({ a: () => reduce_to(dy, a!.shape), b: () => reduce_to(dy, b!.shape) }) },
  Sub: {
    gradient: (dy, _saved, _attrs, { a, b }) => ({
      a: () => reduce_to(dy, a!.shape),
      b: () => negative(reduce_to(dy, b!.shape)),
    }),
  },
  Multiply: {
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => reduce_to(mul(dy, conjugate(b!)), a!.shape),
      b: () => reduce_to(mul(dy, conjugate(a!)), b!.shape),
    }),
  },
  RealDiv: {
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => reduce_to(div(dy, as_float(b!)), a!.shape),
      b: () => neg(reduce_to(div(mul(dy, as_float(a!)), square(as_float(b!))), b!.shape)),
    }),
  },
  FloorDiv: {
    save: ['a', 'b'],
    gradient: (_dy, [a, b]) => ({ a: () => zerosLike(as_float(a!)), b: () => zerosLike(as_float(b!)) }),
  },
  SquaredDifference: {
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => {
      const slope = () => mul(dy, mul(sub(a!, b!), 2))
      return { a: () => reduce_to(slope(), a!.shape), b: () => neg(reduce_to(slope(), b!.shape)) }
    },
  },
  Maximum: extreme_of_two(greater, greaterEqual),
  Minimum: extreme_of_two(less, lessEqual),
  Pow: {
    save: ['a', 'b'],
    save_outputs: [true],
    gradient: (dy, [a, b, y]) => ({
      a: () => {
        const exponent = as_float(b!)
        const lower = where(equal(exponent, 0), exponent, sub(exponent, 1))
        return reduce_to(mul(dy, mul(exponent, pow(as_float(a!), lower))), a!.shape)
      },
      b: () => {
        const base = as_float(a!)
        return reduce_to(mul(dy, mul(y!, where(greater(base, 0), log(base), zerosLike(base)))), b!.shape)
      },
    }),
  },
  Abs: { save: ['x'], gradient: (dy, [x]) => ({ x: () => mul(dy, sign(as_float(x!))) }) },
  Square: { save: ['x'], gradient: (dy, [x]) => ({ x: () => mul(dy, mul(as_float(x!), 2)) }) },
  Sqrt: { save_outputs: [true], gradient: (dy, [y]) => ({ x: () => div(dy, mul(y!, 2)) }) },
  Relu: { save_outputs: [true], gradient: (dy, [y]) => ({ x: () => relu_gradient(dy, y!) }) },
  Relu6: { save_outputs: [true], gradient: (dy, [y]) => ({ x: () => relu_gradient(dy, y!, 6) }) },
  Cast: unchanged,
  Identity: unchanged,
  KerasRoundHalf: unchanged,
}
