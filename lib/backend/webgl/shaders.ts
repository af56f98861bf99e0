import { env, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core'

/** A shader of our own, in the form that TensorFlow.js's WebGL backend runs. Packed ones compute four elements at a time. */
interface Shader {
  variableNames: string[]
  outputShape: number[]
  packedInputs: boolean
  packedOutput: boolean
  userCode: string
}

interface ShaderBackend {
  runWebGLProgram(program: Shader, inputs: TensorInfo[], dtype: string): TensorInfo
}

/** KerasReluGrad. */
export const relu_grad_on_webgl: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, y } = inputs as unknown as Record<'dy' | 'y', TensorInfo>
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
