import { broadcast_util, broadcastTo, type KernelFunc, type Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core'
import { engine } from '../engine'

/** BatchMatMul on cpu, whose own pairs the wrong matrices where both operands are repeated along some batch axis. */
export function broadcast_batches(original: KernelFunc): KernelFunc {
  return (args) => {
    const { a, b } = args.inputs as unknown as { a: Tensor; b: Tensor }
    const batch_a = a.shape.slice(0, -2)
    const batch_b = b.shape.slice(0, -2)
    if (batch_a.join() === batch_b.join()) return original(args)
    const batch = broadcast_util.assertAndGetBroadcastShape(batch_a, batch_b)
    const whole = (x: Tensor): Tensor => {
      const shape = [...batch, ...x.shape.slice(-2)]
      return x.shape.join() === shape.join() ? x : broadcastTo(x, shape as [number])
    }
    return tidy(() =>
      engine().makeTensorFromTensorInfo(original({ ...args, inputs: { a: whole(a), b: whole(b) } }) as TensorInfo),
    )
  }
}
