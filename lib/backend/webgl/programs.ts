import { env } from '@tensorflow/tfjs-core'

/** A shader of TensorFlow.js on WebGL. */
interface Program {
  userCode: string
}

/** Where a search for the largest or the smallest value begins: what lies beyond is not seen. */
const beginning = '1.0 / 1e-20'

/** Other faults in the shaders of TensorFlow.js 4.22, and what stands there instead. */
const faults: readonly [wrong: string, right: string][] = [
  // The image of a box is the one that the box names.
  ['getImage(b, ', 'getImage(bInd, '],
  // Of equal values the first one is the largest.
  ['if (value >= currMaxValue) {', 'if (value > currMaxValue || maxValueFound == 0.0) {'],
]

/** Puts right what is wrong in a shader. */
export function repair_webgl_program(program: Program): void {
  if (program.userCode.includes(beginning)) {
    const infinite = env().getNumber('WEBGL_VERSION') === 2 ? 'uintBitsToFloat(0x7f800000u)' : '3.4e38'
    program.userCode = program.userCode.replaceAll(beginning, infinite)
  }
  for (const [wrong, right] of faults) {
    if (program.userCode.includes(wrong)) program.userCode = program.userCode.replaceAll(wrong, right)
  }
}
