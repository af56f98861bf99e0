import { ready, setBackend } from '@tensorflow/tfjs-core'
import { clock_for } from './clock'
import { add_chained_ops } from './contenders/chained_ops'
import { layers_contender } from './contenders/layers'
import type { Trade } from './serve'

const packages: Record<string, string> = {
  cpu: '@tensorflow/tfjs-backend-cpu',
  wasm: '@tensorflow/tfjs-backend-wasm',
  webgl: '@tensorflow/tfjs-backend-webgl',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
  native: '@tensorflow/tfjs-node',
}

const layers_package = '@tensorflow/tfjs-layers'

/** TensorFlow.js Layers with the backends as they are published. It is optional: bundlers are kept from looking for it. */
export const layers_trade: Trade = {
  start: async (backend) => {
    layers_trade.clock = clock_for(backend)
    const { setWasmPaths } = await import(packages[backend]!)
    if (backend === 'wasm' && typeof location !== 'undefined') setWasmPaths('/wasm/')
    if (!(await setBackend(backend === 'native' ? 'tensorflow' : backend))) throw new Error(`backend ${backend} does not start`)
    await ready()
    add_chained_ops()
    layers_trade.libraries = { layers: layers_contender(await import(layers_package)) }
  },
  clock: () => performance.now(),
  libraries: {},
}
