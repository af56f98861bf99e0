import { backend, set_backend } from '../../lib/backend/choose'
import { hush } from '../conformance/start'
import ceilings from './backend_ceilings.json'
import { answers_on, case_of_each_layer, difference } from './differences'

const known = ceilings as Record<string, { outputs: number; gradients: number }>

/** The ceilings are those of wasm; other backends, which need not be installed where they are written, are given more. */
test('every layer answers on this backend what it answers on the plain one, up to its ceiling', async () => {
  const restore = hush()
  const here = backend()
  const slack = here === 'wasm' ? 1 : 100
  const cases = case_of_each_layer()
  for (const name of cases.keys()) if (!(name in known)) cases.delete(name)
  expect([...cases.keys()].sort()).toEqual(Object.keys(known).sort())
  if (here !== 'cpu') {
    const plain = await answers_on('cpu', cases)
    const answers = await answers_on(here, cases)
    const above = [...cases.keys()].filter((layer) => {
      const { outputs, gradients } = difference(plain.get(layer)!, answers.get(layer)!)
      return !(outputs <= slack * known[layer]!.outputs && (gradients ?? 0) <= slack * known[layer]!.gradients)
    })
    expect(above).toEqual([])
  }
  await set_backend(here)
  restore()
}, 60000)
