import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../lib/common/shape'
import { repr } from '../../lib/common/text'
import { InputSpec, type InputSpecConfig } from '../../lib/layers/base/input_spec'
import { layer_name_scope, type NameScope, with_name_scope } from '../../lib/layers/base/legacy_scopes'
import { Layer, type LayerConfig } from '../../lib/layers/layer'
import { find_class } from '../../lib/loading/class_table'
import { Mean } from '../../lib/metrics/reduction'
import { dtype } from '../../lib/ops/core'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { not_equal } from '../../lib/ops/numpy/comparison'
import { full } from '../../lib/ops/numpy/creation'
import { abs } from '../../lib/ops/numpy/elementwise'
import { matmul } from '../../lib/ops/numpy/linear'
import { any, max, mean, sum } from '../../lib/ops/numpy/reduce'
import { Variable } from '../../lib/variables/variable'

/** A class of the catalogue. @throws Error with the class's name when it is not there. */
function catalogue(name: string): new (config: object) => Layer {
  const found = find_class(null, name)
  if (found === undefined) throw new MissingClass(name)
  return found as unknown as new (
    config: object,
  ) => Layer
}

/** A transcript needs a class that the catalogue does not have. */
export class MissingClass extends Error {
  readonly class_name: string
  constructor(class_name: string) {
    super(`no class ${class_name}`)
    this.class_name = class_name
  }
}

const dense = (config: object): Layer => new (catalogue('Dense'))(config)

class SimpleDense extends Layer {
  static override class_name = 'SimpleDense'
  static override defaults = { units: 32, w_init: 'random_normal', b_init: 'random_normal' }
  static override call_options = {}
  declare units: number
  declare w_init: string
  declare b_init: string
  declare w: Variable
  declare b: Variable
  override build(input_shape: Shape) {
    this.w = this.add_weight({ name: 'w', shape: [input_shape.at(-1)!, this.units], initializer: this.w_init })
    this.b = this.add_weight({ name: 'b', shape: [this.units], initializer: this.b_init })
  }
  override call(inputs: Tensor) {
    return add(matmul(inputs, this.w), this.b)
  }
}

class VariableDense extends Layer {
  static override class_name = 'VariableDense'
  static override defaults = { units: 32 }
  static override call_options = {}
  declare units: number
  declare w: Variable
  declare b: Variable
  override build(input_shape: Shape) {
    this.w = new Variable(filled(1), { shape: [input_shape.at(-1)!, this.units] })
    this.b = new Variable(filled(0), { shape: [this.units] })
  }
  override call(inputs: Tensor) {
    return add(matmul(inputs, this.w), this.b)
  }
}

class ComputeSum extends Layer {
  static override class_name = 'ComputeSum'
  static override call_options = {}
  total: Variable
  constructor({ input_dim, ...config }: LayerConfig & { input_dim: number }) {
    super(config)
    this.total = new Variable(filled(0), { shape: [input_dim], trainable: false, name: 'total' })
  }
  override call(inputs: Tensor) {
    this.total.assign_add(sum(inputs, { axis: 0 }))
    return this.total
  }
}

class ScalarSum extends Layer {
  static override class_name = 'ScalarSum'
  static override call_options = {}
  total: Variable
  constructor({ input_dim: _, ...config }: LayerConfig & { input_dim: number }) {
    super(config)
    this.total = this.add_weight({ name: 'total', shape: [], initializer: 'zeros', trainable: false })
  }
  override call(inputs: Tensor) {
    this.total.assign_add(sum(inputs))
    return this.total
  }
}

class MeanLoss extends Layer {
  static override class_name = 'MeanLoss'
  static override call_options = {}
  override call(inputs: Tensor) {
    this.add_loss(abs(mean(inputs)))
    return inputs
  }
}

class ListLoss extends Layer {
  static override class_name = 'ListLoss'
  static override call_options = {}
  override call(inputs: Tensor) {
    this.add_loss([mean(inputs), max(inputs)])
    return inputs
  }
}

class LegacyInputsLoss extends Layer {
  static override class_name = 'LegacyInputsLoss'
  static override call_options = {}
  override call(inputs: Tensor) {
    this.add_loss(abs(mean(inputs)), { inputs: true })
    return inputs
  }
}

class WeightLoss extends Layer {
  static override class_name = 'WeightLoss'
  static override call_options = {}
  declare w: Variable
  override build(input_shape: Shape) {
    this.w = this.add_weight({ name: 'w', shape: [input_shape.at(-1)!], initializer: 'ones' })
    this.add_loss(() => mean(this.w))
  }
  override call(inputs: Tensor) {
    return multiply(inputs, this.w)
  }
}

