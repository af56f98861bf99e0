import type { Attribute, Made, NativeBackend } from './backend'

/** The label under which TensorFlow registers oneDNN's kernels for tensors as they lie. */
const label = 'MklNameChangeOp'

/**
 * Runs an op of oneDNN by the name that TensorFlow gives it inside. Unlike those of the outside they take a bias, and remember where maxima were.
 * Only where `onednn_agrees`.
 */
export function run_onednn({ binding }: NativeBackend, name: string, given: Attribute[], ids: number[], outputs: number): Made[] {
  return binding.executeOp(
    `_MklNative${name}`,
    [...given, { name: '_kernel', type: binding.TF_ATTR_STRING, value: label }],
    ids,
    outputs,
  )
}

const switched_off = (): boolean => ['0', 'false'].includes((process.env.TF_ENABLE_ONEDNN_OPTS ?? '').toLowerCase())

/** By backend, then by name: what a trial found. */
const found = new WeakMap<object, Map<string, boolean>>()

/**
 * True where ops of oneDNN can be used: the library has them, they answer what TensorFlow's own ops answer, and `TF_ENABLE_ONEDNN_OPTS` does not switch them
 * off. Tried once for each name: `trial` gets what runs an op, and answers two results that must be alike.
 */
export function onednn_agrees(backend: NativeBackend, name: string, trial: (run: TrialRun) => [Made, Made]): boolean {
  let known = found.get(backend)
  if (known === undefined) {
    known = new Map()
    found.set(backend, known)
  }
  let agrees = known.get(name)
  if (agrees === undefined) {
    agrees = !switched_off() && agree(backend, trial)
    known.set(name, agrees)
  }
  return agrees
}

/** What a trial makes tensors and runs ops with; all are freed after it. */
export interface TrialRun {
  tensor(shape: number[], values: number[]): number
  op(name: string, given: Attribute[], ids: number[], outputs?: number): Made[]
  onednn(name: string, given: Attribute[], ids: number[], outputs?: number): Made[]
}

function agree(backend: NativeBackend, trial: (run: TrialRun) => [Made, Made]): boolean {
  const { binding } = backend
  const made: number[] = []
  const kept = (results: Made[]): Made[] => {
    for (const { id } of results) made.push(id)
    return results
  }
  try {
    const [expected, answer] = trial({
      tensor: (shape, values) => {
        const id = binding.createTensor(shape, backend.getDTypeInteger('float32'), Float32Array.from(values))
        made.push(id)
        return id
      },
      op: (name, given, ids, outputs = 1) => kept(binding.executeOp(name, given, ids, outputs)),
      onednn: (name, given, ids, outputs = 1) => kept(run_onednn(backend, name, given, ids, outputs)),
    }).map(({ id }) => binding.tensorDataSync(id)) as [Float32Array, Float32Array]
    return expected.length === answer.length && expected.every((value, i) => Math.abs(value - answer[i]!) < 1e-4)
  } catch {
    return false
  } finally {
    for (const id of made) binding.deleteTensor(id)
  }
}
