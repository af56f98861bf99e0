import { memory, ones, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import { KerasTensor } from '../../../lib/graph/keras_tensor'
import type { BoundingBoxes } from '../../../lib/layers/preprocessing/image/bounding_boxes'
import { convert_boxes } from '../../../lib/layers/preprocessing/image/bounding_boxes'
import { CenterCrop } from '../../../lib/layers/preprocessing/image/center_crop'
import { Resizing } from '../../../lib/layers/preprocessing/image/resizing'
import { expect_close } from '../../ops/numbers'

const boxes_of = (values: number[][]): BoundingBoxes => ({ boxes: tensor([values]), labels: tensor([values.map((_, i) => i)]) })

test('Images, masks and boxes are resized together, and labels stay.', () => {
  const layer = new Resizing({ height: 2, width: 2, bounding_box_format: 'xywh' })
  const images = tensor([0, 1, 2, 3, 4, 5, 6, 7], [1, 2, 4, 1])
  const data = {
    images,
    labels: tensor([5]),
    segmentation_masks: images,
    bounding_boxes: boxes_of([
      [0, 0, 4, 1],
      [2, 1, 1, 1],
      [0, 0, 0, 0],
    ]),
  }
  const result = layer(data) as Record<string, Tensor> & { bounding_boxes: BoundingBoxes }
  expect_close(result.images!, [0.5, 2.5, 4.5, 6.5])
  expect_close(result.segmentation_masks!, [1, 3, 5, 7])
  expect_close(result.labels!, [5])
  expect_close(result.bounding_boxes.boxes, [0, 0, 2, 1, 1, 1, 0.5, 1, 0, 0, 0, 0])
  expect_close(result.bounding_boxes.labels, [0, 1, -1])
})

test('Boxes outside of the middle lose their labels.', () => {
  const layer = new CenterCrop({ height: 2, width: 2, bounding_box_format: 'rel_xyxy' })
  const result = layer({
    images: ones([1, 4, 4, 1]),
    bounding_boxes: boxes_of([
      [0, 0, 0.25, 0.25],
      [0.25, 0.25, 0.5, 1],
    ]),
  }) as {
    bounding_boxes: BoundingBoxes
  }
  expect_close(result.bounding_boxes.boxes, [0, 0, 0, 0, 0, 0, 0.5, 1])
  expect_close(result.bounding_boxes.labels, [-1, 1])
})

test('Formats of boxes are turned into each other and back.', () => {
  const given = tensor([[1, 2, 4, 8]])
  const formats = ['yxyx', 'xywh', 'center_xywh', 'center_yxhw', 'rel_xyxy', 'rel_yxyx', 'rel_xywh', 'rel_center_xywh']
  const forms = formats.map((format) => convert_boxes(given, 'xyxy', format, 10, 20))
  expect_close(forms[2]!, [2.5, 5, 3, 6])
  expect_close(forms[3]!, [5, 2.5, 6, 3])
  expect_close(forms[6]!, [0.05, 0.2, 0.15, 0.6])
  forms.forEach((form, i) => void expect_close(convert_boxes(form, formats[i]!, 'xyxy', 10, 20), [1, 2, 4, 8]))
  expect(() => convert_boxes(given, 'xyxy', 'corners', 10, 20)).toThrow('Invalid source or target format')
  expect(() => convert_boxes(tensor([1, 2]), 'xyxy', 'xywh', 10, 20)).toThrow('last dimension of 4')
})

test('Shapes are known before values are.', () => {
  const image = new KerasTensor([null, null, null, 3])
  const resized = new Resizing({ height: 4, width: 5 })(image as never) as unknown as KerasTensor
  expect(resized.shape).toEqual([null, 4, 5, 3])
  expect(new CenterCrop({ height: 4, width: 5, data_format: 'channels_first' }).compute_output_shape([3, 8, 9])).toEqual([
    3, 4, 5,
  ])
})

test('The format of boxes is in the config where there is one.', () => {
  expect('bounding_box_format' in new CenterCrop({ height: 1, width: 2 }).get_config()).toBe(false)
  expect(new CenterCrop({ height: 1, width: 2, bounding_box_format: 'xyxy' }).get_config()).toMatchObject({
    bounding_box_format: 'xyxy',
    data_format: 'channels_last',
    height: 1,
    width: 2,
  })
})

test('What does not fit is refused, and nothing is left behind.', () => {
  const crop = new CenterCrop({ height: 1, width: 1 })
  tidy(() => {
    const images = ones([2, 3])
    const data = { images: ones([2, 2, 1]), bounding_boxes: boxes_of([[0, 0, 1, 1]]) }
    const unlabelled = { images: data.images, bounding_boxes: { boxes: data.bounding_boxes.boxes } }
    const before = memory().numTensors
    expect(() => crop(images)).toThrow('Expected image tensor to have rank 3')
    expect(() => crop(data)).toThrow("didn't specify a bounding box format")
    expect(() => new Resizing({ height: 1, width: 1, bounding_box_format: 'xyxy' })(unlabelled)).toThrow(
      "keys 'boxes' and 'labels'",
    )
    expect(() => new Resizing({ height: 0, width: 1 })(data.images)).toThrow('must have positive height and width')
    expect(memory().numTensors).toBe(before)
  })
})
