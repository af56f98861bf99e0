import { register_keras_serializable } from '../../../lib/common/registry'
import { Input, Layer, Model, Sequential } from '../../../lib/exports'
import {
  BatchNormalization,
  Dense,
  Dropout,
  Embedding,
  LayerNormalization,
  MultiHeadAttention,
} from '../../../lib/exports/layers'
import * as ops from '../../../lib/exports/ops'
import { Initializer } from '../../../lib/initializers/initializer'

/** y = x * gain + shift. */
export class Scale extends Layer {
  static override class_name = 'Scale'
  declare gain: any
  declare shift: any

  override build(input_shape: any): void {
    this.gain = this.add_weight({ name: 'gain', shape: [input_shape.at(-1)], initializer: 'ones' })
    this.shift = this.add_weight({ name: 'shift', shape: [input_shape.at(-1)], initializer: 'zeros', trainable: false })
  }

  override call(x: any): any {
    return ops.add(ops.multiply(x, this.gain), this.shift)
  }
}

export class ScaledInit extends Initializer {
  static override class_name = 'ScaledInit'
  readonly k: number

  constructor({ k = 0.5 }: { k?: number } = {}) {
    super()
    this.k = k
  }

  override make(shape: any, dtype: any): any {
    return ops.multiply(ops.ones(shape, { dtype }), this.k)
  }

  override get_config(): Record<string, unknown> {
    return { k: this.k }
  }
}

/** Sub-layers in a list, in an object, and under names that sort before and after others. */
export class NestedBlock extends Layer {
  static override class_name = 'NestedBlock'
  units: number
  stack: any[]
  d: Record<string, any>
  _hid: any
  zz_out: any

  constructor({ units = 4, ...config }: any = {}) {
    super(config)
    this.units = units
    this.stack = [new Dense({ units }), new Dense({ units, activation: 'tanh' }), new Scale()]
    this.d = { a: new Dense({ units }), b: new LayerNormalization() }
    this._hid = new Dense({ units, use_bias: false })
    this.zz_out = new Dense({ units })
  }

  override call(x: any): any {
    let y = x
    for (const layer of this.stack) y = layer(y)
    y = this.d.b(this.d.a(y))
    return this.zz_out(ops.add(this._hid(y), y))
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), units: this.units }
  }
}

/** Attributes before and after the name `layers`. */
export class AttrModel extends Model {
  static override class_name = 'AttrModel'
  units: number
  dense: any
  out_proj: any
  blk: any
  rng: any
  _private: any
  many: any[]

  constructor({ units = 4, ...config }: any = {}) {
    super(config)
    this.units = units
    this.dense = new Dense({ units, activation: 'relu' })
    this.out_proj = new Dense({ units: 2 })
    this.blk = new NestedBlock({ units })
    this.rng = new Dropout({ rate: 0.5, seed: 3 })
    this._private = new Dense({ units })
    this.many = [new Dense({ units }), new Dense({ units })]
  }

  override call(x: any, { training = false }: any = {}): any {
    let y = this._private(this.blk(this.dense(x)))
    for (const layer of this.many) y = layer(y)
    return this.out_proj(this.rng(y, { training }))
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), units: this.units }
  }
}

/** Inputs and outputs by name; built by a call. */
export class TwoInputModel extends Model {
  static override class_name = 'TwoInputModel'
  left: any
  right: any
  alpha_norm: any

  constructor(config: any = {}) {
    super(config)
    this.left = new Dense({ units: 3 })
    this.right = new Dense({ units: 3 })
    this.alpha_norm = new BatchNormalization()
  }

  override call(inputs: any, { training = false }: any = {}): any {
    const sum = this.alpha_norm(ops.add(this.left(inputs.a), this.right(inputs.b)), { training })
    return { sum, prod: ops.multiply(this.left(inputs.a), this.right(inputs.b)) }
  }
}

/** Keeps its table under a name of its own. */
export class OwnStore extends Layer {
  static override class_name = 'OwnStore'
  declare table: any

  override build(input_shape: any): void {
    this.table = this.add_weight({ name: 'table', shape: [input_shape.at(-1), 2] })
  }

  override call(x: any): any {
    return ops.matmul(x, this.table)
  }

  override save_own_variables(store: any): void {
    store.the_table = this.table
  }

  override load_own_variables(store: any): void {
    this.table.assign(store.the_table)
  }
}

/** Made by the functional way, with one more attribute. */
export class SubFunctional extends Model {
  static override class_name = 'SubFunctional'
  units: number
  extra_norm: any
  again: any

