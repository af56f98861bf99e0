import type { Tensor } from '@tensorflow/tfjs-core'
import { flatten, is_plain_object } from '../../../lib/common/tree'
import { find_class } from '../../../lib/loading/class_table'
import type { Case } from '../case'
import { Mismatch } from '../compare'
import { Pending } from '../pending'
import { Workspace } from '../workspace'
import { call_activation, call_function } from './function'
import { call_layer } from './layer'
import { call_loss } from './loss'
import { run_metric } from './metric'
import { run_optimizer } from './optimizer'

/** A case of a layer that must fail: when it is made, when it is called, or in one of its methods. */
async function provoke_layer(c: Case, work: Workspace): Promise<void> {
  const layer = c.construct ? construct(c, work) : work.revive(c.object)
  if (c.on === 'init') return
  const args = work.decode(c.args ?? [])
  const kwargs = work.decode(c.kwargs ?? {})
  const act = (): unknown => {
    if (c.method === undefined || c.method === 'call') return call_layer(layer, args, kwargs)
    return Object.keys(kwargs).length === 0 ? layer[c.method](...args) : layer[c.method](...args, kwargs)
  }
  const result = await act()
  for (const leaf of flatten(result)) (leaf as Tensor | null)?.dispose?.()
}

function construct(c: Case, work: Workspace): any {
  const { module, class_name, kwargs } = c.construct
  const found = find_class(module, class_name) as new (config: object) => unknown
  const config = work.decode(kwargs)
  return work.hold(new found(is_plain_object(config) ? config : {}))
}

/** A case of another kind that must fail. */
async function provoke(c: Case, work: Workspace): Promise<void> {
  if (c.of === undefined) return provoke_layer(c, work)
  if (c.of === 'call' || c.of === 'function') await call_function(c, work)
  else if (c.of === 'activation') await call_activation(c, work, work.decode(c.input))
  else if (c.of === 'loss') call_loss(c, work)
  else if (c.of === 'metric') await run_metric(c, work)
  else if (c.of === 'optimizer') await run_optimizer(c, work)
  else if (c.of === 'deserialize') work.revive(c.object)
  else throw new Mismatch(`no way to replay an error of ${c.of}`)
}

/** The case once more, with floats that JavaScript takes for integers marked. */
async function run_marked(c: Case): Promise<void> {
  const work = new Workspace(c)
  try {
    await run_error(c, work)
  } finally {
    work.dispose()
  }
}

/** The error that Keras raises: its class and a part of its message. */
export async function run_error(c: Case, work: Workspace): Promise<void> {
  const { type, fragment, native, raised_by } = c.error
  try {
    await provoke(c, work)
  } catch (error) {
    if (error instanceof Pending || error instanceof Mismatch) throw error
    if (native || (raised_by !== undefined && raised_by !== 'keras')) return
    const { name, message } = error as Error
    if (name !== type) throw new Mismatch(`error class: got ${name}: ${message.slice(0, 300)}, wanted ${type}: ${fragment}`)
    if (!message.includes(fragment)) throw new Mismatch(`message: got ${message.slice(0, 500)}, wanted ${fragment}`)
    return
  }
  if (c.with_floats) return run_marked(c.with_floats)
  throw new Mismatch(`nothing was raised, wanted ${type}: ${fragment}`)
}
