import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { type Attribute, attributes_of, type NativeBackend, on_native, type_attribute } from './backend'

/** True where the two functions below can run: on the native backend, in no trace. */
export const native_lstm_runs = (): boolean => on_native()

/** What a native LSTM reads. */
export interface LSTMTensors {
  /** `[time, batch, features]` */
  x: Tensor
  h: Tensor
  c: Tensor
  /** `[features + units, 4 * units]`, the gates in Keras's order. */
  weights: Tensor
  /** `[4 * units]` */
  bias: Tensor
}

/** TensorFlow's LSTM counts its steps in int64, which tfjs-node makes of pairs of halves. */
function with_steps<T>(backend: NativeBackend, steps: number, run: (id: number) => T): T {
  const { binding } = backend
  const id = binding.createTensor([], (binding as unknown as { TF_INT64: number }).TF_INT64, Int32Array.of(steps, 0))
  try {
    return run(id)
  } finally {
    binding.deleteTensor(id)
  }
}

function run_op(
  name: string,
  steps: number,
  attributes: (backend: NativeBackend) => Attribute[],
  inputs: Tensor[],
  outputs: number,
): Tensor[] {
  const backend = engine().backend as unknown as NativeBackend
  const all = [type_attribute(backend, 'T'), ...attributes_of(backend, { use_peephole: false }), ...attributes(backend)]
  return with_steps(backend, steps, (id) =>
    backend.binding
      .executeOp(name, all, [id, ...backend.getInputTensorIds(inputs)], outputs)
      .map((made) => backend.createOutputTensor(made)),
  )
}

/** No connection from the carry to a gate. */
const no_peepholes = (units: number): Tensor[] => {
  const none = zeros([units])
  return [none, none, none]
}

const inputs_of = ({ x, h, c, weights, bias }: LSTMTensors): Tensor[] => [x, c, h, weights, ...no_peepholes(h.shape[1]!), bias]

/** All steps of an LSTM with tanh and sigmoid: `[i, c, f, o, g, tanh(c), h]` after each step, `[time, batch, units]`. */
export function native_lstm(tensors: LSTMTensors): Tensor[] {
  const no_clip = ({ binding }: NativeBackend): Attribute[] => [{ name: 'cell_clip', type: binding.TF_ATTR_FLOAT, value: 0 }]
  return tidy(() => run_op('BlockLSTMV2', tensors.x.shape[0]!, no_clip, inputs_of(tensors), 7))
}

/** The gradients by `x`, `c`, `h`, the weights and the bias, from what `native_lstm` answered and the slopes by its `c` and `h`. */
export function native_lstm_gradient(tensors: LSTMTensors, results: Tensor[], dc: Tensor, dh: Tensor): Tensor[] {
  return tidy(() => {
    const inputs = [...inputs_of(tensors), ...results, dc, dh]
    const [dx, dc_first, dh_first, d_weights, , , , d_bias] = run_op('BlockLSTMGradV2', tensors.x.shape[0]!, () => [], inputs, 8)
    return [dx!, dc_first!, dh_first!, d_weights!, d_bias!]
  })
}
