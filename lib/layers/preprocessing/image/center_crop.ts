import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { type Shape, shape_text } from '../../../common/shape'
import { cast } from '../../../ops/core'
import { crop_images } from '../../../ops/image/frame'
import { resize } from '../../../ops/image/resize'
import { multiply } from '../../../ops/numpy/arithmetic'
import { required } from '../../layer'
import { BaseImagePreprocessing, type ImagePreprocessingConfig, type ImageSize } from './base_image_preprocessing'
import { type BoundingBoxes, clip_to_image, convert_boxes, cut_boxes } from './bounding_boxes'

export interface CenterCropConfig extends ImagePreprocessingConfig {
  height: number
  width: number
}

/**
 * The middle of images. Images that are smaller in one direction are resized instead, without another proportion. Takes `[h, w, c]`, `[n, h, w, c]`, or an object with `images`
 * and `bounding_boxes`, `labels`, `segmentation_masks`. Source: keras.layers.CenterCrop.
 *
 * ```ts
 * new CenterCrop({ height: 1, width: 1 })([[[1], [2], [3]]]) // [[[2]]]
 * ```
 */
export class CenterCrop extends BaseImagePreprocessing {
  static override class_name = 'CenterCrop'
  static override defaults = { ...BaseImagePreprocessing.defaults, height: required, width: required }
  declare height: number
  declare width: number

  constructor(config: CenterCropConfig) {
    super(config)
  }

  /** Whether the images are large enough to be cut. */
  private is_inside([height, width]: ImageSize): boolean {
    return height >= this.height && width >= this.width
  }

  protected override transform_images(images: Tensor): Tensor {
    const x = cast(images, this.compute_dtype)
    const rows = this.data_format === 'channels_last' ? 1 : 2
    const [height, width] = x.shape.slice(rows) as ImageSize
    const { data_format } = this
    if (!this.is_inside([height, width])) return resize(x, [this.height, this.width], { crop_to_aspect_ratio: true, data_format })
    return crop_images(x, {
      top_cropping: Math.floor((height - this.height) / 2),
      left_cropping: Math.floor((width - this.width) / 2),
      target_height: this.height,
      target_width: this.width,
      data_format,
    })
  }

  protected override transform_masks(masks: Tensor): Tensor {
    return this.transform_images(masks)
  }

  protected override transform_boxes({ boxes, labels }: BoundingBoxes, size: ImageSize): BoundingBoxes {
    const [height, width] = size
    const format = this.bounding_box_format!
    const corners = convert_boxes(boxes, format, 'xyxy', height, width)
    const inside = this.is_inside(size)
    const fitting = (length: number, most: number): number => Math.max(Math.min(most, Math.trunc(length)), 1)
    const tall = inside ? this.height : fitting((width * this.height) / this.width, height)
    const wide = inside ? this.width : fitting((height * this.width) / this.height, width)
    const [top, left] = [Math.trunc((height - tall) / 2), Math.trunc((width - wide) / 2)]
    const cut = cut_boxes(corners, [left, top, left + wide, top + tall])
    const [across, down] = [this.width / wide, this.height / tall]
    const grown = inside ? cut : multiply(cut, [across, down, across, down])
    const result = clip_to_image({ boxes: grown, labels }, this.height, this.width)
    return { boxes: convert_boxes(result.boxes, 'xyxy', format, this.height, this.width), labels: result.labels }
  }

  override compute_output_shape(input_shape: Shape): Shape {
    const shape = this.resized_shape(input_shape, [this.height, this.width])
    if (shape.length !== 3 && shape.length !== 4)
      throw new ValueError(
        `\`input_shape\` must be a non-nested tuple or list of rank-1 with size 3 (unbatched) or 4 (batched). Received: input_shape=${shape_text(shape)}`,
      )
    return shape
  }
}
