import type { Tensor } from '@tensorflow/tfjs-core'
import { RuntimeError, ValueError } from '../common/errors'
import { engine, type TapeNode } from './engine'

/** The recorded calls on a path from `xs` to `y`, in order. Their `inputs` are those on such a path. */
export function connected_nodes(tape: TapeNode[], xs: readonly Tensor[], y: Tensor): TapeNode[] {
  const from_x = new Set<number>(xs.map((x) => x.id))
  const reached: TapeNode[] = []
  for (const node of tape) {
    const inputs: Record<string, Tensor> = {}
    let any = false
    for (const name in node.inputs) {
      const input = node.inputs[name]
      if (input != null && from_x.has(input.id)) {
        inputs[name] = input
        any = true
      }
    }
    if (!any) continue
    for (const output of node.outputs) from_x.add(output.id)
    reached.push({ ...node, inputs })
  }
  const to_y = new Set<number>([y.id])
  const path: TapeNode[] = []
  for (let i = reached.length - 1; i >= 0; i--) {
    const node = reached[i]!
    if (!node.outputs.some((output) => to_y.has(output.id))) continue
    for (const name in node.inputs) to_y.add(node.inputs[name]!.id)
    path.push(node)
  }
  return path.reverse()
}

/** Gradients by tensor id. Those that nothing needs any more are freed; one tensor may be the gradient of several. */
class GradientMap {
  readonly #by_id = new Map<number, Tensor>()
  readonly #holders = new Map<number, number>()
  readonly #scope = engine().state.activeScope!.id

  get(id: number): Tensor | undefined {
    return this.#by_id.get(id)
  }

  add(id: number, slope: Tensor): void {
    const present = this.#by_id.get(id)
    if (present === undefined) {
      this.#hold(id, slope)
      return
    }
    this.#hold(id, engine().runKernel('Add', { a: present, b: slope }))
    this.#release(present)
    if (!this.#holders.has(slope.id)) this.#free(slope)
  }

  delete(id: number): void {
    const slope = this.#by_id.get(id)
    if (slope === undefined) return
    this.#by_id.delete(id)
    this.#release(slope)
  }

  #hold(id: number, slope: Tensor): void {
    this.#by_id.set(id, slope)
    this.#holders.set(slope.id, (this.#holders.get(slope.id) ?? 0) + 1)
  }

  #release(slope: Tensor): void {
    const left = this.#holders.get(slope.id)! - 1
    if (left > 0) {
      this.#holders.set(slope.id, left)
      return
    }
    this.#holders.delete(slope.id)
    this.#free(slope)
  }

  #free(slope: Tensor): void {
    if ((slope as Tensor & { scopeId: number }).scopeId === this.#scope && !slope.isDisposed) slope.dispose()
  }
}

const same_shape = (a: number[], b: number[]): boolean => a.length === b.length && a.every((d, i) => d === b[i])

function check(slope: Tensor, input: Tensor, node: TapeNode, name: string): void {
  const expected = input.dtype === 'complex64' ? 'complex64' : 'float32'
  if (slope.dtype !== expected || !same_shape(slope.shape, input.shape)) {
    throw new ValueError(
      `The gradient of ${node.kernelName} for its input ${name} must have shape [${input.shape}] and dtype ${expected}. Received: shape=[${slope.shape}], dtype=${slope.dtype}`,
    )
  }
}

/** The gradients of one call's inputs, everything else freed. */
function input_slopes(node: TapeNode, dys: Tensor[]): Tensor[] {
  if (node.gradient === undefined)
    throw new RuntimeError(`Cannot compute a gradient: the kernel ${node.kernelName} has no gradient.`)
  return engine().tidy(() => {
    const slopes = node.gradient!(dys)
    return Object.keys(node.inputs).map((name) => {
      if (!(name in slopes))
        throw new RuntimeError(`Cannot compute a gradient: the kernel ${node.kernelName} has none for its input ${name}.`)
      const slope = slopes[name]!()
      check(slope, node.inputs[name]!, node, name)
      return node.saved?.includes(slope) ? engine().runKernel('Identity', { x: slope }) : slope
    })
  })
}

/**
 * Walks the calls backwards from `y` and gives the gradient of each of `xs`, or null. Needs an open scope. With `last_use` what a call saved
 * is freed as soon as its gradient is known.
 */
export function backpropagate(nodes: TapeNode[], xs: readonly Tensor[], y: Tensor, last_use: boolean): (Tensor | null)[] {
  const slopes = new GradientMap()
  const wanted = new Set(xs.map((x) => x.id))
  slopes.add(y.id, engine().runKernel('Fill', {}, { shape: y.shape, value: 1, dtype: 'float32' }))
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!
    const dys = node.outputs.map((output) => slopes.get(output.id))
    if (dys.some((dy) => dy !== undefined)) {
      const inputs = Object.values(node.inputs)
      for (const [at, slope] of input_slopes(node, dys as Tensor[]).entries()) slopes.add(inputs[at]!.id, slope)
    }
    for (const output of node.outputs) if (!wanted.has(output.id)) slopes.delete(output.id)
    if (last_use) for (const tensor of node.saved?.splice(0) ?? []) tensor.dispose()
  }
  return own_results(xs.map((x) => slopes.get(x.id) ?? null))
}

/** Each result a tensor of its own: one may be the gradient of several inputs, or a tensor that a gradient function did not make. */
function own_results(grads: (Tensor | null)[]): (Tensor | null)[] {
  const scope = engine().state.activeScope!.id
  const seen = new Set<number>()
  return grads.map((grad) => {
    if (grad === null) return null
    const own = (grad as Tensor & { scopeId: number }).scopeId === scope && !seen.has(grad.id)
    seen.add(grad.id)
    return own ? grad : engine().runKernel('Identity', { x: grad })
  })
}
