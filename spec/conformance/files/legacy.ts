import { load_model } from '../../../lib/loading/load_model'
import { model_from_json } from '../../../lib/loading/model_from_json'
import { compare, fail } from '../compare'
import { Decoder } from '../values'
import { fixture_objects } from './fixture_objects'
import type { FileRecord } from './record'
import { compare_prediction, pending_of } from './valid'

async function opened({ path, facts }: FileRecord): Promise<any> {
  if (facts.kind === 'model') return load_model(path, { custom_objects: fixture_objects })
  const model = model_from_json(JSON.stringify(facts.architecture), { custom_objects: fixture_objects })
  try {
    await model.load_weights(path)
  } catch (error) {
    model.dispose()
    throw error
  }
  return model
}

/** Opens a file of Keras 2.15, and compares its weights, its answers and one more step of training. */
export async function check_legacy(record: FileRecord): Promise<void> {
  const { facts } = record
  let model: any
  try {
    model = await opened(record)
  } catch (error) {
    throw pending_of(error, facts) ?? error
  }
  const decoder = new Decoder()
  const half = /float16/.test(record.id)
  const tolerance = { atol: half ? 2e-2 : 1e-4, rtol: half ? 2e-2 : 1e-4, values: true }
  try {
    await compare_prediction(model, facts.input, facts.output, tolerance, decoder)
    await compare_sums('weights', model.weights, facts.weights, half)
    if (facts.optimizer) {
      if (!model.optimizer) fail('optimizer', 'none', facts.optimizer.class_name)
      await compare_optimizer(model.optimizer, facts.optimizer)
    }
    const { resume } = facts
    if (resume?.logs) {
      const got = await model.train_on_batch(decoder.decode(resume.x), decoder.decode(resume.y), { return_dict: true })
      await compare('resume logs', got, resume.logs, tolerance)
      await compare_prediction(model, facts.input, resume.output, tolerance, decoder)
    }
  } finally {
    decoder.dispose()
    model.dispose()
  }
}

async function sum_of(variable: any): Promise<number> {
  let sum = 0
  for (const value of Array.from((await variable.data()) as ArrayLike<number>)) sum += Number(value)
  return sum
}

async function compare_sums(where: string, got: any[], wanted: any[], half: boolean): Promise<void> {
  if (got.length !== wanted.length)
    fail(
      `number of ${where}`,
      got.map((v) => v.path),
      wanted.map((v) => v.name),
    )
  const left = [...got]
  for (const facts of wanted) {
    let found = -1
    for (const [i, variable] of left.entries()) {
      if (variable.shape.join() !== facts.shape.join()) continue
      const sum = await sum_of(variable)
      if (Math.abs(sum - facts.sum) <= (half ? 5e-2 : 1e-4) + (half ? 1e-2 : 1e-4) * Math.abs(facts.sum)) {
        found = i
        break
      }
    }
    if (found < 0)
      fail(
        `${where} ${facts.name}`,
        left.map((v) => v.path),
        `[${facts.shape}] with sum ${facts.sum}`,
      )
    left.splice(found, 1)
  }
}

/** Every slot of the old optimizer is found in ours, whatever its place. */
async function compare_optimizer(optimizer: any, facts: any): Promise<void> {
  const sums: { shape: string; sum: number }[] = []
  for (const variable of optimizer.variables) sums.push({ shape: variable.shape.join(), sum: await sum_of(variable) })
  // Keras 2 keeps velocities that plain SGD never uses.
  const plain = facts.class_name === 'SGD' && facts.config.momentum === 0
  for (const { name, shape, sum } of facts.variables) {
    if (plain && name.startsWith('SGD/m/')) continue
    const near = sums.findIndex((item) => item.shape === shape.join() && Math.abs(item.sum - sum) <= 1e-5 + 1e-4 * Math.abs(sum))
    if (near < 0)
      fail(
        `optimizer ${name}`,
        sums.filter((item) => item.shape === shape.join()).map((item) => item.sum),
        sum,
      )
    sums.splice(near, 1)
  }
}
