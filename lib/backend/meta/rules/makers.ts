import { util } from '@tensorflow/tfjs-core'
import { known_values } from '../data'
import { broadcast, type MetaInputs, type MetaOutput, type RuleTable } from '../rule'

function fill(_: MetaInputs, { shape, value, dtype }: any): MetaOutput {
  return { shape: shape.slice(), dtype: dtype ?? util.inferDtype(value) }
}

function range(_: MetaInputs, { start, stop, step, dtype }: any): MetaOutput {
  const empty = start === stop || (start < stop && step < 0) || (stop < start && step > 1)
  return { shape: [empty ? 0 : Math.abs(Math.ceil((stop - start) / step))], dtype: dtype ?? 'float32' }
}

function from_pixels(inputs: MetaInputs, { numChannels }: { numChannels: number }): MetaOutput {
  const pixels = inputs.pixels as unknown as { width: number; height: number; videoWidth?: number; videoHeight?: number }
  return { shape: [pixels.videoHeight || pixels.height, pixels.videoWidth || pixels.width, numChannels], dtype: 'int32' }
}

function broadcast_args({ s0, s1 }: MetaInputs): MetaOutput {
  const a = known_values(s0) as Int32Array | null
  const b = known_values(s1) as Int32Array | null
  const values = a && b ? Int32Array.from(broadcast(Array.from(a), Array.from(b))) : null
  return { shape: [Math.max(s0.shape[0], s1.shape[0])], dtype: 'int32', values }
}

/** Kernels whose shape comes from attributes: makers, image resizing, sampling. */
export function maker_rules(): RuleTable {
  return {
    BroadcastArgs: broadcast_args,
    CropAndResize: ({ image, boxes }, { cropSize }) => ({
      shape: [boxes.shape[0], cropSize[0], cropSize[1], image.shape[3]],
      dtype: 'float32',
    }),
    Fill: fill,
    FromPixels: from_pixels,
    LinSpace: (_, { num }) => ({ shape: [num], dtype: 'float32' }),
    Multinomial: ({ logits }, { numSamples }) => ({ shape: [logits.shape[0], numSamples], dtype: 'int32' }),
    Range: range,
    ResizeBilinear: ({ images }, { size }) => ({ shape: [images.shape[0], size[0], size[1], images.shape[3]], dtype: 'float32' }),
    ResizeBilinearGrad: ({ images }) => ({ shape: images.shape, dtype: 'float32' }),
    ResizeNearestNeighbor: ({ images }, { size }) => ({
      shape: [images.shape[0], size[0], size[1], images.shape[3]],
      dtype: images.dtype,
    }),
    ResizeNearestNeighborGrad: ({ images }) => ({ shape: images.shape, dtype: images.dtype }),
    Transform: ({ image }, { outputShape }) => {
      const [n, h, w, c] = image.shape
      return { shape: outputShape ? [n, outputShape[0], outputShape[1], c] : [n, h, w, c], dtype: image.dtype }
    },
  }
}
