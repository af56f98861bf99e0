import type { Tensor } from '@tensorflow/tfjs-core'
import { is_plain_object } from '../../../lib/common/tree'
import type { Case } from '../case'
import { compare, fail } from '../compare'
import { make_recorded } from '../values'
import type { Workspace } from '../workspace'

function set_weights(model: any, c: Case): void {
  const values: Tensor[] = c.weights.map((weight: any) => make_recorded(weight.value ?? weight))
  try {
    model.set_weights(values)
  } finally {
    for (const value of values) value.dispose()
  }
}

/** A whole model: its answers, and what training makes of it. */
export async function run_model(c: Case, work: Workspace): Promise<void> {
  const model = work.revive(c.object)
  const input = work.decode(c.input)
  if (c.weights.length !== model.weights.length) fail('number of weights', model.weights.length, c.weights.length)
  await compare(
    'trainable',
    model.weights.map((w: any) => w.trainable),
    c.trainable,
    work.tolerance,
  )
  set_weights(model, c)
  await compare('output', work.own(model(input, { training: false })), c.output, work.tolerance)
  await compare('count_params', model.count_params(), c.count_params, work.tolerance)
  if (c.predict) await compare('predict', work.own(await model.predict(input, { batch_size: 2 })), c.predict, work.tolerance)
  if (c.fit) await run_fit(model, input, c, work)
}

async function run_fit(model: any, input: unknown, c: Case, work: Workspace): Promise<void> {
  const { x, y, history, evaluate, weights_after, metrics_names, predict_after, ...options } = c.fit
  model.compile(is_plain_object(c.compile) ? work.decode(c.compile) : {})
  const data = [work.decode(x), work.decode(y)]
  const settings = work.decode(options)
  const recorded = await model.fit(...data, { ...settings, shuffle: false, verbose: 0 })
  await compare('history', plain_history(recorded.history, history), history, work.tolerance)
  for (const [i, value] of weights_after.entries())
    await compare(`weights_after[${i}]`, model.weights[i], value.value ?? value, work.tolerance)
  const weighed = settings.sample_weight === undefined ? {} : { sample_weight: settings.sample_weight }
  await compare(
    'evaluate',
    await model.evaluate(...data, { ...weighed, batch_size: settings.batch_size, return_dict: true, verbose: 0 }),
    evaluate,
    work.tolerance,
  )
  await compare('metrics_names', model.metrics_names, metrics_names, work.tolerance)
  if (predict_after)
    await compare(
      'predict_after',
      work.own(await model.predict(input, { batch_size: 2, verbose: 0 })),
      predict_after,
      work.tolerance,
    )
}

/** Epoch numbers as plain lists. */
function plain_history(got: Record<string, ArrayLike<number>>, wanted: object): unknown {
  const result = Object.fromEntries(Object.entries(got).map(([key, values]) => [key, Array.from(values)]))
  if (Object.keys(result).sort().join() !== Object.keys(wanted).sort().join())
    fail('history keys', Object.keys(result), Object.keys(wanted))
  return result
}
