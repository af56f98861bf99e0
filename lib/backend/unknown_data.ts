import type { DataId, KernelBackend } from '@tensorflow/tfjs-core'
import { RuntimeError } from '../common/errors'
import { engine } from './engine'

interface Mover {
  moveData(backend: KernelBackend, data_id: DataId): void
}

/** Lets the engine say what is the matter with a tensor whose data it does not know. Calling it again does nothing. */
export function explain_unknown_data(): void {
  const core = engine()
  const mover = core as unknown as Mover
  if (Object.hasOwn(mover, 'moveData')) return
  const move = mover.moveData
  mover.moveData = (backend, data_id) => {
    if (!core.state.tensorInfo.has(data_id)) {
      throw new RuntimeError(
        'A tensor has no data here: it was disposed of, or it was made by another copy of TensorFlow.js. `npm ls @tensorflow/tfjs-core` shows whether there are two; `npm dedupe`, or the same version for every package that needs it, leaves one.',
      )
    }
    move.call(core, backend, data_id)
  }
}
