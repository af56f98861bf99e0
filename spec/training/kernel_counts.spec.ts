import { counted_models } from '../../benchmarks/counted_models'
import { committed_counts, count_kernels } from '../../benchmarks/kernel_counts'
import { clear_session } from '../../lib/common/state'

const backend = process.env.KERAS_TFJS_BACKEND ?? 'cpu'
const committed = committed_counts()
const most = { mlp_adam: 45, dense_layer_normalization: 60 } as Record<string, number>

beforeEach(() => clear_session())

function check(name: string, phase: string, count: number, by_name: Record<string, number>, allowed: number): void {
  if (count <= allowed) return
  throw new Error(
    `${name} runs ${count} kernels to ${phase} on ${backend}; the committed number is ${allowed}.\n` +
      `They are: ${JSON.stringify(by_name)}\n` +
      'If the rise is wanted, run `npx tsx benchmarks/kernel_counts.ts`, which rewrites benchmarks/kernel_counts.json.',
  )
}

describe('no more kernels run than the committed numbers say', () => {
  test('every counted model has committed numbers', () => {
    expect(Object.keys(committed).sort()).toEqual(Object.keys(counted_models).sort())
  })

  test.each(Object.keys(counted_models))('a step of training and a prediction of %s', (name) => {
    const allowed = committed[name]![backend]
    if (allowed === undefined) return
    const { train, predict } = count_kernels(name)
    check(name, 'train', train.total, train.by_name, Math.min(allowed.train, most[name] ?? Number.POSITIVE_INFINITY))
    check(name, 'predict', predict.total, predict.by_name, allowed.predict)
  })
})