  constructor({ units = 3, ...config }: any = {}) {
    const input = Input({ shape: [4], name: 'sf_in' })
    const hidden = new Dense({ units, name: 'sf_h' })
    super(input, new Dense({ units: 2, name: 'sf_o' })(hidden(input)), config)
    this.units = units
    this.extra_norm = new LayerNormalization({ name: 'extra' })
    this.extra_norm.build([null, 2])
    this.again = hidden
  }

  override call(x: any): any {
    return this.extra_norm(super.call(x))
  }

  override get_config(): Record<string, unknown> {
    return { units: this.units, name: this.name }
  }
}

/** Lists in a list, and a pair. */
export class DeepContainers extends Layer {
  static override class_name = 'DeepContainers'
  units: number
  grid: any[][]
  pair: any[]

  constructor({ units = 3, ...config }: any = {}) {
    super(config)
    this.units = units
    const dense = (name: string): any => new Dense({ units, name })
    this.grid = [[dense('n0'), dense('n1')], [dense('n2')], [dense('n3')]]
    this.pair = [dense('n4')]
  }

  override call(x: any): any {
    return ops.relu([...this.grid.flat(), ...this.pair].reduce((y, layer) => layer(y), x))
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), units: this.units }
  }
}

/** A vector for each token and one for its place. */
export class TokenAndPosition extends Layer {
  static override class_name = 'TokenAndPosition'
  sizes: { vocab: number; length: number; dim: number }
  tok: any
  pos: any

  constructor({ vocab, length, dim, ...config }: any) {
    super(config)
    this.sizes = { vocab, length, dim }
    this.tok = new Embedding({ input_dim: vocab, output_dim: dim })
    this.pos = new Embedding({ input_dim: length, output_dim: dim })
  }

  override call(x: any): any {
    return ops.add(this.tok(x), this.pos(ops.arange(this.sizes.length)))
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), ...this.sizes }
  }
}

/** Attention and a stack of two layers, each behind a normalization. */
export class GPTBlock extends Layer {
  static override class_name = 'GPTBlock'
  sizes: { heads: number; dim: number }
  ln_1: any
  ln_2: any
  attn: any
  mlp: any

  constructor({ heads, dim, ...config }: any) {
    super(config)
    this.sizes = { heads, dim }
    this.ln_1 = new LayerNormalization()
    this.attn = new MultiHeadAttention({ num_heads: heads, key_dim: dim / heads })
    this.ln_2 = new LayerNormalization()
    this.mlp = new Sequential([new Dense({ units: 2 * dim }), new Dense({ units: dim })])
  }

  override call(x: any): any {
    const y = this.ln_1(x)
    const attended = ops.add(x, this.attn(y, y))
    return ops.add(attended, this.mlp(this.ln_2(attended)))
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), ...this.sizes }
  }
}

/** Half of the mean squared error. */
export function half_mse(y_true: any, y_pred: any): any {
  return ops.multiply(ops.mean(ops.square(ops.subtract(y_true, y_pred)), { axis: -1 }), 0.5)
}

/** Dense without an activation, as the documentation of Keras writes it. */
export class SimpleDense extends Layer {
  static override class_name = 'SimpleDense'
  units: number
  w_init: any
  b_init: any
  declare w: any
  declare b: any

  constructor({ units = 32, w_init = 'random_normal', b_init = 'random_normal', ...config }: any = {}) {
    super(config)
    this.units = units
    this.w_init = w_init
    this.b_init = b_init
  }

  override build(input_shape: any): void {
    this.w = this.add_weight({ name: 'w', shape: [input_shape.at(-1), this.units], initializer: this.w_init, trainable: true })
    this.b = this.add_weight({ name: 'b', shape: [this.units], initializer: this.b_init, trainable: true })
  }

  override call(x: any): any {
    return ops.add(ops.matmul(x, this.w), this.b)
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), units: this.units, w_init: this.w_init, b_init: this.b_init }
  }
}

/** The custom objects that the recorded files name. */
export const fixture_objects: Record<string, unknown> = {
  'Fixture>Scale': Scale,
  'Fixture>ScaledInit': ScaledInit,
  'Fixture>NestedBlock': NestedBlock,
  'Fixture>AttrModel': AttrModel,
  'Fixture>TwoInputModel': TwoInputModel,
  'Fixture>OwnStore': OwnStore,
  'Fixture>SubFunctional': SubFunctional,
  'Fixture>DeepContainers': DeepContainers,
  'Fixture>TokenAndPosition': TokenAndPosition,
  'Fixture>GPTBlock': GPTBlock,
  'Fixture>half_mse': half_mse,
  'Legacy>SimpleDense': SimpleDense,
}

for (const [key, object] of Object.entries(fixture_objects)) {
  const [package_name, name] = key.split('>')
  register_keras_serializable({ package: package_name, name })(object as any)
}
