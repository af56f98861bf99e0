import { add, concat, greater, minimum, mul, neg, rsqrt, stack, sub, type Tensor, where } from '@tensorflow/tfjs-core'
import { type Rule, reduce_to } from './rule'

/** Rules where TensorFlow.js's own fail for inputs that its kernels take. */
export const corrected_rules: Record<string, Rule> = {
  FusedBatchNorm: {
    save: ['x', 'mean', 'variance', 'scale'],
    gradient: (dy: Tensor, [x, mean, variance, scale], { varianceEpsilon }, inputs) => {
      const factor = (): Tensor => rsqrt(add(variance!, varianceEpsilon))
      const scaled = (): Tensor => (scale === undefined ? dy : mul(dy, scale))
      const centred = (): Tensor => sub(x!, mean!)
      return {
        x: () => reduce_to(mul(scaled(), factor()), x!.shape),
        mean: () => neg(reduce_to(mul(scaled(), factor()), mean!.shape)),
        variance: () => {
          const inverse = factor()
          const cube = mul(mul(inverse, inverse), mul(inverse, -0.5))
          return reduce_to(mul(mul(scaled(), centred()), cube), variance!.shape)
        },
        scale: () => reduce_to(mul(dy, mul(centred(), factor())), scale!.shape),
        offset: () => reduce_to(dy, inputs.offset!.shape),
      }
    },
  },
  Prelu: {
    save: ['x', 'alpha'],
    gradient: (dy: Tensor, [x, alpha]) => ({
      x: () => reduce_to(where(greater(x!, 0), dy, mul(dy, alpha!)), x!.shape),
      alpha: () => reduce_to(mul(dy, minimum(x!, 0)), alpha!.shape),
    }),
  },
  SplitV: { gradient: (dys: Tensor | Tensor[], _saved, { axis }) => ({ x: () => concat([dys].flat(), axis) }) },
  Unpack: { gradient: (dys: Tensor | Tensor[], _saved, { axis }) => ({ value: () => stack([dys].flat(), axis) }) },
}
