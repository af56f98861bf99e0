import { backend_util, type KernelFunc, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'
import { multiply_rows, type ReadRow, type RightOperand } from './plain_products'

type Activation = (x: number) => number

/** Activations of fused kernels that take no number of their own. */
const activations: Record<string, Activation | null> = {
  linear: null,
  relu: (x) => Math.max(0, x),
  relu6: (x) => Math.min(Math.max(0, x), 6),
  elu: (x) => (x >= 0 ? x : Math.exp(x) - 1),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
}

interface Fused {
  activation?: string
}

/** Adds a bias of one value a column and activates, in place. */
function finish(out: TypedArray, columns: number, bias: TypedArray | undefined, activation: Activation | null): void {
  if (bias !== undefined) {
    for (let start = 0; start < out.length; start += columns) {
      for (let j = 0; j < columns; j++) out[start + j] = out[start + j]! + bias[j]!
    }
  }
  if (activation !== null) for (let i = 0; i < out.length; i++) out[i] = activation(out[i]!)
}

/** An activation of fused kernels, in place; undefined for one that takes numbers of its own. */
export function activate(name: string): ((values: Float32Array) => void) | undefined {
  const activation = activations[name]
  if (activation == null) return undefined
  return (values) => {
    for (let i = 0; i < values.length; i++) values[i] = activation(values[i]!)
  }
}

/** What a fused kernel does beside its product; a plain one may have been given more attributes than it knows. */
const activation_of = (attrs: Fused, fused: boolean): string => (fused ? (attrs.activation ?? 'linear') : 'linear')

/** Whether the loops know the bias and the activation of a fused kernel. */
function simple(
  { bias, preluActivationWeights }: Record<string, TensorInfo | undefined>,
  columns: number,
  activation: string,
): boolean {
  const plain_bias = bias == null || (bias.shape.length === 1 && bias.shape[0] === columns && bias.dtype === 'float32')
  return plain_bias && preluActivationWeights == null && activations[activation] !== undefined
}

const present = (...infos: (TensorInfo | undefined)[]): TensorInfo[] => infos.filter((info) => info != null)

/** BatchMatMul and _FusedMatMul of cpu for float32 batches of one shape: several times as fast as TensorFlow.js's loop. */
export function plain_matmul_kernel(original: KernelFunc, fused: boolean): KernelFunc {
  return (args) => {
    const inputs = args.inputs as Record<string, TensorInfo | undefined>
    const { a, b, bias } = inputs as { a: TensorInfo; b: TensorInfo; bias?: TensorInfo }
    const attrs = args.attrs as unknown as Fused & { transposeA: boolean; transposeB: boolean }
    const { transposeA, transposeB } = attrs
    const activation = activation_of(attrs, fused)
    const [a_rows, a_columns] = a.shape.slice(-2) as [number, number]
    const [b_rows, b_columns] = b.shape.slice(-2) as [number, number]
    const [rows, inner] = transposeA ? [a_columns, a_rows] : [a_rows, a_columns]
    const [b_inner, columns] = transposeB ? [b_columns, b_rows] : [b_rows, b_columns]
    const lead = a.shape.slice(0, -2)
    const floats = a.dtype === 'float32' && b.dtype === 'float32'
    if (!floats || inner !== b_inner || lead.join() !== b.shape.slice(0, -2).join() || !simple(inputs, columns, activation)) {
      return original(args)
    }
    const batch = lead.reduce((x, y) => x * y, 1)
    const result = { shape: [...lead, rows, columns], dtype: 'float32' as const }
    return run_loop(args.backend, present(a, b, bias), [result], ([left, values, shift], [out]) => {
      for (let n = 0; n < batch; n++) {
        const start = n * rows * inner
        const read: ReadRow = transposeA
          ? (row, to, at) => {
              for (let k = 0; k < inner; k++) to[at + k] = left![start + k * rows + row]!
            }
          : (row, to, at) => {
              const from = start + row * inner
              for (let k = 0; k < inner; k++) to[at + k] = left![from + k]!
            }
        const [inner_step, column_step] = transposeB ? [1, inner] : [columns, 1]
        const right: RightOperand = { values: values!, first: n * inner * columns, inner, columns, inner_step, column_step }
        multiply_rows(rows, read, right, out!, n * rows * columns)
      }
      finish(out!, columns, shift, activations[activation]!)
    })[0]!
  }
}

type Shape4D = [number, number, number, number]

/** Reads the window of each output place, with zeros where it leaves the image. */
function windows(info: backend_util.Conv2DInfo, x: TypedArray, image: number): ReadRow {
  const { inHeight, inWidth, inChannels, outWidth, filterHeight, filterWidth, padInfo } = info
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = info
  return (row, out, at) => {
    const top = Math.floor(row / outWidth) * strideHeight - padInfo.top
    const left = (row % outWidth) * strideWidth - padInfo.left
    let place = at
    for (let i = 0; i < filterHeight; i++) {
      const y = top + i * dilationHeight
      const line = ((image * inHeight + y) * inWidth + left) * inChannels
      for (let j = 0; j < filterWidth; j++) {
        const column = left + j * dilationWidth
        const inside = y >= 0 && y < inHeight && column >= 0 && column < inWidth
        const from = line + j * dilationWidth * inChannels
        for (let c = 0; c < inChannels; c++) out[place++] = inside ? x[from + c]! : 0
      }
    }
  }
}

/** Conv2D and FusedConv2D of cpu for float32 images, channels last. */
export function plain_conv_kernel(original: KernelFunc, fused: boolean): KernelFunc {
  return (args) => {
    const inputs = args.inputs as Record<string, TensorInfo | undefined>
    const { x, filter, bias } = inputs as { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo }
    const attrs = args.attrs as unknown as Fused & {
      strides: [number, number] | number
      pad: 'valid' | 'same' | number
      dataFormat?: string
      dilations?: [number, number] | number
      dimRoundingMode?: 'floor' | 'round' | 'ceil'
    }
    const activation = activation_of(attrs, fused)
    const floats = x.dtype === 'float32' && filter.dtype === 'float32'
    const last = attrs.dataFormat !== 'NCHW' && x.shape[3] === filter.shape[2]
    if (!floats || !last || !simple(inputs, filter.shape[3]!, activation)) return original(args)
    const { strides, pad, dilations, dimRoundingMode } = attrs
    const shapes = [x.shape, filter.shape] as [Shape4D, Shape4D]
    const info = backend_util.computeConv2DInfo(...shapes, strides, dilations ?? 1, pad, dimRoundingMode)
    const columns = info.outChannels
    const places = info.outHeight * info.outWidth
    const inner = info.filterHeight * info.filterWidth * info.inChannels
    return run_loop(
      args.backend,
      present(x, filter, bias),
      [{ shape: info.outShape, dtype: 'float32' }],
      ([images, weights, shift], [out]) => {
        const right: RightOperand = { values: weights!, first: 0, inner, columns, inner_step: columns, column_step: 1 }
        for (let n = 0; n < info.batchSize; n++)
          multiply_rows(places, windows(info, images!, n), right, out!, n * places * columns)
        finish(out!, columns, shift, activations[activation]!)
      },
    )[0]!
  }
}
