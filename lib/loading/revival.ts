import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../backend/engine'
import { type FormatErrorKind, file_text, ModelFormatError } from '../common/errors'
import type { ObjectForm } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { type Budget, over } from '../formats/limits'
import { type CreationWatch, type Variable, with_deferred_variables } from '../variables/variable'
import { config_path } from './config_path'
import { SharedObjectError } from './shared_objects'

const longest_message = 600

/** The text of an error about a file: escaped piece by piece, and cut. */
function message_text(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const pieces = text.slice(0, longest_message).match(/[\s\S]{1,100}/g) ?? []
  const escaped = pieces.map((piece) => piece.split('\n').map(file_text).join('\n')).join('')
  return text.length > longest_message ? `${escaped}...` : escaped
}

/** What an error that explains others began with. */
function origin(error: unknown): unknown {
  let first = error
  while (!(first instanceof ModelFormatError) && first instanceof Error && first.cause instanceof Error) first = first.cause
  return first
}

/** What an error inside means: layers that do not fit together are a mismatch, anything else is a config that is not one. */
function classify(error: unknown, form: ObjectForm | null): { kind: FormatErrorKind; code: string } {
  if (error instanceof RangeError && /call stack/i.test(error.message)) return { kind: 'limit', code: 'too-deep' }
  if (error instanceof SharedObjectError) return { kind: 'mismatch', code: 'bad-shared-object' }
  const text = error instanceof Error ? error.message : ''
  if (/^Quantized dtype policies are not available/.test(text)) return { kind: 'unsupported', code: 'quantization' }
  if (/is incompatible with the layer/.test(text)) return { kind: 'mismatch', code: 'shape-mismatch' }
  if (is_plain_object(form?.config) && 'input_layers' in form.config) return { kind: 'format', code: 'bad-graph' }
  return { kind: 'format', code: 'invalid-config' }
}

/** The key of a config that a message is about: the first one that it quotes or prints as `key=value`. */
function key_in_message(error: unknown, form: ObjectForm): string {
  if (!(error instanceof Error) || !is_plain_object(form.config)) return ''
  for (const [, quoted, printed] of error.message.matchAll(/`(\w+)`|\b(\w+)=/g)) {
    const key = quoted ?? printed!
    if (key !== 'config' && key !== 'name' && Object.hasOwn(form.config, key)) return `.${key}`
  }
  return ''
}

/**
 * One act of making objects from a config of a file: its budget, what was made so far, and how errors are reported. Variables made meanwhile are only counted; they get
 * values later, from the file or when they are first used.
 */
export class Revival implements CreationWatch {
  /** The first limit that was passed, also when something on the way swallowed the error. */
  private failure: ModelFormatError | null = null
  private readonly variables = new Set<Variable>()
  private readonly open: ObjectForm[] = []
  private readonly constants: Tensor[] = []

  constructor(
    /** The config in which places are looked up. */
    public root: unknown,
    readonly budget: Budget,
    readonly compile: boolean,
  ) {}

  /** @throws ModelFormatError of kind `limit`. */
  made(variable: Variable): void {
    const { size } = variable
    try {
      this.budget.spend_parameters(size >= 0 ? size : Number.POSITIVE_INFINITY)
    } catch {
      this.failure ??= over('parameters', this.budget.limits.parameters, this.path_of(null) || variable.path)
      throw this.failure
    }
    this.variables.add(variable)
  }

  freed(variable: Variable): void {
    if (this.variables.delete(variable)) this.budget.spend_parameters(-variable.size)
  }

  /** Revives one form: an error that comes out of it says where it was. */
  within<T>(form: ObjectForm, fn: () => T): T {
    this.open.push(form)
    try {
      return fn()
    } catch (error) {
      throw this.report(error, form)
    } finally {
      this.open.pop()
    }
  }

  /** The error of a form as one of files. */
  report(error: unknown, form: ObjectForm | null): ModelFormatError {
    if (this.failure !== null) return this.failure
    const first = origin(error)
    if (first instanceof ModelFormatError) return first
    const { kind, code } = classify(first, form)
    const key = form === null ? '' : key_in_message(first, form)
    const place = this.path_of(form)
    const path = place === null ? null : `${place}${place === '' ? '' : '.'}config${key}`
    return new ModelFormatError(kind, code, message_text(first), { path, cause: error })
  }

  /** Where a form, or else the nearest one around it that stands in the file, is. */
  path_of(form: unknown): string | null {
    for (const candidate of [form, ...this.open.slice().reverse()]) {
      const path = candidate === null || candidate === undefined ? null : config_path(this.root, candidate)
      if (path !== null) return path
    }
    return null
  }

  /** Notes a tensor that the config holds. */
  constant(tensor: Tensor): void {
    this.constants.push(tensor)
  }

  /** What was made and has no owner of its own. */
  get made_things(): { dispose(): void }[] {
    return [...this.constants, ...this.variables]
  }

  /** Runs `fn`. When it throws, or passed a limit without throwing, all variables and tensors that were made are freed. @throws ModelFormatError only. */
  run<T>(fn: () => T): T {
    const core = engine()
    core.startScope()
    let result: T
    try {
      result = with_deferred_variables(this, () => {
        const value = fn()
        if (this.failure !== null) throw this.failure
        return value
      })
    } catch (error) {
      for (const variable of [...this.variables]) variable.dispose()
      core.endScope()
      throw this.report(error, null)
    }
    core.endScope([...(core.state.activeScope as unknown as { track: Tensor[] }).track] as never)
    return result
  }
}
