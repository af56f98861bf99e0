import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../../common/shape'
import { type ResizeInterpolation, resize } from '../../../ops/image/resize'
import { add, multiply } from '../../../ops/numpy/arithmetic'
import { equal, logical_or, where } from '../../../ops/numpy/comparison'
import { all } from '../../../ops/numpy/reduce'
import { required } from '../../layer'
import type { Resolved } from '../../types'
import { BaseImagePreprocessing, type ImagePreprocessingConfig, type ImageSize } from './base_image_preprocessing'
import { type BoundingBoxes, clip_to_image, convert_boxes } from './bounding_boxes'

export interface ResizingConfig extends ImagePreprocessingConfig {
  height: number
  width: number
  /** Default `bilinear`. */
  interpolation?: ResizeInterpolation
  /** Whether the largest box of the new proportions is cut out of the middle first. Default false. */
  crop_to_aspect_ratio?: boolean
  /** Whether `fill_value` is put around images to give them the new proportions first. Default false. */
  pad_to_aspect_ratio?: boolean
  fill_mode?: 'constant'
  /** Default 0. */
  fill_value?: number
  /** Whether more pixels are weighed where images become smaller. Default false. */
  antialias?: boolean
}
export interface Resizing extends Omit<Resolved<ResizingConfig>, 'data_format' | 'bounding_box_format'> {}

/**
 * Images of another size. Takes `[h, w, c]`, `[n, h, w, c]`, or an object with `images` and `bounding_boxes`, `labels`, `segmentation_masks`. Source: keras.layers.Resizing.
 *
 * ```ts
 * new Resizing({ height: 1, width: 4 })([[[0.5], [2.5]]]) // [[[0.5], [1], [2], [2.5]]]
 * ```
 */
export class Resizing extends BaseImagePreprocessing {
  static override class_name = 'Resizing'
  static override defaults = {
    ...BaseImagePreprocessing.defaults,
    height: required,
    width: required,
    interpolation: 'bilinear',
    crop_to_aspect_ratio: false,
    pad_to_aspect_ratio: false,
    fill_mode: 'constant',
    fill_value: 0,
    antialias: false,
  }
  static override call_options = {}

  constructor(config: ResizingConfig) {
    super(config)
  }

  private resized(x: Tensor, interpolation: ResizeInterpolation): Tensor {
    const { antialias, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, fill_value, data_format } = this
    const settings = { interpolation, antialias, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, fill_value, data_format }
    return resize(x, [this.height, this.width], settings)
  }

  protected override transform_images(images: Tensor): Tensor {
    return this.resized(images, this.interpolation)
  }

  protected override transform_masks(masks: Tensor): Tensor {
    return this.resized(masks, 'nearest')
  }

  /** By how much boxes grow and move, across and down. */
  private steps([height, width]: ImageSize): { scale: [number, number]; shift: [number, number] } {
    const scale: [number, number] = [this.width / width, this.height / height]
    if (!this.pad_to_aspect_ratio && !this.crop_to_aspect_ratio) return { scale, shift: [0, 0] }
    const both = this.pad_to_aspect_ratio ? Math.min(...scale) : Math.max(...scale)
    const rest = [this.width - width * both, this.height - height * both]
    const shift = rest.map((more) => (this.pad_to_aspect_ratio ? Math.floor(more / 2) : -Math.floor(-more / 2)))
    return { scale: [both, both], shift: shift as [number, number] }
  }

  protected override transform_boxes({ boxes, labels }: BoundingBoxes, size: ImageSize): BoundingBoxes {
    const none = logical_or(
      all(equal(boxes, -1), { axis: -1, keepdims: true }),
      all(equal(boxes, 0), { axis: -1, keepdims: true }),
    )
    const format = this.bounding_box_format!
    const corners = convert_boxes(boxes, format, 'xyxy', ...size)
    const { scale, shift } = this.steps(size)
    const moved = add(multiply(corners, [scale, scale].flat()), [shift, shift].flat())
    const inside = clip_to_image({ boxes: moved, labels }, this.height, this.width)
    const kept = where(none, 0, inside.boxes)
    return { boxes: convert_boxes(kept, 'xyxy', format, this.height, this.width), labels: inside.labels }
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return this.resized_shape(input_shape, [this.height, this.width])
  }
}
