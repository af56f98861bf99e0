import { env, Tensor } from '@tensorflow/tfjs-core'
import { ready, set_backend } from '../../../lib/backend/choose'
import { engine } from '../../../lib/backend/engine'
import { ModelFormatError } from '../../../lib/common/errors'
import { flatten } from '../../../lib/common/tree'
import { load_model } from '../../../lib/loading/load_model'
import { compare } from '../../conformance/compare'
import { hush } from '../../conformance/start'
import { Decoder } from '../../conformance/values'

/** A file that Keras wrote, and what Keras predicts with its model. */
export interface FileQuestion {
  address: string
  legacy: boolean
  inputs: unknown
  outputs: unknown
  atol: number
  rtol: number
}

/** What the test calls in the page. */
export interface FilesPage {
  start(backend: string): Promise<void>
  /** What is wrong with a model that is opened as a Blob and as bytes, saved, and opened again; null when nothing is. */
  check(question: FileQuestion): Promise<string | null>
  /** The kind of error that a broken file gives. */
  refused(address: string): Promise<string>
}

const fetched = async (address: string): Promise<Blob> => (await fetch(address)).blob()

async function predicted(source: Blob | Uint8Array, { inputs, outputs, atol, rtol, legacy }: FileQuestion): Promise<Uint8Array> {
  const model = await load_model(source)
  const decoder = new Decoder()
  try {
    const got = await model.predict(decoder.decode(inputs), { verbose: 0 })
    const leaves = flatten(got).filter((leaf) => leaf instanceof Tensor) as Tensor[]
    try {
      await Promise.all(leaves.map((leaf) => leaf.data()))
      await compare('outputs', got, outputs, { atol, rtol, values: true })
    } finally {
      for (const leaf of leaves) leaf.dispose()
    }
    return await model.save(null, legacy ? { format: 'h5' } : {})
  } finally {
    decoder.dispose()
    model.dispose()
  }
}

const page: FilesPage = {
  async start(backend) {
    hush()
    if (backend === 'webgl') {
      await import('@tensorflow/tfjs-backend-webgl')
      env().set('WEBGL_CPU_FORWARD', false)
    }
    await set_backend(backend, { wasm_paths: '/wasm/' })
    await ready()
  },

  async check(question) {
    const blob = await fetched(question.address)
    const before = engine().state.numTensors
    try {
      const bytes = await predicted(blob, question)
      await predicted(bytes, question)
    } catch (error) {
      return (error as Error).stack ?? String(error)
    }
    const left = engine().state.numTensors - before
    return left === 0 ? null : `leak: ${left} tensors are left`
  },

  async refused(address) {
    const blob = (await fetched(address)).stream().pipeThrough(new DecompressionStream('gzip'))
    try {
      ;(await load_model(await new Response(blob).blob())).dispose()
    } catch (error) {
      return error instanceof ModelFormatError ? error.kind : String(error)
    }
    return 'load'
  },
}

Object.assign(globalThis, { files: page, outcome: true })
