import { broadcast_util, broadcastTo, type KernelFunc, reshape, type Tensor, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { HalfType } from '../kernels/round_half_kernel'
import type { RunFormula } from '../kernels/shader_updates'
import { made_in_tidy } from '../webgl/make'

/** A shader of our own, in the form that TensorFlow.js's WebGPU backend runs. It computes one element at a time. */
interface Shader {
  variableNames: string[]
  outputShape: number[]
  workgroupSize: [number, number, number]
  dispatchLayout: { x: number[] }
  dispatch: [number, number, number]
  size: true
  shaderKey: string
  uniforms?: string
  getUserCode(): string
}

interface ShaderBackend {
  runWebGPUProgram(
    program: Shader,
    inputs: TensorInfo[],
    dtype: string,
    uniforms?: { type: 'float32'; data: number[] }[],
  ): TensorInfo
}

/** Runs WGSL statements for every `index` of flat tensors; the result has a shape of its own. */
function run_shader(
  backend: object,
  key: string,
  inputs: Record<string, TensorInfo>,
  { shape, dtype }: { shape: number[]; dtype: string },
  code: string,
  numbers: Record<string, number> = {},
): TensorInfo {
  const names = Object.keys(numbers)
  const size = util.sizeFromShape(shape)
  const shader: Shader = {
    variableNames: Object.keys(inputs),
    outputShape: [size],
    workgroupSize: [64, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(size / 64), 1, 1],
    size: true,
    shaderKey: key,
    uniforms: names.map((name) => `${name} : f32, `).join(''),
    getUserCode: () => `fn main(index : i32) { if (index < uniforms.size) { ${code} } }`,
  }
  const given = names.map((name) => ({ type: 'float32' as const, data: [numbers[name]!] }))
  return { ...(backend as ShaderBackend).runWebGPUProgram(shader, Object.values(inputs), dtype, given), shape }
}

/** A formula of elements, as the kernels of updates need it. */
export const run_formula_on_webgpu: RunFormula = (backend, formula, inputs, numbers) => {
  const flat: Record<string, TensorInfo> = {}
  const { shape } = Object.values(inputs)[0]!
  for (const [name, { dataId, dtype }] of Object.entries(inputs))
    flat[name] = { dataId, shape: [util.sizeFromShape(shape)], dtype }
  const read = [
    ...Object.keys(inputs).map((name) => `let ${name} = ${name.toLowerCase()}_values[index];`),
    ...Object.keys(numbers).map((name) => `let ${name} = uniforms.${name};`),
  ]
  const renamed = Object.fromEntries(Object.entries(flat).map(([name, info]) => [`${name.toLowerCase()}_values`, info]))
  const code = `${read.join(' ')} setOutputAtIndex(index, ${formula});`
  return run_shader(backend, `keras_formula_${formula}`, renamed, { shape, dtype: 'float32' }, code, numbers)
}

/** BitwiseAnd. */
export const bitwise_and_kernel: KernelFunc = ({ inputs, backend }) => {
  const { a, b } = inputs as unknown as Record<'a' | 'b', Tensor>
  const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape)
  return made_in_tidy(() => {
    const [A, B] = [a, b].map((x) => reshape(broadcastTo(x, shape), [util.sizeFromShape(shape)])) as [Tensor, Tensor]
    return run_shader(
      backend,
      'keras_and',
      { A, B },
      { shape, dtype: 'int32' },
      'setOutputAtIndexI32(index, i32(A[index]) & i32(B[index]));',
    )
  })
}

/** KerasReluGrad. */
export const relu_grad_on_webgpu: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, y } = inputs as unknown as Record<'dy' | 'y', Tensor>
  const top = attrs!.top as unknown as number | null
  const below = top === null ? '' : ` && Y[index] < ${top.toExponential()}`
  const code = `setOutputAtIndex(index, select(0.0, DY[index], Y[index] > 0.0${below}));`
  return made_in_tidy(() => {
    const [DY, Y] = [dy, y].map((x) => reshape(x, [x.size])) as [Tensor, Tensor]
    return run_shader(backend, `keras_relu_grad_${top}`, { DY, Y }, { shape: dy.shape, dtype: 'float32' }, code)
  })
}

/** How the bits `b` of a float become those of the nearest value of a half type, ties to even; `m` are the bits of its magnitude. */
const rounded: Record<HalfType, string> = {
  bfloat16: `
    var r = (b + 0x7fffu + ((b >> 16u) & 1u)) & 0xffff0000u;
    if (m > 0x7f800000u) { r = b | 0x00400000u; }`,
  float16: `
    var r = b;
    if (m < 0x38800000u) {
      r = bitcast<u32>(round(bitcast<f32>(m) * 16777216.0) / 16777216.0) | (b & 0x80000000u);
    } else if (m < 0x7f800000u) {
      let near = (m + 0x0fffu + ((m >> 13u) & 1u)) & 0xffffe000u;
      r = select(near, 0x7f800000u, near >= 0x47800000u) | (b & 0x80000000u);
    }`,
}

/** KerasRoundHalf. */
export const round_half_on_webgpu: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as Tensor
  const dtype = attrs!.dtype as unknown as HalfType
  const code = `let b = bitcast<u32>(f32(A[index])); let m = b & 0x7fffffffu; ${rounded[dtype]} setOutputAtIndex(index, bitcast<f32>(r));`
  return made_in_tidy(() =>
    run_shader(backend, `keras_${dtype}`, { A: reshape(x, [x.size]) }, { shape: x.shape, dtype: 'float32' }, code),
  )
}
