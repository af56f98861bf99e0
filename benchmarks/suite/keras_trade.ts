import { set_backend } from 'keras-tfjs/config'
import { raw_contender } from '../raw/contender'
import { clock_for } from './clock'
import { keras_contender } from './keras_contender'
import { suite_models } from './models'
import type { Trade } from './serve'

/** This library and the hand-written forms, which use the same kernels. */
export const keras_trade: Trade = {
  start: (backend) => {
    keras_trade.clock = clock_for(backend)
    return set_backend(backend, backend === 'wasm' && typeof location !== 'undefined' ? { wasm_paths: '/wasm/' } : {})
  },
  clock: () => performance.now(),
  models: () => Object.keys(suite_models),
  libraries: { keras: keras_contender, raw: raw_contender },
}
