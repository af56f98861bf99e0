import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'

/** What an equation says about the weights of an einsum layer. */
export interface EinsumShapes {
  kernel_shape: Shape
  bias_shape: Shape | null
  output_shape: Shape
  /** Axes of the kernel that are summed, and those that the output keeps. */
  input_axes: number[]
  output_axes: number[]
}

const forms = [
  /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)/,
  /^0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)/,
  /^([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0/,
]

/**
 * The shapes of kernel, bias and output for an equation such as `...a,ab->...b`.
 * @param partial the output shape without the batch and without what `...` stands for.
 * @throws ValueError when the equation has another form, or contradicts the shapes.
 */
export function analyze_einsum(equation: string, bias_axes: string | null, input_shape: Shape, partial: Shape): EinsumShapes {
  const form = forms.findIndex((pattern) => pattern.test(equation.replaceAll('...', '0')))
  if (form < 0) {
    throw new ValueError(
      `Invalid einsum equation '${equation}'. Equations must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]....`,
    )
  }
  const [, input, weight, output] = forms[form]!.exec(equation.replaceAll('...', '0')) as unknown as [
    string,
    string,
    string,
    string,
  ]
  const left = form === 1
  const elided = Math.max(0, input_shape.length - input.length)
  const before = left ? input_shape.slice(0, Math.max(1, elided)) : [input_shape[0]!]
  const after = left ? [] : input_shape.slice(input_shape.length - elided)
  const output_shape = [...before, ...partial, ...after]
  const offset = left ? elided : 0
  const size_in = (letter: string): number | null => input_shape[input.indexOf(letter) + offset]!
  const size_out = (letter: string): number | null => output_shape[output.indexOf(letter) + offset]!
  for (const letter of input) {
    if (!output.includes(letter) || size_out(letter) === null || size_out(letter) === size_in(letter)) continue
    throw new ValueError(
      `Input shape and output shape do not match at shared dimension '${letter}'. Input shape is ${repr(size_in(letter))}, and output shape is ${repr(size_out(letter))}.`,
    )
  }
  for (const letter of output) {
    if (input.includes(letter) || weight.includes(letter)) continue
    throw new ValueError(
      `Dimension '${letter}' was specified in the output '${output}' but has no corresponding dim in the input spec '${input}' or weight spec '${weight}'`,
    )
  }
  const input_axes: number[] = []
  const output_axes: number[] = []
  const kernel_shape = [...weight].map((letter, i) => {
    if (output.includes(letter)) {
      output_axes.push(i)
      return size_out(letter)
    }
    if (!input.includes(letter)) {
      throw new ValueError(
        `Weight dimension '${letter}' did not have a match in either the input spec '${input}' or the output spec '${output}'. For this layer, the weight must be fully specified.`,
      )
    }
    input_axes.push(i)
    return size_in(letter)
  })
  return {
    kernel_shape,
    bias_shape: bias_shape_of(bias_axes, output, output_shape, offset, left),
    output_shape,
    input_axes,
    output_axes,
  }
}

function bias_shape_of(
  bias_axes: string | null,
  output: string,
  output_shape: Shape,
  offset: number,
  left: boolean,
): Shape | null {
  if (bias_axes === null) return null
  for (const letter of bias_axes) {
    if (!output.includes(letter)) {
      throw new ValueError(`Bias dimension '${letter}' was requested, but is not part of the output spec '${output}'`)
    }
  }
  const first = Math.min(...[...bias_axes].map((letter) => output.indexOf(letter)))
  const shape = [...output].slice(first).map((letter, i) => (bias_axes.includes(letter) ? output_shape[first + i + offset]! : 1))
  return left ? shape : [...shape, ...new Array(output_shape.length - output.length).fill(1)]
}
