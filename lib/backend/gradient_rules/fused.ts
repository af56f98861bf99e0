import { add, greater, mul, reshape, step, sub, sum, type Tensor, where } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { relu_gradient } from '../kernels/relu_grad'
import { contraction_rules } from './contractions'
import { convolution_rules } from './convolutions'
import { type Gradients, type Inputs, type Rule, reduce_to } from './rule'

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor => engine().runKernel(name, inputs, attrs)

/** The gradient before an activation, from the one after it and its result. */
function slope_before(dy: Tensor, y: Tensor, activation: string | undefined, alpha: number): Tensor {
  switch (activation) {
    case 'relu':
      return relu_gradient(dy, y)
    case 'relu6':
      return relu_gradient(dy, y, 6)
    case 'elu':
      return run('EluGrad', { dy, y }, {})
    case 'sigmoid':
      return mul(dy, mul(y, sub(1, y)))
    case 'leakyrelu':
      return where(greater(y, 0), dy, mul(dy, alpha))
    default:
      return dy
  }
}

/** The axes of a bias of one value a channel, where channels come first. */
function bias_gradient(dz: Tensor, bias: Tensor, channels_first: boolean): Tensor {
  return channels_first && bias.rank === 1 ? sum(dz, [0, 2, 3]) : reduce_to(dz, bias.shape)
}

function along_channels(bias: Tensor, channels_first: boolean): Tensor {
  return channels_first && bias.rank === 1 ? reshape(bias, [1, bias.size, 1, 1]) : bias
}

/** A kernel that adds a bias to the result of `plain` and activates it: the gradient of the parts, one after the other. */
function fused(plain: string, rule: Rule, names: [string, string]): Rule {
  return {
    save: [...names, 'bias', 'preluActivationWeights'],
    save_outputs: [true],
    gradient: (dy: Tensor, saved, attrs, inputs: Inputs): Gradients => {
      const [first, second] = saved as [Tensor, Tensor]
      const operands = { [names[0]]: first, [names[1]]: second }
      const { bias, preluActivationWeights: weights } = inputs
      const channels_first = attrs.dataFormat === 'NCHW'
      const before = (): Tensor => {
        const product = run(plain, operands, attrs)
        return bias == null ? product : add(product, along_channels(saved[2]!, channels_first))
      }
      const kept_weights = saved[bias == null ? 2 : 3]!
      const prelu_slope = (): Tensor => {
        const factors = along_channels(kept_weights, channels_first)
        return where(greater(before(), 0), dy, mul(dy, factors))
      }
      const slope =
        attrs.activation === 'prelu' ? prelu_slope() : slope_before(dy, saved.at(-1)!, attrs.activation, attrs.leakyreluAlpha)
      const result = { ...(rule.gradient(slope, [first, second], attrs, operands) as Record<string, () => Tensor>) }
      if (bias != null) result.bias = () => bias_gradient(slope, bias, channels_first)
      if (weights != null)
        result.preluActivationWeights = () => bias_gradient(mul(dy, below_zero(before())), weights, channels_first)
      return result
    },
  }
}

const below_zero = (x: Tensor): Tensor => sub(x, mul(x, step(x)))

export const fused_rules: Record<string, Rule> = {
  _FusedMatMul: fused('BatchMatMul', contraction_rules.BatchMatMul!, ['a', 'b']),
  FusedConv2D: fused('Conv2D', convolution_rules.Conv2D!, ['x', 'filter']),
  FusedDepthwiseConv2D: fused('DepthwiseConv2dNative', convolution_rules.DepthwiseConv2dNative!, ['x', 'filter']),
}
