import * as tf from '@tensorflow/tfjs-core'

/** An image that a model takes: its sizes and how many values a pixel has. */
export interface ImageKind {
  height: number
  width: number
  channels: number
}

/** Ranges of the values of pixels, by what the page calls them. */
export const ranges: Readonly<Record<string, readonly [number, number]>> = {
  '0 to 1': [0, 1],
  '0 to 16': [0, 16],
  '0 to 255': [0, 255],
  '−1 to 1': [-1, 1],
}

/** The side of images whose size a model leaves open. */
const usual_side = 64

/** What image an input takes; null when it is none. */
export function image_kind(shape: readonly (number | null)[]): ImageKind | null {
  const [batch, height = 0, width = 0, channels = 0] = shape
  const [h, w] = [height ?? usual_side, width ?? usual_side]
  const fits = shape.length === 4 && (batch ?? 1) === 1 && (channels === 1 || channels === 3) && Math.min(h, w) >= 8
  return fits && Math.max(h, w) <= 2048 ? { height: h, width: w, channels: channels! } : null
}

/** Brightness from 0 to 1 of each pixel as a tensor of one image. */
function to_tensor(bright: (i: number, channel: number) => number, kind: ImageKind, range: string): tf.Tensor {
  const { height, width, channels } = kind
  const [low, high] = ranges[range]!
  const values = new Float32Array(height * width * channels)
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < channels; c++) values[i * channels + c] = low + (high - low) * bright(i, c)
  }
  return tf.tensor(values, [1, height, width, channels])
}

/** The ink of a drawing, light on dark. */
export function ink_tensor(ink: readonly number[], kind: ImageKind, range: string): tf.Tensor {
  return to_tensor((i) => ink[i]!, kind, range)
}

/** An image file, stretched to the sizes. Throws when it is no image. */
export async function file_tensor(file: File, kind: ImageKind, range: string): Promise<tf.Tensor> {
  const { height, width, channels } = kind
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} is no image that this browser can show.`)
  })
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, width, height)
  picture.close()
  const { data } = context.getImageData(0, 0, width, height)
  const grey = (i: number): number => (0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!) / 255
  return to_tensor(channels === 1 ? grey : (i, c) => data[4 * i + c]! / 255, kind, range)
}
