import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { is_builtin_name } from '../../lib/common/builtin_names'
import { class_names, find_class, find_function } from '../../lib/loading/class_table'
import { layer_classes } from '../../lib/loading/layer_table'
import { find_operation } from '../../lib/loading/operation_table'

const layers_folder = join(__dirname, '../../lib/layers')

function files_of(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files_of(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

test('Every layer of the catalogue that Keras has stands in the table, as itself.', async () => {
  const missing: string[] = []
  for (const file of files_of(layers_folder)) {
    for (const [name, value] of Object.entries((await import(file)) as Record<string, unknown>)) {
      if (typeof value !== 'function' || !Object.hasOwn(value, 'class_name')) continue
      const { class_name } = value as unknown as { class_name: string }
      if (!is_builtin_name('keras.layers', class_name)) continue
      if (find_class('keras.layers', class_name) !== value) missing.push(`${name} of ${file}`)
    }
  }
  expect(missing).toEqual([])
})

test('A class is found under its exported module, its source module, and the older packages.', () => {
  for (const module of [
    'keras.layers',
    'keras',
    'keras.src.layers.core.dense',
    'tf_keras.layers',
    'tf_keras.src.layers.core.dense',
    null,
  ]) {
    expect(find_class(module, 'Dense')).toBe(layer_classes.Dense)
  }
  expect(find_class('keras.src.models.functional', 'Functional')).toBeDefined()
  expect(find_class('keras.src.engine.sequential', 'Sequential')).toBeDefined()
})

test('Classes of other modules, and names that JavaScript gives every object, are not found.', () => {
  expect(find_class('torch.nn', 'Dense')).toBeUndefined()
  expect(find_class('keras_cv.layers', 'Dense')).toBeUndefined()
  for (const name of ['constructor', '__proto__', 'toString', 'valueOf']) {
    expect(find_class('keras.layers', name)).toBeUndefined()
    expect(find_class(null, name)).toBeUndefined()
    expect(find_function(name)).toBeUndefined()
  }
})

test('Initializers and layers of one name are told apart by their module.', () => {
  expect(find_class('keras.initializers', 'Identity')).not.toBe(find_class('keras.layers', 'Identity'))
})

test('Functions are found by name in the modules that have them, classes are no functions.', () => {
  expect(find_function('relu', 'keras.activations')).toBeDefined()
  expect(find_function('relu', 'builtins')).toBe(find_function('relu', 'keras.activations'))
  expect(find_function('mean_squared_error', 'keras.losses')).toBeDefined()
  expect(find_function('relu', 'keras.losses')).toBeUndefined()
  expect(find_function('eval', 'builtins')).toBeUndefined()
  expect(find_function('MeanSquaredError', 'keras.losses')).toBeUndefined()
})

test('The nodes of a saved graph name ops by their class.', () => {
  const operation = find_operation('keras.src.ops.numpy', 'Sum')!.from_config({ name: 'total', axis: 1 })
  expect([operation.name, operation.config]).toEqual(['total', expect.objectContaining({ axis: 1, keepdims: false })])
  expect(find_operation('keras.layers', 'Add')).toBeUndefined()
  expect(class_names()).not.toContain('Sum_')
})
