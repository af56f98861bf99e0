import { is_builtin_name_anywhere } from '../common/builtin_names'
import { type FormatErrorKind, file_text, ModelFormatError } from '../common/errors'
import { get_registered_object } from '../common/registry'
import { is_serialized, type ObjectForm } from '../common/serialized'
import { is_nested, is_plain_object } from '../common/tree'
import { find_class, find_function } from './class_table'
import { config_path } from './config_path'
import { bare_name } from './deserialize'
import { find_operation } from './operation_table'
import { is_quantized_policy, refusal } from './refused_classes'
import { is_special_form, wrong_constant } from './special_forms'

export interface ScanOptions {
  custom_objects: Record<string, unknown> | null
  /** Whether what a model is compiled with is looked at. */
  compile: boolean
}

/**
 * Looks at every object that a config names, before any is made: all of them must be known, and none may be code or a reference to another file. What stands inside objects
 * of the caller's own classes is theirs, but for code.
 * @throws ModelFormatError
 */
export function scan_config(root: unknown, { custom_objects, compile }: ScanOptions): void {
  const fail = (kind: FormatErrorKind, code: string, message: string, at: unknown): never => {
    const path = config_path(root, at)
    throw new ModelFormatError(kind, code, message, { path: path === '' ? null : path })
  }
  const custom = (name: unknown): unknown => (typeof name === 'string' ? get_registered_object(name, custom_objects) : null)

  const check_function = (form: ObjectForm): void => {
    const { config, registered_name, module } = form
    const name = typeof config === 'string' ? config : ''
    if (custom(name) !== null || custom(registered_name) !== null) return
    if (find_function(name, module) !== undefined) return
    fail('unknown-class', 'unknown-object', `There is no function '${file_text(name)}'. Name it in \`custom_objects\`.`, form)
  }

  /** Whether the class is one of the caller's. */
  const check_class = (form: ObjectForm): boolean => {
    const { class_name, module, registered_name } = form
    if (registered_name && custom(registered_name) !== null) return true
    const found = find_operation(module, class_name) ?? find_class(module, class_name)
    if (found === undefined) {
      if (custom(class_name) !== null || (class_name.includes('>') && custom(bare_name(class_name)) !== null)) return true
      if (is_quantized_policy(class_name)) {
        fail('unsupported', 'quantization', `Quantized layers are not read. Received: ${file_text(class_name)}`, form)
      }
      const of_keras = is_builtin_name_anywhere(class_name) || String(module).startsWith('keras.src.ops.')
      const not_yet = of_keras
        ? 'Keras has this class, this version of keras-tfjs does not yet.'
        : 'Name it in `custom_objects`, or register it with `register_keras_serializable()`.'
      fail('unknown-class', 'unknown-object', `There is no class '${file_text(class_name)}'. ${not_yet}`, form)
    }
    if (registered_name && registered_name !== class_name) {
      fail(
        'mismatch',
        'registered-name-mismatch',
        `The class '${file_text(class_name)}' is not registered under the name '${file_text(String(registered_name))}'.`,
        form,
      )
    }
    if (!is_plain_object(form.config) && !(class_name === 'Sequential' && Array.isArray(form.config))) {
      fail('format', 'invalid-config', `The config of a '${file_text(class_name)}' must be an object.`, form)
    }
    return false
  }

  const shared = new Map<unknown, string>()
  /** Objects with one id are one object. */
  const check_shared = (form: ObjectForm): void => {
    const { shared_object_id: id, class_name } = form
    if (id === undefined || id === null) return
    const first = shared.get(id) ?? class_name
    shared.set(id, first)
    if (first === class_name) return
    const message = `Two classes carry one \`shared_object_id\`: '${file_text(first)}' and '${file_text(class_name)}'.`
    fail('mismatch', 'bad-shared-object', message, form)
  }

  const check_form = (form: ObjectForm, inside_custom: boolean): boolean => {
    check_shared(form)
    const refused = refusal(form.class_name, form.config)
    if (refused !== null) fail(refused.kind, refused.code, refused.why, form)
    if (is_special_form(form.class_name)) {
      const wrong = wrong_constant(form)
      if (wrong !== null) fail('format', 'invalid-config', wrong, form)
      return inside_custom
    }
    if (inside_custom) return true
    if (form.class_name === 'function') check_function(form)
    else return check_class(form)
    return inside_custom
  }

  const visit = (node: unknown, inside_custom: boolean): void => {
    if (Array.isArray(node)) {
      for (const item of node) if (is_nested(item)) visit(item, inside_custom)
      return
    }
    const object = node as Record<string, unknown>
    const below = is_serialized(object) ? check_form(object, inside_custom) : inside_custom
    for (const key of Object.keys(object)) {
      const child = object[key]
      if (!is_nested(child) || (key === 'compile_config' && !compile)) continue
      visit(child, below)
    }
  }
  if (is_nested(root)) visit(root, false)
}
