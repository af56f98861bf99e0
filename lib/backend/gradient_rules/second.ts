import {
  add,
  cast,
  conv3d,
  div,
  less,
  matMul,
  mul,
  pow,
  range,
  reshape,
  square,
  sub,
  type Tensor,
  type Tensor5D,
  where,
  zeros,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { relu_gradient } from '../kernels/relu_grad'
import type { Gradients, Rule } from './rule'

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor => engine().runKernel(name, inputs, attrs)

const none =
  (like: Tensor): (() => Tensor) =>
  () =>
    zeros(like.shape as [number])

/** The gradient of an average pooling is linear: back goes the pooling. */
const average_pool =
  (name: string): Rule['gradient'] =>
  (ddx, _saved, attrs, { input }): Gradients => ({ dy: () => run(name, { x: ddx }, attrs), input: none(input!) })

/** The gradient of a maximum pooling goes to the largest values: back come the values of their places. */
const max_pool = (name: string): Rule => ({
  save: ['input'],
  gradient: (ddx, [x], attrs, { dy, input, output }) => ({
    dy: () => run(name, { x: x!, from: ddx }, { ...attrs, shape: dy!.shape }),
    input: none(input!),
    output: none(output!),
  }),
})

const taken_from_pool = (name: string): Rule => ({
  save: ['x'],
  gradient: (dy, [x], { shape: _, ...attrs }, { x: like }) => ({
    x: none(like!),
    from: () => run(name, { dy, input: x!, output: dy }, attrs),
  }),
})

const resize = (name: string): Rule => ({
  gradient: (ddx, _saved, { alignCorners, halfPixelCenters }, { dy, images }) => ({
    dy: () => run(name, { images: ddx }, { alignCorners, halfPixelCenters, size: dy!.shape.slice(1, 3) }),
    images: none(images!),
  }),
})

const dilation = (of: 'x' | 'filter'): Rule => ({
  save: ['x', 'filter'],
  gradient: (from, [x, filter], attrs, { dy }) => ({
    dy: () => run('KerasDilationTaken', { x: x!, filter: filter!, from }, { ...attrs, of, shape: dy!.shape }),
    x: none(x!),
    filter: none(filter!),
  }),
})

/** Sums over the channels within `radius` of each one. */
function neighbours(x: Tensor, radius: number): Tensor {
  const channels = x.shape[x.rank - 1]!
  const places = range(0, channels, 1, 'float32')
  const apart = square(sub(reshape(places, [channels, 1]), reshape(places, [1, channels])))
  const band = cast(less(apart, (radius + 0.5) ** 2), 'float32')
  return reshape(matMul(reshape(x, [x.size / channels, channels]), band), x.shape)
}

export const second_rules: Record<string, Rule> = {
  EluGrad: {
    save: ['dy', 'y'],
    gradient: (dd, [dy, y]) => ({
      dy: () => run('EluGrad', { dy: dd, y: y! }, {}),
      y: () => where(less(y!, 0), mul(dd, dy!), zeros(y!.shape as [number])),
    }),
  },
  KerasReluGrad: {
    save: ['y'],
    gradient: (dd, [y], { top }, { y: like }) => ({ dy: () => relu_gradient(dd, y!, top), y: none(like!) }),
  },
  AvgPoolGrad: { gradient: average_pool('AvgPool') },
  AvgPool3DGrad: {
    gradient: (ddx, saved, attrs, inputs) => average_pool('AvgPool3D')(ddx, saved, { dataFormat: 'NDHWC', ...attrs }, inputs),
  },
  MaxPoolGrad: max_pool('KerasMaxPoolTaken'),
  MaxPool3DGrad: max_pool('KerasMaxPool3DTaken'),
  KerasMaxPoolTaken: taken_from_pool('MaxPoolGrad'),
  KerasMaxPool3DTaken: taken_from_pool('MaxPool3DGrad'),
  ResizeBilinearGrad: resize('ResizeBilinear'),
  ResizeNearestNeighborGrad: resize('ResizeNearestNeighbor'),
  Dilation2DBackpropInput: dilation('x'),
  Dilation2DBackpropFilter: dilation('filter'),
  KerasDilationTaken: {
    save: ['x', 'filter'],
    gradient: (dy, [x, filter], { of, shape: _, ...attrs }) => ({
      x: none(x!),
      filter: none(filter!),
      from: () => run(of === 'x' ? 'Dilation2DBackpropInput' : 'Dilation2DBackpropFilter', { x: x!, filter: filter!, dy }, attrs),
    }),
  },
  Conv3DBackpropFilterV2: {
    save: ['x', 'dy'],
    gradient: (ddw, [x, dy], { strides, pad }) => ({
      x: () => run('Conv3DBackpropInputV2', { dy: dy!, filter: ddw }, { strides, pad, inputShape: x!.shape }),
      dy: () => conv3d(x as Tensor5D, ddw, strides, pad),
    }),
  },
  DepthwiseConv2dNativeBackpropInput: {
    save: ['dy', 'filter'],
    gradient: (ddx, [dy, filter], { inputShape: _, ...attrs }) => ({
      dy: () => run('DepthwiseConv2dNative', { x: ddx, filter: filter! }, attrs),
      filter: () => run('DepthwiseConv2dNativeBackpropFilter', { x: ddx, dy: dy! }, { ...attrs, filterShape: filter!.shape }),
    }),
  },
  DepthwiseConv2dNativeBackpropFilter: {
    save: ['x', 'dy'],
    gradient: (ddw, [x, dy], { filterShape: _, ...attrs }) => ({
      x: () => run('DepthwiseConv2dNativeBackpropInput', { dy: dy!, filter: ddw }, { ...attrs, inputShape: x!.shape }),
      dy: () => run('DepthwiseConv2dNative', { x: x!, filter: ddw }, attrs),
    }),
  },
  LRNGrad: {
    save: ['x', 'y', 'dy'],
    gradient: (dd, [x, y, dy], { depthRadius, bias, alpha, beta }) => {
      const norms = (): Tensor => add(mul(neighbours(square(x!), depthRadius), alpha), bias)
      const spread = (): Tensor => neighbours(mul(dd, x!), depthRadius)
      const scaled = (a: Tensor): Tensor => mul(a, -2 * alpha * beta)
      return {
        dy: () => add(mul(dd, pow(norms(), -beta)), scaled(mul(div(y!, norms()), spread()))),
        y: () => scaled(mul(div(dy!, norms()), spread())),
        x: () => {
          const s = norms()
          const direct = scaled(mul(dd, neighbours(div(mul(y!, dy!), s), depthRadius)))
          const by_norm = sub(
            mul(mul(div(mul(y!, dy!), square(s)), spread()), 2 * alpha * beta),
            mul(mul(mul(dy!, dd), pow(s, -beta - 1)), beta),
          )
          return add(direct, mul(mul(x!, neighbours(by_norm, depthRadius)), 2 * alpha))
        },
      }
    },
  },
}
