import { getGradient, type Tensor } from '@tensorflow/tfjs-core'
import { type EngineInternals, engine, type TapeNode } from './engine'

type GradientFunction = (
  dy: Tensor | Tensor[],
  saved: Tensor[],
  attrs: unknown,
  inputs: Record<string, Tensor>,
) => Record<string, () => Tensor>

type AddTapeNode = (
  kernel_name: string,
  inputs: Record<string, Tensor>,
  outputs: Tensor[],
  gradient: GradientFunction | null,
  saved: Tensor[],
  attrs: unknown,
) => void

const has_gradient = (tensor: Tensor): boolean => tensor.dtype === 'float32' || tensor.dtype === 'complex64'

/** Zeros for an output that the result does not depend on. */
function zero_gradient(output: Tensor): Tensor {
  return engine().runKernel('Fill', {}, { shape: output.shape, value: 0, dtype: 'float32' })
}

/**
 * Records one kernel call, as tfjs does, with three differences. What gives only integers, booleans or strings is not recorded: nothing flows
 * through it, and comparisons need no gradient. Gradient functions get the call's inputs, so that those that only need a shape save no tensor.
 * The clones that saving makes are recorded only where a second derivative may want them.
 */
const add_tape_node: AddTapeNode = (kernel_name, inputs, outputs, given, saved, attrs) => {
  const { state } = engine()
  if (state.activeTape === null || !outputs.some(has_gradient)) {
    for (const tensor of saved) tensor.dispose()
    return
  }
  if (state.kernelDepth > 0 && state.gradientDepth === 1) return
  const node: TapeNode = { id: state.nextTapeNodeId++, kernelName: kernel_name, inputs, outputs, saved }
  const gradient = (getGradient(kernel_name)?.gradFunc as unknown as GradientFunction | undefined) ?? given
  if (gradient != null) {
    node.gradient = (dys) => {
      const all =
        outputs.length === 1 ? dys : dys.map((dy, i) => dy ?? (has_gradient(outputs[i]!) ? zero_gradient(outputs[i]!) : dy))
      return gradient(all.length > 1 ? all : all[0]!, saved, attrs, inputs)
    }
  }
  insert_node(state.activeTape, node)
}

/** Puts a node before the clones of its own outputs, which were recorded while the kernel saved them: a second derivative walks the tape in order. */
function insert_node(tape: TapeNode[], node: TapeNode): void {
  const takes_output = (later: TapeNode): boolean => Object.values(later.inputs).some((input) => node.outputs.includes(input))
  let place = tape.length
  while (place > 0 && takes_output(tape[place - 1]!)) place--
  tape.splice(place, 0, node)
}

/** Puts our way of recording in the place of tfjs's. */
export function record_our_way(): void {
  ;(engine() as EngineInternals & { addTapeNode: AddTapeNode }).addTapeNode = add_tape_node
}
