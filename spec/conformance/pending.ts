import { is_plain_object } from '../../lib/common/tree'
import { type Class, find_class, find_function } from '../../lib/loading/class_table'
import { find_operation } from '../../lib/loading/operation_table'
import type { Case } from './case'
import { is_recorded_object, is_recorded_tensor } from './values'

/** A case asks for something that the catalogue does not have yet. */
export class Pending extends Error {
  readonly names: string[]
  constructor(names: string[]) {
    super(`pending: ${names.join(', ')}`)
    this.names = names
  }
}

const quantization = 'quantization'
const lora = 'LoRA'

function is_quantized_policy({ class_name, config }: { class_name: string; config: any }): boolean {
  if (/^(Quantized\w*|Int4|GPTQ|AWQ)DTypePolicy$/.test(class_name)) return true
  return class_name === 'DTypePolicy' && typeof config?.name === 'string' && config.name.includes('_from_')
}

function has_lora(found: Class | undefined): boolean {
  return typeof found?.prototype.enable_lora === 'function'
}

/** The names of what a case needs and the catalogue lacks. */
export function pending_names(c: Case): string[] {
  const missing = new Set<string>()
  const look = (value: unknown, key: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === 'object') look(item, key)
      return
    }
    if (typeof value === 'string') {
      if (/(^|_)activation$/.test(key) && find_function(value) === undefined) missing.add(value)
      if (key === 'dtype' && value.includes('_from_')) missing.add(quantization)
      return
    }
    if (!is_plain_object(value) || is_recorded_tensor(value)) return
    if (is_recorded_object(value)) {
      const { module, class_name, config } = value
      if (module === 'keras.quantizers' || is_quantized_policy(value)) missing.add(quantization)
      else if (class_name === 'function') {
        if (typeof config === 'string' && find_function(config) === undefined) missing.add(config)
      } else if (
        typeof module === 'string' &&
        module.startsWith('keras') &&
        find_class(module, class_name) === undefined &&
        find_operation(module, class_name) === undefined
      ) {
        missing.add(`${module}.${class_name}`)
      }
      if (config?.lora_rank && !has_lora(find_class(module, class_name))) missing.add(lora)
    }
    for (const [inner, item] of Object.entries(value)) look(item, inner)
  }
  if (c.construct) {
    const { module, class_name, kwargs } = c.construct
    if (find_class(module, class_name) === undefined) missing.add(`${module}.${class_name}`)
    look(c.kind === 'error' && c.on === 'init' ? only_objects(kwargs) : kwargs, '')
    if (kwargs?.lora_rank && !has_lora(find_class(module, class_name))) missing.add(lora)
  }
  if (c.method === 'enable_lora' && !has_lora(find_class(c.object?.module, c.object?.class_name))) missing.add(lora)
  if (c.method === 'quantize') missing.add(quantization)
  if (c.of !== 'deserialize') look(c.object, '')
  look(c.args, '')
  look(c.kwargs, '')
  look(c.compile, '')
  return [...missing]
}

/** What of the arguments of a faulty constructor is a serialised object: a wrong name may be the fault. */
function only_objects(kwargs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kwargs ?? {}).filter(([, value]) => typeof value === 'object'))
}
