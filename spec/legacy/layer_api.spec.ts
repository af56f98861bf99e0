import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { with_name_scope } from '../../lib/layers/base/legacy_scopes'
import { Layer } from '../../lib/layers/layer'

const spec = join(__dirname, '..')
const document = readFileSync(join(spec, '../docs/layer-api.md'), 'utf8')
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| member'))
  .map((line) => line.slice(2, -2).split(/ (?<!\\)\| /))

const transcripts = new Set(
  gunzipSync(readFileSync(join(__dirname, 'transcripts.jsonl.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id),
)
const tests = readdirSync(spec, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.spec.ts'))
  .map((path) => readFileSync(join(spec, path), 'utf8').replaceAll("\\'", "'"))
  .join('\n')

/** The members of the five pages. */
const documented = [
  ...['Layer', 'name', 'trainable', 'built', 'dynamic', 'dtype', 'variable_dtype', 'compute_dtype', 'dtype_policy', 'autocast'],
  ...['weights', 'variables', 'trainable_weights', 'trainable_variables', 'non_trainable_weights', 'non_trainable_variables'],
  ...[
    'add_weight',
    'get_weights',
    'set_weights',
    'count_params',
    'build',
    'call',
    '__call__',
    'supports_masking',
    'compute_mask',
  ],
  ...['compute_output_shape', 'compute_output_signature', 'input_spec', 'losses', 'add_loss', 'get_losses_for', 'metrics'],
  ...['add_metric', 'updates', 'add_update', 'get_updates_for', 'activity_regularizer', 'input', 'output', 'input_mask'],
  ...['output_mask', 'input_shape', 'output_shape', 'get_input_at', 'get_output_at', 'get_input_mask_at', 'get_output_mask_at'],
  ...['get_input_shape_at', 'get_output_shape_at', 'get_config', 'from_config', 'name_scope', 'with_name_scope', 'submodules'],
  ...['__setattr__', '__delattr__', 'stateful', 'finalize_state', 'inbound_nodes', 'outbound_nodes', 'SimpleDense', 'ComputeSum'],
]
/** Rows that name no attribute of a layer. */
const elsewhere = [
  'Layer',
  'floatx',
  'from_config',
  'with_name_scope',
  'apply',
  '__setattr__',
  '__delattr__',
  'SimpleDense',
  'ComputeSum',
]

describe('The document on the members of Layer', () => {
  test.each(rows.map((cells) => [cells[0]!, cells] as const))(
    'the row of %s is complete, and what proves it exists',
    (_, cells) => {
      const [member, , here, contract, proof] = cells
      expect(cells).toHaveLength(5)
      expect(member!.length * here!.length).toBeGreaterThan(0)
      expect(here).not.toMatch(/unsupported|not supported/i)
      expect(['keras3', 'legacy', 'both']).toContain(contract)
      const ids = [...proof!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
      const titles = [...proof!.matchAll(/"([^"]+)"/g)].map((match) => match[1]!)
      expect(ids.length + titles.length).toBeGreaterThan(0)
      expect(ids.filter((id) => !transcripts.has(id))).toEqual([])
      expect(titles.filter((title) => !tests.includes(title))).toEqual([])
    },
  )

  test('every member of the pages has a row, and no member has two', () => {
    const names = rows.map(([member]) => member!)
    expect(documented.filter((name) => !names.includes(`\`${name}\``))).toEqual([])
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  test('every member that is named is there', () => {
    const layer = new Layer()
    const names = rows.map(([member]) => /^`(\w+)`$/.exec(member!)?.[1]).filter((name): name is string => name !== undefined)
    expect(names.filter((name) => !elsewhere.includes(name) && !(name in layer))).toEqual([])
    expect(typeof Layer.from_config).toBe('function')
    expect(typeof with_name_scope).toBe('function')
  })
})