class MetricLayer extends Layer {
  static override class_name = 'MetricLayer'
  static override call_options = {}
  mean: Mean
  constructor() {
    super({ name: 'my_metric_layer' })
    this.mean = new Mean({ name: 'metric_1' })
  }
  override call(inputs: Tensor) {
    this.add_metric(this.mean(inputs))
    this.add_metric(sum(inputs), { name: 'metric_2' })
    return inputs
  }
}

class MetricAggregation extends Layer {
  static override class_name = 'MetricAggregation'
  static override defaults = { metric_name: null, aggregation: 'mean' }
  static override call_options = {}
  declare metric_name: string | null
  declare aggregation: string | null
  override call(inputs: Tensor) {
    this.add_metric(sum(inputs), { name: this.metric_name, aggregation: this.aggregation })
    return inputs
  }
}

class MetricAttribute extends Layer {
  static override class_name = 'MetricAttribute'
  static override call_options = {}
  m: Mean
  constructor(config: LayerConfig = {}) {
    super(config)
    this.m = new Mean({ name: 'm' })
  }
  override call(inputs: Tensor) {
    this.m.update_state(inputs)
    return inputs
  }
}

class Nested extends Layer {
  static override class_name = 'Nested'
  static override defaults = { units: 2 }
  static override call_options = {}
  declare units: number
  z: Layer
  b: Layer[]
  a: { k: Layer }
  c: Layer[]
  constructor(config: LayerConfig & { units?: number } = {}) {
    super(config)
    const child = (name: string): Layer => dense({ units: this.units, kernel_initializer: 'ones', name })
    this.z = child('z0')
    this.b = [child('b0'), child('b1')]
    this.a = { k: child('a0') }
    this.c = [child('c0')]
  }
  override call(inputs: Tensor) {
    let x = this.z(inputs)
    for (const layer of this.b) x = layer(x)
    return this.c[0]!(this.a.k(x))
  }
}

class NestedBatchNorm extends Layer {
  static override class_name = 'NestedBatchNorm'
  static override call_options = { training: null }
  bn: Layer
  fc: Layer
  constructor(config: LayerConfig = {}) {
    super(config)
    this.bn = new (catalogue('BatchNormalization'))({ name: 'bn' })
    this.fc = dense({ units: 2, kernel_initializer: 'ones', name: 'fc' })
  }
  override call(inputs: Tensor, { training }: { training: boolean | null }) {
    return this.fc(this.bn(inputs, { training }))
  }
}

class NestedDtype extends Layer {
  static override class_name = 'NestedDtype'
  static override call_options = {}
  dense: Layer
  constructor(config: LayerConfig = {}) {
    super(config)
    this.dense = dense({ units: 4, dtype: config.dtype ?? null })
  }
  override call(inputs: Tensor) {
    return this.dense(inputs)
  }
}

class TwoArguments extends Layer {
  static override class_name = 'TwoArguments'
  static override call_arguments = ['a', 'b']
  static override call_options = {}
  override call(a: Tensor, b: Tensor) {
    return [add(a, 1), add(b, 1)]
  }
}

class PairArgument extends Layer {
  static override class_name = 'PairArgument'
  static override call_options = {}
  override call([a, b]: [Tensor, Tensor]) {
    return [add(a, 1), add(b, 1)]
  }
}

class Identity extends Layer {
  static override class_name = 'Identity'
  static override call_options = {}
  override call(inputs: Tensor) {
    return inputs
  }
}

class NoAutocast extends Identity {
  static override class_name = 'NoAutocast'
  constructor(config: LayerConfig = {}) {
    super({ ...config, autocast: false })
  }
}

class PlusOne extends Layer {
  static override class_name = 'PlusOne'
  static override call_options = {}
  override call(inputs: Tensor) {
    return add(inputs, 1)
  }
}

interface TrainingOptions {
  training: boolean | null
}

class TrainingProbe extends Layer {
  static override class_name = 'TrainingProbe'
  static override call_options: Record<string, unknown> = { training: null }
  seen: unknown
  constructor(config: LayerConfig = {}) {
    super(config)
    this.seen = 'never'
  }
  override call(inputs: Tensor, { training }: TrainingOptions) {
    this.seen = training
    return multiply(inputs, 1)
  }
}

class TrainingDefaultTrue extends TrainingProbe {
  static override class_name = 'TrainingDefaultTrue'
  static override call_options = { training: true }
}

class TrainingParent extends Layer {
  static override class_name = 'TrainingParent'
  static override call_options = {}
  probe: Layer
  default: Layer
  constructor(config: LayerConfig = {}) {
    super(config)
    this.probe = new TrainingProbe()
    this.default = new TrainingDefaultTrue()
  }
  override call(inputs: Tensor) {
    return this.default(this.probe(inputs))
  }
}

