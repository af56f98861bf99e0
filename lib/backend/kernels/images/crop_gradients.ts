import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'

interface CropAttrs {
  cropSize: [number, number]
  method: 'bilinear' | 'nearest'
}

/** Where one row or column of a crop lies in its image, and how far it moves with the two ends of its box. */
interface Place {
  at: number
  by_first: number
  by_second: number
}

function place_of(i: number, count: number, first: number, second: number, size: number): Place {
  const share = count > 1 ? i / (count - 1) : 0.5
  const at = (first + (second - first) * share) * (size - 1)
  return { at, by_first: (1 - share) * (size - 1), by_second: share * (size - 1) }
}

type Visit = (out_pixel: number, box: number, image: number, row: Place, column: Place) => void

/** Calls `visit` for each pixel of the crops that lies in its image. */
function each_pixel(image: number[], boxes: TypedArray, owners: TypedArray, { cropSize }: CropAttrs, visit: Visit): void {
  const [batch, height, width] = image as [number, number, number, number]
  const [rows, columns] = cropSize
  for (let box = 0; box < owners.length; box++) {
    const [y1, x1, y2, x2] = boxes.subarray(box * 4, box * 4 + 4) as unknown as [number, number, number, number]
    if (owners[box]! >= batch) continue
    for (let r = 0; r < rows; r++) {
      const row = place_of(r, rows, y1, y2, height)
      if (row.at < 0 || row.at > height - 1) continue
      for (let c = 0; c < columns; c++) {
        const column = place_of(c, columns, x1, x2, width)
        if (column.at >= 0 && column.at <= width - 1) visit((box * rows + r) * columns + c, box, owners[box]!, row, column)
      }
    }
  }
}

interface CropInputs {
  dy: TensorInfo
  image: TensorInfo
  boxes: TensorInfo
  boxInd: TensorInfo
}

/** The gradient of CropAndResize by the images. */
export const crop_image_gradient_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, boxes, boxInd } = inputs as unknown as CropInputs
  const own = attrs as unknown as CropAttrs & { shape: number[] }
  const [, height, width, channels] = own.shape as [number, number, number, number]
  return run_loop(backend, [dy, boxes, boxInd], [{ shape: own.shape, dtype: 'float32' }], ([slopes, corners, owners], [dx]) => {
    const give = (n: number, r: number, c: number, from: number, weight: number): void => {
      const to = ((n * height + r) * width + c) * channels
      for (let i = 0; i < channels; i++) dx![to + i]! += weight * slopes![from * channels + i]!
    }
    each_pixel(own.shape, corners!, owners!, own, (out, _box, n, { at: y }, { at: x }) => {
      if (own.method === 'nearest') return give(n, Math.round(y), Math.round(x), out, 1)
      const [top, left, down, across] = [Math.floor(y), Math.floor(x), y - Math.floor(y), x - Math.floor(x)]
      give(n, top, left, out, (1 - down) * (1 - across))
      give(n, top, Math.ceil(x), out, (1 - down) * across)
      give(n, Math.ceil(y), left, out, down * (1 - across))
      give(n, Math.ceil(y), Math.ceil(x), out, down * across)
    })
  })[0]!
}

/** The gradient of a bilinear CropAndResize by the boxes. */
export const crop_boxes_gradient_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, image, boxes, boxInd } = inputs as unknown as CropInputs
  const [, height, width, channels] = image.shape as [number, number, number, number]
  return run_loop(
    backend,
    [dy, image, boxes, boxInd],
    [{ shape: boxes.shape, dtype: 'float32' }],
    ([slopes, values, corners, owners], [db]) =>
      each_pixel(image.shape, corners!, owners!, attrs as unknown as CropAttrs, (out, box, n, row, column) => {
        const [top, bottom] = [Math.floor(row.at), Math.ceil(row.at)]
        const [left, right] = [Math.floor(column.at), Math.ceil(column.at)]
        const [down, across] = [row.at - top, column.at - left]
        let [by_row, by_column] = [0, 0]
        for (let i = 0; i < channels; i++) {
          const value = (r: number, c: number): number => values![((n * height + r) * width + c) * channels + i]!
          const slope = slopes![out * channels + i]!
          by_row +=
            slope *
            ((1 - across) * (value(bottom, left) - value(top, left)) + across * (value(bottom, right) - value(top, right)))
          by_column +=
            slope * ((1 - down) * (value(top, right) - value(top, left)) + down * (value(bottom, right) - value(bottom, left)))
        }
        db![box * 4]! += by_row * row.by_first
        db![box * 4 + 1]! += by_column * column.by_first
        db![box * 4 + 2]! += by_row * row.by_second
        db![box * 4 + 3]! += by_column * column.by_second
      }),
  )[0]!
}
