import { engine } from '../../lib/backend/engine'
import { ModelFormatError } from '../../lib/common/errors'
import { file_kinds, type Kind } from './kinds'

class Injected extends Error {}

/** Lets the n-th tensor that is made from now on fail. Gives how many were made, and what ends this. */
function fail_at(n: number): { made: () => number; stop: () => void } {
  const target = engine() as any
  const names = ['makeTensor', 'makeTensorFromTensorInfo', 'makeVariable'] as const
  let made = 0
  for (const name of names) {
    const act = target[name]
    target[name] = (...words: unknown[]) => {
      if (++made === n) throw new Injected('no memory is left')
      return act.apply(target, words)
    }
  }
  const stop = (): void => {
    for (const name of names) delete target[name]
  }
  return { made: () => made, stop }
}

const values = (model: any): number[][] => model.weights.map((weight: any) => Array.from(weight.dataSync()))

const names = ['.keras', 'legacy .h5', '.weights.h5', '.safetensors', '.weights.json', 'model.json']

describe('A tensor that cannot be made while a file is opened', () => {
  let kinds: Kind[]
  beforeAll(async () => {
    kinds = await file_kinds()
    for (const kind of kinds) {
      const opened = await kind.open(kind.parts)
      if (kind.model === null) opened.dispose()
    }
  })
  beforeEach(() => void jest.spyOn(console, 'warn').mockImplementation(() => undefined))
  afterEach(() => jest.restoreAllMocks())

  test.each(names)('leaves no other one, and no weight changed, whichever it is: %s.', async (name) => {
    const kind = kinds.find((known) => known.name === name)!
    const before = kind.model === null ? null : values(kind.model)
    const tensors = engine().state.numTensors
    let failures = 0
    for (let n = 1; ; n++) {
      const { made, stop } = fail_at(n)
      let model: any = null
      try {
        model = await kind.open(kind.parts)
      } catch (error) {
        failures++
        expect([n, error instanceof ModelFormatError || error instanceof Injected]).toEqual([n, true])
      } finally {
        stop()
      }
      if (model !== null) {
        expect([n, made()]).toEqual([n, n - 1])
        if (kind.model === null) model.dispose()
        break
      }
      expect([n, engine().state.numTensors]).toEqual([n, tensors])
      if (before !== null) expect(values(kind.model)).toEqual(before)
    }
    if (kind.model === null) expect(failures).toBeGreaterThan(0)
    expect(engine().state.numTensors).toBe(tensors)
  })
})
