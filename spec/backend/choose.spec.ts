import * as tf from '@tensorflow/tfjs-core'
import { backend, is_ready, ready, require_ready, set_backend } from '../../lib/backend/choose'

describe('set_backend', () => {
  it('starts a backend, which then is the current one', async () => {
    await set_backend('wasm')
    expect(backend()).toBe('wasm')
    await set_backend('cpu')
    expect([backend(), tf.getBackend(), is_ready()]).toEqual(['cpu', 'cpu', true])
  })

  it('refuses unknown names and suggests a near one', async () => {
    await expect(set_backend('wsam')).rejects.toThrow(
      /^Unknown backend\. Expected one of \['cpu', 'wasm', 'webgl', 'native'.*Did you mean `wasm`\? Received: name='wsam'$/,
    )
  })

  it('takes a backend that was registered with TensorFlow.js', async () => {
    const plain = tf.engine().findBackendFactory('cpu')
    tf.registerBackend('own', plain, 0)
    await set_backend('own')
    expect(backend()).toBe('own')
    await set_backend('cpu')
    tf.removeBackend('own')
  })
})

describe('ready', () => {
  it('keeps the backend that is set', async () => {
    await set_backend('cpu')
    await ready()
    expect(backend()).toBe('cpu')
    expect(() => require_ready('Dense')).not.toThrow()
  })
})

describe('before any backend is up', () => {
  const saved = globalThis as { _tfengine?: unknown; _tfGlobals?: unknown }

  it('calls that need kernels say what to write, and ready() starts what KERAS_TFJS_BACKEND names', async () => {
    const { _tfengine, _tfGlobals } = saved
    const wanted = process.env.KERAS_TFJS_BACKEND
    delete saved._tfengine
    delete saved._tfGlobals
    process.env.KERAS_TFJS_BACKEND = 'wasm'
    jest.resetModules()
    const fresh = require('../../lib/backend/choose') as typeof import('../../lib/backend/choose')
    expect(fresh.is_ready()).toBe(false)
    expect(() => fresh.require_ready('Dense')).toThrow(
      'Dense needs a TensorFlow.js backend, and none is ready. Write this line first: await keras.ready()',
    )
    expect(() => fresh.backend()).toThrow('await keras.ready()')
    await Promise.all([fresh.ready(), fresh.ready()])
    expect(fresh.backend()).toBe('wasm')
    Object.assign(saved, { _tfengine, _tfGlobals })
    if (wanted === undefined) delete process.env.KERAS_TFJS_BACKEND
    else process.env.KERAS_TFJS_BACKEND = wanted
  })
})
