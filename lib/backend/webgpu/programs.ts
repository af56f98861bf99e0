/** A shader of TensorFlow.js on WebGPU. */
export interface WebGPUProgram {
  shaderKey: string
  outputShape: number[]
  getUserCode(): string
}

/** A fault in shaders of TensorFlow.js 4.22 whose keys start alike. */
interface Fault {
  key: string
  wrong: string
  right: string
  /** What the results are, where it matters. */
  of?: 'floats' | 'integers'
}

const faults: readonly Fault[] = [
  // The type of what is read may differ from that of the result, and integers are written as floats.
  { key: 'transpose_', of: 'floats', wrong: 'A[getIndexFromCoords', right: 'f32(A[getIndexFromCoords' },
  { key: 'transpose_', of: 'integers', wrong: 'A[getIndexFromCoords', right: 'i32(A[getIndexFromCoords' },
  { key: 'transpose_', wrong: 'uniforms.aShape)]);', right: 'uniforms.aShape)]));' },
  { key: 'transpose', of: 'integers', wrong: 'setOutputAtIndex(', right: 'setOutputAtIndexI32(' },
  { key: 'transposeShared', of: 'integers', wrong: 'f32', right: 'i32' },
  // The image of a box is looked for among the boxes.
  { key: 'cropAndResize', wrong: 'bInd >= uniforms.outShape[0]', right: 'bInd >= uniforms.imageShape[0]' },
  // The largest value is looked for from here on: what lies below is not seen.
  { key: 'pool', wrong: '-1.0 / pow(10.0, -20.0)', right: '-uniforms.INFINITY' },
  // The depth of a window is counted in squares of its height.
  { key: 'pool3D', wrong: 'filterDims.y * uniforms.filterDims.y', right: 'filterDims.y * uniforms.filterDims.z' },
  // Of equal values the first one is the largest.
  { key: 'pool', wrong: 'if (value >= currMaxValue) {', right: 'if (value > currMaxValue || maxValueFound == 0.0) {' },
]

/** Puts right what is wrong in a shader, before it is compiled. */
export function repair_webgpu_program(program: WebGPUProgram, dtype: string): void {
  const { shaderKey: key } = program
  // The length is part of these shaders, and not of their keys.
  if (key.startsWith('cum_')) program.shaderKey += `_${program.outputShape.at(-1)}`
  const of = dtype === 'float32' ? 'floats' : 'integers'
  const found = faults.filter((fault) => key.startsWith(fault.key) && (fault.of ?? of) === of)
  if (found.length === 0) return
  const original = program.getUserCode
  program.getUserCode = () => found.reduce((code, { wrong, right }) => code.replaceAll(wrong, right), original.call(program))
}
