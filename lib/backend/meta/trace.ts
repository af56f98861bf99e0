import type { DataType, Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { engine } from '../engine'
import { clash_of } from './clash'
import { MetaData } from './data'
import { with_fills } from './fills'
import { meta_backend } from './registry'
import { on_meta_backend } from './switch'
import { rung_count, Symbols } from './symbols'

/** Shape and dtype of a tensor. A null dimension is unknown; the dtype is one that TensorFlow.js stores. */
export interface TensorSpec {
  shape: Shape
  dtype: string
}

interface FilledSpec {
  shape: number[]
  dtype: string
}

type Body = (tensors: Tensor[]) => Tensor[]

function run(shapes: readonly number[][], inputs: readonly TensorSpec[], body: Body): FilledSpec[] {
  return on_meta_backend(() => {
    const core = engine()
    const backend = meta_backend()
    const tensors = shapes.map((shape, i) => {
      const dtype = inputs[i].dtype as DataType
      return core.makeTensorFromTensorInfo({ dataId: new MetaData(shape, dtype, null), shape, dtype }, backend)
    })
    return body(tensors).map(({ shape, dtype }) => ({ shape: shape.slice(), dtype }))
  })
}

type Attempt = { specs: FilledSpec[] } | { error: unknown }

/** Writes `None` for the numbers that stand for unknown dimensions. */
function unfill_message(error: unknown, fills: readonly number[]): void {
  if (!(error instanceof Error) || fills.length === 0) return
  const text = error.message.replace(new RegExp(`(?<![\\w.])(?:${fills.join('|')})(?![\\w.]*\\w)`, 'g'), 'None')
  if (text === error.message) return
  if (error.stack) error.stack = error.stack.replace(error.message, () => text)
  error.message = text
}

/** What both passes agree on; null where they differ. Null when they do not even agree in ranks and dtypes. */
function merge(first: FilledSpec[], second: FilledSpec[]): TensorSpec[] | null {
  if (first.length !== second.length) return null
  const result: TensorSpec[] = []
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i], second[i]]
    if (a.dtype !== b.dtype || a.shape.length !== b.shape.length) return null
    result.push({ shape: a.shape.map((d, axis) => (d === b.shape[axis] ? d : null)), dtype: a.dtype })
  }
  return result
}

function trace_unknown(inputs: TensorSpec[], body: Body): TensorSpec[] {
  const symbols = new Symbols(inputs.map((input) => input.shape))
  const attempt = (rung: number, pass: 0 | 1): Attempt => {
    const shapes = inputs.map((input, i) => symbols.shape(i, input.shape, rung, pass))
    const fills = symbols.fills(rung, pass)
    try {
      return { specs: with_fills(fills, () => run(shapes, inputs, body)) }
    } catch (error) {
      return { error }
    }
  }
  let failure: { error: unknown; fills: number[] } | null = null
  const fail = (error: unknown, rung: number, pass: 0 | 1) => {
    failure ??= { error, fills: symbols.fills(rung, pass) }
  }
  for (let rung = 0; rung < rung_count; rung++) {
    for (let again = true; again; ) {
      again = false
      const first = attempt(rung, 0)
      if ('specs' in first && symbols.all_known) return first.specs
      const first_clash = 'error' in first ? clash_of(first.error) : null
      if ('error' in first && first_clash === null) {
        fail(first.error, rung, 0)
        break
      }
      const second = attempt(rung, 1)
      if ('specs' in first && 'specs' in second) {
        const merged = merge(first.specs, second.specs)
        if (merged !== null) return merged
        fail(new ValueError('The rank or dtype of the result depends on an unknown dimension.'), rung, 0)
      } else if ('error' in first) {
        const second_clash = 'error' in second ? clash_of(second.error) : null
        again = rung === 0 && first_clash !== null && second_clash !== null && symbols.learn(first_clash, second_clash)
        if (!again) fail(first.error, rung, 0)
      } else if ('error' in second) {
        fail(second.error, rung, 1)
      }
    }
  }
  const { error, fills } = failure as unknown as { error: unknown; fills: number[] }
  unfill_message(error, fills)
  throw error
}

/**
 * The shapes and dtypes of what `body` returns for tensors of the given shapes and dtypes. `body` is run on tensors without data: once when
 * all dimensions are known, else two to four times with different numbers for the unknown ones; what differs comes out as null. The first
 * axes of all inputs are taken to be the same dimension. Code that compares an unknown dimension with a number, takes the smaller of the two,
 * or divides two unknown dimensions cannot be answered rightly so. Reading a value inside is a RuntimeError. No tensor made inside outlives the call.
 * @throws what `body` throws, with `None` written for the numbers that stood for unknown dimensions.
 */
export function trace(inputs: TensorSpec[], body: Body): TensorSpec[] {
  for (const { shape } of inputs) if (shape.includes(null)) return trace_unknown(inputs, body)
  return run(
    inputs.map((input) => input.shape as number[]),
    inputs,
    body,
  )
}
