import { Initializer } from '../../lib/initializers/initializer'
import { MultiHeadAttention } from '../../lib/layers/attention/multi_head_attention'
import { Dense } from '../../lib/layers/core/dense'
import { Embedding } from '../../lib/layers/core/embedding'
import { Input } from '../../lib/layers/core/input'
import { Layer } from '../../lib/layers/layer'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { LayerNormalization } from '../../lib/layers/normalization/layer_normalization'
import { Dropout } from '../../lib/layers/regularization/dropout'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import * as ops from '../../lib/ops/numpy'

/** y = x * gain + shift. */
class Scale extends Layer {
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

class ScaledInit extends Initializer {
  static override class_name = 'ScaledInit'
  readonly k: number

  constructor({ k = 0.5 }: { k?: number } = {}) {
    super()
    this.k = k
  }

  override make(shape: readonly number[], dtype: string): any {
    return ops.multiply(ops.ones(shape as number[], { dtype }), this.k)
  }

  override get_config(): Record<string, unknown> {
    return { k: this.k }
  }
}

/** Sub-layers in a list, in an object, and under names that sort before and after others. */
class NestedBlock extends Layer {
  static override class_name = 'NestedBlock'
  units: number
  stack: any[]
  d: Record<string, any>
  _hid: any
  zz_out: any

  constructor({ units = 4, ...config }: any = {}) {
    super(config)
    this.units = units
    this.stack = [new Dense({ units }), new Dense({ units }), new Scale()]
    this.d = { a: new Dense({ units }), b: new LayerNormalization() }
    this._hid = new Dense({ units, use_bias: false })
    this.zz_out = new Dense({ units })
  }

  override call(x: any): any {
    let y = x
    for (const layer of this.stack) y = layer(y)
    y = this.d.b(this.d.a(y))
    return this.zz_out(this._hid(y))
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), units: this.units }
  }
}

/** Attributes before and after the name `layers`. */
class AttrModel extends Model {
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
class TwoInputModel extends Model {
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
class OwnStore extends Layer {
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
class SubFunctional extends Model {
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

/** A vector for each token and one for its place. */
class TokenAndPosition extends Layer {
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
class GPTBlock extends Layer {
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
function half_mse(y_true: any, y_pred: any): any {
  return ops.multiply(ops.mean(ops.square(ops.subtract(y_true, y_pred) as any), { axis: -1 }) as any, 0.5)
}

const classes = {
  Scale,
  ScaledInit,
  NestedBlock,
  AttrModel,
  TwoInputModel,
  OwnStore,
  SubFunctional,
  TokenAndPosition,
  GPTBlock,
  half_mse,
}

/** The classes that recorded models name. */
export const saved_objects: Record<string, unknown> = Object.fromEntries(
  Object.entries(classes).map(([name, value]) => [`Fixture>${name}`, value]),
)
