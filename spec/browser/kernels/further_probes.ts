import type { Given, Probe } from '../../backend/meta_probes'

const size = (shape: number[]): number => shape.reduce((a, b) => a * b, 1)

/** Floats on both sides of zero, no two neighbours alike. */
const floats = (shape: number[]): Given => ({
  shape,
  dtype: 'float32',
  values: Array.from({ length: size(shape) }, (_, i) => ((i * 37) % 23) / 7 - 1.5),
})

const whole = (shape: number[]): Given => ({
  shape,
  dtype: 'int32',
  values: Array.from({ length: size(shape) }, (_, i) => ((i * 37) % 23) - 9),
})

const flags = (shape: number[]): Given => ({
  shape,
  dtype: 'bool',
  values: Array.from({ length: size(shape) }, (_, i) => ((i * 5) % 3 === 0 ? 1 : 0)),
})

const of = (inputs: Probe['inputs'], attrs: Record<string, unknown> = {}): Probe => ({ inputs, attrs })

const five = [2, 3, 2, 2, 3]
const six = [2, 1, 3, 2, 2, 2]
const seven = [2, 1, 3, 2, 1, 2, 2]

const binary = (make: (shape: number[]) => Given = floats): Probe[] => [
  of({ a: make(five), b: make([3]) }),
  of({ a: make([2, 1, 2, 1, 3]), b: make([3, 1, 2, 1]) }),
  of({ a: make(six), b: make([3, 1, 1, 2]) }),
  of({ a: make(seven), b: make([2]) }),
  of({ a: make(seven), b: make([2, 1, 1, 1, 2, 1, 1]) }),
]

const reduced: Probe[] = [
  of({ x: floats(five) }, { axis: [1, 3], reductionIndices: [1, 3], keepDims: false }),
  of({ x: floats(seven) }, { axis: [0, 2, 6], reductionIndices: [0, 2, 6], keepDims: true }),
  of({ x: floats([40, 70]) }, { axis: [0], reductionIndices: [0], keepDims: false }),
]

const low = (values: number[]): Given => ({ shape: [2, values.length / 2], dtype: 'float32', values })

/** Values beyond those where TensorFlow.js's shaders begin to look for the largest and the smallest. */
const extremes = [
  of({ x: low([-3e30, -2e25, -1e38, -5e21]) }, { axis: [1], reductionIndices: [1], keepDims: false }),
  of({ x: low([3e30, 2e25, 1e38, 5e21]) }, { axis: [1], reductionIndices: [1], keepDims: false }),
]

/** Values between those of half types, ties among them, and beyond. */
const halves = [
  1, 1.00048828125, 1.00146484375, -1.001, 0.1, 65519, 65520, 1e30, -3e38, 6e-8, 2.9e-8, 3e-8, -6.1e-5, 1e-10, 0, 3.14159,
  1.00390625, 1.01171875,
]

const whole_floats = (shape: number[]): Given => ({
  shape,
  dtype: 'float32',
  values: Array.from({ length: size(shape) }, (_, i) => i),
})