class TrainingForwarder extends Layer {
  static override class_name = 'TrainingForwarder'
  static override defaults = { force: true }
  static override call_options = { training: null }
  declare force: boolean | null
  first: Layer
  second: Layer
  constructor(config: LayerConfig & { force?: boolean | null } = {}) {
    super(config)
    this.first = new TrainingProbe()
    this.second = new TrainingProbe()
  }
  override call(inputs: Tensor) {
    return this.second(this.first(inputs, { training: this.force }))
  }
}

class MaskProbe extends Layer {
  static override class_name = 'MaskProbe'
  static override call_options = { mask: null }
  seen: unknown
  constructor(config: LayerConfig = {}) {
    super(config)
    this.supports_masking = true
    this.seen = 'never'
  }
  override call(inputs: Tensor, { mask }: { mask: unknown }) {
    this.seen = mask
    return multiply(inputs, 1)
  }
}

class MaskMaker extends Layer {
  static override class_name = 'MaskMaker'
  static override call_options = {}
  override compute_mask(inputs: Tensor) {
    return any(not_equal(inputs, 0), { axis: -1 })
  }
  override call(inputs: Tensor) {
    return multiply(inputs, 1)
  }
}

class BuildCounter extends Layer {
  static override class_name = 'BuildCounter'
  static override call_options = {}
  builds: number
  shape_seen: string | null
  constructor(config: LayerConfig = {}) {
    super(config)
    this.builds = 0
    this.shape_seen = null
  }
  override build(input_shape: Shape) {
    this.builds += 1
    this.shape_seen = repr(input_shape)
    this.add_weight({ name: `w${this.builds}`, shape: [1], initializer: 'ones' })
  }
  override call(inputs: Tensor) {
    return multiply(inputs, 1)
  }
}

class ReturnsNone extends Layer {
  static override class_name = 'ReturnsNone'
  static override call_options = {}
  override call() {}
}

/** Instances are made without its constructor, see `construct`. */
class NoSuper extends Layer {
  static override class_name = 'NoSuper'
  override call(inputs: Tensor) {
    return inputs
  }
}

class StateBeforeSuper extends Layer {
  static override class_name = 'StateBeforeSuper'
  static override call_options = {}
  d: Layer
  constructor(config: LayerConfig = {}) {
    const d = dense({ units: 1 })
    super(config)
    this.d = d
  }
  override call(inputs: Tensor) {
    return this.d(inputs)
  }
}

class Spec extends Layer {
  static override class_name = 'Spec'
  static override call_options = {}
  constructor(spec: InputSpecConfig = {}) {
    super({ name: 'spec' })
    this.input_spec = new InputSpec(spec)
  }
  override call(inputs: Tensor) {
    return multiply(inputs, 1)
  }
}

class SpecPair extends Layer {
  static override class_name = 'SpecPair'
  static override call_options = {}
  constructor(config: LayerConfig = {}) {
    super({ name: 'spec_pair', ...config })
    this.input_spec = [new InputSpec({ ndim: 2 }), new InputSpec({ ndim: 2 })]
  }
  override call([first]: Tensor[]) {
    return multiply(first!, 1)
  }
}

class TwoOutputs extends Layer {
  static override class_name = 'TwoOutputs'
  static override call_options = {}
  override call(inputs: Tensor) {
    return [multiply(inputs, 1), multiply(inputs, 2)]
  }
}

class DictOutput extends Layer {
  static override class_name = 'DictOutput'
  static override call_options = {}
  override call(inputs: Tensor) {
    return { one: multiply(inputs, 1), two: multiply(inputs, 2) }
  }
}

class Updater extends Layer {
  static override class_name = 'Updater'
  static override defaults = { mode: 'callable' }
  static override call_options = {}
  declare mode: string
  n: Variable
  constructor(config: LayerConfig & { mode?: string } = {}) {
    super(config)
    this.n = this.add_weight({ name: 'n', shape: [], initializer: 'zeros', trainable: false })
  }
  override call(inputs: Tensor) {
    const one_more = () => this.n.assign_add(1)
    this.add_update(this.mode === 'callable' ? one_more : this.mode === 'list' ? [one_more, one_more] : 5)
    return inputs
  }
}

class LateWeight extends Layer {
  static override class_name = 'LateWeight'
  static override call_options = {}
  override call(inputs: Tensor) {
    return multiply(inputs, this.add_weight({ name: 'late', shape: [], initializer: 'ones' }))
  }
}

class WithConfig extends Identity {
  static override class_name = 'WithConfig'
  units: number
  constructor({ units = 3, ...config }: LayerConfig & { units?: number } = {}) {
    super(config)
    this.units = units
  }
  override get_config() {
    return { ...super.get_config(), units: this.units }
  }
}

