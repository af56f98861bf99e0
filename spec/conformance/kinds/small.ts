import { max, min, sum, type Tensor } from '@tensorflow/tfjs-core'
import type { Case } from '../case'
import { compare, fail } from '../compare'
import { gradients_of } from '../gradient'
import type { Workspace } from '../workspace'

/** A regularizer: its penalty, and the gradient of it. */
export async function run_regularizer(c: Case, work: Workspace): Promise<void> {
  const regularizer = work.revive(c.object)
  const input = work.decode(c.input)
  await compare('output', work.own(regularizer(input)), c.output, work.tolerance)
  if (!c.gradient) return
  const [gradient] = work.own(gradients_of(() => sum(regularizer(input)) as Tensor, [input]))
  await compare('gradient', gradient, c.gradient, work.tolerance)
}

/** A constraint: what it makes of a value. */
export async function run_constraint(c: Case, work: Workspace): Promise<void> {
  await compare('output', work.own(work.revive(c.object)(work.decode(c.input))), c.output, work.tolerance)
}

/** An initializer: its values, or for random ones their statistics. */
export async function run_initializer(c: Case, work: Workspace): Promise<void> {
  if (c.output !== undefined) {
    await compare('output', work.own(work.revive(c.object)(c.shape, c.dtype)), c.output, work.tolerance)
    return
  }
  const seeds = Array.from({ length: c.statistics_over }, (_, i) => ({
    ...c.object,
    config: { ...c.object.config, seed: i + 1 },
  }))
  let [count, total, squares] = [0, 0, 0]
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const form of seeds) {
    const made: Tensor = work.own(work.revive(form)(c.shape, c.dtype))
    await compare('output', made, { shape: c.output_shape, dtype: c.output_dtype, fill: 0 }, { ...work.tolerance, values: false })
    for (const value of (await made.data()) as Float32Array) {
      count++
      total += value
      squares += value * value
    }
    least = Math.min(least, (await work.own(min(made)).data())[0]!)
    most = Math.max(most, (await work.own(max(made)).data())[0]!)
  }
  const mean = total / count
  const got: Record<string, number> = { mean, std: Math.sqrt(squares / count - mean * mean), min: least, max: most }
  for (const key of Object.keys(got)) if (Math.abs(got[key]! - c[key]) > c.tolerance[key]) fail(key, got[key], c[key])
  if (c.repeat_equal) await check_repeat(c, work)
}

async function check_repeat(c: Case, work: Workspace): Promise<void> {
  const form = { ...c.object, config: { ...c.object.config, seed: 1 } }
  const initializer = work.revive(form)
  const draw = async (): Promise<string> => Array.from(await (work.own(initializer(c.shape, c.dtype)) as Tensor).data()).join()
  const first = await draw()
  if ((await draw()) !== first) fail('a second call', 'other values', 'the same values')
}