/** Inputs of more axes, or farther from zero, than the random ones of other tests, where shaders have been wrong. */
export const further_probes: Record<string, Probe[]> = {
  Add: [...binary(), ...binary(whole)],
  Multiply: binary(),
  Maximum: binary(),
  Less: binary(),
  LogicalAnd: binary(flags),
  Max: [...reduced, ...extremes],
  Min: [...reduced, ...extremes],
  Sum: reduced,
  Mean: reduced,
  KerasRoundHalf: (['float16', 'bfloat16'] as const).map((dtype) =>
    of({ x: { shape: [halves.length], dtype: 'float32', values: halves } }, { dtype }),
  ),
  KerasReluGrad: [null, 0.75].flatMap((top) =>
    [[3], five, seven, [5, 3]].map((shape) => of({ dy: whole_floats(shape), y: floats(shape) }, { top })),
  ),
  KerasAdam: [[3], [5, 3], [2, 2, 3], [1, 3, 2, 4]].map((shape) => {
    const v = { ...floats(shape), values: (floats(shape).values as number[]).map((value) => value * value) }
    const state = { x0: floats(shape), x1: whole_floats(shape), x2: v }
    return of({ ...state, gradient: floats(shape) }, { alpha: 0.1, beta_1: 0.9, beta_2: 0.99, epsilon: 0.001 })
  }),
  KerasAverage: [[3], [5, 3]].map((shape) => of({ x0: floats(shape), gradient: whole_floats(shape) }, { rate: 0.3 })),
  KerasMaxPoolTaken: [
    of(
      { x: floats([1, 4, 4, 2]), from: whole_floats([1, 4, 4, 2]) },
      { filterSize: [2, 2], strides: [2, 2], pad: 'valid', shape: [1, 2, 2, 2] },
    ),
  ],
  MaxPool: [
    of(
      { x: { shape: [1, 2, 2, 1], dtype: 'float32', values: [-3e30, -2e25, -1e38, -5e21] } },
      { filterSize: [2, 2], strides: [1, 1], pad: 'valid' },
    ),
  ],
  Softmax: [of({ logits: floats(five) }, { dim: 4 }), of({ logits: low([-1e9, -1e9, -1e38, -1e38]) }, { dim: 1 })],
  Transpose: [
    of({ x: floats(five) }, { perm: [4, 2, 0, 3, 1] }),
    of({ x: whole(six) }, { perm: [5, 4, 3, 2, 1, 0] }),
    of({ x: floats(seven) }, { perm: [6, 4, 2, 0, 5, 3, 1] }),
    of({ x: floats([2, 2, 2, 2, 2, 2, 2, 2]) }, { perm: [7, 5, 3, 1, 6, 4, 2, 0] }),
  ],
  PadV2: [5, 6].map((rank) =>
    of(
      { x: floats([2, 1, 3, 2, 2, 2].slice(0, rank)) },
      {
        paddings: [
          [1, 0],
          [0, 2],
          [0, 0],
          [1, 1],
          [0, 0],
          [2, 0],
        ].slice(0, rank),
        constantValue: 0.5,
      },
    ),
  ),
  MirrorPad: [
    of(
      { x: floats([2, 2, 3, 2, 2]) },
      {
        paddings: [
          [1, 0],
          [0, 1],
          [2, 0],
          [1, 1],
          [0, 0],
        ],
        mode: 'reflect',
      },
    ),
    of(
      { x: floats([2, 2, 3, 2, 2]) },
      {
        paddings: [
          [1, 0],
          [0, 1],
          [2, 0],
          [1, 1],
          [0, 0],
        ],
        mode: 'symmetric',
      },
    ),
  ],
  Select: [
    of({ condition: flags(five), t: floats(five), e: floats(five) }),
    of({ condition: flags([2]), t: floats([2, 3]), e: floats([2, 3]) }),
  ],
  Reverse: [of({ x: floats(five) }, { dims: [0, 3, 4] }), of({ x: whole(six) }, { dims: [2, 5] })],
  Slice: [
    of({ x: floats(five) }, { begin: [1, 0, 1, 0, 1], size: [1, 2, 1, 2, -1] }),
    of({ x: floats(six) }, { begin: [1, 0, 1, 0, 1, 0], size: [1, 1, 2, 2, 1, 1] }),
    of({ x: floats(seven) }, { begin: [1, 0, 1, 0, 0, 1, 0], size: [1, 1, 2, 2, 1, 1, 1] }),
  ],
  StridedSlice: [
    of(
      { x: floats(five) },
      {
        begin: [0, 0, 0, 0, 0],
        end: [2, 3, 2, 2, 3],
        strides: [1, 2, 1, 1, 2],
        beginMask: 0,
        endMask: 0,
        ellipsisMask: 0,
        newAxisMask: 0,
        shrinkAxisMask: 0,
      },
    ),
  ],
  Tile: [
    of({ x: floats(five) }, { reps: [1, 2, 1, 2, 1] }),
    of({ x: whole(six) }, { reps: [1, 2, 1, 1, 2, 1] }),
    of({ x: floats(seven) }, { reps: [1, 2, 1, 1, 2, 1, 1] }),
  ],
  Concat: [of([floats(five), floats(five)], { axis: 2 }), of([floats(seven), floats(seven)], { axis: 4 })],
  Pack: [of([floats(five), floats(five)], { axis: 2 })],
  Unpack: [of({ value: floats(five) }, { axis: 1 })],
  GatherV2: [of({ x: floats(five), indices: { shape: [2], dtype: 'int32', values: [1, 0] } }, { axis: 3, batchDims: 0 })],
  Cumsum: [of({ x: floats(five) }, { axis: 3, exclusive: false, reverse: true })],
  ArgMax: [of({ x: floats(five) }, { axis: 2 })],
  BroadcastTo: [
    of({ x: floats([3, 1, 2]) }, { shape: [2, 3, 4, 2] }),
    of({ x: floats([2, 1, 1, 2, 1, 3]) }, { shape: [2, 2, 2, 2, 3, 3] }),
    of({ x: flags([2, 1]) }, { shape: [2, 3] }),
    of({ x: whole([1]) }, { shape: [2, 1, 3] }),
  ],
}
