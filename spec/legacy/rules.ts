import type { Outcome } from './compare'

/** Whose answer holds. `documented`: both libraries fail where the page documents a working form, which then has to work. `none`: the step cannot be asked in JavaScript. */
export type Side = 'legacy' | 'keras3' | 'documented' | 'none'

/** What kind of outcome an answer is. */
export type Kind =
  | 'returns'
  | 'skipped'
  | 'absent'
  | 'read-only'
  | 'unknown keyword'
  | 'missing argument'
  | 'positional'
  | 'refused'
  | 'locked'
  | 'shape form'
  | 'enumeration'
  | 'error'

const messages: [RegExp, Kind][] = [
  [/object has no attribute|has never been called and thus has no defined \w+ shape\. Note|has no attribute/, 'absent'],
  [/Can't set the attribute|has no setter/, 'read-only'],
  [
    /Unrecognized keyword|Keyword argument not understood|unexpected keyword argument|Unknown keyword argument/,
    'unknown keyword',
  ],
  [/missing \d+ required positional/, 'missing argument'],
  [/positional arguments? but|passed as a keyword argument|multiple values for argument/, 'positional'],
  [/`add_loss\(\)` can only|`add_metric\(\)` method is deprecated/, 'refused'],
  [/You cannot add new elements of state/, 'locked'],
  [/Cannot convert '\d+' to a shape/, 'shape form'],
  [/Invalid variable (synchronization|aggregation) mode/, 'enumeration'],
]

/** The kind of an outcome. */
export function kind_of(outcome: Outcome): Kind {
  if (outcome.skipped !== undefined) return 'skipped'
  if (outcome.error === undefined) return 'returns'
  const { type, message } = outcome.error
  if (type === 'NotImplementedError' && message === '') return 'refused'
  return messages.find(([pattern]) => pattern.test(message))?.[1] ?? 'error'
}

/** A row of the table: the first that fits a difference decides it. A field that is not there fits everything. */
interface Rule {
  /** The member that the transcript is about. */
  about?: string[]
  /** What the step uses: an attribute, a method, a function, `new`, `setup`, `call`. */
  step?: string[]
  legacy?: Kind[]
  keras3?: Kind[]
  side: Side
  why: string
}

const rules: Rule[] = [
  {
    legacy: ['enumeration'],
    keras3: ['unknown keyword'],
    side: 'none',
    why: 'JavaScript has no enumerations: their members are texts',
  },
  {
    step: ['name_scope', 'enter', 'make'],
    legacy: ['absent', 'error'],
    side: 'documented',
    why: 'name scopes work as the page says',
  },
  {
    about: ['name_scope', 'with_name_scope'],
    legacy: ['returns'],
    keras3: ['absent'],
    side: 'documented',
    why: 'name_scope is a scope',
  },
  {
    about: ['name_scope', 'with_name_scope'],
    legacy: ['absent', 'error'],
    keras3: ['skipped', 'absent'],
    side: 'documented',
    why: 'name scopes work as the page says',
  },
  { step: ['get_losses_for', 'get_updates_for'], side: 'documented', why: 'dropped by 2.15: what the page says' },
  { step: ['set_learning_phase'], side: 'keras3', why: 'there is no global learning phase' },
  {
    about: ['submodules'],
    legacy: ['returns'],
    keras3: ['skipped'],
    side: 'keras3',
    why: 'modules that are no layers are not part of the library',
  },
  { step: ['new'], about: ['with_name_scope'], side: 'keras3', why: 'modules that are no layers are not part of the library' },
  { step: ['dtype_policy'], legacy: ['read-only'], side: 'keras3', why: 'the policy of a layer can be set' },
  { legacy: ['read-only'], side: 'legacy', why: 'read-only members stay so' },
  {
    step: ['new', 'setup'],
    keras3: ['unknown keyword'],
    legacy: ['returns', 'error'],
    side: 'legacy',
    why: 'constructor keywords of tf.keras',
  },
  {
    step: ['new', 'name', 'names', 'history_layer', 'weights', 'variables', 'trainable', 'get_config'],
    keras3: ['returns', 'error', 'unknown keyword', 'positional'],
    side: 'keras3',
    why: 'names, order of weights, flags, keys of configs',
  },
  { step: ['from_config'], keras3: ['error'], legacy: ['returns'], side: 'legacy', why: 'configs of tf.keras can be read' },
  {
    step: ['add_weight', 'add_variable'],
    legacy: ['returns'],
    keras3: ['unknown keyword', 'positional', 'shape form'],
    side: 'legacy',
    why: 'keywords and positions of tf.keras',
  },
  { step: ['add_weight'], legacy: ['error'], keras3: ['unknown keyword'], side: 'legacy', why: 'keywords of tf.keras' },
  {
    step: ['build'],
    legacy: ['returns'],
    keras3: ['locked'],
    side: 'legacy',
    why: 'a second build replaces what the first made',
  },
  {
    step: ['d', 'extra'],
    legacy: ['returns'],
    keras3: ['locked', 'absent'],
    side: 'legacy',
    why: 'attributes stay free, and hold what was assigned',
  },
  {
    about: ['__setattr__', '__delattr__', 'tracking'],
    step: ['length', 'names'],
    side: 'legacy',
    why: 'an overwritten or deleted attribute is not tracked any more',
  },
  { step: ['second.seen'], side: 'legacy', why: 'training handed to one child does not reach its siblings' },
  { about: ['training'], side: 'keras3', why: 'training: null counts as given; the model beats the graph' },
  { about: ['set_weights'], step: ['get_weights'], side: 'legacy', why: 'everything is checked before anything is written' },
  { about: ['floatx'], step: ['dtype'], side: 'legacy', why: 'the default policy follows floatx' },
  { about: ['input_spec'], step: ['input_spec'], side: 'legacy', why: 'only specifications are taken' },
  {
    about: ['compute_output_shape', 'compute_output_signature'],
    step: ['built'],
    side: 'keras3',
    why: 'asking for a shape builds nothing',
  },
  { step: ['compute_output_shape'], side: 'legacy', why: 'found by tracing' },
  {
    step: ['input', 'input_shape', 'output_shape'],
    keras3: ['returns'],
    side: 'legacy',
    why: 'the first argument, in its structure',
  },
  { step: ['add_metric'], side: 'legacy', why: 'Keras 3 has none' },
  { step: ['add_loss'], legacy: ['returns'], side: 'legacy', why: 'callables, symbolic tensors, nothing' },
  {
    step: ['add_loss'],
    legacy: ['error'],
    keras3: ['unknown keyword'],
    side: 'legacy',
    why: 'the keyword of tf.keras brings its checks',
  },
  {
    about: ['add_loss'],
    step: ['add_loss'],
    keras3: ['refused'],
    legacy: ['error'],
    side: 'keras3',
    why: 'error classes are those of Keras 3',
  },
  { step: ['call'], legacy: ['returns'], keras3: ['refused'], side: 'legacy', why: 'losses and metrics of tf.keras' },
  {
    step: ['compute_mask'],
    legacy: ['returns'],
    keras3: ['missing argument'],
    side: 'legacy',
    why: 'a missing argument is undefined',
  },
  {
    keras3: ['absent'],
    legacy: ['returns', 'error', 'unknown keyword', 'missing argument', 'read-only'],
    side: 'legacy',
    why: 'Keras 3 has no such member',
  },
]

/** The subject of a transcript, what the step uses, and the two kinds of answers. */
export interface Difference {
  about: string
  step: string
  legacy: Kind
  keras3: Kind
}

function fits(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.includes(value)
}

/**
 * Whose answer holds where the two libraries differ. Without a row, a difference follows from the one before it in the transcript (`last`); the first is Keras 3's.
 */
export function side_of({ about, step, legacy, keras3 }: Difference, last: Side | null): Side {
  const rule = rules.find(
    (row) => fits(row.about, about) && fits(row.step, step) && fits(row.legacy, legacy) && fits(row.keras3, keras3),
  )
  return rule?.side ?? last ?? 'keras3'
}
