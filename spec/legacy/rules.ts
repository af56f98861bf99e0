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
  | 'not there'
  | 'locked'
  | 'shape form'
  | 'enumeration'
  | 'float index'
  | 'bare layer'
  | 'call error'
  | 'error'

const messages: [RegExp, Kind][] = [
  [/slices, not float/, 'float index'],
  [/^Layer Layer does not have/, 'bare layer'],
  [/^Exception encountered when calling layer/, 'call error'],
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
  if (type === 'NotImplementedError' && message === '') return 'not there'
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
  /** Only where an argument is a Python list of bare numbers. */
  bare_list?: true
  /** Only where the step before failed. */
  after_error?: true
  side: Side
  /** Whether what follows is unaffected. */
  local?: true
  why: string
}

const rules: Rule[] = [
  // What JavaScript has no form for
  { legacy: ['enumeration'], keras3: ['unknown keyword'], side: 'none', why: 'the members of enumerations are texts' },
  { legacy: ['float index'], side: 'none', local: true, why: 'a whole float is an integer' },
  { bare_list: true, side: 'none', local: true, why: 'a list of numbers is an array' },
  // Names of scopes
  { step: ['name_scope()'], side: 'none', why: 'a scope is no function' },
  { about: ['with_name_scope'], step: ['new'], side: 'keras3', why: 'modules that are no layers are not part of the library' },
  { about: ['with_name_scope'], step: ['length'], side: 'documented', why: 'the variable that the scope holds is tracked' },
  { about: ['with_name_scope'], legacy: ['returns'], side: 'legacy', why: 'what works in tf.keras' },
  { about: ['name_scope', 'with_name_scope'], side: 'documented', why: 'name scopes work on layers as the page says' },
  {
    about: ['submodules'],
    legacy: ['returns'],
    keras3: ['skipped'],
    side: 'keras3',
    why: 'modules that are no layers are not part of the library',
  },
  // Read-only members
  { step: ['dtype_policy'], legacy: ['read-only'], side: 'keras3', why: 'the policy of a layer can be set' },
  { legacy: ['read-only'], side: 'legacy', local: true, why: 'read-only members stay so' },
  // Constructors, names, configs
  {
    step: ['new', 'setup'],
    legacy: ['returns', 'error'],
    keras3: ['unknown keyword'],
    side: 'legacy',
    why: 'constructor keywords of tf.keras',
  },
  {
    step: ['from_config'],
    legacy: ['returns'],
    keras3: ['error', 'unknown keyword'],
    side: 'legacy',
    why: 'configs of tf.keras can be read',
  },
  {
    step: ['new', 'name', 'history_layer', 'trainable'],
    keras3: ['returns', 'error', 'positional'],
    side: 'keras3',
    local: true,
    why: 'names and flags',
  },
  { step: ['get_config'], keras3: ['returns', 'error'], side: 'keras3', local: true, why: 'keys of configs' },
  // Weights
  { step: ['add_variable'], side: 'keras3', why: 'no page documents it: Keras 3 has one of its own' },
  {
    step: ['add_weight'],
    legacy: ['returns'],
    keras3: ['unknown keyword', 'positional'],
    side: 'legacy',
    why: 'keywords and positions of tf.keras',
  },
  { step: ['add_weight'], legacy: ['error'], keras3: ['unknown keyword'], side: 'legacy', why: 'keywords of tf.keras' },
  { legacy: ['returns'], keras3: ['shape form'], side: 'legacy', why: 'a number is a shape' },
  {
    step: ['build'],
    legacy: ['returns'],
    keras3: ['locked'],
    side: 'legacy',
    why: 'a second build replaces what the first made',
  },
  { step: ['build'], legacy: ['returns'], keras3: ['error'], side: 'legacy', why: 'a number is a shape' },
  { step: ['build'], side: 'keras3', why: 'errors of Keras 3' },
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
  {
    about: ['set_weights'],
    step: ['get_weights'],
    after_error: true,
    side: 'legacy',
    why: 'everything is checked before anything is written',
  },
  { about: ['floatx'], step: ['dtype'], side: 'legacy', why: 'the default policy follows floatx' },
  // Calls
  { step: ['set_learning_phase'], side: 'keras3', why: 'there is no global learning phase' },
  { step: ['second.seen'], side: 'legacy', local: true, why: 'training handed to one child does not reach its siblings' },
  { about: ['training'], side: 'keras3', why: 'training: null counts as given; the model beats the graph' },
  {
    about: ['input_spec'],
    step: ['input_spec'],
    legacy: ['returns'],
    keras3: ['returns'],
    side: 'keras3',
    why: 'a recurrent layer has one specification, not a list with one',
  },
  { about: ['input_spec'], step: ['input_spec'], side: 'legacy', local: true, why: 'only specifications are taken' },
  { about: ['input_spec'], step: ['call'], side: 'keras3', why: 'messages of Keras 3' },
  {
    step: ['compute_mask'],
    legacy: ['returns'],
    keras3: ['missing argument'],
    side: 'legacy',
    local: true,
    why: 'a missing argument is undefined',
  },
  { step: ['compute_mask'], side: 'keras3', why: 'masks pass through' },
  // Shapes and nodes
  {
    about: ['compute_output_shape', 'compute_output_signature'],
    step: ['built'],
    side: 'keras3',
    local: true,
    why: 'asking for a shape builds nothing',
  },
  { step: ['compute_output_shape'], legacy: ['call error'], side: 'none', why: 'the layer is not built by the steps before' },
  { step: ['compute_output_shape'], keras3: ['bare layer'], side: 'keras3', why: 'a bare Layer has no call' },
  { step: ['compute_output_shape'], keras3: ['error'], side: 'legacy', why: 'found by tracing' },
  {
    step: ['input', 'input_shape', 'output_shape'],
    legacy: ['returns'],
    keras3: ['returns', 'error'],
    side: 'legacy',
    local: true,
    why: 'the first argument, in its structure',
  },
  // Losses, metrics, updates
  { step: ['add_metric()'], side: 'legacy', why: 'Keras 3 has none' },
  { step: ['add_loss'], legacy: ['returns'], side: 'legacy', why: 'callables, symbolic tensors, nothing' },
  {
    step: ['add_loss'],
    legacy: ['error'],
    keras3: ['unknown keyword'],
    side: 'legacy',
    why: 'the keyword of tf.keras brings its checks',
  },
  { step: ['add_loss'], keras3: ['not there'], side: 'legacy', why: 'losses of graphs' },
  { about: ['add_loss'], step: ['add_loss'], side: 'keras3', why: 'tensors outside of calls; error classes' },
  {
    step: ['call'],
    legacy: ['returns', 'error', 'call error'],
    keras3: ['refused'],
    side: 'legacy',
    why: 'losses and metrics of tf.keras',
  },
  { step: ['call'], legacy: ['returns'], keras3: ['unknown keyword'], side: 'legacy', why: 'keywords of add_loss in tf.keras' },
  { step: ['get_losses_for', 'get_updates_for'], side: 'documented', why: 'dropped by 2.15: what the page says' },
  // Members that only tf.keras has
  {
    legacy: ['returns', 'error', 'unknown keyword', 'missing argument', 'positional'],
    keras3: ['absent'],
    side: 'legacy',
    why: 'Keras 3 has no such member',
  },
]

/** What differs: the subject of the transcript, what the step uses, and the two kinds of answers. */
export interface Difference {
  about: string
  step: string
  legacy: Kind
  keras3: Kind
  bare_list: boolean
  after_error: boolean
}

/** Whose answer holds, and whether what follows goes the same way. */
export interface Decision {
  side: Side
  local: boolean
}

function fits(list: readonly string[] | undefined, value: string): boolean {
  return list === undefined || list.includes(value) || list.includes(value.replace(/\(\)$/, ''))
}

/** The row for a difference, or null. */
export function decide({ about, step, legacy, keras3, bare_list, after_error }: Difference): Decision | null {
  const rule = rules.find(
    (row) =>
      fits(row.about, about) &&
      fits(row.step, step) &&
      fits(row.legacy, legacy) &&
      fits(row.keras3, keras3) &&
      (row.bare_list === undefined || bare_list) &&
      (row.after_error === undefined || after_error),
  )
  return rule === undefined ? null : { side: rule.side, local: rule.local ?? false }
}
