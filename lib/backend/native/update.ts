import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { update_kernels } from '../kernels/update_kernels'
import { type Attribute, attributes_of, largest_native_loop, type NativeBackend, on_native, type_attribute } from './backend'

type Numbers = Record<string, number>

/** A TensorFlow op that changes resource variables: its numbers before and after the gradient, and its switches. */
interface ResourceForm {
  op: string
  /** How many tensors the state has in this form. */
  state: number
  before: (attrs: Numbers) => number[]
  after: (attrs: Numbers) => number[]
  nesterov: (attrs: Numbers) => boolean
}

const forms: Record<string, ResourceForm> = {
  KerasAdam: {
    op: 'ResourceApplyAdam',
    state: 3,
    before: ({ alpha, beta_1, beta_2, epsilon }) => [0, 0, alpha!, beta_1!, beta_2!, epsilon!],
    after: () => [],
    nesterov: () => false,
  },
  KerasMomentum: {
    op: 'ResourceApplyKerasMomentum',
    state: 2,
    before: ({ learning_rate }) => [learning_rate!],
    after: ({ momentum }) => [momentum!],
    nesterov: ({ nesterov }) => Boolean(nesterov),
  },
}

const size_of = (info: TensorInfo): number => util.sizeFromShape(info.shape)

/** True where an update in one kernel is faster on the native backend than the composed form: for small variables, and where TensorFlow has an op of it. */
export function native_update_pays(name: string, state: readonly TensorInfo[]): boolean {
  return on_native() && (size_of(state[0]!) <= largest_native_loop || forms[name]?.state === state.length)
}

/** Resource variables that updates put their state into, by backend: made once, as that takes longer than their use. */
const places = new WeakMap<NativeBackend, number[]>()

function resource_variables(backend: NativeBackend): number[] {
  let ids = places.get(backend)
  if (ids === undefined) {
    ids = Array.from({ length: 3 }, (_, i) => {
      const shape = { name: 'shape', type: backend.binding.TF_ATTR_SHAPE, value: [] }
      const names = attributes_of(backend, { container: 'keras-tfjs', shared_name: `update-${i}` })
      return backend.binding.executeOp('VarHandleOp', [type_attribute(backend, 'dtype'), shape, ...names], [], 1)[0]!.id
    })
    places.set(backend, ids)
  }
  return ids
}

/**
 * Puts the state into resource variables, runs the op, and takes the new state out. What nobody else refers to is changed where it is: its data is given up to
 * the variable, and gets back what the variable holds, after an error too. TensorFlow copies the rest before it changes it.
 */
function run_in_variables(backend: NativeBackend, form: ResourceForm, state: TensorInfo[], gradient: TensorInfo, attrs: Numbers) {
  const { binding } = backend
  const execute = (op: string, given: Attribute[], ids: number[], outputs = 0) => binding.executeOp(op, given, ids, outputs)
  const dtype = [type_attribute(backend, 'dtype')]
  const numbers: number[] = []
  const scalar = (value: number): number => {
    const id = binding.createTensor([], dtype[0]!.value as number, new Float32Array([value]))
    numbers.push(id)
    return id
  }
  const ids = backend.getInputTensorIds([...state, gradient])
  const variables = resource_variables(backend).slice(0, state.length)
  const alone = state.map(({ dataId }) => backend.refCount(dataId) === 1 && dataId !== gradient.dataId)
  const read = (i: number) => execute('ReadVariableOp', dtype, [variables[i]!], 1)[0]!
  const given_up: number[] = []
  try {
    variables.forEach((variable, i) => {
      execute('AssignVariableOp', dtype, [variable, ids[i]!])
      if (!alone[i]) return
      binding.deleteTensor(ids[i]!)
      given_up.push(i)
    })
    const switches = attributes_of(backend, { use_locking: false, use_nesterov: form.nesterov(attrs) })
    const inputs = [...variables, ...form.before(attrs).map(scalar), ids.at(-1)!, ...form.after(attrs).map(scalar)]
    execute(form.op, [type_attribute(backend, 'T'), ...switches], inputs)
    return state.map((info, i) => {
      if (!alone[i]) return backend.createOutputTensor(read(i))
      backend.incRef(info.dataId)
      return { dataId: info.dataId, shape: info.shape, dtype: info.dtype }
    })
  } finally {
    for (const i of given_up) backend.tensorMap.get(state[i]!.dataId).id = read(i).id
    for (const variable of variables)
      execute('DestroyResourceOp', attributes_of(backend, { ignore_lookup_error: true }), [variable])
    for (const id of numbers) binding.deleteTensor(id)
  }
}

function native_update_kernel(name: string, loop: KernelFunc): KernelFunc {
  const form = forms[name]
  return (args) => {
    const { gradient, ...rest } = args.inputs as unknown as Record<string, TensorInfo>
    const state = Object.values(rest)
    if (form?.state !== state.length || size_of(state[0]!) <= largest_native_loop) return loop(args)
    return run_in_variables(args.backend as unknown as NativeBackend, form, state, gradient!, args.attrs as unknown as Numbers)
  }
}

/** Updates in one pass: loops for small variables, TensorFlow's own ops for large ones. */
export const native_update_kernels: Record<string, KernelFunc> = Object.fromEntries(
  Object.entries(update_kernels).map(([name, loop]) => [name, native_update_kernel(name, loop)]),
)
