import { is_plain_object } from '../common/tree'
import { KerasTensor } from './keras_tensor'
import type { Node } from './node'
import { OpOperation } from './op'
import type { Operation } from './operation'

type Slots = unknown[]
type Fill = (slots: Slots) => unknown
type Training = boolean | null | undefined

interface Step {
  node: Node
  run: (slots: Slots, training: Training) => unknown
  /** Where the result goes; -1 when it has several tensors. */
  target: number
  targets: readonly number[]
}

/** Runs an operation of a graph on the arguments of one of its nodes. */
export type Caller = (operation: Operation, args: unknown[], kwargs: Record<string, unknown>) => unknown

/**
 * A graph as a flat list of steps. Each symbolic tensor has a slot; a step reads the slots of its arguments and fills those of its results. What does not change between calls is found out
 * once, here.
 */
export class GraphPlan {
  private readonly slots = new Map<KerasTensor, number>()
  private readonly steps: Step[]
  private readonly inputs: number
  private readonly result: Fill

  /** `nodes` in the order in which they run. */
  constructor(inputs: readonly KerasTensor[], nodes: readonly Node[], result: unknown) {
    this.inputs = inputs.length
    for (const input of inputs) this.slot_of(input)
    this.steps = nodes.filter((node) => !node.is_input).map((node) => this.compile(node))
    this.result = this.fill_of(result)
  }

  /** The results for the flat `values` of the inputs. A training flag replaces one that a node fixed. */
  run(values: readonly unknown[], training: Training): unknown {
    const slots: Slots = new Array(this.slots.size)
    for (let i = 0; i < this.inputs; i++) slots[i] = values[i]
    const { steps } = this
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!
      const output = step.run(slots, training)
      if (step.target >= 0) slots[step.target] = output
      else spread(output, step.targets, slots)
    }
    return this.result(slots)
  }

  /** `run`, where `call` runs the operations. */
  run_with(values: readonly unknown[], call: Caller): unknown {
    const slots: Slots = new Array(this.slots.size)
    for (let i = 0; i < this.inputs; i++) slots[i] = values[i]
    for (const { node, targets } of this.steps) {
      const args = node.arguments.args.map((arg) => this.fill_of(arg)(slots))
      const kwargs = this.fill_of(node.arguments.kwargs)(slots) as Record<string, unknown>
      spread(call(node.operation, args, { ...kwargs }), targets, slots)
    }
    return this.result(slots)
  }

  private slot_of(tensor: KerasTensor): number {
    let slot = this.slots.get(tensor)
    if (slot === undefined) {
      slot = this.slots.size
      this.slots.set(tensor, slot)
    }
    return slot
  }

  private compile(node: Node): Step {
    const run = node.operation instanceof OpOperation ? this.op_step(node, node.operation) : this.call_step(node)
    const targets = node.outputs.map((output) => this.slot_of(output))
    return { node, run, target: node.output_structure instanceof KerasTensor ? targets[0]! : -1, targets }
  }

  private op_step(node: Node, operation: OpOperation): Step['run'] {
    const { run, settings } = operation.compiled()
    const { args, kwargs } = node.arguments
    const count = operation.declaration.inputs.length
    const [first, second] = args.map((arg) => (arg instanceof KerasTensor ? this.slots.get(arg)! : -1))
    if (args.length === count && first! >= 0 && Object.keys(kwargs).length === 0) {
      if (count === 1) return (slots) => run(slots[first!], ...settings)
      if (count === 2 && second! >= 0) return (slots) => run(slots[first!], slots[second!], ...settings)
    }
    const fills = args.slice(0, count).map((arg) => this.fill_of(arg))
    while (fills.length < count) fills.push(() => undefined)
    if (Object.keys(kwargs).length > 0) {
      const options = this.fill_of({ ...kwargs })
      return (slots) => operation.call(...fills.map((fill) => fill(slots)), options(slots))
    }
    return (slots) => run(...fills.map((fill) => fill(slots)), ...settings)
  }

  private call_step(node: Node): Step['run'] {
    const { operation } = node
    const { args, kwargs } = node.arguments
    const keys = Object.keys(kwargs)
    if (args.length === 1 && keys.length === 0 && args[0] instanceof KerasTensor) {
      const source = this.slots.get(args[0])!
      return (slots) => operation.__call__(slots[source])
    }
    const fills = args.map((arg) => this.fill_of(arg))
    if (keys.length === 0 && !(args.length > 1 && is_plain_object(args[args.length - 1]))) {
      return (slots) => operation.__call__(...fills.map((fill) => fill(slots)))
    }
    const options = this.fill_of({ ...kwargs })
    const fixes_training = kwargs.training !== undefined
    return (slots, training) => {
      const given = options(slots) as Record<string, unknown>
      const overrides = fixes_training && training !== null && training !== undefined
      return operation.__call__(...fills.map((fill) => fill(slots)), overrides ? { ...given, training } : given)
    }
  }

  /** How a value with symbolic tensors in it becomes one with the contents of their slots. */
  private fill_of(value: unknown): Fill {
    if (value instanceof KerasTensor) {
      const slot = this.slots.get(value)
      return slot === undefined ? () => value : (slots) => slots[slot]
    }
    if (Array.isArray(value)) {
      const fills = value.map((item) => this.fill_of(item))
      return (slots) => fills.map((fill) => fill(slots))
    }
    if (is_plain_object(value)) {
      const fills = Object.entries(value).map(([key, item]) => [key, this.fill_of(item)] as const)
      return (slots) => {
        const filled: Record<string, unknown> = {}
        for (const [key, fill] of fills) filled[key] = fill(slots)
        return filled
      }
    }
    return () => value
  }
}

/** Puts the tensors of a result, in flatten order, into their slots. */
function spread(output: unknown, targets: readonly number[], slots: Slots): void {
  let next = 0
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item)
    else if (is_plain_object(value)) for (const key of Object.keys(value).sort()) walk(value[key])
    else slots[targets[next++]!] = value
  }
  walk(output)
}
