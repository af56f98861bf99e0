import { ready, setBackend } from '@tensorflow/tfjs-core'
import { clock_for } from './clock'
import { layers_contender } from './layers_contender'
import type { Trade } from './serve'

const packages: Record<string, () => Promise<unknown>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
    if (typeof location !== 'undefined') setWasmPaths('/wasm/')
  },
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  native: () => {
    const name = '@tensorflow/tfjs-node'
    return import(name)
  },
}

/** TensorFlow.js Layers with the backends as they are published: where this library is loaded, its kernels would serve both. */
export const layers_trade: Trade = {
  start: async (backend) => {
    layers_trade.clock = clock_for(backend)
    await packages[backend]!()
    if (!(await setBackend(backend === 'native' ? 'tensorflow' : backend))) throw new Error(`backend ${backend} does not start`)
    await ready()
  },
  models: () => [],
  clock: () => performance.now(),
  libraries: { layers: layers_contender },
}
