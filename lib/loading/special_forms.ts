import type { Tensor } from '@tensorflow/tfjs-core'
import { type DType, standardize_dtype } from '../common/dtypes'
import { ValueError } from '../common/errors'
import type { ObjectForm } from '../common/serialized'
import { repr } from '../common/text'
import { KerasTensor } from '../graph/keras_tensor'
import { to_tensor } from '../variables/to_tensor'

/** Makes the value of a form whose config is `inner`. */
type Revive = (inner: any, nested: (form: unknown) => unknown) => unknown

interface Constant {
  value?: unknown
  dtype?: unknown
}

/** @throws ValueError for a dtype that does not exist, and values that are no rectangular array. */
function check_constant({ value, dtype }: Constant): DType {
  if (typeof dtype !== 'string') throw new ValueError(`The dtype of a constant must be text. Received: dtype=${repr(dtype)}`)
  check_rectangular(value)
  return standardize_dtype(dtype)
}

function constant(form: Constant): Tensor {
  return to_tensor(form.value as never, check_constant(form))
}

function check_rectangular(value: unknown): void {
  const refuse = (): never => {
    throw new ValueError(
      `The value of a constant is no rectangular array of numbers, booleans or texts. Received: ${repr(value)}`,
    )
  }
  const shape: number[] = []
  for (let first = value; Array.isArray(first); first = first[0]) shape.push(first.length)
  const check = (item: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (typeof item !== 'number' && typeof item !== 'boolean' && typeof item !== 'string') refuse()
    } else if (!Array.isArray(item) || item.length !== shape[axis]) refuse()
    else for (const part of item) check(part, axis + 1)
  }
  check(value, 0)
}

/** What the class names with underscores stand for: values that are no objects with a config of their own. */
const special_forms: ReadonlyMap<string, Revive> = new Map<string, Revive>([
  ['__keras_tensor__', ({ shape, dtype }) => new KerasTensor(shape, { dtype })],
  ['__tensor__', constant],
  ['__numpy__', constant],
  ['__bytes__', ({ value }) => new TextEncoder().encode(value)],
  ['__ellipsis__', () => '...'],
  ['__slice__', ({ start, stop, step }, nested) => [start, stop, step].map(nested)],
  [
    '__lambda__',
    () => {
      throw new ValueError(
        'Requested the deserialization of a `lambda` object. It holds code, and code in a file is never run. Name the layer in `custom_objects`, or register its function.',
      )
    },
  ],
  [
    '__typespec__',
    (inner) => {
      throw new ValueError(`Type specifications of TensorFlow are not available. Received: ${repr(inner)}`)
    },
  ],
])

/** What is wrong with a form that holds an array, or null. */
export function wrong_constant({ class_name, config }: ObjectForm): string | null {
  if (class_name !== '__numpy__' && class_name !== '__tensor__') return null
  try {
    check_constant(config ?? {})
    return null
  } catch (error) {
    return (error as Error).message
  }
}

/** True for the class name of a value that is no object with a config of its own. */
export function is_special_form(class_name: string): boolean {
  return special_forms.has(class_name)
}

/** How the value of such a form is made; undefined for other class names. */
export function find_special_form(class_name: string): Revive | undefined {
  return special_forms.get(class_name)
}
