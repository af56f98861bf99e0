import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Tensor } from '@tensorflow/tfjs-core'
import { clear_session } from '../../lib/common/state'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { Sequential } from '../../lib/models/sequential'
import { multiply } from '../../lib/ops/numpy'
import { get as get_optimizer } from '../../lib/optimizers/get'
import { group_at, plan_weights, release } from '../../lib/saving/weights/write'
import { fixture_objects } from '../conformance/files/fixture_objects'
import { list_tree, type PathEntry, sorted } from './paths'

interface Recorded {
  name: string
  object: any
  paths: PathEntry[]
  groups: [string, unknown][]
}

const { models } = JSON.parse(gunzipSync(readFileSync(join(__dirname, 'fixtures/paths.json.gz'))).toString()) as {
  models: Recorded[]
}

/** Written with TensorFlow, which counts iterations in int64. */
const of_tensorflow = new Set(['opt_tf_adam'])

/** Its config does not say that two places hold one layer. */
function shared_in_nested(): Sequential {
  const shared = new Dense({ units: 4, name: 'dense_9' })
  const inner = new Sequential([shared, new Dense({ units: 4, name: 'dense_10' })], { name: 'sequential_14' })
  const layers = [Input({ shape: [4] }), shared, inner, new Dense({ units: 2, name: 'dense_11' })]
  return new Sequential(layers, { name: 'sequential_15' })
}

function make(recorded: Recorded): any {
  clear_session()
  if (recorded.name === 'seq_shared_layer_in_nested') return shared_in_nested()
  const custom_objects = { ...fixture_objects, twice: (x: Tensor) => multiply(x, 2) }
  const object = JSON.parse(JSON.stringify(recorded.object), (_key, value) =>
    value?.class_name === '__lambda__' ? 'twice' : value,
  )
  const model = deserialize_keras_object(object, { custom_objects })
  const slots = recorded.paths.filter(([group]) => group === '/optimizer/vars').length
  if (slots === 2 && model.optimizer.variables.length > 2)
    model.optimizer = get_optimizer(recorded.object.compile_config.optimizer)
  return model
}

/** The class that a message says is missing, null when it says something else. */
function missing_class(message: string): string | null {
  const found =
    /Could not locate class '([^']+)'|Unknown dtype policy class. Received: class_name='(\w+)'|policies are not available. Received: (\w+)/.exec(
      message,
    )
  return found === null ? null : (found[1] ?? found[2] ?? found[3]!)
}

/** Numbers of names that were handed out depend on what was made before. */
function without_number(name: unknown): unknown {
  if (typeof name === 'object' && name !== null) return (name as { start: string }).start
  return typeof name === 'string' ? name.slice(0, 80).replace(/_\d+$/, '') : name
}

function comparable(
  { paths, groups }: { paths: readonly PathEntry[]; groups: readonly [string, unknown][] },
  tensorflow: boolean,
) {
  return {
    paths: sorted(paths).map(
      ([group, key, shape, dtype]) => `${group}/${key} ${shape} ${tensorflow && dtype === 'int64' ? 'int32' : dtype}`,
    ),
    groups: sorted(groups).map(([path, name]) => `${path} ${without_number(name)}`),
  }
}

describe('The paths of weights in a file', () => {
  const pending: string[] = []

  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => {})
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  test.each(models.map((recorded) => [recorded.name, recorded] as const))(
    'are those of Keras for %s.',
    async (name, recorded) => {
      let model: any
      try {
        model = make(recorded)
      } catch (error) {
        const missing = missing_class((error as Error).message)
        if (missing === null) throw error
        pending.push(`${name} (${missing})`)
        return
      }
      const { root, readings } = plan_weights(model)
      for (const { path, key, tensor, dtype } of readings) {
        group_at(root, path).members.set(key, { kind: 'dataset', dtype, shape: tensor.shape.slice(), values: () => [] })
      }
      release(readings)
      expect(comparable(list_tree(root), false)).toEqual(comparable(recorded, of_tensorflow.has(name)))
      model.dispose()
    },
  )

  test('wait for classes only where a class is missing.', () => {
    if (pending.length > 0)
      process.stdout.write(`paths of weights: ${pending.length} of ${models.length} pending: ${pending.join(', ')}\n`)
    expect(pending.length).toBeLessThan(models.length / 4)
  })
})
