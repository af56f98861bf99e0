import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { RuntimeError } from '../../lib/common/errors'
import { Dense } from '../../lib/layers/core/dense'
import { Sequential } from '../../lib/models/sequential'

const main = require.resolve('@tensorflow/tfjs-core')
const globals = globalThis as Record<string, unknown>
let folder: string
let file: string

beforeAll(() => {
  folder = mkdtempSync(join(dirname(main), '..', '..', '..', '.cache', 'second-core-'))
  file = join(folder, 'tf-core.node.js')
  copyFileSync(main, file)
})

afterAll(() => rmSync(folder, { recursive: true }))

/** Another copy of tfjs-core with an engine of its own, as in another realm or bundle. */
function separate_copy(): typeof tf {
  const { _tfengine, _tfGlobals } = globals
  delete globals._tfengine
  delete globals._tfGlobals
  try {
    let copy: typeof tf | undefined
    jest.isolateModules(() => {
      copy = require(file)
    })
    copy!.registerBackend('values', () => values_backend(copy!) as never)
    copy!.registerKernel({ kernelName: 'Identity', backendName: 'values', kernelFunc: ({ inputs }) => inputs.x as tf.TensorInfo })
    copy!.setBackend('values')
    return copy!
  } finally {
    Object.assign(globals, { _tfengine, _tfGlobals })
  }
}

/** A backend that does no more than hold values. */
function values_backend(copy: typeof tf): object {
  class Values extends copy.KernelBackend {
    override write(): object {
      return {}
    }
    override numDataIds(): number {
      return 0
    }
    override incRef(): void {}
  }
  return new Values()
}

const model_of = (): Sequential => new Sequential([new Dense({ units: 2 })] as never)

test('a second copy that shares the engine makes tensors that count as our own', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
  const copy = jest.requireActual<typeof tf>(file)
  warn.mockRestore()
  expect(copy.Tensor).not.toBe(tf.Tensor)
  const before = tf.memory().numTensors
  const model = model_of()
  const x = copy.tensor([[1, 2, 3]])
  const y = (await model.predict(x, { verbose: 0 })) as tf.Tensor
  const expected = model(x as never) as unknown as tf.Tensor
  expect(Array.from(y.dataSync())).toEqual(Array.from(expected.dataSync()))
  tf.dispose([x as never, y, expected])
  model.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

test('a tensor of a copy with another engine is refused, with how to find that copy', async () => {
  const x = separate_copy().tensor([[1, 2, 3]]) as unknown as tf.Tensor
  const model = model_of()
  const before = tf.memory().numTensors
  expect(() => model(x)).toThrow(RuntimeError)
  expect(() => model(x)).toThrow(/another copy of TensorFlow\.js\. `npm ls @tensorflow\/tfjs-core` shows/)
  await expect(model.predict(x, { verbose: 0 })).rejects.toThrow(/npm ls @tensorflow\/tfjs-core/)
  model.dispose()
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 2)
})

test('a tensor that was disposed of is refused, and the error says that this may be the reason', () => {
  const model = model_of()
  const x = tf.tensor([[1, 2, 3]])
  x.dispose()
  expect(() => model(x)).toThrow(/disposed/)
  model.dispose()
})
