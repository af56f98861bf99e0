import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../../common/config'
import { ValueError } from '../../../common/errors'
import { type Shape, shape_text } from '../../../common/shape'
import { class_name_of } from '../../../graph/operation'
import { expand_dims, squeeze } from '../../../ops/numpy/shape'
import { Layer, type LayerConfig } from '../../layer'
import type { DataFormatLike } from '../../types'
import { type BoundingBoxes, checked_boxes } from './bounding_boxes'

export interface ImagePreprocessingConfig extends LayerConfig {
  data_format?: DataFormatLike
  /** In which numbers boxes are given: `xyxy`, `yxyx`, `xywh`, `center_xywh`, `center_yxhw`, `rel_xyxy`, `rel_yxyx`, `rel_xywh`, `rel_center_xywh`. */
  bounding_box_format?: string | null
}

/** Images, and what goes with them: one image or a batch of them, or an object with `images` and some of the others. */
export interface LabelledImages {
  images: Tensor
  bounding_boxes?: BoundingBoxes
  labels?: Tensor
  segmentation_masks?: Tensor
  [other: string]: unknown
}

/** Rows and columns of images. */
export type ImageSize = [height: number, width: number]

/** Changes images, and labels, boxes and masks with them. */
export abstract class BaseImagePreprocessing extends Layer {
  static override defaults: Record<string, unknown> = { data_format: null, bounding_box_format: null }
  static override call_options: Readonly<Record<string, unknown>> = { training: true }
  declare data_format: DataFormat
  declare bounding_box_format: string | null

  constructor(config: object) {
    super(config as Record<string, unknown>)
    this.data_format = standardize_data_format(this.data_format)
  }

  /** A batch of images, changed. */
  protected abstract transform_images(images: Tensor): Tensor
  /** A batch of segmentation masks, changed as their images. */
  protected abstract transform_masks(masks: Tensor): Tensor
  /** A batch of boxes of images of the given size, changed as their images. */
  protected abstract transform_boxes(boxes: BoundingBoxes, size: ImageSize): BoundingBoxes

  override call(data: Tensor | LabelledImages): Tensor | LabelledImages {
    const alone = is_tensor(data)
    const images = alone ? data : data.images
    const rank = images.shape.length
    if (rank !== 3 && rank !== 4)
      throw new ValueError(
        `Expected image tensor to have rank 3 (single image) or 4 (batch of images). Received: data.shape=${shape_text(images.shape)}`,
      )
    const batched = (x: Tensor, change: (x: Tensor) => Tensor): Tensor =>
      rank === 4 ? change(x) : squeeze(change(expand_dims(x, 0)), 0)
    const changed = batched(images, (x) => this.transform_images(x))
    if (alone) return changed
    const result: LabelledImages = { ...data, images: changed }
    if (data.bounding_boxes !== undefined) result.bounding_boxes = this._changed_boxes(data.bounding_boxes, images, rank === 4)
    if (data.segmentation_masks !== undefined)
      result.segmentation_masks = batched(data.segmentation_masks, (x) => this.transform_masks(x))
    return result
  }

  private _changed_boxes(given: BoundingBoxes, images: Tensor, batched: boolean): BoundingBoxes {
    if (!this.bounding_box_format)
      throw new ValueError(
        `You passed an input with a 'bounding_boxes' key, but you didn't specify a bounding box format. Pass a \`bounding_box_format\` argument to your ${class_name_of(this.constructor)} layer, e.g. \`bounding_box_format='xyxy'\`.`,
      )
    const all = checked_boxes(given)
    const { boxes, labels } = batched ? all : { boxes: expand_dims(all.boxes, 0), labels: expand_dims(all.labels, 0) }
    const first = this.data_format === 'channels_last' ? -3 : -2
    const size = [images.shape.at(first)!, images.shape.at(first + 1)!] as ImageSize
    const changed = this.transform_boxes({ boxes, labels }, size)
    return batched ? changed : { boxes: squeeze(changed.boxes, 0), labels: squeeze(changed.labels, 0) }
  }

  /** The format of boxes is only named where there is one. */
  override get_config(): Record<string, unknown> {
    const { bounding_box_format, ...config } = super.get_config()
    return bounding_box_format === null ? config : { ...config, bounding_box_format }
  }

  /** The shape with other numbers of rows and columns; of an object with images Keras replaces among its keys. */
  protected resized_shape(input_shape: Shape | Record<string, unknown>, [height, width]: ImageSize): Shape {
    const shape = (Array.isArray(input_shape) ? [...input_shape] : Object.keys(input_shape)) as Shape
    const rows = (shape.length === 4 ? 1 : 0) + (this.data_format === 'channels_last' ? 0 : 1)
    shape[rows] = height
    shape[rows + 1] = width
    return shape
  }
}

const is_tensor = (data: Tensor | LabelledImages): data is Tensor => Array.isArray((data as Tensor).shape)
