import { type KernelFunc, maximum, pad, reshape, reverse, softmax, type Tensor, tidy, util, where } from '@tensorflow/tfjs-core'
import { pool_gradient_kernel } from './pools'

type Make = (original: KernelFunc) => KernelFunc

/** How many axes the shaders of these kernels can count. */
const most_axes = 4

const product = (sizes: number[]): number => sizes.reduce((a, b) => a * b, 1)

/** PadV2 of many axes, one axis after the other. */
const pad_kernel: Make = (original) => (args) => {
  const x = args.inputs.x as Tensor
  const { paddings, constantValue } = args.attrs as unknown as { paddings: [number, number][]; constantValue: number }
  if (x.shape.length <= most_axes || x.size === 0) return original(args)
  return tidy(() => {
    const shape = [...x.shape]
    let result = x
    paddings.forEach(([before, after], axis) => {
      if (before === 0 && after === 0) return
      const flat = reshape(result, [product(shape.slice(0, axis)), shape[axis]!, product(shape.slice(axis + 1))])
      const sides: [number, number][] = [
        [0, 0],
        [before, after],
        [0, 0],
      ]
      shape[axis] = shape[axis]! + before + after
      result = reshape(pad(flat, sides, constantValue), shape)
    })
    return result === x ? reshape(x, shape) : result
  })
}

/** Select of many axes, as one. */
const select_kernel: Make = (original) => (args) => {
  const { condition, t, e } = args.inputs as unknown as Record<'condition' | 't' | 'e', Tensor>
  if (t.shape.length <= most_axes || condition.shape.length !== t.shape.length) return original(args)
  return tidy(() => reshape(where(reshape(condition, [-1]), reshape(t, [-1]), reshape(e, [-1])), t.shape))
}

/** Reverse of many axes, one axis after the other. */
const reverse_kernel: Make = (original) => (args) => {
  const x = args.inputs.x as Tensor
  if (x.shape.length <= most_axes) return original(args)
  const axes = util.parseAxisParam(args.attrs!.dims as unknown as number[], x.shape)
  return tidy(() => {
    let result: Tensor = reshape(x, x.shape)
    for (const axis of axes) {
      const flat = [product(x.shape.slice(0, axis)), x.shape[axis]!, product(x.shape.slice(axis + 1))]
      result = reshape(reverse(reshape(result, flat), 1), x.shape)
    }
    return result
  })
}

/** Where the maximum of TensorFlow.js's shaders begins: lower values are not seen. */
const lowest_seen = -1e20

/** Softmax: a row of nothing but masked scores is shared evenly. */
const softmax_kernel: Make = (original) => {
  let inside = false
  return (args) => {
    if (inside) return original(args)
    inside = true
    try {
      const { logits } = args.inputs as unknown as { logits: Tensor }
      return tidy(() => softmax(maximum(logits, lowest_seen), args.attrs!.dim as unknown as number))
    } finally {
      inside = false
    }
  }
}

/** Kernels of WebGL that fail or answer something else than the plain ones, by name. */
export const webgl_kernels: Record<string, Make> = {
  PadV2: pad_kernel,
  Reverse: reverse_kernel,
  Select: select_kernel,
  Softmax: softmax_kernel,
  AvgPoolGrad: () => pool_gradient_kernel('average', 2),
  AvgPool3DGrad: () => pool_gradient_kernel('average', 3),
}
