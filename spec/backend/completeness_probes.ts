import type { Given, Make, Random } from './meta_probes'

const floats = (r: Random, shape: number[]): Given => ({
  shape,
  dtype: 'float32',
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => r.next() * 3),
})

/** Where the floats of a kernel lie, when between -1.5 and 1.5 would not do. */
export const domains: Record<string, [number, number]> = {
  Acos: [-0.8, 0.8],
  Acosh: [1.3, 3],
  Asin: [-0.8, 0.8],
  Atan2: [0.5, 2],
  Atanh: [-0.8, 0.8],
  Cumprod: [0.5, 1.5],
  FusedBatchNorm: [0.5, 1.5],
  Log: [0.5, 2],
  Log1p: [-0.4, 1],
  LogSoftmax: [-1, 1],
  Mod: [0.6, 2],
  Pow: [0.5, 1.5],
  RealDiv: [0.7, 1.5],
  Reciprocal: [0.6, 2],
  Rsqrt: [0.6, 2],
  Sqrt: [0.5, 2],
  CropAndResize: [0.1, 0.9],
  Transform: [0.1, 0.9],
}

const distinct_rows = (r: Random): { shape: number[]; indices: Given } => {
  const shape = [r.int(3, 5), r.int(1, 2)]
  const rows = r.shuffled(shape[0]!).slice(0, 2)
  return { shape, indices: { shape: [2, 1], dtype: 'int32', values: rows } }
}

function window(r: Random, gradient: boolean): { x: Given; filter: Given; dy: Given; attrs: Record<string, unknown> } {
  const x = floats(r, [1, 4, 3, 1])
  const filter = floats(r, [2, 2, 1])
  const out = [1, 3, 2, 1]
  return { x, filter, dy: floats(r, gradient ? out : []), attrs: { strides: [1, 1], pad: 'valid', dilations: [1, 1] } }
}

/** Inputs for gradients where those of the forward tests are integers, repeat places or are kinks everywhere. */
export const gradient_probes: Record<string, Make> = {
  SparseToDense: (r) => {
    const { shape, indices } = distinct_rows(r)
    return {
      inputs: { sparseIndices: indices, sparseValues: floats(r, [2, shape[1]!]), defaultValue: floats(r, []) },
      attrs: { outputShape: shape },
    }
  },
  TensorScatterUpdate: (r) => {
    const { shape, indices } = distinct_rows(r)
    return { inputs: { tensor: floats(r, shape), indices, updates: floats(r, [2, shape[1]!]) }, attrs: {} }
  },
  Select: (r) => ({
    inputs: {
      condition: { shape: [2, 3], dtype: 'bool', values: [0, 1, 1, 0, 1, 0] },
      t: floats(r, [2, 3]),
      e: floats(r, [2, 3]),
    },
    attrs: {},
  }),
  Minimum: (r) => ({ inputs: { a: floats(r, [2, 3]), b: floats(r, [3]) }, attrs: {} }),
  Maximum: (r) => ({ inputs: { a: floats(r, [2, 3]), b: floats(r, [3]) }, attrs: {} }),
  Bincount: (r) => ({
    inputs: { x: { shape: [5], dtype: 'int32', values: [0, 2, 2, 1, 7] }, weights: floats(r, [5]) },
    attrs: { size: 4 },
  }),
  DenseBincount: (r) => ({
    inputs: { x: { shape: [2, 3], dtype: 'int32', values: [0, 2, 2, 1, 7, 0] }, weights: floats(r, [2, 3]) },
    attrs: { size: 4, binaryOutput: false },
  }),
  SparseFillEmptyRows: (r) => ({
    inputs: {
      indices: { shape: [3, 2], dtype: 'int32', values: [0, 1, 2, 0, 2, 3] },
      values: floats(r, [3]),
      denseShape: { shape: [2], dtype: 'int32', values: [5, 4] },
      defaultValue: floats(r, []),
    },
    attrs: {},
  }),
  CropAndResize: (r) => ({
    inputs: {
      image: floats(r, [2, 3, 3, 1]),
      boxes: { shape: [2, 4], dtype: 'float32', values: [0.1, 0.3, 2.2, 2.7, 0.5, 0.2, 1.9, 2.1] },
      boxInd: { shape: [2], dtype: 'int32', values: [1, 0] },
    },
    attrs: { cropSize: [2, 3], method: r.pick(['bilinear', 'nearest']), extrapolationValue: 0.5 },
  }),
  Transform: (r) => ({
    inputs: {
      image: floats(r, [2, 3, 3, 1]),
      transforms: { shape: [1, 8], dtype: 'float32', values: [0.9, 0.2, 0.3, 0.1, 1.1, 0.2, 0.01, 0.02] },
    },
    attrs: {
      interpolation: r.pick(['nearest', 'bilinear']),
      fillMode: r.pick(['constant', 'reflect', 'wrap', 'nearest']),
      fillValue: 0.5,
      outputShape: r.flag() ? [2, 4] : undefined,
    },
  }),
  RotateWithOffset: (r) => ({
    inputs: { image: floats(r, [2, 3, 4, 1]) },
    attrs: { radians: 0.7, fillValue: r.pick([0, 2]), center: 0.4 },
  }),
  MaxPoolGrad: (r) => ({
    inputs: { dy: floats(r, [1, 2, 2, 2]), input: floats(r, [1, 4, 3, 2]), output: floats(r, [1, 2, 2, 2]) },
    attrs: { filterSize: [2, 2], strides: [2, 2], pad: 'same' },
  }),
  Dilation2D: (r) => {
    const { x, filter, attrs } = window(r, false)
    return { inputs: { x, filter }, attrs }
  },
  Dilation2DBackpropInput: (r) => {
    const { x, filter, dy, attrs } = window(r, true)
    return { inputs: { x, filter, dy }, attrs }
  },
  Dilation2DBackpropFilter: (r) => {
    const { x, filter, dy, attrs } = window(r, true)
    return { inputs: { x, filter, dy }, attrs }
  },
}
