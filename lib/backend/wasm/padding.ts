import { backend_util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core'

type Shape4D = [number, number, number, number]

/** Convolutions of wasm whose `'same'` padding is wrong, and writes wild memory, when a stride is larger than the filter. */
export const padded_in_wasm = ['Conv2D', 'FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2D']

/** Such a convolution with the padding spelt out where wasm would get it wrong. */
export function explicit_padding(kernel_name: string, original: KernelFunc): KernelFunc {
  const depthwise = kernel_name.includes('Depthwise')
  return (args) => {
    const { strides, pad, dilations, dataFormat } = args.attrs as unknown as {
      strides: number | [number, number]
      pad: unknown
      dilations?: number | [number, number]
      dataFormat?: string
    }
    if (pad !== 'same' || dataFormat === 'NCHW') return original(args)
    const { x, filter } = args.inputs as unknown as { x: TensorInfo; filter: TensorInfo }
    const [down, across] = typeof strides === 'number' ? [strides, strides] : strides
    if (down <= filter.shape[0]! && across <= filter.shape[1]!) return original(args)
    const info = backend_util.computeConv2DInfo(
      x.shape as Shape4D,
      filter.shape as Shape4D,
      strides,
      dilations ?? 1,
      pad,
      undefined,
      depthwise,
    )
    const { top, bottom, left, right } = info.padInfo
    const spelt = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ] as const
    return original({ ...args, attrs: { ...args.attrs, pad: spelt as unknown as number[] } })
  }
}