class WithoutConfig extends Identity {
  static override class_name = 'WithoutConfig'
  static override defaults = { units: 3 }
  declare units: number
}

class TwoTrainable extends Layer {
  static override class_name = 'TwoTrainable'
  static override call_options = {}
  override build() {
    const weight = (name: string, size: number, trainable: boolean): Variable =>
      this.add_weight({ name, shape: [size], initializer: filled(size), trainable })
    weight('n1', 1, false)
    weight('t1', 2, true)
    weight('n2', 3, false)
    weight('t2', 4, true)
  }
  override call(inputs: Tensor) {
    return inputs
  }
}

class KeywordCall extends Layer {
  static override class_name = 'KeywordCall'
  static override call_options = { scale: 1, shift: 0 }
  override call(inputs: Tensor, { scale, shift }: { scale: number; shift: number }) {
    return add(multiply(inputs, scale), shift)
  }
}

class Multi2DTo1D extends Layer {
  static override class_name = 'Multi2DTo1D'
  static override call_options = {}
  override compute_output_shape(input_shape: Shape) {
    return input_shape.slice(0, -1)
  }
  override call(inputs: Tensor) {
    return sum(inputs, { axis: -1 })
  }
}

class AttributeReplacer extends Layer {
  static override class_name = 'AttributeReplacer'
  static override call_options = {}
  d: Layer
  constructor(config: LayerConfig = {}) {
    super(config)
    this.d = dense({ units: 1, name: 'first' })
  }
  override call(inputs: Tensor) {
    return this.d(inputs)
  }
}

class AutocastProbe extends Layer {
  static override class_name = 'AutocastProbe'
  static override call_options = {}
  a: Variable
  b: Variable
  seen: string[] | null
  constructor(config: LayerConfig = {}) {
    super(config)
    this.a = this.add_weight({ name: 'a', shape: [], initializer: 'ones' })
    this.b = this.add_weight({ name: 'b', shape: [], initializer: 'ones', experimental_autocast: false })
    this.seen = null
  }
  override call(inputs: Tensor) {
    this.seen = [dtype(inputs), dtype(this.a.value), dtype(this.b.value)]
    return inputs
  }
}

class Scoped extends Identity {
  static override class_name = 'Scoped'
  declare v: Variable
  make = with_name_scope(function (this: Scoped) {
    this.v = new Variable(1, { name: 'v' })
    return this.v.local_name
  })
}

/** Something with a name that is no layer. */
class PlainModule {
  static class_name = 'PlainModule'
  readonly name: string
  declare v: Variable
  constructor({ name = 'plain_module' }: { name?: string } = {}) {
    this.name = name
  }
  get name_scope(): NameScope {
    return layer_name_scope(this.name)
  }
  get variables(): Variable[] {
    return [this.v]
  }
  get trainable_variables(): Variable[] {
    return this.variables.filter((variable) => variable.trainable)
  }
  make = with_name_scope(function (this: PlainModule) {
    this.v = new Variable(1, { name: 'v' })
    return this.v.local_name
  })
}

const classes = {
  Layer,
  Mean,
  SimpleDense,
  VariableDense,
  ComputeSum,
  ScalarSum,
  MeanLoss,
  ListLoss,
  LegacyInputsLoss,
  WeightLoss,
  MetricLayer,
  MetricAggregation,
  MetricAttribute,
  Nested,
  NestedBatchNorm,
  NestedDtype,
  TwoArguments,
  PairArgument,
  NoAutocast,
  Identity,
  PlusOne,
  TrainingProbe,
  TrainingDefaultTrue,
  TrainingParent,
  TrainingForwarder,
  MaskProbe,
  MaskMaker,
  BuildCounter,
  ReturnsNone,
  NoSuper,
  StateBeforeSuper,
  Spec,
  SpecPair,
  TwoOutputs,
  DictOutput,
  Updater,
  LateWeight,
  WithConfig,
  WithoutConfig,
  TwoTrainable,
  KeywordCall,
  Multi2DTo1D,
  AttributeReplacer,
  AutocastProbe,
  Scoped,
  PlainModule,
}

type AnyClass = new (...args: any[]) => any

/** An initializer that fills with one value. */
function filled(value: number): (shape: number[]) => Tensor {
  return (shape) => full(shape, value)
}

/** The class that a transcript names: one of this file, an identity layer of an odd name, else one of the catalogue. @throws MissingClass */
export function class_named(name: string): AnyClass {
  if (name.startsWith('Odd:')) {
    return class extends Identity {
      static override class_name = name.slice('Odd:'.length)
    }
  }
  const own = (classes as Record<string, unknown>)[name] as AnyClass | undefined
  return own ?? catalogue(name)
}
