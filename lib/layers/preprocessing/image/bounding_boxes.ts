import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { shape_text } from '../../../common/shape'
import { repr } from '../../../common/text'
import { cast, convert_to_tensor } from '../../../ops/core'
import { add, divide, multiply, subtract } from '../../../ops/numpy/arithmetic'
import { greater, where } from '../../../ops/numpy/comparison'
import { clip } from '../../../ops/numpy/elementwise'
import { concatenate, split } from '../../../ops/numpy/join'
import { squeeze } from '../../../ops/numpy/shape'
import type { TensorLike } from '../../../variables/to_tensor'

/** Boxes `[..., boxes, 4]` and the labels of each, -1 where there is none. */
export interface BoundingBoxes {
  boxes: Tensor
  labels: Tensor
}

type Four = [Tensor, Tensor, Tensor, Tensor]

/** Left, top, right and bottom of four numbers, and the four numbers of these. */
interface Format {
  corners(numbers: Four): Four
  numbers(corners: Four): Four
}

const half = (x: Tensor): Tensor => multiply(x, 0.5)

const turned = ({ corners, numbers }: Format): Format => {
  const turn = ([a, b, c, d]: Four): Four => [b, a, d, c]
  return { corners: (four) => corners(turn(four)), numbers: (four) => turn(numbers(four)) }
}

const xyxy: Format = { corners: (four) => four, numbers: (four) => four }

const xywh: Format = {
  corners: ([x, y, w, h]) => [x, y, add(x, w), add(y, h)],
  numbers: ([x1, y1, x2, y2]) => [x1, y1, subtract(x2, x1), subtract(y2, y1)],
}

const center_xywh: Format = {
  corners: ([x, y, w, h]) => [subtract(x, half(w)), subtract(y, half(h)), add(x, half(w)), add(y, half(h))],
  numbers: ([x1, y1, x2, y2]) => [half(add(x1, x2)), half(add(y1, y2)), subtract(x2, x1), subtract(y2, y1)],
}

const formats: Record<string, Format> = {
  xyxy,
  yxyx: turned(xyxy),
  xywh,
  center_xywh,
  center_yxhw: turned(center_xywh),
  rel_xyxy: xyxy,
  rel_yxyx: turned(xyxy),
  rel_xywh: xywh,
  rel_center_xywh: center_xywh,
}

const is_relative = (format: string): boolean => format.startsWith('rel_')

/** @throws ValueError */
function format_of(name: string): Format {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined
  if (format === undefined)
    throw new ValueError(
      `Invalid source or target format. Supported formats: ${repr(Object.keys(formats))}. Received: format=${repr(name)}`,
    )
  return format
}

const in_four = (boxes: Tensor): Four => split(boxes, 4, { axis: -1 }) as unknown as Four
const in_one = (four: Four): Tensor => concatenate(four, { axis: -1 })

/** Boxes in another format; `rel_` formats count in parts of the image. @throws ValueError for another name, or for less than four numbers a box. */
export function convert_boxes(given: Tensor, source: string, target: string, height: number, width: number): Tensor {
  const [from, to] = [source.toLowerCase(), target.toLowerCase()]
  if (given.shape[given.shape.length - 1] !== 4)
    throw new ValueError(
      `\`boxes\` must be a tensor with the last dimension of 4. Received: boxes.shape=${shape_text(given.shape)}`,
    )
  const [read, write] = [format_of(from), format_of(to)]
  const boxes = cast(given, 'float32')
  if (from === to) return boxes
  let corners = read.corners(in_four(boxes))
  if (is_relative(from) !== is_relative(to)) {
    const scale = is_relative(from) ? multiply : divide
    corners = corners.map((x, i) => scale(x, i % 2 === 0 ? width : height)) as Four
  }
  return in_one(write.numbers(corners))
}

/** Boxes `xyxy` cut at the edges `[left, top, right, bottom]` of an area and counted from its corner. */
export function cut_boxes(boxes: Tensor, [left, top, right, bottom]: readonly [number, number, number, number]): Tensor {
  const cut = in_four(boxes).map((x, i) => {
    const [low, high] = i % 2 === 0 ? [left, right] : [top, bottom]
    return subtract(clip(x, low, high), low)
  }) as Four
  return in_one(cut)
}

/** Boxes `xyxy` cut at the edges of an image; those that have no area left lose their label. */
export function clip_to_image({ boxes, labels }: BoundingBoxes, height: number, width: number): BoundingBoxes {
  const inside = cut_boxes(boxes, [0, 0, width, height])
  const [x1, y1, x2, y2] = in_four(inside)
  const area = squeeze(multiply(subtract(x2, x1), subtract(y2, y1)), -1)
  return { boxes: inside, labels: where(greater(area, 0), labels, -1) }
}

/** Boxes and labels as tensors. @throws ValueError when one is missing. */
export function checked_boxes(given: unknown): BoundingBoxes {
  const { boxes, labels } = (given ?? {}) as { boxes?: TensorLike; labels?: TensorLike }
  if (boxes === undefined || labels === undefined)
    throw new ValueError(
      `Expected \`bounding_boxes\` argument to be a dict with keys 'boxes' and 'labels'. Received: bounding_boxes=${repr(given)}`,
    )
  return { boxes: convert_to_tensor(boxes, { dtype: 'float32' }), labels: convert_to_tensor(labels) }
}
