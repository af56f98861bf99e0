import { is_plain_object } from '../../common/tree'
import { op_module } from '../operation_table'

type Form = Record<string, unknown>

/** An op of Keras for a function of TensorFlow: its class, and what the arguments of the function are called there. */
interface Target {
  class_name: string
  /** Arguments that may be tensors. */
  inputs: Readonly<Record<string, string>>
  /** Arguments that are settings. */
  config: Readonly<Record<string, string>>
}

const binary = (class_name: string): Target => ({ class_name, inputs: { x: 'x1', y: 'x2', a: 'x1', b: 'x2' }, config: {} })
const unary = (class_name: string, config: Record<string, string> = {}): Target => ({
  class_name,
  inputs: { x: 'x', input: 'x', features: 'x', logits: 'x', tensor: 'x', values: 'x' },
  config,
})
const reduction = (class_name: string): Target => ({
  class_name,
  inputs: { input_tensor: 'x' },
  config: { axis: 'axis', keepdims: 'keepdims' },
})

const targets: Readonly<Record<string, Target>> = {
  '__operators__.add': binary('Add'),
  'math.add': binary('Add'),
  'math.subtract': binary('Subtract'),
  'math.multiply': binary('Multiply'),
  'math.divide': binary('TrueDivide'),
  'math.truediv': binary('TrueDivide'),
  'math.divide_no_nan': binary('DivideNoNan'),
  'math.floordiv': binary('FloorDivide'),
  'math.floormod': binary('Mod'),
  'math.pow': binary('Power'),
  'math.maximum': binary('Maximum'),
  'math.minimum': binary('Minimum'),
  'math.equal': binary('Equal'),
  'math.not_equal': binary('NotEqual'),
  'math.greater': binary('Greater'),
  'math.greater_equal': binary('GreaterEqual'),
  'math.less': binary('Less'),
  'math.less_equal': binary('LessEqual'),
  'math.logical_and': binary('LogicalAnd'),
  'math.logical_or': binary('LogicalOr'),
  'linalg.matmul': binary('Matmul'),
  'math.logical_not': unary('LogicalNot'),
  'math.abs': unary('Absolute'),
  'math.negative': unary('Negative'),
  'math.square': unary('Square'),
  'math.sqrt': unary('Sqrt'),
  'math.rsqrt': unary('Rsqrt'),
  'math.exp': unary('Exp'),
  'math.log': unary('Log'),
  'math.log1p': unary('Log1p'),
  'math.sin': unary('Sin'),
  'math.cos': unary('Cos'),
  'math.tanh': unary('Tanh'),
  'math.sigmoid': unary('Sigmoid'),
  'math.sign': unary('Sign'),
  'math.floor': unary('Floor'),
  'math.ceil': unary('Ceil'),
  'math.round': unary('Round'),
  'math.reciprocal': unary('Reciprocal'),
  'math.erf': unary('Erf'),
  'math.softplus': unary('Softplus'),
  'math.cumsum': unary('Cumsum', { axis: 'axis' }),
  'nn.relu': unary('Relu'),
  'nn.relu6': unary('Relu6'),
  'nn.elu': unary('Elu'),
  'nn.selu': unary('Selu'),
  'nn.gelu': unary('Gelu', { approximate: 'approximate' }),
  'nn.silu': unary('Silu'),
  'nn.softmax': unary('Softmax', { axis: 'axis' }),
  'nn.log_softmax': unary('LogSoftmax', { axis: 'axis' }),
  'nn.leaky_relu': unary('LeakyRelu', { alpha: 'negative_slope' }),
  'math.reduce_mean': reduction('Mean'),
  'math.reduce_sum': reduction('Sum'),
  'math.reduce_max': reduction('Max'),
  'math.reduce_min': reduction('Min'),
  'math.reduce_prod': reduction('Prod'),
  'math.reduce_any': reduction('Any'),
  'math.reduce_all': reduction('All'),
  'math.reduce_std': reduction('Std'),
  'math.reduce_variance': reduction('Var'),
  'math.argmax': { class_name: 'Argmax', inputs: { input: 'x' }, config: { axis: 'axis' } },
  'math.argmin': { class_name: 'Argmin', inputs: { input: 'x' }, config: { axis: 'axis' } },
  concat: { class_name: 'Concatenate', inputs: { values: 'xs' }, config: { axis: 'axis' } },
  stack: { class_name: 'Stack', inputs: { values: 'x' }, config: { axis: 'axis' } },
  reshape: { class_name: 'Reshape', inputs: { tensor: 'x' }, config: { shape: 'newshape' } },
  'compat.v1.transpose': { class_name: 'Transpose', inputs: { a: 'x' }, config: { perm: 'axes' } },
  expand_dims: { class_name: 'ExpandDims', inputs: { input: 'x' }, config: { axis: 'axis' } },
  'compat.v1.squeeze': { class_name: 'Squeeze', inputs: { input: 'x' }, config: { axis: 'axis' } },
  tile: { class_name: 'Tile', inputs: { input: 'x' }, config: { multiples: 'repeats' } },
  cast: { class_name: 'Cast', inputs: { x: 'x' }, config: { dtype: 'dtype' } },
  where: { class_name: 'Where', inputs: { condition: 'condition', x: 'x1', y: 'x2' }, config: {} },
  clip_by_value: { class_name: 'Clip', inputs: { t: 'x' }, config: { clip_value_min: 'x_min', clip_value_max: 'x_max' } },
  '__operators__.getitem': { class_name: 'GetItem', inputs: { slice_spec: 'key' }, config: {} },
}

/** A part of an index: a number, `...`, a new axis, or start, stop and step. */
function index_part(part: unknown): unknown {
  if (!is_plain_object(part)) return part
  if ('start' in part || 'stop' in part) return [part.start ?? null, part.stop ?? null, part.step ?? null]
  return part.class_name === '__ellipsis__' || part.type === 'Ellipsis' ? '...' : part
}

/** The keyword arguments of one entry of a node, with the names of the op; settings go into `config`. */
function split_keywords(keywords: Form, target: Target, config: Form): Form {
  const inputs: Form = {}
  for (const [key, value] of Object.entries(keywords)) {
    if (key === 'slice_spec') inputs.key = Array.isArray(value) ? value.map(index_part) : index_part(value)
    else if (Object.hasOwn(target.inputs, key)) inputs[target.inputs[key]!] = value
    else if (Object.hasOwn(target.config, key) && value !== null) config[target.config[key]!] = value
  }
  return inputs
}

/** The op that stands for a function of TensorFlow in the graph of a tf.keras file, or null when there is none. */
export function op_of_tf_function(form: Form): Form | null {
  const { function: name } = form.config as Form
  const target = typeof name === 'string' && Object.hasOwn(targets, name) ? targets[name]! : null
  const module = target === null ? null : op_module(target.class_name)
  if (target === null || module === null) return null
  const config: Form = { name: form.name ?? (form.config as Form).name }
  const entry = (item: unknown): unknown =>
    Array.isArray(item) && is_plain_object(item[3]) ? [...item.slice(0, 3), split_keywords(item[3], target, config)] : item
  const nodes = Array.isArray(form.inbound_nodes) ? form.inbound_nodes : []
  const inbound_nodes = nodes.map((node) => (Array.isArray(node) && Array.isArray(node[0]) ? node.map(entry) : entry(node)))
  return { module, class_name: target.class_name, config, registered_name: target.class_name, name: form.name, inbound_nodes }
}
