import { standardize_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { type Shape, shapes_equal, standardize_shape } from '../../common/shape'
import { repr, type_text } from '../../common/text'
import { KerasTensor } from '../../graph/keras_tensor'
import { Node } from '../../graph/node'
import { check_config, check_keys } from '../base/config'
import { Layer } from '../layer'

export interface InputLayerConfig {
  /** Without the batch. */
  shape?: Shape | number | null
  /** Default: unknown. */
  batch_size?: number | null
  /** Default: floatx. */
  dtype?: string | null
  sparse?: boolean | null
  ragged?: boolean | null
  /** With the batch; in place of `shape`. */
  batch_shape?: Shape | null
  /** A symbolic tensor to stand for the input. */
  input_tensor?: KerasTensor | null
  /** Whether null may be given for the input. Default false. */
  optional?: boolean
  name?: string | null
  /** An older name of `shape`. */
  input_shape?: Shape | null
  /** An older name of `batch_shape`. */
  batch_input_shape?: Shape | null
}

const keys = [
  'shape',
  'batch_size',
  'sparse',
  'ragged',
  'batch_shape',
  'input_tensor',
  'optional',
  'input_shape',
  'batch_input_shape',
]

/** The entry of a graph: its output is the symbolic tensor that stands for the data. Source: keras.layers.InputLayer. */
export class InputLayer extends Layer {
  static override class_name = 'InputLayer'
  static override call_arguments = []
  static override call_options = {}
  declare readonly batch_shape: Shape
  declare readonly sparse: boolean
  declare readonly ragged: boolean
  declare readonly optional: boolean
  declare private readonly _dtype: string

  /** @throws ValueError when shape and batch_shape are both given or both missing, or when something contradicts `input_tensor`. */
  constructor(config: InputLayerConfig = {}) {
    check_config(new.target, config)
    super({ name: config.name ?? null })
    check_keys(new.target, config as Record<string, unknown>, keys)
    const { input_tensor, optional = false } = config
    const tensor = given(input_tensor) ? checked_tensor(input_tensor as KerasTensor, config) : make_tensor(config)
    Object.assign(this, { batch_shape: tensor.shape, sparse: tensor.sparse, ragged: tensor.ragged, optional })
    Object.defineProperty(this, '_dtype', { value: tensor.dtype })
    new Node(this, { outputs: tensor })
    this.built = true
  }

  /** The dtype of the data. */
  override get dtype(): string {
    return this._dtype
  }

  override call(): null {
    return null
  }

  override get_config(): Record<string, unknown> {
    const { batch_shape, dtype, sparse, ragged, name, optional } = this
    return { batch_shape, dtype, sparse, ragged, name, optional }
  }
}

function given<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined
}

function make_tensor({ batch_size = null, dtype = null, sparse, ragged, name = null, ...rest }: InputLayerConfig): KerasTensor {
  const shape = rest.input_shape ?? rest.shape ?? null
  const batch_shape = rest.batch_input_shape ?? rest.batch_shape ?? null
  if (shape !== null && batch_shape !== null)
    throw new ValueError('You cannot pass both `shape` and `batch_shape` at the same time.')
  if (batch_size !== null && batch_shape !== null)
    throw new ValueError('You cannot pass both `batch_size` and `batch_shape` at the same time.')
  if (shape === null && batch_shape === null) throw new ValueError('You must pass a `shape` argument.')
  if (ragged) throw new ValueError('`ragged=True` is not supported: TensorFlow.js has no ragged tensors.')
  const whole = shape === null ? standardize_shape(batch_shape) : standardize_shape([batch_size, ...standardize_shape(shape)])
  return new KerasTensor(whole, { dtype: standardize_dtype(dtype), sparse: Boolean(sparse), name })
}

function checked_tensor(tensor: KerasTensor, { shape, batch_shape, batch_size, dtype, sparse }: InputLayerConfig): KerasTensor {
  if (!(tensor instanceof KerasTensor)) {
    throw new ValueError(
      `Argument \`input_tensor\` must be a KerasTensor. Received invalid type: input_tensor=${repr(tensor)} (of type ${type_text(tensor)})`,
    )
  }
  const refuse = (key: string): never => {
    throw new ValueError(`When providing the \`input_tensor\` argument, you cannot provide an incompatible \`${key}\` argument.`)
  }
  if (given(batch_size) && tensor.shape[0] !== batch_size) refuse('batch_size')
  if (given(shape) && (tensor.shape.length === 0 || !shapes_equal(standardize_shape(shape), tensor.shape.slice(1))))
    refuse('shape')
  if (given(batch_shape) && !shapes_equal(standardize_shape(batch_shape), tensor.shape)) refuse('batch_shape')
  if (given(dtype) && tensor.dtype !== standardize_dtype(dtype)) refuse('dtype')
  if (given(sparse) && tensor.sparse !== sparse) refuse('sparse')
  return tensor
}
