import { add, cast, greater, mul, range, reshape, sub, type Tensor, unsortedSegmentSum, zeros } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import type { Rule } from './rule'

const run = (name: string, inputs: Record<string, Tensor>, attrs: object): Tensor => engine().runKernel(name, inputs, attrs)

const run_list = (name: string, inputs: Tensor[], attrs: object): Tensor => engine().runKernel(name, inputs, attrs)

/** The places of an image, from 1 on, as a kernel that only moves pixels moves them; 0 is outside. */
function moved_places(shape: number[], move: (places: Tensor) => Tensor): Tensor {
  const size = shape.reduce((product, d) => product * d, 1)
  return cast(move(reshape(add(range(0, size, 1, 'float32'), 1), shape)), 'int32')
}

export const sampling_rules: Record<string, Rule> = {
  CropAndResize: {
    save: ['image', 'boxes', 'boxInd'],
    gradient: (dy, [image, boxes, boxInd], { cropSize, method }) => {
      return {
        image: () => run('KerasCropImageGrad', { dy, boxes: boxes!, boxInd: boxInd! }, { cropSize, method, shape: image!.shape }),
        boxes: () =>
          method === 'nearest'
            ? zeros(boxes!.shape as [number])
            : run('KerasCropBoxesGrad', { dy, image: image!, boxes: boxes!, boxInd: boxInd! }, { cropSize, method }),
      }
    },
  },
  KerasCropImageGrad: {
    save: ['boxes', 'boxInd'],
    gradient: (ddx, [boxes, boxInd], { shape: _, ...attrs }) => ({
      dy: () => run('CropAndResize', { image: ddx, boxes: boxes!, boxInd: boxInd! }, { ...attrs, extrapolationValue: 0 }),
    }),
  },
  KerasResize: {
    gradient: (dy, _saved, { size: _, ...settings }, { images }) => ({
      images: () => run('KerasResizeGrad', { dy }, { ...settings, shape: images!.shape }),
    }),
  },
  KerasResizeGrad: {
    gradient: (ddx, _saved, { shape: _, ...settings }, { dy }) => ({
      dy: () => run('KerasResize', { images: ddx }, { ...settings, size: dy!.shape.slice(1, 3) }),
    }),
  },
  KerasSample: {
    save_all: true,
    gradient: (dy, [images, ...places], attrs) => [
      () => run_list('KerasSampleImagesGrad', [dy, ...places], { ...attrs, shape: images!.shape }),
      ...places.map((_, axis) => () => run_list('KerasSamplePlacesGrad', [dy, images!, ...places], { ...attrs, axis })),
    ],
  },
  KerasProjection: {
    save: ['transforms'],
    gradient: ([d_rows, d_columns]: [Tensor, Tensor], [transforms], attrs) => ({
      transforms: () => run('KerasProjectionGrad', { d_rows, d_columns, transforms: transforms! }, attrs),
    }),
  },
  Transform: {
    save: ['transforms'],
    gradient: (dy, [transforms], attrs, { image }) => ({
      image: () => run('KerasTransformGrad', { dy, transforms: transforms! }, { ...attrs, shape: image!.shape }),
    }),
  },
  KerasTransformGrad: {
    save: ['transforms'],
    gradient: (ddx, [transforms], { shape: _, ...attrs }, { dy }) => ({
      dy: () =>
        run('Transform', { image: ddx, transforms: transforms! }, { ...attrs, fillValue: 0, outputShape: dy!.shape.slice(1, 3) }),
    }),
  },
  RotateWithOffset: {
    gradient: (dy, _saved, attrs, { image }) => ({
      image: () => {
        const size = image!.size
        const places = moved_places(image!.shape, (x) => run('RotateWithOffset', { image: x }, { ...attrs, fillValue: 0 }))
        const inside = reshape(greater(places, 0), [size])
        const kept = mul(reshape(dy, [size]), cast(inside, 'float32'))
        const at = mul(sub(reshape(places, [size]), 1), cast(inside, 'int32'))
        return reshape(unsortedSegmentSum(kept, cast(at, 'int32') as never, size), image!.shape)
      },
    }),
  },
  MaxPoolWithArgmax: {
    save: ['x'],
    save_outputs: [true, false],
    gradient: ([dy]: Tensor[], [x, output], { filterSize, strides, pad }) => ({
      x: () => run('MaxPoolGrad', { dy: dy!, input: x!, output: output! }, { filterSize, strides, pad }),
    }),
  },
}
