import { env, type KernelFunc, reshape, type Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { largest_shader_rank, type RunFormula } from '../kernels/shader_updates'

/** A shader of our own, in the form that TensorFlow.js's WebGL backend runs. Packed ones compute four elements at a time. */
interface Shader {
  variableNames: string[]
  outputShape: number[]
  packedInputs: boolean
  packedOutput: boolean
  userCode: string
  customUniforms?: { name: string; type: 'float' }[]
}

interface ShaderBackend {
  runWebGLProgram(program: Shader, inputs: TensorInfo[], dtype: string, uniforms?: number[][]): TensorInfo
}

/** KerasReluGrad. */
export const relu_grad_on_webgl: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, y } = inputs as unknown as Record<'dy' | 'y', Tensor>
  if (dy.shape.length > largest_shader_rank) {
    return tidy(() => {
      const [flat_dy, flat_y] = [dy, y].map((x) => reshape(x, [-1])) as [Tensor, Tensor]
      return reshape(engine().runKernel('KerasReluGrad', { dy: flat_dy, y: flat_y }, attrs), dy.shape)
    })
  }
  const top = attrs!.top as unknown as number | null
  const packed = env().getBool('WEBGL_PACK_BINARY_OPERATIONS')
  const limit = (top ?? 0).toExponential()
  const below = top === null ? '' : packed ? ` * vec4(lessThan(y, vec4(${limit})))` : ` && y < ${limit}`
  const code = packed
    ? `vec4 y = getYAtOutCoords(); setOutput(getDyAtOutCoords() * vec4(greaterThan(y, vec4(0.0)))${below});`
    : `float y = getYAtOutCoords(); setOutput(y > 0.0${below} ? getDyAtOutCoords() : 0.0);`
  const shader: Shader = {
    variableNames: ['Dy', 'Y'],
    outputShape: dy.shape,
    packedInputs: packed,
    packedOutput: packed,
    userCode: `void main() { ${code} }`,
  }
  return (backend as unknown as ShaderBackend).runWebGLProgram(shader, [dy, y], 'float32')
}

/** A formula of elements, as the kernels of updates need it. */
export const run_formula_on_webgl: RunFormula = (backend, formula, inputs, numbers) => {
  const packed = env().getBool('WEBGL_PACK_BINARY_OPERATIONS')
  const names = Object.keys(inputs)
  const read = names.map((name) => `${packed ? 'vec4' : 'float'} ${name} = get${name}AtOutCoords();`).join(' ')
  const infos = Object.values(inputs)
  const shader: Shader = {
    variableNames: names,
    outputShape: infos[0]!.shape,
    packedInputs: packed,
    packedOutput: packed,
    customUniforms: Object.keys(numbers).map((name) => ({ name, type: 'float' })),
    userCode: `void main() { ${read} setOutput(${formula}); }`,
  }
  const given = Object.values(numbers).map((number) => [number])
  return (backend as ShaderBackend).runWebGLProgram(shader, infos, 'float32', given)
}
