import { set_backend } from '../exports/config'
import { clock_for } from './clock'
import { keras_contender } from './contenders/keras'
import { raw_contender } from './contenders/raw'
import type { Trade } from './serve'

/** This library and the hand-written forms, which use the same kernels. */
export const keras_trade: Trade = {
  start: async (backend) => {
    keras_trade.clock = clock_for(backend)
    if (backend === 'webgpu') {
      const name = '@tensorflow/tfjs-backend-webgpu'
      await import(name)
    }
    await set_backend(backend, backend === 'wasm' && typeof location !== 'undefined' ? { wasm_paths: '/wasm/' } : {})
  },
  clock: () => performance.now(),
  libraries: { keras: keras_contender, raw: raw_contender },
}
